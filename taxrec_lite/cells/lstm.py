"""Long short-term memory."""

from dataclasses import dataclass

import numpy as np

from taxrec_lite.cells.base import Cell, LocalJacobians, sigmoid


@dataclass(frozen=True)
class LSTM(Cell):
    """i, f, o = σ(u_i), σ(u_f), σ(u_o),  g = tanh(u_g),  c^t = f c^{t−1} + i g,  z^t = o tanh(c^t).

    Hochreiter & Schmidhuber (1997), with the forget gate of Gers, Schmidhuber & Cummins (2000). The output gate
    makes an explicit path past the hidden state, z_i^{t−1} → z_j^t.
    """

    name = "lstm"
    title = "LSTM"
    gates = ("input", "forget", "candidate", "output")

    def step(self, c_previous, z_previous, u):
        i, f, g, o = self._gates(u)
        c = f * c_previous[..., 0] + i * g
        return c[..., None], o * np.tanh(c)

    def local_jacobians(self, c_previous, u, c):
        i, f, g, o = map(np.ascontiguousarray, self._gates(u))  # or every pass below goes by short rows
        tanh_c = np.tanh(c[..., 0])
        phi, q = np.zeros((2, *u.shape))
        phi[..., 0, :] = g * i * (1 - i)
        phi[..., 1, :] = c_previous[..., 0] * f * (1 - f)
        phi[..., 2, :] = i * (1 - g**2)
        q[..., 3, :] = tanh_c * o * (1 - o)
        return LocalJacobians(D=f[..., None, None], G=(o * (1 - tanh_c**2))[..., None], phi=phi[..., None], q=q)

    def init(self, rng, gain):
        """As every cell, with the forget gate's bias at 1 so that it starts open."""
        theta = super().init(rng, gain)
        theta[1, :, -1] = 1.0
        return theta

    def _gates(self, u):
        open_ = sigmoid(u)
        return open_[..., 0, :], open_[..., 1, :], np.tanh(u[..., 2, :]), open_[..., 3, :]
