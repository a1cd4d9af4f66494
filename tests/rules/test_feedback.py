"""e-prop with the learning signal sent back by a matrix of its own."""

import numpy as np
import pytest

import taxrec_lite as tx
from tests.nets import a_network, a_run, again, assert_same


def eprop_in_loops(run, feedback):
    """Σ_t (B Σ_{s≥t} κ^{s−t} ∂E^s/∂y^s)_j e_j^t, one sample, gate and neuron at a time."""
    T, samples, gates, n = run.u.shape
    local, kappa = run.local, run.network.readout.kappa
    theta = np.zeros_like(run.params.theta)
    for b, g, j in np.ndindex(samples, gates, n):
        variable = np.zeros((run.network.cell.d, run.network.cell.p))
        for t in range(T):
            pre = np.array([*run.activity[t, b], *run.x[t, b], 1.0])
            variable = local.D[t, b, j] @ variable + np.outer(local.phi[t, b, g, j], pre)
            trace = local.G[t, b, j] @ variable + (0 if local.q is None else local.q[t, b, g, j] * pre)
            for s in range(t, T):
                theta[g, j] += kappa ** (s - t) * (feedback[j] @ run.dE_dy[s, b]) * trace
    return theta


def test_feedback_by_the_transposed_readout_is_symmetric_eprop(run):
    assert_same(run.network.cell, tx.eprop(run, feedback=run.params.W_out.T), tx.eprop(run))


def test_random_feedback_is_the_formula_written_out(run):
    feedback = tx.random_feedback(np.random.default_rng(1), run.network)
    exact = tx.bptt(run)
    written_out = tx.Parameters(eprop_in_loops(run, feedback), exact.W_out, exact.b_out)
    assert_same(run.network.cell, tx.eprop(run, feedback), written_out)


def test_feedback_is_linear_in_its_matrix(run):
    one, two = (tx.random_feedback(np.random.default_rng(seed), run.network) for seed in (1, 2))
    both = tx.eprop(run, one).theta + tx.eprop(run, two).theta
    assert tx.relative_error(tx.eprop(run, one + two), both) < 1e-12


@pytest.mark.parametrize("decay", [0.0, 0.1, 1.0])
def test_adaptive_feedback_approaches_the_readout_by_its_decay(decay):
    run, rate = a_run("lif", B=3, kappa=0.8), 0.02
    params, feedback = run.params, tx.random_feedback(np.random.default_rng(1), run.network)
    for _ in range(5):
        distance = feedback - params.W_out.T
        gradient = tx.eprop(again(run, params=params), feedback)
        params = tx.Parameters(params.theta - rate * gradient.theta, (1 - decay) * params.W_out - rate * gradient.W_out,
                               params.b_out)
        feedback = tx.adapt_feedback(feedback, gradient, rate, decay)
        assert np.abs(feedback - params.W_out.T - (1 - decay) * distance).max() < 1e-14


def test_adapting_changes_no_argument():
    run = a_run("lif")
    feedback = tx.random_feedback(np.random.default_rng(1), run.network)
    before = feedback.copy()
    tx.adapt_feedback(feedback, tx.bptt(run), 0.1, 0.1)
    assert (feedback == before).all()


def test_random_feedback_is_drawn_as_the_readout_is():
    net = a_network("lif", n=400, n_out=50)
    feedback = tx.random_feedback(np.random.default_rng(1), net)
    assert feedback.shape == (400, 50)
    assert feedback.std() == pytest.approx(net.init(np.random.default_rng(2)).W_out.std(), rel=0.03)


def test_random_feedback_repeats_with_its_seed():
    net = a_network("lif")
    one, two, other = (tx.random_feedback(np.random.default_rng(seed), net) for seed in (1, 1, 2))
    assert (one == two).all() and (one != other).any()
