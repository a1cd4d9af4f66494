"""The gradient of every order as a series in the powers of one matrix."""

import numpy as np
import pytest

import taxrec_lite as tx
from taxrec_lite.crossings import crossing_matrix
from taxrec_lite.derivation import quantities
from tests.nets import KAPPAS, a_run, each_cell


def implicit_traces(run):
    """e^1 … e^T, (T, gates, n, p), for a batch of one."""
    return quantities.implicit(run)[1][:, 0]


@pytest.mark.parametrize("kappa", KAPPAS)
@each_cell
def test_order_m_keeps_the_powers_below_m(cell, options, kappa):
    run = a_run(cell, kappa, masked=True, **options)
    X, traces = crossing_matrix(run), implicit_traces(run)
    signal, total = run.learning_signal.reshape(-1), 0
    for order in tx.all_orders(run):
        total = total + np.einsum("tn,tgnp->gnp", signal.reshape(run.T, -1), traces)
        assert tx.relative_error(total, order) < 1e-12
        signal = signal @ X


@each_cell
def test_a_crossing_takes_time(cell, options):
    run = a_run(cell, T=5, n=3, **options)
    X = crossing_matrix(run)
    assert X.shape == (15, 15)
    assert not np.triu(X.reshape(5, 3, 5, 3).transpose(1, 3, 0, 2)).any()
    assert not np.linalg.matrix_power(X, 5).any()


@pytest.mark.parametrize("bad", [None, 3, "run"])
def test_what_is_no_run(bad):
    with pytest.raises(TypeError, match=f"run must be a Run, not {type(bad).__name__}"):
        crossing_matrix(bad)


def test_a_batch_of_more_than_one():
    with pytest.raises(ValueError, match="run must have a batch of one, not 2"):
        crossing_matrix(a_run("lif", B=2))
