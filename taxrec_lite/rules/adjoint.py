"""The backward sweep that BPTT, its truncation, its hybrid with RTRL and every order of e-prop share."""

import numpy as np

from taxrec_lite.parameters import Parameters


def stay(errors):
    """Errors stay in their row."""
    return errors


def rise(errors):
    """Errors move to the next row; nothing moves into the first."""
    return np.concatenate([np.zeros_like(errors[:1]), errors])


def sweep(run, rows=1, across=stay, along=stay):
    """dE/du^t for all times, (rows, T, B, gates, n), one row for each gradient that is computed side by side.

    Going back in time, with b = dE/dz and a = dE/dc:

        b^t = L^t + across(R^{t+1}ᵀ a^{t+1} + S^{t+1}ᵀ b^{t+1})      explicit recurrence
        a^t = G^t b^t + along(D^{t+1} a^{t+1})                       implicit recurrence
        dE/du^t = φ^t a^t + q^t b^t

    `across` and `along` say which row an error belongs to once it has crossed a synapse, or a step inside its neuron.
    k steps from the end no two rows from the (k + 1)th on can differ yet, and the last of those swept stands for all above it.
    """
    T, B, gates, n = run.u.shape
    dE_du = np.empty((rows, T, B, gates, n))
    signal, W_rec = run.learning_signal, flat(run.params.W_rec)
    explicit, implicit = np.zeros((1, B, n)), np.zeros((1, B, n, run.network.cell.d))
    for times, local in run.local_backwards():
        for t in reversed(times):
            swept = min(rows, T - t)
            b = signal[t] + _rows(across(explicit), swept)
            step, explicit, implicit = step_back(local[t - times.start], W_rec, b, _rows(along(implicit), swept))
            dE_du[:swept, t] = step
            if swept < rows:
                dE_du[swept:, t] = step[-1]
    return dE_du


def sweep_of_plain_cells(run):
    """The same of one row, for a `plain` cell: the idle axes of gates and hidden numbers take longer than the arithmetic."""
    T, B, _, n = run.u.shape
    dE_du, signal, W_rec = np.empty((T, B, n)), run.learning_signal, flat(run.params.W_rec)
    explicit, implicit = np.zeros((B, n)), np.zeros((B, n))
    for times, local in run.local_backwards():
        steps = slice(times.start, times.stop)
        parts = signal[steps], local.G[..., 0], local.D[..., 0, 0], local.phi[:, :, 0, :, 0], dE_du[steps]
        for L, G, D, phi, out in zip(*(part[::-1] for part in parts)):
            a = G * (L + explicit) + implicit
            explicit, implicit = np.dot(np.multiply(phi, a, out=out), W_rec), D * a
    return dE_du[None, :, :, None]


def plain(cell):
    """Whether a cell has one gate and one hidden number, and no reset."""
    return len(cell.gates) == 1 and cell.at_rest.direct and cell.at_rest.reset is None


def _rows(errors, count):
    """The first rows of errors, or all of them and the last once more."""
    return errors[:count] if len(errors) >= count else np.concatenate([errors, errors[-1:]])


def step_back(local, W_rec, b, implicit):
    """One step of the sweep: dE/du^t (rows, B, gates, n), and what arrives at z^{t−1} (rows, B, n) and c^{t−1}.

    local : the local Jacobians of the step; W_rec : `flat`
    b : dE/dz^t, (rows, B, n)
    implicit : what arrives at c^t from c^{t+1}, (rows, B, n, d)
    """
    a = local.G * b[..., None] + implicit
    dE_du = _over_states(local.phi * a[:, :, None])
    if local.q is not None:
        dE_du += local.q * b[:, :, None]
    explicit = np.dot(dE_du.reshape(-1, len(W_rec)), W_rec).reshape(b.shape)
    if local.reset is not None:
        explicit += _over_states(local.reset * a)
    return dE_du, explicit, local.D[..., 0] * a if a.shape[-1] == 1 else np.einsum("kbnd,bnde->kbne", a, local.D)


def flat(W_rec):
    """The recurrent weights of all gates below each other, (gates · n, n)."""
    return np.ascontiguousarray(W_rec.reshape(-1, W_rec.shape[-1]))


def _over_states(products):
    """Their sum over the numbers of the hidden state, which is nothing to do where there is one."""
    return products[..., 0] if products.shape[-1] == 1 else products.sum(-1)


def theta_gradients(run, dE_du, times=slice(None)):
    """Σ_t Σ_b dE/du^t ⊗ pre^t over these times for each row, (rows, gates, n, p)."""
    dE_du, pre = dE_du[:, times], run.pre[times]
    rows, T, B, gates, n = dE_du.shape
    # One product of all, which a browser without BLAS makes in a quarter of the time
    errors = dE_du.reshape(rows, T * B, gates * n).swapaxes(1, 2).reshape(rows * gates * n, T * B)
    return np.dot(errors, pre.reshape(T * B, run.network.cell.p)).reshape(rows, gates, n, -1) * run.network.wiring.mask


def theta_gradients_of_orders(run, dE_du):
    """The same of all rows of a sweep, eight at a time: its last steps, in which these are alike, are summed once for them."""
    theta, last, until = np.empty((len(dE_du), *run.params.theta.shape)), 0.0, run.T
    for row in range(0, len(theta), 8):
        since = max(0, run.T - 1 - row)
        last = last + theta_gradients(run, dE_du[-1:], slice(since, until))
        theta[row : row + 8] = theta_gradients(run, dE_du[row : row + 8], slice(since)) + last
        until = since
    return theta


def with_readout(run, theta):
    """A gradient of theta completed by that of the read-out, which is exact in every rule."""
    dE_dy, (_, _, n) = run.total_dE_dy, run.z.shape
    W_out = dE_dy.reshape(-1, dE_dy.shape[-1]).T @ run.z.reshape(-1, n)
    return Parameters(theta, W_out * run.network.wiring.read, dE_dy.sum((0, 1)))
