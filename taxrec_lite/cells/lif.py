"""The leaky integrate-and-fire neuron."""

from dataclasses import dataclass, replace

import numpy as np

from taxrec_lite import _check
from taxrec_lite.cells.base import Cell, LocalJacobians
from taxrec_lite.cells.surrogate import Surrogate, Triangular


@dataclass(frozen=True)
class LIF(Cell):
    """v^t = α v^{t−1} + u^t − ϑ z^{t−1},  z^t = H((v^t − ϑ)/ϑ).

    alpha : membrane decay per time step, in [0, 1)
    threshold : ϑ > 0, also what a spike subtracts from the membrane
    surrogate : stands in for the derivative of the step function H
    reset : "explicit", the reset is a self-recurrence and its derivative is kept; or "detached", it is dropped
    smooth : replace H by the smooth spike whose true derivative is the surrogate

    Time is counted in steps of whatever length; `decay` gives α from a time constant in ms. Voltage has the units of ϑ.
    """

    alpha: float = 0.9
    threshold: float = 1.0
    surrogate: Surrogate = Triangular()
    reset: str = "explicit"
    smooth: bool = False

    name = "lif"
    title = "LIF"

    def __post_init__(self):
        super().__post_init__()
        _check.number("alpha", self.alpha, 0, 1, below=True)
        _check.number("threshold", self.threshold, 0, above=True)
        _check.instance("surrogate", self.surrogate, Surrogate)
        _check.choice("reset", self.reset, ("explicit", "detached"))
        _check.instance("smooth", self.smooth, bool)

    def step(self, c_previous, z_previous, u):
        c = self.alpha * c_previous + (u[:, 0] - self.threshold * z_previous)[..., None]
        return c, self.spike(self.distance(c))

    def local_jacobians(self, c_previous, u, c):
        return LocalJacobians(
            D=np.full((*c.shape, 1), self.alpha),
            G=self.psi(c)[..., None],
            phi=np.ones((*u.shape, 1)),
            reset=self.reset_jacobian(c, [-self.threshold]),
        )

    def differentiable(self):
        return replace(self, smooth=True)

    def distance(self, c: np.ndarray) -> np.ndarray:
        """How far the membrane is above the threshold, in units of ϑ."""
        return (c[..., 0] - self.threshold) / self.threshold

    def spike(self, s: np.ndarray) -> np.ndarray:
        """z from the distance to threshold."""
        return self.surrogate.smooth_spike(s) if self.smooth else np.where(s > 0, 1.0, 0.0)

    def psi(self, c: np.ndarray) -> np.ndarray:
        """Surrogate derivative ψ = ∂z/∂v."""
        return self.surrogate.derivative(self.distance(c)) / self.threshold

    def reset_jacobian(self, c: np.ndarray, row: list) -> np.ndarray | None:
        """∂c_j^t/∂z_j^{t−1} at fixed u, (..., n, d); None if the reset is detached."""
        return None if self.reset == "detached" else np.broadcast_to(np.array(row), c.shape)


def decay(tau: float, dt: float = 1.0) -> float:
    """The decay per time step, exp(−dt/τ), of what falls with time constant `tau`; both above zero, in the same unit."""
    return float(np.exp(-_check.number("dt", dt, 0, above=True) / _check.number("tau", tau, 0, above=True)))
