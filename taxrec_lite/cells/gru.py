"""The gated recurrent unit, in its reset-after form."""

from dataclasses import dataclass

import numpy as np

from taxrec_lite.cells.base import Cell, LocalJacobians, sigmoid


@dataclass(frozen=True)
class GRU(Cell):
    """r, k = σ(u_r), σ(u_k),  g = tanh(u_x + r u_h),  c^t = k c^{t−1} + (1 − k) g,  z^t = c^t.

    Cho et al. (2014), with the reset gate r applied after the recurrent weights of the candidate g, as in cuDNN and
    PyTorch. k is the update gate, which here keeps what it is near one for. The candidate is fed by two affine maps:
    u_x sees the inputs alone, u_h the recurrent activity alone, and both have a bias.
    """

    name = "gru"
    title = "GRU"
    gates = ("reset", "update", "input candidate", "recurrent candidate")

    @property
    def exists(self):
        exists = np.ones((4, 1, self.p), bool)
        exists[2, 0, : self.n] = False
        exists[3, 0, self.n : -1] = False
        return exists

    def step(self, c_previous, z_previous, u):
        r, k, g = self._gates(u)
        c = k * c_previous[..., 0] + (1 - k) * g
        return c[..., None], c

    def local_jacobians(self, c_previous, u, c):
        r, k, g = map(np.ascontiguousarray, self._gates(u))  # or every pass below goes by short rows
        by_candidate, phi = (1 - k) * (1 - g**2), np.empty(u.shape)
        phi[..., 0, :] = by_candidate * u[..., 3, :] * r * (1 - r)
        phi[..., 1, :] = (c_previous[..., 0] - g) * k * (1 - k)
        phi[..., 2, :] = by_candidate
        phi[..., 3, :] = by_candidate * r
        return LocalJacobians(D=k[..., None, None], G=np.ones(c.shape), phi=phi[..., None])

    def _gates(self, u):
        open_ = sigmoid(u[..., :2, :])
        r, k = open_[..., 0, :], open_[..., 1, :]
        return r, k, np.tanh(u[..., 2, :] + r * u[..., 3, :])
