"""Networks in layers."""

import numpy as np
import pytest

import taxrec_lite as tx
from taxrec_lite.cells import Stack
from taxrec_lite.oracles import complex_step
from tests.nets import assert_same, options_of, some_data, some_params

LAYERS = {
    "two of a kind": lambda: [tx.LeakyRNN(3, 4), tx.LeakyRNN(4, 2, leak=0.5)],
    "spiking below": lambda: [tx.ALIF(3, 4), tx.LIF(4, 3), tx.LeakyRNN(3, 2)],
    "gated": lambda: [tx.GRU(3, 2), tx.LSTM(2, 3), tx.ALIF(3, 2)],
    "one": lambda: [tx.LSTM(3, 4)],
}
each_stack = pytest.mark.parametrize("layers", LAYERS.values(), ids=LAYERS)


def stacked_run(layers, kappa=0.8, T=7, B=2, smooth=False):
    network = tx.Network(layers(), tx.Readout(2, kappa))
    if smooth:
        network = tx.Network(network.cell.differentiable(), network.readout)
    rng = np.random.default_rng(0)
    params = some_params(network, rng)
    return network.run(params, *some_data(network, rng, T, B))


def layer_by_layer(run):
    """z of all layers, (T, B, n), with each cell run by itself."""
    n, activity, below = run.network.cell.n, np.zeros_like(run.z), run.x
    first = 0
    for k, layer in enumerate(run.network.cell.layers):
        rows = slice(first, first + layer.n)
        theta = run.params.theta[: len(layer.gates), rows]
        heard = slice(n, -1) if k == 0 else slice(first - run.network.cell.layers[k - 1].n, first)
        c, z = np.zeros((run.x.shape[1], layer.n, layer.d)), np.zeros((run.x.shape[1], layer.n))
        for t in range(run.T):
            u = z @ theta[..., rows].swapaxes(1, 2) + below[t] @ theta[..., heard].swapaxes(1, 2)
            c, z = layer.step(c, z, u.swapaxes(0, 1) + theta[..., -1])
            activity[t][:, rows] = z
        below = np.concatenate([np.zeros((1, *z.shape)), activity[:-1, :, rows]])
        first += layer.n
    return activity


@each_stack
def test_a_stack_is_its_layers_each_a_step_behind_the_one_below(layers):
    run = stacked_run(layers)
    assert np.allclose(run.z, layer_by_layer(run), rtol=1e-13, atol=1e-14)


@each_stack
def test_bptt_and_rtrl_are_exact_through_it(layers):
    run = stacked_run(layers, smooth=True)
    exact = complex_step(run)
    for rule in (tx.bptt, tx.rtrl, lambda run: tx.m_order(run, run.T, causal=True)):
        found = rule(run)
        assert tx.relative_error(found, exact) < 1e-12
        assert np.allclose(found.W_out, exact.W_out, rtol=1e-11, atol=1e-13)


@each_stack
def test_every_rule_runs_on_it_and_leaves_what_is_not_there(layers):
    run = stacked_run(layers)
    for name in tx.rules.names():
        rule = tx.rules.get(name)
        gradient = rule.gradient(run, **options_of(rule, run))
        assert not gradient.theta[~np.broadcast_to(run.network.wiring.mask, gradient.theta.shape)].any()
        assert not gradient.W_out[:, ~run.network.wiring.read].any()


def test_a_network_takes_a_list_and_one_layer_is_that_cell():
    cell = tx.LSTM(3, 4)
    params = tx.Network(cell, tx.Readout(2)).init(np.random.default_rng(0), 1.5)
    x, target = np.random.default_rng(1).standard_normal((2, 6, 2, 2, 3))[:, :, 0], np.zeros((6, 2, 2))
    alone, stacked = (tx.Network(each, tx.Readout(2)).run(params, x[0], target) for each in (cell, [cell]))
    assert_same(cell, tx.bptt(stacked), tx.bptt(alone), 1e-14)
    assert isinstance(stacked.network.cell, Stack)


def test_the_first_layer_of_two_learns_nothing_from_order_one_and_something_from_order_two():
    run = stacked_run(LAYERS["two of a kind"], kappa=0.0)
    exact = tx.bptt(run).theta
    one, two = (tx.m_order(run, m, causal=True).theta for m in (1, 2))
    assert exact[:, :4].any() and not one[:, :4].any() and two[:, :4].any()


@pytest.mark.parametrize("bad, error, words", [
    ([], ValueError, "layers must hold at least one cell"),
    ([tx.LSTM(3, 4), tx.LSTM(3, 4)], ValueError, "as many inputs as the layer below has neurons, 4, not 3"),
    ([tx.LSTM(3, 4), None], TypeError, "layers must be a Cell, not NoneType"),
])
def test_bad_layers_are_refused(bad, error, words):
    with pytest.raises(error, match=words):
        tx.Network(bad, tx.Readout(1))


def test_a_readout_of_what_it_does_not_hear_is_refused():
    run = stacked_run(LAYERS["two of a kind"])
    W_out = run.params.W_out.copy()
    W_out[0, 0] = 1.0
    with pytest.raises(ValueError, match="params.W_out must be zero for the neurons that the read-out does not hear"):
        run.network.run(tx.Parameters(run.params.theta, W_out, run.params.b_out), run.x, run.target)
