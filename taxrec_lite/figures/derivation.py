"""The pictures of the derivation: which part of a run's unrolled graph each line of it is about.

Each function takes a Run of one sample or more (the first is drawn) and returns a `Highlight`, to be drawn by
`highlighted`. Neurons count from 0 and times from 1, as in `graphs.unroll`; the labels count neurons from 1. All raise
TypeError unless `run` is a Run, and ValueError for a neuron or a time that it does not have.
"""

from taxrec_lite import _check
from taxrec_lite.figures.highlight import Highlight
from taxrec_lite.graphs import collapsed, count_paths, unroll
from taxrec_lite.trajectory import Run


def bptt_explicit(run, j=0, t=2):
    """Figure 3 A: dE/dz_j^t, from the loss of its own time and, over the synapses, from the next step."""
    graph, z = _graph(run, j, t, before_last=True), ("z", j, t)
    following = [head for _, head, kind in graph.out_edges(z, data="kind") if kind == "explicit"]
    edges = _paths(graph, z, ("E",), 1) | {(z, head) for head in following}
    labels = {node: _d("E", node) for node in (z, *following)}
    labels |= {(z, head): _synapse(head, j) for head in following}
    return Highlight(graph, edges, labels, (z,))


def bptt_implicit(run, j=0, t=2):
    """Figure 3 B: dE/dc_j^t, from its own observable state and, inside the neuron, from the next step."""
    graph, c = _graph(run, j, t, before_last=True), ("c", j, t)
    own, after = ("z", j, t), ("c", j, t + 1)
    labels = {node: _d("E", node) for node in (c, own, after)}
    labels |= {(c, own): _indexed("G", j, t), (c, after): _indexed("D", j, t + 1)}
    return Highlight(graph, frozenset(graph.out_edges(c)), labels, (c,))


def bptt_parameters(run, j=0):
    """Figure 3 C: dE/dθ_j, which collects what arrives at every time step."""
    graph, theta = _graph(run, j), ("theta", j)
    labels = {node: _d("E", node) for node in graph.successors(theta)}
    return Highlight(graph, frozenset(graph.out_edges(theta)), labels, (theta,))


def implicit_variable(run, j=0, t=3):
    """Figure 4: ε_j^t, the paths from θ_j into c_j^t along the neuron's hidden states."""
    graph, c = _graph(run, j, t), ("c", j, t)
    return Highlight(graph, _paths(graph, ("theta", j), c, 1), {c: _indexed(r"\epsilon", j, t)}, (c,))


def implicit_trace(run, j=0, t=3):
    """e_j^t, the paths of the implicit variable led on into the observable state, and past the hidden one."""
    graph, z = _graph(run, j, t), ("z", j, t)
    return Highlight(graph, _paths(graph, ("theta", j), z, 1), {z: _indexed("e", j, t)}, (z,))


def bptt_by_traces(run, j=0, t=2):
    """Figure 5 A: BPTT re-expressed, each trace e_j^t one edge, all that follows it one total derivative."""
    graph, theta, z = collapsed(_graph(run, j, t), j), ("theta", j), ("z", j, t)
    bundle = _paths(graph, z, ("E",), run.T)
    labels = {(theta, z): _indexed("e", j, t), z: _d("E", z)}
    return Highlight(graph, frozenset(graph.out_edges(theta)), labels, (z,), bundle)


def symmetric_eprop(run, j=0, t=2):
    """Figure 5 B: symmetric e-prop, the same traces, each met by the partial derivative through the read-out alone."""
    graph, theta, z = collapsed(_graph(run, j, t), j), ("theta", j), ("z", j, t)
    labels = {(theta, z): _indexed("e", j, t), z: _partial(j, t)}
    return Highlight(graph, _paths(graph, theta, ("E",), 1), labels, (z,))


def explicit_variable(run, r=1, j=0, t=4):
    """β_rj^t, the paths from θ_j into c_r^t that cross one synapse, from j to r, at any time."""
    graph, c = _graph(run, j, t, r), ("c", r, t)
    label = rf"\beta_{{{r + 1}{j + 1}}}^{{{t}}}"
    return Highlight(graph, _crossing(graph, ("theta", j), c, 1), {c: label}, (c,))


def recurrence_variable(run, r=1, j=0, t=4):
    """dc_r^t/dθ_j, every path from θ_j into c_r^t."""
    graph, c = _graph(run, j, t, r), ("c", r, t)
    label = rf"d{_indexed('c', r, t)}/d\theta_{{{j + 1}}}"
    return Highlight(graph, _paths(graph, ("theta", j), c, run.T), {c: label}, (c,))


def order(run, m, j=0):
    """m-order e-prop: the paths from θ_j to the loss that cross fewer than m synapses."""
    graph = _graph(run, j)
    return Highlight(graph, _paths(graph, ("theta", j), ("E",), m), {})


def leaky_readout(run, j=0, t=2):
    """The implicit recurrence of a leaky read-out: z_j^t reaches the loss of every later time without a synapse.

    Raises ValueError also for a read-out without a leak.
    """
    graph, z = _graph(run, j, t), ("z", j, t)
    if run.network.readout.kappa == 0:
        raise ValueError("run must have a leaky read-out, with kappa > 0, not kappa = 0")
    return Highlight(graph, _paths(graph, z, ("E",), 1), {z: _partial(j, t)}, (z,))


def through_hidden_state(run, r=1, j=0, t=2):
    """The first explicit path of a cell with an output gate: z_j^t → c_r^{t+1} → z_r^{t+1}, into what is remembered."""
    return _gated(run, r, j, t, [("z", j, t), ("c", r, t + 1), ("z", r, t + 1)])


def past_hidden_state(run, r=1, j=0, t=2):
    """The second explicit path of a cell with an output gate: z_j^t → z_r^{t+1}, seen at once and forgotten."""
    return _gated(run, r, j, t, [("z", j, t), ("z", r, t + 1)])


def _gated(run, r, j, t, nodes):
    graph = _graph(run, j, t, r, before_last=True)
    if run.local.q is None:
        raise ValueError("run must be of a cell whose output is gated, such as the LSTM, "
                         f"not of the {run.network.cell.title}")
    names = {node: _indexed(*node) for node in nodes}
    return Highlight(graph, frozenset(zip(nodes, nodes[1:])), names, (nodes[0], nodes[-1]))


def _graph(run, j, t=1, r=0, before_last=False):
    """The unrolled graph with the parameters of neuron j alone."""
    _check.instance("run", run, Run)
    for name, given, least, most in (("j", j, 0, run.network.cell.n - 1), ("r", r, 0, run.network.cell.n - 1),
                                     ("t", t, 1, run.T - before_last)):
        if _check.integer(name, given, least) > most:
            raise ValueError(f"{name} must be at most {most} for this run, not {given}")
    graph = unroll(run)
    graph.remove_nodes_from([node for node in graph if node[0] == "theta" and node[1] != j])
    return graph


def _paths(graph, source, target, crossings):
    """The edges on paths from source to target that cross fewer than `crossings` synapses."""
    return frozenset(count_paths(graph, source, target, crossings)[1])


def _crossing(graph, source, target, k):
    """The edges on paths from source to target that cross exactly k synapses."""
    fewer, upto = (count_paths(graph, source, target, crossings)[1] for crossings in (k, k + 1))
    return frozenset(edge for edge, count in upto.items() if count > fewer.get(edge, 0))


def _indexed(symbol, j, t):
    return rf"{symbol}_{{{j + 1}}}^{{{t}}}"


def _d(above, node):
    return rf"d{above}/d{_indexed(*node)}"


def _partial(j, t):
    return rf"\partial E/\partial {_indexed('z', j, t)}"


def _synapse(head, j):
    kind, r, t = head
    return rf"{'R' if kind == 'c' else 'S'}_{{{r + 1}{j + 1}}}^{{{t}}}"
