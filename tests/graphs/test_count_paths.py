"""Counting paths by dynamic programming against listing them."""

from collections import Counter
from math import inf

import networkx as nx
import pytest

import taxrec_lite as tx
from taxrec_lite.graphs import count_paths, unroll
from tests.nets import KAPPAS, a_run

T = 4
each_cell = pytest.mark.parametrize("cell", tx.cells.names())
each_readout = pytest.mark.parametrize("kappa", KAPPAS)


def listed(graph, source, target, crossings):
    """The paths that cross fewer than `crossings` explicit edges, each a list of edges."""
    paths = nx.all_simple_edge_paths(graph, source, target, cutoff=inf)
    return [path for path in paths if sum(graph.edges[edge]["kind"] == "explicit" for edge in path) < crossings]


def counted(paths):
    """What `count_paths` should say of them."""
    return len(paths), Counter(edge for path in paths for edge in path)


@each_readout
@each_cell
def test_counts_are_those_of_the_listed_paths(cell, kappa):
    graph = unroll(a_run(cell, kappa, T=T, n=2, n_in=1, n_out=1))
    for m in range(1, T + 2):
        paths = listed(graph, ("theta", 1), ("E",), m)
        assert count_paths(graph, ("theta", 1), ("E",), m) == counted(paths)


def test_counts_between_any_two_nodes():
    graph = unroll(a_run("alif", 0.8, T=T, n=2, n_in=1, n_out=2))
    for source, target in ((("c", 0, 1), ("z", 1, 3)), (("z", 1, 2), ("E", 4)), (("z", 0, 1), ("y", 1, 2))):
        paths = listed(graph, source, target, 3)
        assert paths
        assert count_paths(graph, source, target, 3) == counted(paths)


def test_no_path_leads_back_in_time():
    graph = unroll(a_run("lif", T=T, n=2))
    assert count_paths(graph, ("c", 0, 3), ("c", 0, 2), T) == (0, {})


def test_the_first_order_crosses_no_synapse():
    graph = unroll(a_run("lstm", T=T, n=3))
    _, counts = count_paths(graph, ("theta", 0), ("E",), 1)
    assert "explicit" not in {graph.edges[edge]["kind"] for edge in counts}
    assert {node[1] for edge in counts for node in edge if node[0] in "cz"} == {0}


def test_a_long_run_is_counted_exactly():
    """At each step a path stays inside its neuron (1 way) or crosses to any neuron (n ways): 1 + n ways a step."""
    T, n = 40, 3
    graph = unroll(a_run("leaky_rnn", T=T, n=n, n_in=1, n_out=1))
    total, _ = count_paths(graph, ("theta", 0), ("E",), T)
    assert total == sum((1 + n) ** (end - start) for start in range(T) for end in range(start, T))
