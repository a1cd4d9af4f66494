"""Networks: their parameters, their forward runs, their losses and read-outs."""

import numpy as np
import pytest

import taxrec_lite as tx
from taxrec_lite import losses
from tests.nets import LOSSES, a_network, a_run, again, each_cell


@each_cell
def test_the_views_of_theta_are_its_columns(cell, options):
    params = a_network(cell, **options).init(np.random.default_rng(0))
    assert np.array_equal(np.concatenate([params.W_rec, params.W_in, params.b[..., None]], -1), params.theta)
    assert params.W_rec.shape[1:] == (4, 4) and params.W_in.shape[1:] == (4, 3)
    assert all(np.shares_memory(view, params.theta) for view in (params.W_rec, params.W_in, params.b))


@each_cell
def test_initialisation_repeats_with_its_seed(cell, options):
    one, two, other = (a_network(cell, **options).init(np.random.default_rng(seed)) for seed in (1, 1, 2))
    assert np.array_equal(one.theta, two.theta) and np.array_equal(one.W_out, two.W_out)
    assert not np.array_equal(one.theta, other.theta)


@each_cell
@pytest.mark.parametrize("gain", [0.0, 0.5, 2.0])
def test_initial_weights_have_the_promised_spread(cell, options, gain):
    network = a_network(cell, n=200, n_in=50, n_out=20, **options)
    params = network.init(np.random.default_rng(0), gain)
    for gate, [heard] in enumerate(network.cell.exists):
        assert params.W_rec[gate].std() * np.sqrt(200) == pytest.approx(gain * float(heard[0]), rel=0.03)
        assert params.W_in[gate].std() * np.sqrt(50) == pytest.approx(float(heard[200]), rel=0.03)
    assert params.W_out.std() * np.sqrt(200) == pytest.approx(1, rel=0.03)
    assert not params.b_out.any()
    assert {gate: set(b) for gate, b in zip(tx.cells.get(cell).gates, params.b)} == {
        gate: {1.0 if gate == "forget" else 0.0} for gate in tx.cells.get(cell).gates}


def test_a_run_starts_from_zero_states():
    run = a_run("lstm", B=2)
    assert not run.states[0].any() and not run.activity[0].any()


@pytest.mark.parametrize("kappa", [0.0, 0.5])
def test_the_readout_is_a_sum_over_the_past(kappa):
    run = a_run("leaky_rnn", kappa, B=2)
    for t in range(run.T):
        past = sum(kappa ** (t - s) * (run.z[s] @ run.params.W_out.T + run.params.b_out) for s in range(t + 1))
        assert np.allclose(run.y[t], past, rtol=1e-13)


def test_the_loss_is_half_the_squared_error():
    run = a_run("lif", B=2, masked=True)
    assert run.loss == pytest.approx(sum(0.5 * run.mask[t, b] * ((run.y[t, b] - run.target[t, b]) ** 2).sum()
                                         for t in range(run.T) for b in range(2)))


def test_the_loss_is_the_cross_entropy_of_the_softmax():
    run = a_run("lif", loss="cross_entropy", B=2, masked=True)
    probability = np.exp(run.y) / np.exp(run.y).sum(-1, keepdims=True)
    assert run.loss == pytest.approx(-(run.mask[..., None] * run.target * np.log(probability)).sum())


@pytest.mark.parametrize("loss", LOSSES)
def test_the_derivative_of_a_loss_is_that_of_its_value(loss):
    rng, loss = np.random.default_rng(0), losses.get(loss)
    y, target = rng.standard_normal((5, 3)), np.full((5, 3), 1 / 3)
    for k in range(3):
        moved = y + 1e-30j * np.eye(3)[k]
        assert np.allclose(loss.derivative(y, target)[:, k], loss.value(moved, target).imag / 1e-30, rtol=1e-13)


@pytest.mark.parametrize("loss", LOSSES)
def test_large_outputs_do_not_overflow(loss):
    y, target, loss = np.array([[1e4, -1e4]]), np.array([[0.0, 1.0]]), losses.get(loss)
    assert np.isfinite(loss.value(y, target)).all() and np.isfinite(loss.derivative(y, target)).all()


def test_no_argument_is_modified():
    rng = np.random.default_rng(0)
    net = a_network("alif")
    params = net.init(rng)
    data = rng.standard_normal((5, 2, 3)), rng.random((5, 2, 2)), rng.random((5, 2))
    given = [params.theta, params.W_out, params.b_out, *data]
    before = [array.copy() for array in given]
    run = net.run(params, *data[:2], mask=data[2])
    tx.bptt(run), tx.rtrl(run), tx.eprop(run), tx.all_orders(run), run.loss
    assert all((array == copy).all() for array, copy in zip(given, before))


@pytest.mark.parametrize("changed", ["theta", "W_out", "x", "target", "mask"])
def test_a_run_is_unmoved_by_what_later_becomes_of_its_arguments(changed):
    run = a_run("leaky_rnn", B=2, masked=True)
    theta, W_out, x, target, mask = (array.copy() for array in (
        run.params.theta, run.params.W_out, run.x, run.target, run.mask))
    later = again(run, params=tx.Parameters(theta, W_out, run.params.b_out), x=x, target=target, mask=mask)
    {"theta": theta, "W_out": W_out, "x": x, "target": target, "mask": mask}[changed][:] = 0.5
    assert tx.relative_error(tx.bptt(later), tx.bptt(run)) == 0


def test_integers_and_single_precision_are_taken_as_double():
    run = a_run("lstm")
    whole = again(run, x=np.ones(run.x.shape, int), mask=np.ones(run.mask.shape, np.float32))
    assert whole.x.dtype == whole.mask.dtype == np.float64
    assert np.array_equal(tx.bptt(whole).theta, tx.bptt(again(run, x=np.ones(run.x.shape))).theta)
