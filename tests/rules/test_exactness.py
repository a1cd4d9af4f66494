"""The identities between the rules."""

from itertools import pairwise

import numpy as np
import pytest

import taxrec_lite as tx
from tests.nets import a_run, assert_every_group_moves, assert_same, each_cell, options_of

RULES = tx.rules.names()


def test_no_group_of_the_gradient_is_zero(run):
    assert_every_group_moves(run.network.cell, tx.bptt(run))


def test_rtrl_is_bptt(run):
    assert_same(run.network.cell, tx.rtrl(run), tx.bptt(run))


def test_rtrl_in_single_precision_is_rtrl_to_its_own_rounding(run):
    single, exact = tx.rtrl(run, "float32").theta, tx.rtrl(run).theta
    assert single.dtype == np.float32 and exact.dtype == np.float64
    assert 0 < tx.relative_error(single, exact) < 32 * np.finfo(np.float32).eps


@pytest.mark.parametrize("causal", [False, True])
@pytest.mark.parametrize("beyond", [0, 1, 3])
def test_every_order_from_T_on_is_bptt(run, beyond, causal):
    assert_same(run.network.cell, tx.m_order(run, m=run.T + beyond, causal=causal), tx.bptt(run))


@pytest.mark.parametrize("causal", [False, True])
def test_order_one_is_symmetric_eprop(run, causal):
    assert_same(run.network.cell, tx.m_order(run, m=1, causal=causal), tx.eprop(run))


def test_every_order_is_the_same_forwards_and_backwards(run):
    for m in range(1, run.T + 2):
        assert_same(run.network.cell, tx.m_order(run, m=m, causal=True), tx.m_order(run, m=m))


def test_all_orders_holds_each_order(run):
    orders = tx.all_orders(run)
    assert orders.shape == (run.T, *run.params.theta.shape)
    for m, theta in enumerate(orders, 1):
        order = tx.m_order(run, m=m)
        assert_same(run.network.cell, tx.Parameters(theta, order.W_out, order.b_out), order)


@pytest.mark.parametrize("rule", RULES)
def test_the_gradient_of_the_readout_is_exact_in_every_rule(run, rule):
    rule, exact = tx.rules.get(rule), tx.bptt(run)
    gradient = rule.gradient(run, **options_of(rule, run))
    assert_same(run.network.cell, tx.Parameters(exact.theta, gradient.W_out, gradient.b_out), exact)


@each_cell
def test_a_second_crossing_makes_a_difference(cell, options):
    first, second = tx.all_orders(a_run(cell, **options))[:2]
    assert tx.relative_error(first, second) > 1e-3


def test_every_further_crossing_makes_a_difference():
    run = a_run("leaky_rnn", T=5)
    orders = tx.all_orders(run)
    assert all(tx.relative_error(one, other) > 1e-8 for one, other in pairwise(orders))
