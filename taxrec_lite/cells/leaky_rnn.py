"""The leaky recurrent network."""

from dataclasses import dataclass

import numpy as np

from taxrec_lite import _check
from taxrec_lite.cells.base import Cell, LocalJacobians

# What each activation does to the hidden state, and its derivative; relu's is 0 at 0
ACTIVATIONS = {
    "tanh": (np.tanh, lambda c: 1 - np.tanh(c) ** 2),
    "identity": (np.positive, np.ones_like),
    "relu": (lambda c: np.where(c.real > 0, c, 0), lambda c: np.where(c > 0, 1.0, 0.0)),
}


@dataclass(frozen=True)
class LeakyRNN(Cell):
    """c^t = leak · c^{t−1} + u^t,  z^t = activation(c^t).

    leak : in [0, 1); 0 is, with tanh, the plain recurrent network (Elman 1990)
    activation : "tanh", "identity" or "relu"
    """

    leak: float = 0.9
    activation: str = "tanh"

    name = "leaky_rnn"
    title = "leaky RNN"

    def __post_init__(self):
        super().__post_init__()
        _check.number("leak", self.leak, 0, 1, below=True)
        _check.choice("activation", self.activation, ACTIVATIONS)

    def step(self, c_previous, z_previous, u):
        activation, _ = ACTIVATIONS[self.activation]
        c = self.leak * c_previous + u[:, 0, :, None]
        return c, activation(c[..., 0])

    def local_jacobians(self, c_previous, u, c):
        _, derivative = ACTIVATIONS[self.activation]
        return LocalJacobians(
            D=np.full((*c.shape, 1), self.leak),
            G=derivative(c),
            phi=np.ones((*u.shape, 1)),
        )
