"""BPTT against the loss itself, moved one parameter at a time."""

from itertools import product

import pytest

import taxrec_lite as tx
from taxrec_lite.oracles import central_differences, complex_step
from tests.nets import (
    BATCHES, KAPPAS, LOSSES, a_run, again, assert_every_group_moves, assert_same, each_smooth_cell, smooth_variants,
)

_RUNS = {
    f"{id}-kappa{kappa:g}-{loss}-B{B}{'-masked' * masked}":
        (name, {**options, "kappa": kappa, "loss": loss, "B": B, "masked": masked})
    for (id, name, options), kappa, loss, B, masked in product(smooth_variants(), KAPPAS, LOSSES, BATCHES, (False, True))
}


@pytest.fixture(params=_RUNS)
def run(request):
    """A run of every cell made differentiable, with every read-out, loss, batch, masked and not."""
    cell, options = _RUNS[request.param]
    return a_run(cell, smooth=True, **options)


def test_bptt_is_the_complex_step(run):
    exact = complex_step(run)
    assert_every_group_moves(run.network.cell, exact)
    assert_same(run.network.cell, tx.bptt(run), exact, 1e-12)


def test_bptt_is_the_central_difference(run):
    assert_same(run.network.cell, tx.bptt(run), central_differences(run), 1e-7)


@each_smooth_cell
def test_the_oracles_move_nothing(cell, options):
    run = a_run(cell, B=2, smooth=True, **options)
    groups = [run.params.theta, run.params.W_out, run.params.b_out]
    before = [group.copy() for group in groups]
    complex_step(run), central_differences(run)
    assert all((group == copy).all() for group, copy in zip(groups, before))


def test_the_error_of_the_central_difference_is_of_second_order():
    run = a_run("leaky_rnn")
    coarse, fine = (tx.relative_error(central_differences(run, step), tx.bptt(run)) for step in (1e-2, 1e-3))
    assert coarse / fine == pytest.approx(100, rel=0.05)


def test_a_wrong_gradient_is_noticed_in_each_group():
    run = a_run("lstm", B=3)
    right = tx.bptt(run)
    for name in ("theta", "W_out", "b_out"):
        parts = {part: getattr(right, part).copy() for part in ("theta", "W_out", "b_out")}
        parts[name].flat[-1] *= 1.001
        with pytest.raises(AssertionError, match=r"W_out|b_out|b\[output\]"):
            assert_same(run.network.cell, tx.Parameters(**parts), right, 1e-7)


def test_long_runs_agree_as_well():
    run = a_run("lstm", kappa=0.8, B=2, T=40, n=2)
    assert_same(run.network.cell, tx.bptt(run), complex_step(run), 1e-12)
    assert_same(run.network.cell, tx.rtrl(run), complex_step(run), 1e-12)


def test_the_loss_of_a_run_is_that_which_is_moved():
    run = a_run("lif", kappa=0.8, B=3, masked=True, smooth=True)
    step = 1e-6
    moved = tx.Parameters(run.params.theta, run.params.W_out, run.params.b_out + [step, 0])
    assert (again(run, params=moved).loss - run.loss) / step == pytest.approx(complex_step(run).b_out[0], rel=1e-5)
