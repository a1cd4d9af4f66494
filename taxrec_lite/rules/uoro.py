"""Unbiased online recurrent optimization."""

import numpy as np

from taxrec_lite import _check
from taxrec_lite.parameters import Parameters
from taxrec_lite.rules.causal import accumulate
from taxrec_lite.rules.low_rank import Sensitivity, balance, length, signs
from taxrec_lite.trajectory import Run


def uoro(run: Run, rng: "np.random.Generator") -> Parameters:
    """A random gradient whose mean is the exact one, as Parameters (Tallec & Ollivier 2018).

    rng : the Generator of its signs

    Raises TypeError unless `run` is a Run and `rng` a Generator.
    """
    _check.instance("run", run, Run)
    return accumulate(run, UoroTrace(run.network, run.x.shape[1], rng))


class UoroTrace:
    """dc/dθ ≈ c̃ ⊗ θ̃ and dz/dθ ≈ z̃ ⊗ θ̃: one direction for the states and one for the parameters.

    With ν = ±1 for every drive, s = (c, z) and ∂s/∂u the effect of the drives, (12.3):

        s̃^t = ρ₀ J^t s̃^{t−1} + ρ₁ ∂s/∂u ν,    θ̃^t = θ̃^{t−1}/ρ₀ + ν ⊗ pre^t/ρ₁

    In the mean the mixed products vanish, and what is left is the recursion of RTRL. ρ₀ and ρ₁ keep both factors equally long.

    theta : θ̃, (B, gates, n, K)
    """

    follows_readout = True

    def __init__(self, network, B, rng):
        self._rng, self.wiring, self._kappa = _check.instance("rng", rng, np.random.Generator), network.wiring, network.readout.kappa
        self.states = Sensitivity.zero(network, B, 1)
        self.theta = np.zeros((B, len(network.cell.gates), network.cell.n, self.wiring.K))
        self.trace = self.states.f[..., 0]

    @property
    def held(self):
        """How many numbers are carried from one time step to the next, by name."""
        return {"direction of the states": self.states.size, "direction of the parameters": self.theta.size}

    def step(self, local, pre, W_rec):
        pushed = self.states.pushed(local, W_rec, self._kappa)
        nu = signs(self._rng, self.theta.shape[:3])
        entering, direct = Sensitivity.of_drives(local, nu[..., None]), nu[..., None] * self.wiring.rows(pre)
        rho_0, rho_1 = balance(pushed.norm, length(self.theta)), balance(entering.norm, length(direct))
        self.states = pushed.mixed(rho_0, entering, rho_1)
        self.theta = self.theta * _each(1 / rho_0) + direct * _each(1 / rho_1)
        self.trace = self.states.f[..., 0]

    def learned(self, signal):
        return np.einsum("b,bgnp->gnp", (signal * self.trace).sum(1), self.theta)


def _each(rho):
    return rho[:, None, None, None]
