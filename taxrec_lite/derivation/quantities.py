"""What the derivation speaks of, kept for all times of a small run; a rule would never store it.

Derivatives with respect to θ are influence arrays (T, B, n, ..., gates, n, p): first whose state, last whose parameter.
"""

import numpy as np

from taxrec_lite.rules.traces import ImplicitTrace, RecurrenceTrace


def total_derivatives(run):
    """dE/dz^t (T, B, n) and dE/dc^t (T, B, n, d), by moving each state and following what comes of it forwards."""
    B, n, d = run.z.shape[1], run.network.cell.n, run.network.cell.d
    still_c = np.zeros((B, n, d, n))
    moved_z = np.broadcast_to(np.eye(n), (B, n, n))
    moved_c = np.einsum("rj,de->rdje", np.eye(n), np.eye(d)).reshape(n, d, n * d)
    dE_dz, dE_dc = [], []
    for t in range(run.T):
        dE_dz.append(_follow(run, t, still_c, moved_z))
        c = np.broadcast_to(moved_c, (B, n, d, n * d))
        dE_dc.append(_follow(run, t, c, _observe(run.local[t], c)).reshape(B, n, d))
    return np.array(dE_dz), np.array(dE_dc)


def _follow(run, t, dc, dz):
    """Σ_{s ≥ t} L^s dz^s for displacements dc (B, n, d, k) and dz (B, n, k) at time t, (B, k)."""
    total = np.einsum("br,brk->bk", run.learning_signal[t], dz)
    for s in range(t + 1, run.T):
        local, W_rec = run.local[s], run.params.W_rec
        dc = np.einsum("brde,brek->brdk", local.D, dc) + np.einsum("brdj,bjk->brdk", local.R(W_rec), dz)
        direct = 0 if local.q is None else np.einsum("brj,bjk->brk", local.S(W_rec), dz)
        dz = _observe(local, dc) + direct
        total += np.einsum("br,brk->bk", run.learning_signal[s], dz)
    return total


def _observe(local, dc):
    return np.einsum("brd,brdk->brk", local.G, dc)


def direct(run):
    """φ^t ⊗ pre^t and q^t ⊗ pre^t: (T, B, gates, n, d, p) and (T, B, gates, n, p), the second zero without q."""
    mask, q = run.network.wiring.mask, np.zeros(run.u.shape) if run.local.q is None else run.local.q
    into_c = np.einsum("tbgnd,tbp->tbgndp", run.local.phi, run.pre) * mask[:, :, None]
    return into_c, np.einsum("tbgn,tbp->tbgnp", q, run.pre) * mask


def implicit(run):
    """ε^t (T, B, gates, n, d, p) and e^t (T, B, gates, n, p): the implicit variable and its eligibility trace."""
    return _over_time(run, ImplicitTrace(run.network, run.x.shape[1]))


def recurrence(run):
    """A^t (T, B, n, d, gates, n, p) and Z^t (T, B, n, gates, n, p): the recurrence variable and its trace."""
    return _over_time(run, RecurrenceTrace(run.network, run.x.shape[1]))


def _over_time(run, trace):
    pairs = []
    for t in range(run.T):
        trace.step(run.local[t], run.pre[t], run.params.W_rec)
        pairs.append((trace.variable.copy(), trace.trace.copy()))
    return tuple(map(np.array, zip(*pairs)))


def spread(e):
    """A trace inside neurons (T, B, gates, n, p) as an influence array (T, B, n, gates, n, p), zero across neurons."""
    T, B, gates, n, p = e.shape
    influence = np.zeros((T, B, n, gates, n, p))
    np.einsum("tbjgjp->tbjgp", influence)[...] = e.transpose(0, 1, 3, 2, 4)
    return influence


def spread_variable(eps):
    """The implicit variable (T, B, gates, n, d, p) as an influence array (T, B, n, d, gates, n, p)."""
    T, B, gates, n, d, p = eps.shape
    influence = np.zeros((T, B, n, d, gates, n, p))
    np.einsum("tbjdgjp->tbjdgp", influence)[...] = eps.transpose(0, 1, 3, 4, 2, 5)
    return influence


def cross(run, Z):
    """One more crossing of an influence Z (T, B, n, gates, n, p): the variable A_{k+1} and the trace Z_{k+1}.

    A_{k+1}^t = D^t A_{k+1}^{t−1} + R^t Z_k^{t−1} and Z_{k+1}^t = G^t A_{k+1}^t + S^t Z_k^{t−1}, (5.4).
    """
    T, B, n, *influence = Z.shape
    A_next, Z_next = np.zeros((T, B, n, run.network.cell.d, *influence)), np.zeros(Z.shape)
    for t in range(1, T):
        local, W_rec = run.local[t], run.params.W_rec
        A_next[t] = np.einsum("brde,bregjp->brdgjp", local.D, A_next[t - 1])
        A_next[t] += np.einsum("brdi,bigjp->brdgjp", local.R(W_rec), Z[t - 1])
        Z_next[t] = np.einsum("brd,brdgjp->brgjp", local.G, A_next[t])
        if local.q is not None:
            Z_next[t] += np.einsum("bri,bigjp->brgjp", local.S(W_rec), Z[t - 1])
    return A_next, Z_next


def learned(signal, Z):
    """Σ_t Σ_b Σ_r signal_r^t Z_r^t, (gates, n, p)."""
    return np.einsum("tbr,tbrgjp->gjp", signal, Z)


def filtered(values, kappa):
    """F^t = κ F^{t−1} + values^t along the first axis, from F^0 = 0, (10.2); the shape of `values`."""
    F = np.array(values, dtype=float)
    for t in range(1, len(F)):
        F[t] += kappa * F[t - 1]
    return F
