"""The graph of a network in layers."""

import numpy as np

import taxrec_lite as tx
from taxrec_lite.graphs import path_sum, unroll
from tests.cells.test_stack import LAYERS, stacked_run


def test_the_graph_has_the_ways_of_a_stack_and_no_others():
    run = stacked_run(LAYERS["two of a kind"], T=4, B=1)
    graph = unroll(run)
    crossed = {(tail[1], head[1]) for tail, head, kind in graph.edges(data="kind") if kind == "explicit"}
    below, above = range(4), range(4, 6)
    assert crossed == {(i, j) for layer in (below, above) for i in layer for j in layer} | {(i, j) for i in below for j in above}
    total = np.stack([path_sum(graph, ("theta", j), ("E",))[0] for j in range(6)])
    assert np.allclose(total, tx.bptt(run).theta[0], rtol=1e-12, atol=1e-13)
