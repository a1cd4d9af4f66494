"""The linear read-out, plain or leaky."""

from dataclasses import dataclass

import numpy as np

from taxrec_lite import _check


@dataclass(frozen=True)
class Readout:
    """y^t = κ y^{t−1} + W_out z^t + b_out, with y^0 = 0.

    n_out : number of outputs
    kappa : leak κ in [0, 1); κ = 0 is a plain read-out, κ > 0 gives it an implicit recurrence of its own

    Raises TypeError or ValueError for n_out < 1 or κ outside [0, 1).
    """

    n_out: int
    kappa: float = 0.0

    def __post_init__(self):
        object.__setattr__(self, "n_out", _check.integer("n_out", self.n_out, 1))
        _check.number("kappa", self.kappa, 0, 1, below=True)

    def step(self, y_previous: np.ndarray, z: np.ndarray, W_out: np.ndarray, b_out: np.ndarray) -> np.ndarray:
        """One step: y^t of shape (B, n_out) from z^t of shape (B, n)."""
        return self.kappa * y_previous + z @ W_out.T + b_out

    def outputs(self, z: np.ndarray, W_out: np.ndarray, b_out: np.ndarray) -> np.ndarray:
        """All outputs y, (T, B, n_out), from all observable states z, (T, B, n)."""
        return self._filter(z @ W_out.T + b_out)

    def total_derivative(self, dE_dy: np.ndarray) -> np.ndarray:
        """dE/dy^t = ∂E/∂y^t + κ dE/dy^{t+1} for all times, (T, B, n_out): it looks ahead if κ > 0."""
        return self._filter(dE_dy[::-1])[::-1]

    def _filter(self, drive):
        if self.kappa == 0:
            return drive
        filtered = np.empty_like(drive)
        state = np.zeros_like(drive[0])
        for t in range(len(drive)):
            state = self.kappa * state + drive[t]
            filtered[t] = state
        return filtered
