"""The gradient as a sum over the paths of the unrolled graph, enumerated one by one."""

import numpy as np
import pytest

import taxrec_lite as tx
from taxrec_lite.oracles.paths import path_sums
from tests.nets import KAPPAS, a_run, each_cell


@pytest.mark.parametrize("kappa", KAPPAS)
@pytest.mark.parametrize("loss, n_out, B", [("mse", 1, 2), ("cross_entropy", 2, 1)])
@each_cell
def test_the_paths_with_fewer_than_m_crossings_add_up_to_order_m(cell, options, loss, n_out, B, kappa):
    run = a_run(cell, kappa, loss, B, masked=True, T=4, n=2, n_in=1, n_out=n_out, **options)
    orders, sums = tx.all_orders(run), np.cumsum(path_sums(run), axis=0)
    assert sums.shape == orders.shape
    for order, paths in zip(orders, sums):
        assert tx.relative_error(order, paths) < 1e-12


@each_cell
def test_all_paths_together_are_bptt(cell, options):
    run = a_run(cell, 0.8, T=4, n=2, n_in=1, n_out=1, **options)
    assert tx.relative_error(tx.bptt(run), path_sums(run).sum(0)) < 1e-12
