"""A run: one trajectory of a network, with everything that a learning rule may ask of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from taxrec_lite import losses
from taxrec_lite.cells import Cell, LocalJacobians
from taxrec_lite.parameters import Parameters


def presynaptic(z_previous: np.ndarray, x: np.ndarray) -> np.ndarray:
    """[z^{t−1}, x^t, 1] along the last axis, (..., p)."""
    return np.concatenate([z_previous, with_one(x)], -1)


def with_one(x: np.ndarray) -> np.ndarray:
    """[x^t, 1] along the last axis, (..., n_in + 1)."""
    return np.concatenate([x, np.ones_like(x[..., :1])], -1)


def drive(theta: np.ndarray, pre: np.ndarray) -> np.ndarray:
    """u_g = θ_g · pre for every gate, (..., gates, n), from pre (..., p)."""
    gates, n, p = theta.shape
    return (pre @ theta.reshape(gates * n, p).T).reshape(*pre.shape[:-1], gates, n)


def forward(cell: Cell, theta: np.ndarray, x: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """States over time from zero initial states: c (T+1, B, n, d), z (T+1, B, n), u (T, B, gates, n).

    Any dtype: complex parameters give complex-step derivatives.
    """
    T, B, _ = x.shape
    gates, n, _ = theta.shape
    dtype = np.result_type(theta, x)
    c = np.zeros((T + 1, B, n, cell.d), dtype)
    z = np.zeros((T + 1, B, n), dtype)
    # What does not wait for the state before is found for all times at once
    u = drive(theta[..., n:], with_one(x).astype(dtype, copy=False))
    recurrent, W = u.reshape(T, B, gates * n), np.ascontiguousarray(theta[..., :n].reshape(gates * n, n).T)
    for c_before, z_before, u_now, fed, c_now, z_now in zip(c, z, u, recurrent, c[1:], z[1:]):
        fed += z_before.dot(W)
        c_now[...], z_now[...] = cell.step(c_before, z_before, u_now)
    return c, z, u


def total_loss(network, params, x, target, loss, mask):
    """E = Σ_t Σ_b mask E^t as a scalar; any dtype of parameters."""
    _, z, _ = forward(network.cell, params.theta, x)
    y = network.readout.outputs(z[1:], params.W_out, params.b_out)
    return (mask * losses.get(loss).value(y, target)).sum()


@dataclass(frozen=True, eq=False)
class Run:
    """What `Network.run` returns. T time steps, batch B; time comes first, then batch.

    network, params, x (T, B, n_in), target (T, B, n_out), loss_name, mask (T, B) : what was run
    states : c^0 … c^T, (T+1, B, n, d)
    activity : z^0 … z^T, (T+1, B, n)
    u : the gates' drives u^1 … u^T, (T, B, gates, n)
    """

    network: Any
    params: Parameters
    x: np.ndarray
    target: np.ndarray
    loss_name: str
    mask: np.ndarray
    states: np.ndarray
    activity: np.ndarray
    u: np.ndarray

    @property
    def T(self) -> int:
        """Number of time steps."""
        return len(self.x)

    @property
    def c(self) -> np.ndarray:
        """Hidden states c^1 … c^T, (T, B, n, d)."""
        return self.states[1:]

    @property
    def z(self) -> np.ndarray:
        """Observable states z^1 … z^T, (T, B, n)."""
        return self.activity[1:]

    @cached_property
    def pre(self) -> np.ndarray:
        """Presynaptic rows [z^{t−1}, x^t, 1], (T, B, p)."""
        return presynaptic(self.activity[:-1], self.x)

    @cached_property
    def local(self) -> LocalJacobians:
        """The cell's local Jacobians at all times, leading axes (T, B)."""
        return self.local_between(0, self.T)

    def local_backwards(self) -> Iterator[tuple[range, LocalJacobians]]:
        """Which steps, from the last to the first in blocks that fit a cache, and their local Jacobians, in order of time."""
        length = max(1, 2**16 // self.u[0].size)
        for start in reversed(range(0, self.T, length)):
            stop = min(start + length, self.T)
            yield range(start, stop), self.local_between(start, stop)

    def local_between(self, start: int, stop: int) -> LocalJacobians:
        """The local Jacobians of the steps start + 1 … stop."""
        if "local" in vars(self):
            return self.local[start:stop]
        return self.network.cell.local_jacobians(self.states[:-1][start:stop], self.u[start:stop], self.c[start:stop])

    @cached_property
    def y(self) -> np.ndarray:
        """Outputs, (T, B, n_out)."""
        return self.network.readout.outputs(self.z, self.params.W_out, self.params.b_out)

    @cached_property
    def loss(self) -> float:
        """E, the loss summed over time, batch and outputs."""
        return float((self.mask * losses.get(self.loss_name).value(self.y, self.target)).sum())

    @cached_property
    def dE_dy(self) -> np.ndarray:
        """∂E/∂y^t, the error of each output at its own time, (T, B, n_out)."""
        return self.mask[..., None] * losses.get(self.loss_name).derivative(self.y, self.target)

    @cached_property
    def total_dE_dy(self) -> np.ndarray:
        """dE/dy^t, (T, B, n_out): equal to ∂E/∂y^t unless the read-out is leaky."""
        return self.network.readout.total_derivative(self.dE_dy)

    @cached_property
    def learning_signal(self) -> np.ndarray:
        """L_j^t = ∂E/∂z_j^t, the effect of z on the loss through the read-out alone, (T, B, n)."""
        return self.total_dE_dy @ self.params.W_out
