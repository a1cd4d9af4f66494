"""Sums over the paths of the unrolled graph: each variable and trace of the derivation is one of them."""

from collections.abc import Iterable

import networkx as nx
import numpy as np

from taxrec_lite import _check
from taxrec_lite.graphs.unrolled import check_ends


def path_sum(graph: nx.DiGraph, source: tuple, target: tuple, keep: Iterable[tuple] | None = None,
             crossed: int | None = None) -> np.ndarray:
    """The sum over all paths from `source` to `target` of the products of their Jacobians, d target / d source.

    keep : the edges that paths may use; None for all
    crossed : how many explicit edges a path must use, exactly; None for any number

    Returns an array (numbers in target, numbers in source), zero where no path leads, by dynamic programming.
    Raises TypeError unless `graph` is a DiGraph, ValueError if it has a cycle, if it lacks one of the nodes or an edge
    of `keep`, or if crossed < 0.
    """
    check_ends(graph, source, target)
    kept = set(graph.edges if keep is None else keep)
    for edge in kept - set(graph.edges):
        raise ValueError(f"keep must hold edges of the graph only, not {edge!r}")
    if crossed is not None:
        crossed = _check.integer("crossed", crossed, 0)
    sums = {node: {} for node in graph}
    sums[source][0] = np.eye(_size(graph, source))
    for tail in nx.topological_sort(graph):
        for _, head, edge in graph.out_edges(tail, data=True):
            if (tail, head) in kept:
                _pass_on(sums[tail], sums[head], edge, crossed)
    nothing = np.zeros((_size(graph, target), _size(graph, source)))
    return sum((product for k, product in sums[target].items() if crossed in (None, k)), nothing)


def implicit_variable(graph: nx.DiGraph, j: int, t: int) -> np.ndarray:
    """ε_j^t, what θ_j does to c_j^t without crossing a synapse, (d, gates · p)."""
    return path_sum(graph, ("theta", j), ("c", j, t), crossed=0)


def implicit_trace(graph: nx.DiGraph, j: int, t: int) -> np.ndarray:
    """The implicit eligibility trace e_j^t, what θ_j does to z_j^t without crossing a synapse, (1, gates · p)."""
    return path_sum(graph, ("theta", j), ("z", j, t), crossed=0)


def explicit_variable(graph: nx.DiGraph, r: int, j: int, t: int) -> np.ndarray:
    """β_{rj}^t, what θ_j does to c_r^t by crossing one synapse, (d, gates · p)."""
    return path_sum(graph, ("theta", j), ("c", r, t), crossed=1)


def explicit_trace(graph: nx.DiGraph, r: int, j: int, t: int) -> np.ndarray:
    """The explicit eligibility trace, what θ_j does to z_r^t by crossing one synapse, (1, gates · p)."""
    return path_sum(graph, ("theta", j), ("z", r, t), crossed=1)


def recurrence_variable(graph: nx.DiGraph, r: int, j: int, t: int) -> np.ndarray:
    """dc_r^t/dθ_j, (d, gates · p)."""
    return path_sum(graph, ("theta", j), ("c", r, t))


def recurrence_trace(graph: nx.DiGraph, r: int, j: int, t: int) -> np.ndarray:
    """The recurrence eligibility trace dz_r^t/dθ_j, (1, gates · p)."""
    return path_sum(graph, ("theta", j), ("z", r, t))


def total_derivative(graph: nx.DiGraph, node: tuple) -> np.ndarray:
    """dE/d node, over every path that leads from it to the loss, (1, numbers in node)."""
    return path_sum(graph, node, ("E",))


def learning_signal(graph: nx.DiGraph, j: int, t: int) -> float:
    """L_j^t = ∂E/∂z_j^t, the effect of z_j^t on the loss through the read-out alone, a number."""
    return path_sum(graph, ("z", j, t), ("E",), crossed=0).item()


def collapsed(graph: nx.DiGraph, j: int) -> nx.DiGraph:
    """A copy in which θ_j reaches each z_j^t by a single edge of kind "trace" with Jacobian e_j^t, and nothing else.

    All paths from θ_j to the loss still add up to the gradient: Σ_t dE/dz_j^t · e_j^t.
    Raises ValueError unless `graph` has the parameters of neuron j.
    """
    theta = ("theta", j)
    if theta not in _check.instance("graph", graph, nx.DiGraph):
        raise ValueError(f"j must be a neuron whose parameters are in the graph, not {j!r}")
    traces = {z: implicit_trace(graph, j, z[2]) for z in graph if z[:2] == ("z", j)}
    copy = graph.copy()
    copy.remove_edges_from(list(graph.out_edges(theta)))
    copy.add_edges_from((theta, z, {"kind": "trace", "jacobian": e}) for z, e in traces.items())
    return copy


def _pass_on(arrived, onwards, edge, crossed):
    """Adds to `onwards` what `arrived`, sums by the number of explicit edges, sends along `edge`."""
    for k, product in arrived.items():
        k += edge["kind"] == "explicit" and crossed is not None
        if crossed is None or k <= crossed:
            onwards[k] = onwards.get(k, 0) + edge["jacobian"] @ product


def _size(graph, node):
    """How many numbers a node holds."""
    for _, _, jacobian in graph.in_edges(node, data="jacobian"):
        return jacobian.shape[0]
    for _, _, jacobian in graph.out_edges(node, data="jacobian"):
        return jacobian.shape[1]
    return 1
