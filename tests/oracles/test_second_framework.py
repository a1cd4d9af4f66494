"""The package against the same networks in a second framework."""

import numpy as np
import pytest

import taxrec_lite as tx
from tests.nets import KAPPAS, LOSSES, a_run, assert_every_group_moves, assert_same, cells_with_reset, each_cell
from tests.oracles import second_framework

each_readout = pytest.mark.parametrize("kappa", KAPPAS)
each_loss = pytest.mark.parametrize("loss", LOSSES)


def by_autograd(run, order=None):
    return tx.Parameters(*second_framework.gradient(run, order))


def test_every_cell_is_written_a_second_time():
    assert set(second_framework.CELLS) == set(tx.cells.names())


@each_loss
@each_readout
@each_cell
def test_both_frameworks_find_the_same_loss(cell, options, kappa, loss):
    run = a_run(cell, kappa, loss, B=3, masked=True, **options)
    found = second_framework.total_loss(run, run.params.theta, run.params.W_out, run.params.b_out)
    assert found == pytest.approx(run.loss, rel=1e-13)


@pytest.mark.parametrize("B", [1, 3])
@each_loss
@each_readout
@each_cell
def test_bptt_is_the_gradient_of_the_second_framework(cell, options, kappa, loss, B):
    run = a_run(cell, kappa, loss, B, masked=B > 1, **options)
    exact = by_autograd(run)
    assert_every_group_moves(run.network.cell, exact)
    assert_same(run.network.cell, tx.bptt(run), exact)


@each_loss
@each_readout
@each_cell
def test_eprop_is_the_gradient_where_the_synaptic_activity_is_stopped(cell, options, kappa, loss):
    run = a_run(cell, kappa, loss, B=3, masked=True, **options)
    assert_same(run.network.cell, tx.eprop(run), by_autograd(run, order=1))


@pytest.mark.parametrize("m", [2, 3, 6])
@each_readout
@each_cell
def test_order_m_is_the_gradient_where_activity_is_stopped_m_crossings_ago(cell, options, kappa, m):
    run = a_run(cell, kappa, B=2, masked=True, **options)
    assert_same(run.network.cell, tx.m_order(run, m), by_autograd(run, order=m))


@pytest.mark.parametrize("cell", cells_with_reset())
def test_the_spiking_runs_spike_and_rest(cell):
    run = a_run(cell, B=3)
    assert set(np.unique(run.z)) == {0.0, 1.0}
    assert 0.05 < run.z.mean() < 0.8
