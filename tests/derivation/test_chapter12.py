"""What the equations of chapter 12 are run with: coins in every outcome, and networks of special shapes."""

from functools import reduce

import numpy as np
import pytest

import taxrec_lite as tx
from taxrec_lite.derivation.chapter12 import Dealt, all_bits, copies, diagonal, two_layers
from taxrec_lite.derivation.example import example_run
from taxrec_lite.rules.snap import snap
from taxrec_lite.rules.uoro import uoro
from tests.nets import a_run, again, assert_same, each_cell


def test_all_bits_are_all_outcomes_once():
    bits = all_bits(3)
    assert bits.shape == (8, 3) and len({tuple(row) for row in bits.tolist()}) == 8 and set(bits.ravel()) == {0, 1}


def test_bits_are_dealt_from_the_left_to_each_sample():
    rng = Dealt(np.array([[0, 1, 1, 0, 1], [1, 1, 0, 0, 0]]))
    assert rng.integers(0, 2, (2, 1, 2)).tolist() == [[[0, 1]], [[1, 1]]]
    assert rng.integers(0, 2, 2).tolist() == [1, 0]
    assert rng.integers(0, 2, (2, 2)).tolist() == [[0, 1], [0, 0]]


def test_uoro_over_all_outcomes_of_its_coins_is_the_gradient():
    run = a_run("leaky_rnn", n=2, T=4)
    bits = all_bits(8)
    assert tx.agree(uoro(copies(run, 256), Dealt(bits)).theta / 256, tx.bptt(run).theta)


def test_copies_are_the_run_side_by_side():
    run = a_run("alif", masked=True)
    wide = copies(run, 3)
    assert np.array_equal(wide.z, np.repeat(run.z, 3, 1)) and wide.loss == pytest.approx(3 * run.loss)
    assert tx.agree(tx.bptt(wide).theta, 3 * tx.bptt(run).theta)


@pytest.mark.parametrize("cell", tx.cells.names())
def test_a_diagonal_network_needs_one_step_of_snap(cell):
    run = diagonal(example_run(cell))
    assert tx.agree(snap(run, 1), tx.bptt(run))


@pytest.mark.parametrize("cell", tx.cells.names())
def test_the_lower_of_two_layers_is_lost_to_traces_that_stay_in_theirs(cell):
    run = two_layers(example_run(cell))
    exact = tx.bptt(run).theta[:, :2]
    lost, found = (gradient.theta[:, :2] for gradient in (snap(run, 1), tx.rtrl(run)))
    assert exact.any() and not lost.any() and np.allclose(found, exact, rtol=1e-11)


@pytest.mark.parametrize("call, error, words", [
    (lambda: all_bits(0), ValueError, "number must be an integer of at least 1, not 0"),
    (lambda: all_bits("3"), TypeError, "number must be an integer"),
    (lambda: Dealt([0, 1]), TypeError, "bits must be a ndarray"),
    (lambda: copies(None, 2), TypeError, "run must be a Run"),
    (lambda: copies(a_run("lif"), 0), ValueError, "B must be an integer of at least 1, not 0"),
    (lambda: copies(a_run("lif", B=2), 2), ValueError, "x must have shape"),
])
def test_bad_input_is_refused(call, error, words):
    with pytest.raises(error, match=words):
        call()


@pytest.mark.parametrize("rule", [name for name in tx.rules.names() if tx.rules.get(name).unbiased])
@each_cell
def test_the_draw_of_a_batch_is_the_sum_over_its_samples_of_theirs(cell, options, rule):
    run, rule = a_run(cell, kappa=0.8, B=3, masked=True, **options), tx.rules.get(rule)
    bits = np.random.default_rng(0).integers(0, 2, (3, run.u[:, 0].size))
    alone = [again(run, x=run.x[:, [b]], target=run.target[:, [b]], mask=run.mask[:, [b]]) for b in range(3)]
    summed = reduce(tx.Parameters.__add__, (rule.gradient(one, rng=Dealt(bits[[b]])) for b, one in enumerate(alone)))
    assert_same(run.network.cell, summed, rule.gradient(run, rng=Dealt(bits)))
