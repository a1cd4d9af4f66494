"""The numbered equations of chapter 9: gated cells."""

import numpy as np

from taxrec_lite.cells.base import sigmoid
from taxrec_lite.derivation import quantities as of
from taxrec_lite.derivation.equation import Equation
from taxrec_lite.gates import without_synapses
from taxrec_lite.rules.bptt import bptt
from taxrec_lite.rules.eprop import eprop
from taxrec_lite.trajectory import drive, presynaptic

H = 1e-30


def _drives(run, t, z):
    """The drives of the gates at step t, (gates, B, n), if the activity before it is z."""
    pre = presynaptic(z, run.x[t])
    return [pre @ theta.T for theta in run.params.theta]


def _lstm(run):
    """States from the gates, written out from θ, against those of the run."""
    c, z, states = np.zeros_like(run.z[0]), np.zeros_like(run.z[0]), []
    for t in range(run.T):
        i, f, g, o = _lstm_gates(_drives(run, t, z))
        c = f * c + i * g
        z = o * np.tanh(c)
        states.append([c, z])
    return np.stack([run.c[..., 0], run.z], 1), states


def _lstm_gates(drives):
    i, f, g, o = drives
    return sigmoid(i), sigmoid(f), np.tanh(g), sigmoid(o)


def _moved(run, t, moved_c, moved_z):
    """How (c^t, z^t) of one sample move with the states before them along a direction, by the cell's own step."""
    z = run.activity[t] + 1j * H * moved_z
    u = drive(run.params.theta, presynaptic(z, run.x[t]))
    c, z = run.network.cell.step(run.states[t] + 1j * H * moved_c, z, u)
    return np.stack([c[0, :, 0].imag, z[0].imag]) / H


def _by_moving(run, t):
    """∂(c^t, z^t)/∂c_j^{t−1} and ∂(c^t, z^t)/∂z_j^{t−1} for all j, two arrays (2, n, n)."""
    n = run.network.cell.n
    return np.stack([_moved(run, t, along[:, None], 0) for along in np.eye(n)], -1), np.stack(
        [_moved(run, t, 0, along) for along in np.eye(n)], -1)


def _lstm_jacobians(run):
    """D and R as the moves of c^t, G D and G R + S as those of z^t."""
    left, right = [], []
    W_i, W_f, W_g, W_o = run.params.W_rec
    for t in range(run.T):
        left.append(_by_moving(run, t))
        i, f, g, o = (gate[0] for gate in _lstm_gates(_drives(run, t, run.activity[t])))
        c_before, tanh_c = run.states[t, 0, :, 0], np.tanh(run.c[t, 0, :, 0])
        G = (o * (1 - tanh_c**2))[:, None]
        R = ((g * i * (1 - i))[:, None] * W_i + (c_before * f * (1 - f))[:, None] * W_f + (i * (1 - g**2))[:, None] * W_g)
        S = (tanh_c * o * (1 - o))[:, None] * W_o
        right.append([[np.diag(f), G * np.diag(f)], [R, G * R + S]])
    return left, right


def _past_the_hidden_state(run):
    """BPTT without the synapses into c, against the learning signals carried back by S alone."""
    _, e = of.implicit(run)
    carried = run.learning_signal.copy()
    for t in reversed(range(run.T - 1)):
        carried[t] += np.einsum("br,brj->bj", carried[t + 1], run.local[t + 1].S(run.params.W_rec))
    cut = without_synapses(run, ("input", "forget", "candidate"))
    return bptt(cut).theta, np.einsum("tbn,tbgnp->gnp", carried, e)


def _memory(run):
    """ε by its recursion, against the direct derivative at each entry times the product of the gates since."""
    eps, _ = of.implicit(run)
    into_c, _ = of.direct(run)
    kept = sigmoid(run.u[:, :, 1])[:, :, None, :, None, None]
    products = [sum(into_c[s] * kept[s + 1 : t + 1].prod(0) for s in range(t + 1)) for t in range(run.T)]
    return eps, products


def _output_gate(run):
    """Order 1 for the output gate's parameters, against what each moment adds by itself."""
    o = sigmoid(run.u[:, :, 3])
    direct = np.tanh(run.c[..., 0]) * o * (1 - o)
    return eprop(run).theta[3], np.einsum("tbn,tbn,tbp->np", run.learning_signal, direct, run.pre)


def _gru(run):
    """States and their moves, against the gates, written out."""
    left, right, z = [], [], np.zeros_like(run.z[0])
    W_r, W_k, _, W_h = run.params.W_rec
    for t in range(run.T):
        before, (u_r, u_k, u_x, u_h) = z, _drives(run, t, z)
        r, k = sigmoid(u_r), sigmoid(u_k)
        g = np.tanh(u_x + r * u_h)
        z = k * before + (1 - k) * g
        slope = 1 - g**2
        D = np.diag(k[0])
        R = (1 - k[0])[:, None] * ((slope * r)[0][:, None] * W_h + (slope * u_h * r * (1 - r))[0][:, None] * W_r
                                   + ((before - g) * k)[0][:, None] * W_k)
        by_c, by_z = _by_moving(run, t)
        left.append([*by_c, *by_z, np.diag(run.z[t, 0])])
        right.append([D, D, R, R, np.diag(z[0])])
    return left, right


EQUATIONS = (
    Equation("9.1", "an LSTM", _lstm, cells=("lstm",)),
    Equation("9.2", "the local Jacobians of an LSTM", _lstm_jacobians, cells=("lstm",)),
    Equation("9.3", "past the hidden state alone", _past_the_hidden_state, cells=("lstm",)),
    Equation("9.4", "the implicit variable as products of gates", _memory, cells=("lstm", "gru")),
    Equation("9.5", "order 1 of the output gate", _output_gate, cells=("lstm",)),
    Equation("9.6", "a GRU and its local Jacobians", _gru, cells=("gru",)),
)
