"""The leaky recurrent network with tanh units."""

from dataclasses import dataclass

import numpy as np

from taxrec_lite import _check
from taxrec_lite.cells.base import Cell, LocalJacobians


@dataclass(frozen=True)
class LeakyRNN(Cell):
    """c^t = leak · c^{t−1} + u^t,  z^t = tanh(c^t).

    leak : in [0, 1); 0 is the plain tanh network (Elman 1990)
    """

    leak: float = 0.9

    name = "leaky_rnn"
    title = "leaky RNN"

    def __post_init__(self):
        super().__post_init__()
        _check.number("leak", self.leak, 0, 1, below=True)

    def step(self, c_previous, z_previous, u):
        c = self.leak * c_previous + u[:, 0, :, None]
        return c, np.tanh(c[..., 0])

    def local_jacobians(self, c_previous, u, c):
        return LocalJacobians(
            D=np.broadcast_to(self.leak, (*c.shape, 1)),
            G=1 - np.tanh(c) ** 2,
            phi=np.broadcast_to(1.0, (*u.shape, 1)),
        )
