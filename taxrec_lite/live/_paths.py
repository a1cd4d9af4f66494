"""All orders of an LSTM's gradient along each choice of its two explicit paths, side by side.

The gradient by the paths that cross exactly k synapses is Σ_t b_k^t e^t: the eligibility trace e^t of (6.5) holds what
goes on inside a neuron up to z^t, and b_k^t what z^t does to the loss by crossing k synapses more. `all_orders` of the run
`without_synapses`, once for each choice, says the same and takes more than twice as long where there is no BLAS.
"""

import numpy as np

CHOICES = ("through", "both", "past")  # those that cross through c are the first two, those that cross past it the last two
LOT = 5  # numbers of crossings that are summed at once
NOTHING = 1e-20  # of the largest learning signal: what crosses with less changes no digit


def orders(run):
    """The θ-gradients of orders 1, 2, …, {choice: (orders, gates, n, p)}, up to that beyond which no digit changes.

    `run` is of an LSTM and one sample.
    """
    b, e = signals(run), traces(run)
    T, crossings, choices, n = b.shape
    b = np.ascontiguousarray(b.transpose(3, 1, 2, 0)).reshape(n, -1, T)  # rows: crossings, and in each the choices
    found = np.empty((crossings * choices, *run.params.theta.shape))
    for k in range(0, crossings, LOT):
        lot, until = slice(k * choices, (k + LOT) * choices), T - k  # from later steps, no path can cross k synapses
        np.matmul(b[:, lot, :until], e[:, :, :until], out=found[lot].transpose(1, 2, 0, 3))
    found = found.reshape(crossings, choices, *run.params.theta.shape)
    for below, order in zip(found, found[1:]):
        order += below
    return dict(zip(CHOICES, found.swapaxes(0, 1)))


def signals(run):
    """b_k^t for each choice and every k of which there is something, (T, k, choices, n).

    These are (6.7) with only those paths that cross k synapses and no fewer: b_0 = L, then
    b_k^t = R^{t+1}ᵀ a_{k−1}^{t+1} + S^{t+1}ᵀ b_{k−1}^{t+1} and a_k^t = G^t b_k^t + D^{t+1} a_k^{t+1}.
    """
    local, W_rec, L = run.local, run.params.W_rec, run.learning_signal[:, 0]
    least = NOTHING * np.abs(L).max()
    D, G, R, S = local.D[:, 0, :, 0, 0], local.G[:, 0, :, 0], local.R(W_rec)[:, 0, :, 0], local.S(W_rec)[:, 0]
    found = np.zeros((run.T, len(CHOICES), run.T, run.network.cell.n))
    found[:, :, 0] = L[:, None]
    rows, implicit = 1, np.zeros_like(found[-1, :, :1])
    for t in reversed(range(1, run.T)):
        b, reached = found[t, :, :rows], found[t - 1, :, 1 : rows + 1]
        a = G[t] * b
        a[:, : implicit.shape[1]] += implicit
        implicit = D[t] * a
        np.matmul(a[:2], R[t], out=reached[:2])
        reached[1:] += b[1:] @ S[t]
        rows += int(np.abs(reached[:, -1]).max() > least)
    return found[:, :, :rows].swapaxes(1, 2)


def traces(run):
    """The implicit eligibility traces e^t, (gates, n, T, p): the output gate has no part in ε, and the others none in q."""
    local, pre = run.local, run.pre[:, 0, None, None]
    variable = local.phi[:, 0, :3] * pre
    for D, before, now in zip(local.D[1:, 0, :, 0], variable, variable[1:]):
        now += D * before
    found = np.empty((4, run.network.cell.n, *run.pre.shape[::2]))
    np.multiply(local.G[:, 0, None], variable, out=found[:3].transpose(2, 0, 1, 3))
    np.multiply(local.q[:, 0, 3:, :, None], pre, out=found[3:].transpose(2, 0, 1, 3))
    return found
