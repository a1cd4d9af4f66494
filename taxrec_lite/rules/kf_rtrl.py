"""Kronecker-factored real-time recurrent learning."""

import numpy as np

from taxrec_lite import _check
from taxrec_lite.parameters import Parameters
from taxrec_lite.rules.causal import accumulate
from taxrec_lite.rules.low_rank import Sensitivity, balance, length, signs
from taxrec_lite.trajectory import Run


def kf_rtrl(run: Run, rng: "np.random.Generator") -> Parameters:
    """A random gradient whose mean is the exact one, as Parameters (Mujika, Meier & Steger 2018).

    rng : the Generator of its signs

    Raises TypeError unless `run` is a Run and `rng` a Generator.
    """
    _check.instance("run", run, Run)
    return accumulate(run, KroneckerTrace(run.network, run.x.shape[1], rng))


class KroneckerTrace:
    """dz_r/dθ_{g,j,i} ≈ H_{r,(g,j)} k_i: the effect of all drives, times one presynaptic row.

    With a random sign ς = ±1 a step, s = (c, z) and ∂s/∂u the effect of the drives, (12.4):

        k^t = p₀ k^{t−1} + ς p₁ pre^t,    H^t = J^t H^{t−1}/p₀ + ς ∂s/∂u/p₁

    In the mean the mixed products vanish. p₀ and p₁ keep both factors equally long.

    row : k, (B, p)
    """

    follows_readout = True

    def __init__(self, network, B, rng):
        cell = network.cell
        self._rng, self.wiring, self._kappa = _check.instance("rng", rng, np.random.Generator), network.wiring, network.readout.kappa
        self._drives = np.eye(len(cell.gates) * cell.n).reshape(1, len(cell.gates), cell.n, -1)
        self.states = Sensitivity.zero(network, B, len(cell.gates) * cell.n)
        self.row = np.zeros((B, cell.p))
        self.trace = self.states.f

    @property
    def held(self):
        """How many numbers are carried from one time step to the next, by name."""
        return {"influence of the drives": self.states.size, "presynaptic row": self.row.size}

    def step(self, local, pre, W_rec):
        pushed = self.states.pushed(local, W_rec, self._kappa)
        entering = Sensitivity.of_drives(local, self._drives)
        sign = signs(self._rng, len(pre))
        p_0, p_1 = balance(length(self.row), pushed.norm), balance(length(pre), entering.norm)
        self.row = p_0[:, None] * self.row + (sign * p_1)[:, None] * pre
        self.states = pushed.mixed(1 / p_0, entering, sign / p_1)
        self.trace = self.states.f

    def learned(self, signal):
        by_drive = np.einsum("br,brk->bk", signal, self.trace).reshape(len(signal), *self._drives.shape[1:3], 1)
        return (by_drive * self.wiring.rows(self.row)).sum(0)
