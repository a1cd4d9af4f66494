"""The unrolled computational graph of a run, each edge with its kind and its local Jacobian."""

import networkx as nx
import numpy as np

from taxrec_lite import _check
from taxrec_lite.trajectory import Run


TYPES = {"theta": "parameter", "x": "input", "c": "hidden", "z": "observable", "y": "output", "E": "loss"}


def unroll(run: Run, sample: int = 0, inputs: bool = False) -> nx.DiGraph:
    """The graph from the parameters to the loss of one sample of `run`, a networkx DiGraph.

    Nodes: ("theta", j), ("c", j, t), ("z", j, t), ("y", k, t), ("E", t) and ("E",), with neurons j and outputs k
    from 0 and times t from 1; with `inputs`, also ("x", i, t). Each has a `type`, see `TYPES`. Each edge has a
    `kind` — "direct", "implicit", "observable", "explicit", "readout", "loss" or "input" — and a `jacobian`, a matrix
    ∂head/∂tail; that of a "direct" edge has a column for each entry of θ_j, (gates · p). The product of the
    Jacobians along a path is the path's part in the gradient.

    Raises TypeError unless `run` is a Run and `inputs` a bool, ValueError for a sample outside its batch.
    """
    _check.instance("run", run, Run)
    _check.instance("inputs", inputs, bool)
    sample = _check.integer("sample", sample, 0)
    if sample >= run.x.shape[1]:
        raise ValueError(f"sample must be less than the batch size {run.x.shape[1]}, not {sample}")
    graph = nx.DiGraph()
    for t in range(run.T):
        _add_neurons(graph, run, t, sample)
        _add_readout(graph, run, t, sample)
        if inputs:
            _add_inputs(graph, run, t, sample)
    nx.set_node_attributes(graph, {node: TYPES[node[0]] for node in graph}, "type")
    return graph


def _add_neurons(graph, run, t, b):
    W_rec, local = run.params.W_rec, run.local[t]
    rows = np.swapaxes(run.pre[t, b] * np.broadcast_to(run.network.wiring.mask, run.params.theta.shape), 0, 1)
    synapses = run.network.wiring.synapses
    R = local.R(W_rec)[b]
    S = None if local.q is None else local.S(W_rec)[b]
    for j in range(run.network.cell.n):
        c, z, theta = ("c", j, t + 1), ("z", j, t + 1), ("theta", j)
        direct = np.einsum("gd,gp->dgp", local.phi[b, :, j], rows[j])
        _add(graph, theta, c, "direct", direct.reshape(len(direct), -1))
        _add(graph, c, z, "observable", local.G[b, j][None, :])
        if S is not None:
            _add(graph, theta, z, "direct", np.einsum("g,gp->gp", local.q[b, :, j], rows[j]).reshape(1, -1))
        if t == 0:
            continue
        _add(graph, ("c", j, t), c, "implicit", local.D[b, j])
        for i in range(run.network.cell.n):
            if synapses[j, i] or i == j and local.reset is not None:
                _add(graph, ("z", i, t), c, "explicit", R[j, :, i][:, None])
            if S is not None and synapses[j, i]:
                _add(graph, ("z", i, t), z, "explicit", S[j, i].reshape(1, 1))


def _add_readout(graph, run, t, b):
    for k in range(run.network.readout.n_out):
        y = ("y", k, t + 1)
        for j in np.flatnonzero(run.network.wiring.read).tolist():
            _add(graph, ("z", j, t + 1), y, "readout", run.params.W_out[k, j].reshape(1, 1))
        if t > 0 and run.network.readout.kappa > 0:
            _add(graph, ("y", k, t), y, "implicit", np.array([[run.network.readout.kappa]]))
        _add(graph, y, ("E", t + 1), "loss", run.dE_dy[t, b, k].reshape(1, 1))
    _add(graph, ("E", t + 1), ("E",), "loss", np.ones((1, 1)))


def _add_inputs(graph, run, t, b):
    W_in, local = run.params.W_in, run.local[t]
    by_c = np.einsum("gjd,gji->jdi", local.phi[b], W_in)
    by_z = None if local.q is None else np.einsum("gj,gji->ji", local.q[b], W_in)
    for j in range(run.network.cell.n):
        for i in range(run.network.cell.n_in):
            _add(graph, ("x", i, t + 1), ("c", j, t + 1), "input", by_c[j, :, i][:, None])
            if by_z is not None:
                _add(graph, ("x", i, t + 1), ("z", j, t + 1), "input", by_z[j, i].reshape(1, 1))


def _add(graph, tail, head, kind, jacobian):
    graph.add_edge(tail, head, kind=kind, jacobian=jacobian)


def count_paths(graph: nx.DiGraph, source: tuple, target: tuple, crossings: int) -> tuple[int, dict[tuple, int]]:
    """For each edge, how many paths from `source` to `target` use it and cross fewer than `crossings` explicit edges.

    Returns (total, {edge: count}) with edges that no such path uses left out; exact, by dynamic programming.
    Raises TypeError unless `graph` is a DiGraph, ValueError if it has a cycle or lacks one of the nodes, or if
    crossings < 1.
    """
    check_ends(graph, source, target)
    crossings = _check.integer("crossings", crossings, 1)
    order = list(nx.topological_sort(graph))
    ahead = _arrivals(graph, order, source, crossings, forwards=True)
    behind = _arrivals(graph, reversed(order), target, crossings, forwards=False)
    counts = {}
    for tail, head, kind in graph.edges(data="kind"):
        cost = int(kind == "explicit")
        count = sum(ahead[tail][i] * sum(behind[head][: crossings - cost - i]) for i in range(crossings - cost))
        if count:
            counts[tail, head] = count
    return sum(ahead[target]), counts


def check_ends(graph, source, target):
    """Raises TypeError unless `graph` is a DiGraph, ValueError if it has a cycle or lacks one of the two nodes."""
    _check.instance("graph", graph, nx.DiGraph)
    if not nx.is_directed_acyclic_graph(graph):
        raise ValueError("graph must be acyclic, but has a cycle")
    for name, node in (("source", source), ("target", target)):
        if node not in graph:
            raise ValueError(f"{name} must be a node of the graph, not {node!r}")


def _arrivals(graph, order, start, crossings, forwards):
    """For each node, the number of paths between it and `start` with 0, 1, …, crossings − 1 explicit edges."""
    paths = {node: [0] * crossings for node in graph}
    paths[start][0] = 1
    for node in order:
        edges = graph.in_edges(node, data="kind") if forwards else graph.out_edges(node, data="kind")
        for tail, head, kind in edges:
            other = paths[tail if forwards else head]
            shifted = [0, *other[:-1]] if kind == "explicit" else other
            paths[node] = [a + b for a, b in zip(paths[node], shifted)]
    return paths
