"""The backward sweep that BPTT, its truncation, its hybrid with RTRL and every order of e-prop share."""

import numpy as np

from taxrec_lite.parameters import Parameters


def unchanged(errors):
    """Errors stay in their row."""
    return errors


def one_row_up(errors):
    """Errors move to the next row; nothing moves into the first."""
    return np.concatenate([np.zeros_like(errors[:1]), errors[:-1]])


def sweep(run, rows, across=unchanged, along=unchanged):
    """dE/du^t for all times, (T, rows, B, gates, n), one row for each gradient that is computed side by side.

    Going back in time, with b = dE/dz and a = dE/dc:

        b^t = L^t + across(R^{t+1}ᵀ a^{t+1} + S^{t+1}ᵀ b^{t+1})      explicit recurrence
        a^t = G^t b^t + along(D^{t+1} a^{t+1})                       implicit recurrence
        dE/du^t = φ^t a^t + q^t b^t

    `across` and `along` say which row an error belongs to once it has crossed a synapse, or a step inside its neuron.
    """
    T, B, gates, n = run.u.shape
    dE_du = np.empty((T, rows, B, gates, n))
    explicit, implicit = np.zeros((rows, B, n)), np.zeros((rows, B, n, run.network.cell.d))
    for t in reversed(range(T)):
        b = run.learning_signal[t] + across(explicit)
        dE_du[t], explicit, implicit = step_back(run, t, b, along(implicit))
    return dE_du


def step_back(run, t, b, implicit):
    """One step of the sweep: dE/du^t (rows, B, gates, n), and what arrives at z^{t−1} (rows, B, n) and c^{t−1}.

    b : dE/dz^t, (rows, B, n)
    implicit : what arrives at c^t from c^{t+1}, (rows, B, n, d)
    """
    local, (gates, n, _) = run.local, run.params.theta.shape
    a = local.G[t] * b[..., None] + implicit
    dE_du = (local.phi[t] * a[:, :, None]).sum(-1)
    if local.q is not None:
        dE_du += local.q[t] * b[:, :, None]
    explicit = dE_du.reshape(*b.shape[:2], gates * n) @ run.params.W_rec.reshape(gates * n, n)
    if local.reset is not None:
        explicit += (local.reset[t] * a).sum(-1)
    return dE_du, explicit, np.einsum("kbnd,bnde->kbne", a, local.D[t])


def theta_gradients(run, dE_du):
    """Σ_t Σ_b dE/du^t ⊗ pre^t for each row, (rows, gates, n, p)."""
    T, rows, B, gates, n = dE_du.shape
    errors = dE_du.transpose(1, 3, 4, 0, 2).reshape(rows * gates * n, T * B)
    return (errors @ run.pre.reshape(T * B, -1)).reshape(rows, gates, n, -1) * run.network.wiring.mask


def with_readout(run, theta):
    """A gradient of theta completed by that of the read-out, which is exact in every rule."""
    dE_dy = run.total_dE_dy
    return Parameters(theta, np.einsum("tbk,tbn->kn", dE_dy, run.z) * run.network.wiring.read, dE_dy.sum((0, 1)))
