"""What must hold of a gradient whatever computes it, and where an approximation is exact."""

from functools import reduce

import numpy as np
import pytest

import taxrec_lite as tx
from tests.nets import a_run, again, assert_same, cells_with_reset, each_cell, each_isolated_cell, options_of

RULES = tx.rules.names()
each_rule = pytest.mark.parametrize("rule", RULES)


def gradient_of(rule, run):
    rule = tx.rules.get(rule)
    return rule.gradient(run, **options_of(rule, run))


def with_recurrent(run, W_rec):
    """The run with its recurrent weights replaced, (n, n) for every gate that has them."""
    theta = run.params.theta.copy()
    theta[:, :, : run.network.cell.n] = W_rec
    return again(run, params=tx.Parameters(theta * run.network.wiring.mask, run.params.W_out, run.params.b_out))


@each_isolated_cell
@pytest.mark.parametrize("kappa", [0.0, 0.8])
def test_eprop_is_exact_where_no_neuron_reaches_the_loss_through_another(cell, options, kappa):
    run = with_recurrent(a_run(cell, kappa, B=2, **options), 0)
    assert_same(run.network.cell, tx.eprop(run), tx.bptt(run))


@pytest.mark.parametrize("cell", cells_with_reset())
def test_eprop_misses_the_explicit_reset_even_without_synapses(cell):
    run = with_recurrent(a_run(cell, B=2), 0)
    assert tx.relative_error(tx.eprop(run), tx.bptt(run)) > 1e-3


@each_isolated_cell
def test_order_k_and_no_less_is_exact_on_a_chain_of_k_neurons(cell, options):
    k = 4
    run = with_recurrent(a_run(cell, n=k, T=12, B=2, **options), np.diag([0.8] * (k - 1), -1))
    exact, orders = tx.bptt(run), tx.all_orders(run)
    assert tx.relative_error(orders[k - 2], exact) > 1e-6
    for m in range(k, run.T + 1):
        assert tx.relative_error(orders[m - 1], exact) < 1e-12


# Of a random rule this holds for the signs that each sample draws: tests/derivation/test_chapter12.py
@pytest.mark.parametrize("rule", [name for name in RULES if not tx.rules.get(name).unbiased])
@each_cell
def test_the_gradient_of_a_batch_is_the_sum_over_its_samples(rule, cell, options):
    run = a_run(cell, kappa=0.8, B=3, masked=True, **options)
    alone = [again(run, x=run.x[:, [b]], target=run.target[:, [b]], mask=run.mask[:, [b]]) for b in range(3)]
    assert_same(run.network.cell, reduce(tx.Parameters.__add__, (gradient_of(rule, one) for one in alone)),
                gradient_of(rule, run))


@each_rule
@each_cell
def test_the_target_of_a_masked_step_does_not_matter(rule, cell, options):
    run = a_run(cell, kappa=0.8, B=2, **options)
    mask, target = np.ones((run.T, 2)), run.target.copy()
    mask[3, 1] = 0
    target[3, 1] = target[3, 1, ::-1]
    assert (gradient_of(rule, again(run, target=target)).theta != gradient_of(rule, run).theta).any()
    assert_same(run.network.cell, gradient_of(rule, again(run, mask=mask, target=target)),
                gradient_of(rule, again(run, mask=mask)), 1e-14)


@each_rule
@each_cell
def test_masking_the_end_is_stopping_early(rule, cell, options):
    run, t = a_run(cell, kappa=0.8, B=2, **options), 4
    mask = np.ones((run.T, 2))
    mask[t:] = 0
    assert_same(run.network.cell, gradient_of(rule, again(run, mask=mask)),
                gradient_of(rule, again(run, x=run.x[:t], target=run.target[:t], mask=None)))


@each_rule
@each_cell
def test_the_mask_weighs_the_loss(rule, cell, options):
    run = a_run(cell, kappa=0.8, B=2, **options)
    twice, once = gradient_of(rule, again(run, mask=2 * run.mask)), gradient_of(rule, run)
    assert_same(run.network.cell, twice, once + once, 1e-14)


@each_rule
@each_cell
def test_a_rule_changes_nothing_in_the_run(rule, cell, options):
    run = a_run(cell, kappa=0.8, B=2, **options)
    arrays = [run.params.theta, run.params.W_out, run.params.b_out, run.x, run.target, run.mask, run.states,
              run.activity, run.u]
    before = [array.copy() for array in arrays]
    first, second = gradient_of(rule, run), gradient_of(rule, run)
    assert all((array == copy).all() for array, copy in zip(arrays, before))
    assert (first.theta == second.theta).all()


@each_cell
def test_neurons_may_be_renumbered(cell, options):
    run = a_run(cell, kappa=0.8, n=3, **options)
    order = np.array([2, 0, 1])
    columns = np.concatenate([order, np.arange(3, run.network.cell.p)])

    def renumbered(params):
        return tx.Parameters(params.theta[:, order][:, :, columns], params.W_out[:, order], params.b_out)

    other = again(run, params=renumbered(run.params))
    for rule in (tx.bptt, tx.rtrl, tx.eprop, lambda run: tx.m_order(run, 2)):
        assert_same(run.network.cell, rule(other), renumbered(rule(run)))
