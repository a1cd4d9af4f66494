"""How far one gradient is from another, and every order from the exact one."""

import numpy as np
import pytest

import taxrec_lite as tx
from tests.nets import a_network, a_run, each_cell, some_data


def test_perpendicular_gradients():
    one, other = np.zeros((2, 1, 2, 4))
    one[0, 0, 0], other[0, 1, 2] = 3, 4
    assert tx.cosine(one, other) == 0
    assert tx.relative_error(one, other) == 5 / 4


def test_opposite_gradients():
    one = np.arange(1.0, 9).reshape(1, 2, 4)
    assert np.isclose(tx.cosine(-2 * one, one), -1, rtol=1e-15)
    assert np.isclose(tx.relative_error(-2 * one, one), 3, rtol=1e-15)


def test_huge_and_tiny_gradients_are_compared_as_any_other():
    one = np.arange(1.0, 9).reshape(1, 2, 4)
    other = one[:, ::-1]
    for unit in (1e-200, 1e200):
        assert np.isclose(tx.cosine(unit * one, unit * other), tx.cosine(one, other))
        assert np.isclose(tx.relative_error(unit * one, unit * other), tx.relative_error(one, other))


@pytest.mark.parametrize("error, verdict", [(0, True), (1e-13, True), (1e-11, False), (1, False)])
def test_gradients_agree_to_rounding(error, verdict):
    one = np.arange(1.0, 9).reshape(1, 2, 4)
    assert tx.agree((1 + error) * one, one) is verdict


@each_cell
def test_every_order_is_compared_with_the_exact_gradient(cell, options):
    run = a_run(cell, kappa=0.8, B=2, **options)
    compared, exact = tx.by_order(run), tx.bptt(run)
    assert np.array_equal(compared.exact, exact.theta)
    assert np.array_equal(compared.gradients, tx.all_orders(run))
    for m in range(1, run.T + 1):
        order = tx.m_order(run, m, causal=True)
        assert compared.error[m - 1] == pytest.approx(tx.relative_error(order, exact), rel=1e-9, abs=1e-13)
        assert compared.cosine[m - 1] == pytest.approx(tx.cosine(order, exact), rel=1e-12)


@each_cell
def test_the_contribution_of_k_crossings_is_what_order_k_plus_one_adds(cell, options):
    run = a_run(cell, B=2, **options)
    compared, exact = tx.by_order(run), np.linalg.norm(tx.bptt(run).theta)
    assert compared.contribution[0] == pytest.approx(np.linalg.norm(tx.eprop(run).theta) / exact)
    for k in range(1, run.T):
        added = tx.m_order(run, k + 1).theta - tx.m_order(run, k).theta
        assert compared.contribution[k] == pytest.approx(np.linalg.norm(added) / exact, rel=1e-9, abs=1e-13)


def test_the_ratio_tells_a_contracting_network_from_an_expanding_one():
    """The error falls with the order from the start in one, and rises above its first value in the other."""
    small, large = (tx.by_order(a_tanh_run(leak, gain)) for leak, gain in ((0.0, 0.3), (0.9, 2.5)))
    assert small.ratio < 1 < large.ratio
    assert (np.diff(small.error[:8]) < 0).all()
    assert large.error.max() > large.error[0]
    assert small.error[-1] < 1e-12 and large.error[-1] < 1e-12


def a_tanh_run(leak, gain):
    rng, net = np.random.default_rng(1), a_network("leaky_rnn", n=32, leak=leak)
    return net.run(net.init(rng, gain), *some_data(net, rng, T=30, B=2))
