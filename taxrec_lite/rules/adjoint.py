"""The backward sweep that BPTT and every order of e-prop share."""

import numpy as np

from taxrec_lite.parameters import Parameters


def sweep(run, rows, across):
    """dE/du^t for all times, (T, rows, B, gates, n), one row for each gradient that is computed side by side.

    Going back in time, with b = dE/dz and a = dE/dc:

        b^t = L^t + across(R^{t+1}ᵀ a^{t+1} + S^{t+1}ᵀ b^{t+1})      explicit recurrence
        a^t = G^t b^t + D^{t+1} a^{t+1}                              implicit recurrence
        dE/du^t = φ^t a^t + q^t b^t

    `across` says which row an error belongs to once it has crossed a synapse.
    """
    local, L = run.local, run.learning_signal
    T, B, gates, n = run.u.shape
    W_rec = run.params.W_rec.reshape(gates * n, n)
    dE_du = np.empty((T, rows, B, gates, n))
    explicit = np.zeros((rows, B, n))
    implicit = np.zeros((rows, B, n, run.network.cell.d))
    for t in reversed(range(T)):
        b = L[t] + across(explicit)
        a = local.G[t] * b[..., None] + implicit
        dE_du[t] = (local.phi[t] * a[:, :, None]).sum(-1)
        if local.q is not None:
            dE_du[t] += local.q[t] * b[:, :, None]
        implicit = np.einsum("kbnd,bnde->kbne", a, local.D[t])
        explicit = dE_du[t].reshape(rows, B, gates * n) @ W_rec
        if local.reset is not None:
            explicit += (local.reset[t] * a).sum(-1)
    return dE_du


def theta_gradients(run, dE_du):
    """Σ_t Σ_b dE/du^t ⊗ pre^t for each row, (rows, gates, n, p)."""
    T, rows, B, gates, n = dE_du.shape
    errors = dE_du.transpose(1, 3, 4, 0, 2).reshape(rows * gates * n, T * B)
    return (errors @ run.pre.reshape(T * B, -1)).reshape(rows, gates, n, -1) * run.network.wiring.mask


def with_readout(run, theta):
    """A gradient of theta completed by that of the read-out, which is exact in every rule."""
    dE_dy = run.total_dE_dy
    return Parameters(theta, np.einsum("tbk,tbn->kn", dE_dy, run.z), dE_dy.sum((0, 1)))
