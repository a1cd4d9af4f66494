"""What each learning rule makes of a run's unrolled graph."""

from dataclasses import dataclass
from functools import cached_property

import networkx as nx

from taxrec_lite import _check, rules
from taxrec_lite.graphs.unrolled import count_paths, unroll
from taxrec_lite.rules.cost import shapes
from taxrec_lite.trajectory import Run


@dataclass(frozen=True, eq=False)
class RuleView:
    """One rule on one run.

    rule, run : the Rule, and the Run
    numbers : those that the rule must be given, such as m, the order
    """

    rule: rules.Rule
    run: Run
    numbers: dict

    @property
    def followed(self) -> rules.Followed:
        """Which paths the rule follows, a `Followed`."""
        return self.rule.follows(**self.numbers)

    @property
    def crossings(self) -> int:
        """The rule follows paths that cross fewer than this many synapses."""
        return min(self.followed.crossings or self.run.T, self.run.T)

    @cached_property
    def kept(self) -> frozenset:
        """The edges on a path that the rule follows from a parameter to the loss, a frozenset."""
        times = range(1, self.run.T + 1)
        totals = frozenset((("E", t), ("E",)) for t in times)
        return totals | {edge for j in range(self.run.network.cell.n) for t in times for edge in self.sees(j, t)}

    @cached_property
    def dropped(self) -> frozenset:
        """The edges of the graph on no such path, a frozenset."""
        return frozenset(self.graph.edges) - self.kept

    @cached_property
    def replaced(self) -> frozenset:
        """The kept edges whose Jacobian the rule replaces by feedback weights, a frozenset."""
        replaces = "feedback" in self.rule.options
        return frozenset(edge for edge in self.kept if replaces and self.graph.edges[edge]["kind"] == "readout")

    @property
    def total_derivative(self) -> str | None:
        """The total derivative that waits for the future in the rule's formula, or None if the rule leaves none."""
        return None if self.rule.causal else "dE/dz"

    def known_at(self, t: int) -> int:
        """The time at which the rule knows what the loss term E^t adds to the gradient of every parameter.

        Raises TypeError unless t is an integer, ValueError unless it is one of 1 … T.
        """
        return self.rule.known_at(self._time(t), self.run.T, **self.numbers)

    def sees(self, j: int, t: int) -> frozenset:
        """The edges whose Jacobians enter what the rule adds to the gradient of θ_j at time t, a frozenset.

        A causal rule adds a term for each loss term E^t, over the paths from θ_j to it. Any other adds one for each time at
        which θ_j acts directly, over the paths that lead from there to the loss.

        Raises TypeError or ValueError for a t outside 1 … T, or a j that is no neuron.
        """
        graph, theta = self.paths(j, self._time(t)), ("theta", j)
        return frozenset(count_paths(graph, theta, ("E", t) if self.rule.causal else ("E",), self.crossings)[1])

    def paths(self, j: int, t: int) -> nx.DiGraph:
        """The graph of the paths that the rule follows from θ_j for the term of time t, but for a limit on crossings."""
        followed = self.followed
        if self.rule.causal and followed.reach is None:
            return self.graph
        graph = self.graph.copy()
        if followed.reach is not None:
            reach = self.run.network.wiring.reach(followed.reach)[:, j]
            graph.remove_nodes_from([node for node in self.graph if node[0] in ("c", "z") and not reach[node[1]]])
        if not self.rule.causal:
            last = self.run.T if followed.steps is None else t + followed.steps - 1
            direct = [(tail, head) for tail, head in graph.out_edges(("theta", j)) if head[-1] != t]
            late = [(z, y) for z, y in graph.edges if z[0] == "z" and y[0] == "y" and y[2] > last]
            graph.remove_edges_from(direct + late)
        return graph

    def waits_until(self, t: int) -> int:
        """The latest time at which anything happens that the rule must see for what it adds at time t."""
        return max(node[-1] for j in range(self.run.network.cell.n) for edge in self.sees(j, t) for node in edge
                   if node[0] != "theta" and node != ("E",))

    @cached_property
    def causal(self) -> bool:
        """Whether, at every time, the rule waits for nothing that is still to come."""
        return all(self.waits_until(t) == t for t in range(1, self.run.T + 1))

    @cached_property
    def local(self) -> bool:
        """Whether, for every neuron and time, the rule sees no state of another neuron."""
        return all(node[1] == j for j in range(self.run.network.cell.n) for t in range(1, self.run.T + 1)
                   for edge in self.sees(j, t) for node in edge if node[0] in ("theta", "c", "z"))

    def remembers(self, t: int) -> dict[str, int]:
        """What must be held after time t, for one sample and for the gradient of θ: {name: how many numbers}.

        A causal rule holds the present state and its traces; any other holds what has happened. Gradients added up so far,
        which every rule holds, do not count. Raises as `known_at`.
        """
        return self.rule.cost(shapes(self.run.network, self._time(t)), **self.numbers).floats

    def _time(self, t):
        t = _check.integer("t", t, 1)
        if t > self.run.T:
            raise ValueError(f"t must be at most the run's {self.run.T} time steps, not {t}")
        return t

    @cached_property
    def graph(self) -> nx.DiGraph:
        """The unrolled graph of the first sample."""
        return unroll(self.run)


def rule_view(run: Run, rule: str, **options) -> RuleView:
    """The RuleView of the rule called `rule` on `run`, with what the rule must be given, such as m, the order.

    A feedback matrix or a Generator, which say nothing of the graph, may be left out.

    Raises TypeError unless `run` is a Run, ValueError for an unknown rule or an option that is missing or not taken.
    """
    _check.instance("run", run, Run)
    rule = rules.get(rule)
    return RuleView(rule, run, rule.check_numbers(options))
