"""One crossing of a synapse as a matrix, and the gradient as a series in its powers."""

import numpy as np

from taxrec_lite import _check
from taxrec_lite.trajectory import Run


def crossing_matrix(run):
    """X, (T n, T n): how z_r^t moves with z_j^s over all paths of exactly one explicit edge; for a batch of one.

    Rows are (t, r), columns (s, j), both in the order of time. With e the implicit eligibility traces, the total
    derivative of all observable states is Σ_k X^k e, (6.4), and order m keeps the powers below m. A crossing takes time,
    so X is strictly lower triangular in time and X^T = 0.

    Raises TypeError unless `run` is a Run, ValueError for a batch of more than one.
    """
    _check.instance("run", run, Run)
    if run.x.shape[1] != 1:
        raise ValueError(f"run must have a batch of one, not {run.x.shape[1]}")
    T, n, W_rec, local = run.T, run.network.cell.n, run.params.W_rec, run.local
    X = np.zeros((T, n, T, n))
    arrived = np.zeros((n, run.network.cell.d, T, n))
    for t in range(1, T):
        arrived = np.einsum("rde,resj->rdsj", local.D[t, 0], arrived)
        arrived[:, :, t - 1] += local[t].R(W_rec)[0]
        X[t] = np.einsum("rd,rdsj->rsj", local.G[t, 0], arrived)
        if local.q is not None:
            X[t, :, t - 1] += local[t].S(W_rec)[0]
    return X.reshape(T * n, T * n)
