"""The unrolled graph: its nodes, its edges, and the numbers on them."""

from collections import Counter

import networkx as nx
import numpy as np
import pytest

from taxrec_lite.graphs import unroll
from tests.nets import KAPPAS, a_run, each_cell

T, N, N_OUT = 4, 3, 2
each_readout = pytest.mark.parametrize("kappa", KAPPAS)


def a_graph(cell, kappa=0.0, sample=0, **options):
    run = a_run(cell, kappa, B=2, T=T, n=N, n_in=1, n_out=N_OUT, **options)
    return run, unroll(run, sample)


@each_readout
@each_cell
def test_the_graph_is_acyclic_and_leads_to_the_loss(cell, options, kappa):
    _, graph = a_graph(cell, kappa, **options)
    assert nx.is_directed_acyclic_graph(graph)
    assert [node for node in graph if not graph.out_degree(node)] == [("E",)]
    assert {node for node in graph if not graph.in_degree(node)} == {("theta", j) for j in range(N)}


@each_readout
@each_cell
def test_each_kind_of_edge_is_there_as_often_as_the_equations_say(cell, options, kappa):
    run, graph = a_graph(cell, kappa, **options)
    ways = 1 if run.local.q is None else 2  # into the hidden state, and past it
    assert Counter(kind for *_, kind in graph.edges(data="kind")) == {
        "direct": T * N * ways,
        "observable": T * N,
        "implicit": (T - 1) * (N + N_OUT * (kappa > 0)),
        "explicit": (T - 1) * N * N * ways,
        "readout": T * N_OUT * N,
        "loss": T * N_OUT + T,
    }


@each_cell
def test_each_edge_has_the_shape_of_its_ends(cell, options):
    run, graph = a_graph(cell, 0.8, **options)
    gates, _, p = run.params.theta.shape
    size = {"theta": gates * p, "c": run.network.cell.d, "z": 1, "y": 1, "E": 1}
    for tail, head, jacobian in graph.edges(data="jacobian"):
        assert jacobian.shape == (size[head[0]], size[tail[0]]), (tail, head)


def test_each_sample_has_numbers_of_its_own():
    (run, one), (_, other) = a_graph("lstm"), a_graph("lstm", sample=1)
    edge = ("c", 0, 1), ("z", 0, 1)
    assert one.edges[edge]["jacobian"] == run.local.G[0, 0, 0]
    assert other.edges[edge]["jacobian"] == run.local.G[0, 1, 0]
    assert not np.array_equal(one.edges[edge]["jacobian"], other.edges[edge]["jacobian"])
