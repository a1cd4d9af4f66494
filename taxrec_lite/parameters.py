"""The parameters of a network, and any gradient with respect to them."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, eq=False)
class Parameters:
    """Parameters of a cell and its read-out; a gradient has the same type.

    theta : (gates, n, p), p = n + n_in + 1, columns in the order recurrent, input, bias.
        Row `theta[g, j]` feeds gate g of neuron j and no other neuron.
    W_out : (n_out, n)
    b_out : (n_out,)
    """

    theta: np.ndarray
    W_out: np.ndarray
    b_out: np.ndarray

    @property
    def W_rec(self) -> np.ndarray:
        """Recurrent weights, a view of shape (gates, n, n); `W_rec[g, r, j]` leads from neuron j to r."""
        return self.theta[:, :, : self.theta.shape[1]]

    @property
    def W_in(self) -> np.ndarray:
        """Input weights, a view of shape (gates, n, n_in)."""
        return self.theta[:, :, self.theta.shape[1] : -1]

    @property
    def b(self) -> np.ndarray:
        """Biases, a view of shape (gates, n)."""
        return self.theta[:, :, -1]

    def __add__(self, other):
        if not isinstance(other, Parameters):
            return NotImplemented
        if self.theta.shape != other.theta.shape or self.W_out.shape != other.W_out.shape:
            raise ValueError(f"Parameters added to others must have the same shapes, theta {self.theta.shape} and "
                             f"W_out {self.W_out.shape}, not {other.theta.shape} and {other.W_out.shape}")
        return Parameters(self.theta + other.theta, self.W_out + other.W_out, self.b_out + other.b_out)
