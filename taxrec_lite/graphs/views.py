"""What each learning rule makes of a run's unrolled graph."""

from dataclasses import dataclass
from functools import cached_property

from taxrec_lite import _check, rules
from taxrec_lite.graphs.unrolled import count_paths, unroll
from taxrec_lite.rules.traces import OrderTrace
from taxrec_lite.trajectory import Run


@dataclass(frozen=True, eq=False)
class RuleView:
    """One rule on one run.

    rule, run : the Rule, and the Run
    crossings : the rule follows the paths that cross fewer than this many synapses
    """

    rule: rules.Rule
    run: Run
    crossings: int

    @cached_property
    def kept(self):
        """The edges on a path that the rule follows from a parameter to the loss, a frozenset."""
        thetas = [("theta", j) for j in range(self.run.network.cell.n)]
        return frozenset(edge for theta in thetas
                         for edge in count_paths(self._graph, theta, ("E",), self.crossings)[1])

    @cached_property
    def dropped(self):
        """The edges of the graph on no such path, a frozenset."""
        return frozenset(self._graph.edges) - self.kept

    @cached_property
    def replaced(self):
        """The kept edges whose Jacobian the rule replaces by feedback weights, a frozenset."""
        replaces = "feedback" in self.rule.options
        return frozenset(edge for edge in self.kept if replaces and self._graph.edges[edge]["kind"] == "readout")

    @property
    def total_derivative(self):
        """The total derivative that waits for the future in the rule's formula, or None if the rule leaves none."""
        return None if self.rule.causal else "dE/dz"

    def known_at(self, t):
        """The time at which the rule knows what the loss term E^t adds to the gradient of every parameter.

        Raises TypeError unless t is an integer, ValueError unless it is one of 1 … T.
        """
        t = self._time(t)
        return t if self.rule.causal else self.run.T

    def sees(self, j, t):
        """The edges whose Jacobians enter what the rule adds to the gradient of θ_j at time t, a frozenset.

        A causal rule adds a term for each loss term E^t, over the paths from θ_j to it. Any other adds one for each
        z_j^t, over the paths to z_j^t inside the neuron and all that leads from there to the loss.

        Raises TypeError or ValueError for a t outside 1 … T, or a j that is no neuron.
        """
        t, theta, z = self._time(t), ("theta", j), ("z", j, t)
        if self.rule.causal:
            return frozenset(count_paths(self._graph, theta, ("E", t), self.crossings)[1])
        inside, onwards = (count_paths(self._graph, *ends) for ends in ((theta, z, 1), (z, ("E",), self.crossings)))
        return frozenset(inside[1]) | frozenset(onwards[1])

    def waits_until(self, t):
        """The latest time at which anything happens that the rule must see for what it adds at time t."""
        return max(node[-1] for j in range(self.run.network.cell.n) for edge in self.sees(j, t) for node in edge
                   if node[0] != "theta" and node != ("E",))

    @cached_property
    def causal(self):
        """Whether, at every time, the rule waits for nothing that is still to come."""
        return all(self.waits_until(t) == t for t in range(1, self.run.T + 1))

    @cached_property
    def local(self):
        """Whether, for every neuron and time, the rule sees no state of another neuron."""
        return all(node[1] == j for j in range(self.run.network.cell.n) for t in range(1, self.run.T + 1)
                   for edge in self.sees(j, t) for node in edge if node[0] in ("theta", "c", "z"))

    def remembers(self, t):
        """What must be held after time t, for one sample and for the gradient of θ: {name: how many numbers}.

        A causal rule holds the present state and its traces; any other holds all that has happened. Gradients added
        up so far, which every rule holds, do not count. Raises as `known_at`.
        """
        t = self._time(t)
        return self._present() if self.rule.causal else self._history(t)

    def _present(self):
        run = self.run
        held = {"hidden state": run.c[0, 0].size, "observable state": run.z[0, 0].size}
        trace = self.rule.trace(run.network, 1, *((self.crossings,) if "m" in self.rule.options else ()))
        for name, part in _named_traces(trace):
            held[f"{name} variable"] = part.variable.size
            held[f"{name} eligibility trace"] = part.trace.size
        if run.network.readout.kappa > 0:
            held["output"] = run.y[0, 0].size
            held["read-out implicit eligibility trace"] = trace.trace.size
        return held

    def _history(self, t):
        run = self.run
        return {"hidden states": run.c[:t, 0].size, "observable states": run.z[:t, 0].size,
                "inputs": run.x[:t, 0].size, "drives of the gates": run.u[:t, 0].size,
                "errors of the outputs": run.dE_dy[:t, 0].size}

    def _time(self, t):
        t = _check.integer("t", t, 1)
        if t > self.run.T:
            raise ValueError(f"t must be at most the run's {self.run.T} time steps, not {t}")
        return t

    @cached_property
    def _graph(self):
        return unroll(self.run)


def rule_view(run, rule, m=None):
    """The RuleView of the rule called `rule` on `run`.

    m : the order, an integer of at least 1, for the rule "m_order" and no other

    Raises TypeError unless `run` is a Run, ValueError for an unknown rule or an m that is missing or not taken.
    """
    _check.instance("run", run, Run)
    rule = rules.get(rule)
    if (m is not None) != ("m" in rule.options):
        raise ValueError(f"m {'is needed by' if m is None else 'is no option of'} rule {rule.name!r}")
    order = 1 if rule.local else run.T if m is None else min(_check.integer("m", m, 1), run.T)
    return RuleView(rule, run, order)


def _named_traces(trace):
    """The traces that a rule carries, each with its name: that of its class, or its order where there are several."""
    if isinstance(trace, OrderTrace):
        return [(f"order {k}", part) for k, part in enumerate(trace.orders, 1)]
    return [(type(trace).__name__.removesuffix("Trace").lower(), trace)]
