"""Path sums are the numbers: each quantity of the derivation, from the graph and from the engine."""

import networkx as nx
import numpy as np
import pytest

import taxrec_lite as tx
from taxrec_lite import graphs
from taxrec_lite.crossings import crossing_matrix
from taxrec_lite.graphs import path_sum, unroll
from taxrec_lite.rules.adjoint import sweep
from taxrec_lite.rules.traces import ImplicitTrace, RecurrenceTrace
from tests.nets import KAPPAS, a_run, each_cell

T, N, SAMPLE = 4, 2, 1
each_readout = pytest.mark.parametrize("kappa", KAPPAS)
NEURONS, TIMES = range(N), range(1, T + 1)


def a_graph(cell, kappa=0.0, **options):
    run = a_run(cell, kappa, B=2, T=T, n=N, **options)
    return run, unroll(run, SAMPLE)


def alone(run):
    """The sample that the graph is of, as a run of its own."""
    return run.network.run(run.params, run.x[:, [SAMPLE]], run.target[:, [SAMPLE]])


def close(value, expected):
    expected = np.reshape(expected, np.shape(value))
    assert np.abs(value - expected).max() <= 1e-12 * max(1.0, np.abs(expected).max())


def stepped(kind, run):
    """(variable, trace) of one sample after each time step."""
    trace = kind(run.network, run.x.shape[1])
    for t in range(T):
        trace.step(run.local[t], run.pre[t], run.params.W_rec)
        yield t + 1, trace.variable[SAMPLE].copy(), trace.trace[SAMPLE].copy()


def rows(array, j):
    """What an array (…, gates, n, p) says of θ_j, (…, gates · p)."""
    array = array[..., j, :]
    return array.reshape(*array.shape[:-2], -1)


@each_readout
@each_cell
def test_all_paths_from_the_parameters_to_the_loss_are_bptt(cell, options, kappa):
    run, graph = a_graph(cell, kappa, **options)
    exact = tx.bptt(alone(run)).theta
    for j in NEURONS:
        close(path_sum(graph, ("theta", j), ("E",)), rows(exact, j))
        close(graphs.total_derivative(graph, ("theta", j)), rows(exact, j))


@each_readout
@each_cell
def test_paths_sorted_by_crossings_are_the_orders(cell, options, kappa):
    run, graph = a_graph(cell, kappa, **options)
    for j in NEURONS:
        parts = [path_sum(graph, ("theta", j), ("E",), crossed=k) for k in range(T)]
        for sum_of_parts, order in zip(np.cumsum(parts, 0), tx.all_orders(alone(run))):
            close(sum_of_parts, rows(order, j))
        assert not path_sum(graph, ("theta", j), ("E",), crossed=T).any()


@each_cell
def test_the_implicit_variable_and_its_trace(cell, options):
    run, graph = a_graph(cell, **options)
    for t, variable, trace in stepped(ImplicitTrace, run):
        for j in NEURONS:
            close(graphs.implicit_variable(graph, j, t), variable[:, j].transpose(1, 0, 2))
            close(graphs.implicit_trace(graph, j, t), rows(trace, j))


@each_cell
def test_the_implicit_variable_lives_on_direct_and_implicit_edges(cell, options):
    _, graph = a_graph(cell, **options)
    keep = [edge for edge in graph.edges if graph.edges[edge]["kind"] in ("direct", "implicit")]
    for t in TIMES:
        inside = path_sum(graph, ("theta", 0), ("c", 0, t), keep)
        close(inside, graphs.implicit_variable(graph, 0, t))


@each_cell
def test_the_recurrence_variable_and_its_trace(cell, options):
    run, graph = a_graph(cell, **options)
    for t, variable, trace in stepped(RecurrenceTrace, run):
        for r in NEURONS:
            for j in NEURONS:
                close(graphs.recurrence_variable(graph, r, j, t), rows(variable[r], j))
                close(graphs.recurrence_trace(graph, r, j, t), rows(trace[r], j))


@each_cell
def test_the_explicit_variable_and_its_trace_follow_their_recursion(cell, options):
    run, graph = a_graph(cell, **options)
    for t in TIMES[1:]:
        local = run.local[t - 1]
        R, S = local.R(run.params.W_rec)[SAMPLE], local.S(run.params.W_rec)
        for r in NEURONS:
            for j in NEURONS:
                e = graphs.implicit_trace(graph, j, t - 1)
                variable = local.D[SAMPLE, r] @ graphs.explicit_variable(graph, r, j, t - 1) + R[r, :, [j]].T @ e
                close(graphs.explicit_variable(graph, r, j, t), variable)
                past = 0 if S is None else S[SAMPLE, r, j] * e
                close(graphs.explicit_trace(graph, r, j, t), local.G[SAMPLE, r] @ variable + past)


@each_readout
@each_cell
def test_total_derivatives_are_those_of_the_backward_sweep(cell, options, kappa):
    run, graph = a_graph(cell, kappa, **options)
    [dE_du] = sweep(run)
    for t in TIMES:
        for j in NEURONS:
            a, b = (graphs.total_derivative(graph, (kind, j, t)) for kind in "cz")
            q = 0 if run.local.q is None else run.local.q[t - 1, SAMPLE, :, j]
            close(run.local.phi[t - 1, SAMPLE, :, j] @ a[0] + q * b.item(), dE_du[t - 1, SAMPLE, :, j])


@each_readout
@each_cell
def test_the_total_derivative_of_a_state_is_the_learning_signal_after_every_number_of_crossings(cell, options, kappa):
    run, graph = a_graph(cell, kappa, **options)
    one = alone(run)
    adjoint = np.linalg.solve(np.eye(T * N) - crossing_matrix(one).T, one.learning_signal[:, 0].ravel()).reshape(T, N)
    for t in TIMES:
        for j in NEURONS:
            close(graphs.total_derivative(graph, ("z", j, t)), adjoint[t - 1, j])
            close(graphs.learning_signal(graph, j, t), one.learning_signal[t - 1, 0, j])


@each_readout
@each_cell
def test_with_each_trace_one_edge_the_paths_still_add_up_to_the_gradient(cell, options, kappa):
    run, graph = a_graph(cell, kappa, **options)
    exact, first = tx.bptt(alone(run)).theta, tx.eprop(alone(run)).theta
    for j in NEURONS:
        short = graphs.collapsed(graph, j)
        assert {kind for *_, kind in short.out_edges(("theta", j), data="kind")} == {"trace"}
        close(path_sum(short, ("theta", j), ("E",)), rows(exact, j))
        close(path_sum(short, ("theta", j), ("E",), crossed=0), rows(first, j))


def test_collapsing_leaves_the_graph_as_it_was():
    _, graph = a_graph("lstm")
    before = set(graph.edges)
    graphs.collapsed(graph, 0)
    assert set(graph.edges) == before


@each_cell
def test_a_leaky_readout_filters_what_reaches_it(cell, options):
    run, graph = a_graph(cell, 0.8, **options)
    filtered = np.zeros_like(run.params.W_out[:, 0], shape=(run.network.readout.n_out, *run.params.theta.shape))
    for t, _, trace in stepped(RecurrenceTrace, run):
        filtered = 0.8 * filtered + np.tensordot(run.params.W_out, trace, 1)
        for k in range(run.network.readout.n_out):
            for j in NEURONS:
                close(path_sum(graph, ("theta", j), ("y", k, t)), rows(filtered[k], j))


def test_where_no_path_leads_the_sum_is_zero():
    _, graph = a_graph("alif")
    assert np.array_equal(path_sum(graph, ("c", 0, 3), ("c", 1, 3)), np.zeros((2, 2)))
    assert np.array_equal(path_sum(graph, ("theta", 0), ("E",), keep=[]), np.zeros((1, 6)))


def test_from_a_node_to_itself_leads_the_empty_path():
    _, graph = a_graph("alif")
    assert np.array_equal(path_sum(graph, ("c", 0, 3), ("c", 0, 3)), np.eye(2))


@pytest.mark.parametrize("error, call, words", [
    (TypeError, lambda graph: path_sum({}, ("theta", 0), ("E",)), "graph must be a DiGraph, not dict"),
    (ValueError, lambda graph: path_sum(nx.DiGraph([(0, 1), (1, 0)]), 0, 1), "graph must be acyclic"),
    (ValueError, lambda graph: path_sum(graph, ("theta", 9), ("E",)), "source must be a node"),
    (ValueError, lambda graph: path_sum(graph, ("theta", 0), "E"), "target must be a node"),
    (ValueError, lambda graph: path_sum(graph, ("theta", 0), ("E",), keep=[("a", "b")]), "keep must hold edges"),
    (ValueError, lambda graph: path_sum(graph, ("theta", 0), ("E",), crossed=-1), "crossed must be an integer"),
    (TypeError, lambda graph: path_sum(graph, ("theta", 0), ("E",), crossed=1.0), "crossed must be an integer"),
    (ValueError, lambda graph: graphs.recurrence_trace(graph, 9, 0, 1), "target must be a node"),
    (ValueError, lambda graph: graphs.collapsed(graph, 9), "j must be a neuron"),
])
def test_bad_input(error, call, words):
    with pytest.raises(error, match=words):
        call(a_graph("lif")[1])
