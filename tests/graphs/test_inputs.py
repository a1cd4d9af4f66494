"""Inputs in the unrolled graph, and the type of every node."""

import numpy as np
import pytest

import taxrec_lite as tx
from taxrec_lite.graphs import path_sum, unroll
from taxrec_lite.trajectory import total_loss
from tests.nets import KAPPAS, a_run, each_cell

T, N, N_IN = 4, 3, 2
STEP = 1e-20


@pytest.mark.parametrize("kappa", KAPPAS)
@pytest.mark.parametrize("cell", tx.cells.names())
def test_the_paths_from_an_input_add_up_to_its_derivative(cell, kappa):
    run = a_run(cell, kappa, T=T, n=N, n_in=N_IN, smooth=True)
    graph = unroll(run, inputs=True)
    for t in range(T):
        for i in range(N_IN):
            x = run.x.astype(complex)
            x[t, 0, i] += STEP * 1j
            loss = total_loss(run.network, run.params, x, run.target, run.loss_name, run.mask)
            expected = loss.imag / STEP
            assert path_sum(graph, ("x", i, t + 1), ("E",)).item() == pytest.approx(expected, rel=1e-12, abs=1e-14)


@each_cell
def test_inputs_change_nothing_else(cell, options):
    run = a_run(cell, 0.8, T=T, n=N, n_in=N_IN, **options)
    plain, graph = unroll(run), unroll(run, inputs=True)
    ways = 1 if run.local.q is None else 2
    added = set(graph.edges) - set(plain.edges)
    assert set(plain.edges) <= set(graph.edges)
    assert len(added) == T * N * N_IN * ways
    assert {(tail[0], graph.edges[tail, head]["kind"]) for tail, head in added} == {("x", "input")}
    assert all(tail[2] == head[2] for tail, head in added)
    assert all(np.array_equal(plain.edges[edge]["jacobian"], graph.edges[edge]["jacobian"]) for edge in plain.edges)


def test_every_node_has_its_type():
    graph = unroll(a_run("lstm", T=2, n=2, n_in=1, n_out=1), inputs=True)
    assert {(node[0], type) for node, type in graph.nodes(data="type")} == {
        ("theta", "parameter"), ("x", "input"), ("c", "hidden"), ("z", "observable"), ("y", "output"), ("E", "loss")}


@pytest.mark.parametrize("bad", [None, 1, "yes"])
def test_what_is_neither_with_inputs_nor_without(bad):
    with pytest.raises(TypeError, match="inputs must be a bool"):
        unroll(a_run("lif", T=2), inputs=bad)
