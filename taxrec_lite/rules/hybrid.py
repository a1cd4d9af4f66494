"""The exact gradient in blocks: backwards inside a block, forwards from block to block."""

import numpy as np

from taxrec_lite import _check
from taxrec_lite.parameters import Parameters
from taxrec_lite.rules.adjoint import flat, step_back, with_readout
from taxrec_lite.trajectory import Run


def hybrid(run: Run, block: int) -> Parameters:
    """The exact gradient, as Parameters, at O(n³) operations a step where a block is of about n steps.

    Errors go back to the start of their block, (12.5): there they meet the influence A = dc/dθ, Z = dz/dθ of all that
    was before, which is carried from block to block by one backward sweep for each state (Williams 1989; Schmidhuber 1992).

    block : how many steps a block has, at least 1; 1 is RTRL, any number from T on is BPTT

    Raises TypeError unless `run` is a Run and block an integer, ValueError for block < 1.
    """
    _check.instance("run", run, Run)
    block = _check.integer("block", block, 1)
    gates, n, p = run.params.theta.shape
    B, d = run.x.shape[1], run.network.cell.d
    A, Z, theta = np.zeros((B, n, d, gates, n, p)), np.zeros((B, n, gates, n, p)), 0.0
    for start in range(0, run.T, block):
        span = range(start, min(start + block, run.T))
        theta = theta + _learned(run, span, A, Z)
        if span.stop < run.T:
            A, Z = _carried(run, span, A, Z)
    return with_readout(run, theta * run.network.wiring.mask)


def _learned(run, span, A, Z):
    """What the losses of a block add to the gradient."""
    B, n, d = A.shape[:3]
    dE_du, explicit, implicit = _back(run, span, np.zeros((1, B, n)), np.zeros((1, B, n, d)), run.learning_signal)
    before = np.tensordot(implicit[0], A, axes=3) + np.tensordot(explicit[0], Z, axes=2)
    return np.einsum("tbgn,tbp->gnp", dE_du[:, 0], run.pre[span.start:span.stop]) + before


def _carried(run, span, A, Z):
    """The influence at the end of a block, from that at its start: one row of a sweep for each state."""
    B, n, d = A.shape[:3]
    moved_c = np.broadcast_to(np.eye(n * d).reshape(n * d, 1, n, d), (n * d, B, n, d))
    moved_z = np.broadcast_to(np.eye(n)[:, None], (n, B, n))
    b = np.concatenate([np.zeros((n * d, B, n)), moved_z])
    implicit = np.concatenate([moved_c, np.zeros((n, B, n, d))])
    du, explicit, implicit = _back(run, span, b, implicit)
    influence = np.einsum("tkbgn,tbp->bkgnp", du, run.pre[span.start:span.stop])
    influence += np.einsum("kbnd,bndgjp->bkgjp", implicit, A) + np.einsum("kbn,bngjp->bkgjp", explicit, Z)
    return influence[:, : n * d].reshape(A.shape), influence[:, n * d:]


def _back(run, span, b, implicit, signal=None):
    """Rows swept back over a block: dE/du (steps, rows, B, gates, n) and what arrives at the states before it."""
    swept, W_rec = [], flat(run.params.W_rec)
    for t in reversed(span):
        b = b if signal is None else b + signal[t]
        dE_du, b, implicit = step_back(run.local[t], W_rec, b, implicit)
        swept.append(dE_du)
    return np.array(swept[::-1]), b, implicit
