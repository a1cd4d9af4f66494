"""One linear neuron over three steps, its gradient derived with pencil and paper."""

import numpy as np
import pytest

import taxrec_lite as tx

W, U, B = 0.7, -1.3, 0.4
X, TARGET = (0.5, -2.0, 1.1), (0.3, -0.6, 0.9)
LAST_ONLY, ALL = (0, 0, 1), (1, 1, 1)


def a_run(weights):
    """h^t = w h^{t−1} + u x^t + b from h^0 = 0, and E = Σ_t weight^t ½ (h^t − target^t)²."""
    net = tx.Network(tx.LeakyRNN(1, 1, leak=0.0, activation="identity"), tx.Readout(1))
    params = tx.Parameters(np.array([[[W, U, B]]]), np.ones((1, 1)), np.zeros(1))
    column = (3, 1, 1)
    return net.run(params, np.reshape(X, column), np.reshape(TARGET, column), mask=np.reshape(weights, (3, 1)))


def by_hand(weights):
    """(h^1, h^2, h^3) and dE/d(w, u, b), as polynomials in w."""
    x1, x2, x3 = X
    s1, s2, s3 = U * x1 + B, U * x2 + B, U * x3 + B
    h = np.array([s1, W * s1 + s2, W**2 * s1 + W * s2 + s3])
    dh_dw = np.array([0, s1, 2 * W * s1 + s2])
    dh_du = np.array([x1, W * x1 + x2, W**2 * x1 + W * x2 + x3])
    dh_db = np.array([1, W + 1, W**2 + W + 1])
    errors = weights * (h - TARGET)
    return h, np.array([errors @ dh_dw, errors @ dh_du, errors @ dh_db])


each_loss = pytest.mark.parametrize("weights", [LAST_ONLY, ALL], ids=["last step", "all steps"])


@each_loss
def test_states_and_loss_are_those_worked_by_hand(weights):
    run, (h, _) = a_run(weights), by_hand(weights)
    assert np.allclose(run.z[:, 0, 0], h, rtol=1e-15, atol=1e-15)
    assert run.loss == pytest.approx(0.5 * (weights * (h - TARGET) ** 2).sum(), rel=1e-14)


@each_loss
@pytest.mark.parametrize("rule", [tx.bptt, tx.rtrl, lambda run: tx.m_order(run, 3)], ids=["bptt", "rtrl", "order 3"])
def test_the_exact_gradient_is_that_worked_by_hand(rule, weights):
    _, gradient = by_hand(weights)
    assert np.allclose(rule(a_run(weights)).theta[0, 0], gradient, rtol=1e-14, atol=1e-15)


@each_loss
def test_each_crossing_adds_one_power_of_w(weights):
    """dh^3/dw = h^2 + w h^1: what comes directly, what has crossed the synapse once, and nothing twice, since h^0 = 0."""
    run, (h, _) = a_run(weights), by_hand(weights)
    errors = weights * (h - TARGET)
    direct = errors @ [0, h[0], h[1]]
    once = errors @ [0, 0, W * h[0]]
    assert np.allclose(tx.all_orders(run)[:, 0, 0, 0], [direct, direct + once, direct + once], rtol=1e-14)
