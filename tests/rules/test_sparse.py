"""Sparse networks: the rules hold only what exists and what paths reach, and compute the same numbers."""

import numpy as np
import pytest

import taxrec_lite as tx
from taxrec_lite.oracles import complex_step
from taxrec_lite.rules.reach import ReachTrace
from taxrec_lite.rules.traces import OrderTrace, RecurrenceTrace
from tests.nets import a_run, again, assert_same, each_cell, each_smooth_cell, options_of

CONNECTIVITY = {
    "random": np.random.default_rng(3).random((6, 6)) < 0.3,
    "none": np.zeros((6, 6), bool),
    "ring": np.roll(np.eye(6, dtype=bool), 1, 0),
    "chain of self-connected": np.eye(6, dtype=bool) | np.eye(6, k=-1, dtype=bool),
    "hub": np.arange(36).reshape(6, 6) % 6 == 0,
    "all": np.ones((6, 6), bool),
}
each_connectivity = pytest.mark.parametrize("connectivity", CONNECTIVITY.values(), ids=CONNECTIVITY)


def sparse_run(cell, connectivity, B=2, **options):
    return a_run(cell, n=6, T=7, B=B, masked=True, kappa=0.8, connectivity=connectivity, **options)


def dense_twin(run):
    """The same run of a network in which every synapse exists and the same ones are zero."""
    network = tx.Network(run.network.cell, run.network.readout)
    return network.run(run.params, run.x, run.target, run.loss_name, run.mask)


@each_connectivity
@each_smooth_cell
def test_bptt_is_the_derivative_of_the_loss(cell, options, connectivity):
    run = sparse_run(cell, connectivity, B=1, smooth=True, **options)
    assert_same(run.network.cell, tx.bptt(run), complex_step(run), 1e-11)


# What SnAp keeps, and how long the factors of the random rules are, depends on which synapses exist
SAME = [name for name in tx.rules.names() if name != "snap" and not tx.rules.get(name).unbiased]


@each_connectivity
@each_cell
def test_every_rule_is_that_of_the_dense_twin_where_parameters_exist(cell, options, connectivity):
    run = sparse_run(cell, connectivity, **options)
    twin, mask = dense_twin(run), run.network.wiring.mask
    for rule in map(tx.rules.get, SAME):
        for number in (1, 2, 3, 5, run.T) if rule.numbers else (None,):
            given = options_of(rule, run, number)
            for causal in ({"causal": True}, {}) if "m" in rule.options else ({},):
                expected = rule.gradient(twin, **given, **causal)
                expected = tx.Parameters(expected.theta * mask, expected.W_out, expected.b_out)
                found = rule.gradient(run, **given, **causal)
                assert_same(run.network.cell, found, expected)
                assert not found.theta[~np.broadcast_to(mask, found.theta.shape)].any()


@each_connectivity
@each_cell
def test_rtrl_in_single_precision_is_rtrl_to_its_own_rounding(cell, options, connectivity):
    run = sparse_run(cell, connectivity, **options)
    single = tx.rtrl(run, "float32").theta
    assert single.dtype == np.float32 and 0 < tx.relative_error(single, tx.rtrl(run).theta) < 32 * np.finfo(np.float32).eps


@each_connectivity
@each_cell
def test_an_online_learner_computes_the_same(cell, options, connectivity):
    run = sparse_run(cell, connectivity, **options)
    online = tx.Online(run.network, run.params, "m_order", B=2, m=3)
    steps = [online.step(run.x[t], run.target[t], run.mask[t]) for t in range(run.T)]
    total = steps[0]
    for step in steps[1:]:
        total = total + step
    assert_same(run.network.cell, total, tx.m_order(run, 3))


@each_connectivity
def test_an_order_holds_the_pairs_that_its_paths_reach(connectivity):
    network = sparse_run("leaky_rnn", connectivity).network
    by_powers = np.eye(6, dtype=int)
    for crossings, order in enumerate(OrderTrace(network, 1, 5).orders[1:], 1):
        by_powers = by_powers + connectivity @ by_powers
        if isinstance(order, ReachTrace):
            assert set(zip(*order.pairs)) == set(zip(*np.nonzero(by_powers)))
        else:
            assert by_powers.all()


def test_a_trace_has_room_for_what_a_neuron_hears_and_no_more():
    network = sparse_run("lstm", CONNECTIVITY["ring"]).network
    assert RecurrenceTrace(network, 1).trace.shape == (1, 6, 4, 6, 1 + 3 + 1)
    assert OrderTrace(network, 1, 2).orders[1].trace.shape == (1, 12, 4, 5)


def test_weights_are_drawn_where_there_are_synapses_and_scaled_to_their_number():
    connectivity = np.random.default_rng(0).random((400, 400)) < np.linspace(0.1, 0.9, 400)[:, None]
    W = tx.Network(tx.LeakyRNN(1, 400), tx.Readout(1), connectivity).init(np.random.default_rng(1), gain=1.5).W_rec[0]
    assert ((W != 0) == connectivity).all()
    for rows in (W[:100], W[300:]):
        assert (rows**2).sum(1).mean() == pytest.approx(1.5**2, rel=0.05)


def test_a_neuron_that_hears_no_other_is_drawn_without_complaint():
    params = tx.Network(tx.LIF(2, 3), tx.Readout(1), np.zeros((3, 3), bool)).init(np.random.default_rng(0))
    assert not params.W_rec.any() and params.W_in.all()


def test_a_weight_without_its_synapse_is_refused():
    run = sparse_run("leaky_rnn", CONNECTIVITY["ring"])
    theta = run.params.theta.copy()
    theta[0, 2, 4] = 0.1
    with pytest.raises(ValueError, match=r"params.theta must be zero where the network has no parameter, but theta\[0, 2, 4\]"):
        again(run, params=tx.Parameters(theta, run.params.W_out, run.params.b_out))


@pytest.mark.parametrize("bad, error, words", [
    (np.ones((6, 5), bool), ValueError, "connectivity must have shape .6, 6., not .6, 5."),
    (np.ones((6, 6)), TypeError, "connectivity must be an array of Booleans, not ndarray of float64"),
    (3, TypeError, "connectivity must be an array of Booleans"),
])
def test_a_bad_connectivity_is_refused(bad, error, words):
    with pytest.raises(error, match=words):
        tx.Network(tx.LIF(1, 6), tx.Readout(1), bad)
