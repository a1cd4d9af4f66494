"""The numbered equations of chapter 8: spiking networks."""

from dataclasses import replace

import numpy as np

from taxrec_lite import _check
from taxrec_lite.cells import LIF
from taxrec_lite.cells.surrogate import Surrogate
from taxrec_lite.derivation import quantities as of
from taxrec_lite.derivation.equation import Equation
from taxrec_lite.network import Network
from taxrec_lite.oracles.paths import path_sums
from taxrec_lite.rules.m_order import all_orders
from taxrec_lite.trajectory import Run, drive, presynaptic

SPIKING = ("lif", "alif")


def with_surrogate(run, surrogate):
    """The same run, spike by spike, as it is differentiated with another surrogate.

    Raises TypeError unless `run` is a Run of spiking neurons and `surrogate` a Surrogate, ValueError if the spikes are
    smooth, for then the surrogate makes them.
    """
    cell = _check.instance("run", run, Run).network.cell
    _check.instance("run.network.cell", cell, LIF)
    _check.instance("surrogate", surrogate, Surrogate)
    if cell.smooth:
        raise ValueError("run.network.cell must not be smooth: its spikes depend on the surrogate")
    network = Network(replace(cell, surrogate=surrogate), run.network.readout, run.network.connectivity)
    return replace(run, network=network)


def _filtered(decay, values):
    """Σ_{s ≤ t} decay^{t−s} values^s for all t, time first."""
    t = np.arange(len(values))
    powers = np.where(t[:, None] >= t, float(decay) ** np.maximum(t[:, None] - t, 0), 0.0)
    return np.tensordot(powers, values, 1)


def _membrane(run):
    """v as the sum of all that it received, each part decayed since; u and z are those of the run."""
    cell = run.network.cell
    return _filtered(cell.alpha, run.u[:, :, 0] - cell.threshold * run.activity[:-1])


def _lif(run):
    """The states of the run, against v as a sum and the spike that follows from it, (8.1)."""
    cell, v = run.network.cell, _membrane(run)
    z = cell.spike((v - cell.threshold) / cell.threshold)
    return np.stack([run.c[..., 0], run.z]), np.stack([v, z])


def _alif(run):
    """The same with a, the sum of all spikes before, (8.2)."""
    cell, v, a = run.network.cell, _membrane(run), _filtered(run.network.cell.rho, run.activity[:-1])
    z = cell.spike((v - cell.threshold - cell.beta * a) / cell.threshold)
    return np.stack([run.c[..., 0], run.c[..., 1], run.z]), np.stack([v, a, z])


def _psi(run):
    """∂z/∂v and ∂z/∂a by moving the states of a smooth neuron, against the surrogate at the adaptive threshold, (8.3)."""
    cell, h = run.network.cell, 1e-30
    moved = [cell.spike(cell.distance(run.c + 1j * h * np.eye(cell.d)[k])).imag / h for k in range(cell.d)]
    beta = getattr(cell, "beta", 0.0)
    threshold = cell.threshold + beta * (run.c[..., 1] if cell.d > 1 else 0.0)
    surrogate, s = cell.surrogate, (run.c[..., 0] - threshold) / cell.threshold
    psi = surrogate.height / cell.threshold * surrogate.shape(s / surrogate.width)
    return np.stack(moved), np.stack([psi, -beta * psi][: cell.d])


def _by_height(run):
    """The parts by crossings at twice the height, against powers of two times those at the height itself, (8.4)."""
    cell = replace(run.network.cell, smooth=False)
    hard = Network(cell, run.network.readout).run(run.params, run.x, run.target)
    higher = with_surrogate(hard, replace(cell.surrogate, height=2 * cell.surrogate.height))
    factors = 2.0 ** (1 + np.arange(run.T))
    return np.diff(all_orders(higher), axis=0, prepend=0.0), factors[:, None, None, None] * path_sums(hard)


def _reset(run):
    """∂v_r^t/∂z_j^{t−1} by moving what the step hears, against W less ϑ on the diagonal, (8.5)."""
    cell, h = run.network.cell, 1e-30
    moved = np.empty((run.T, cell.n, cell.n))
    for t in range(run.T):
        for j in range(cell.n):
            z = run.activity[t].astype(complex)
            z[:, j] += 1j * h
            c, _ = cell.step(run.states[t], z, drive(run.params.theta, presynaptic(z, run.x[t])))
            moved[t, :, j] = c[0, :, 0].imag / h
    R = run.params.W_rec[0] - cell.threshold * np.eye(cell.n)
    return moved, np.broadcast_to(R, moved.shape)


def _adaptation(run):
    """ε^a as the package carries it, against the sum over the times at which the membrane handed over, (8.6)."""
    cell, psi = run.network.cell, run.local.G[..., 0]
    eps = of.implicit(run)[0][:, :, 0]
    eps_v = _filtered(cell.alpha, run.pre)[:, :, None]
    total = np.zeros_like(eps[..., 1, :])
    for t in range(run.T):
        for s in range(t):
            kept = np.prod(cell.rho - cell.beta * psi[s + 1 : t], axis=0)
            total[t] += (kept * psi[s])[..., None] * eps_v[s]
    return eps[..., 1, :], total


EQUATIONS: tuple[Equation, ...] = (
    Equation("8.1", "the LIF neuron", _lif, cells=("lif",)),
    Equation("8.2", "the ALIF neuron", _alif, cells=("alif",)),
    Equation("8.3", "surrogate derivative, at the adaptive threshold", _psi, cells=SPIKING),
    Equation("8.4", "a crossing more is a factor of the height more", _by_height, cells=("lif",)),
    Equation("8.5", "the reset as a synapse onto oneself", _reset, cells=SPIKING),
    Equation("8.6", "what the adaptation keeps", _adaptation, cells=("alif",)),
)
