"""The leaky integrate-and-fire neuron with an adaptive threshold."""

from dataclasses import dataclass

import numpy as np

from taxrec_lite import _check
from taxrec_lite.cells.base import LocalJacobians
from taxrec_lite.cells.lif import LIF


@dataclass(frozen=True)
class ALIF(LIF):
    """v^t = α v^{t−1} + u^t − ϑ z^{t−1},  a^t = ρ a^{t−1} + z^{t−1},  z^t = H((v^t − ϑ − β a^t)/ϑ).

    The hidden state is (v, a). A neuron's own spike raises its own threshold without leaving the neuron, so
    that path counts as implicit recurrence (Bellec et al. 2020).

    rho : decay of the adaptation per time step, in [0, 1)
    beta : how much one unit of adaptation raises the threshold, at least 0
    """

    rho: float = 0.98
    beta: float = 0.3

    name = "alif"
    title = "ALIF"
    d = 2

    def __post_init__(self):
        super().__post_init__()
        _check.number("rho", self.rho, 0, 1, below=True)
        _check.number("beta", self.beta, 0)

    def step(self, c_previous, z_previous, u):
        v = self.alpha * c_previous[..., 0] + u[:, 0] - self.threshold * z_previous
        c = np.empty((*v.shape, 2), v.dtype)
        c[..., 0], c[..., 1] = v, self.rho * c_previous[..., 1] + z_previous
        return c, self.spike(self.distance(c))

    def local_jacobians(self, c_previous, u, c):
        psi_previous, psi = self.psi(c_previous), self.psi(c)
        D = np.zeros((*c.shape, 2))
        D[..., 0, 0] = self.alpha
        D[..., 1, 0] = psi_previous
        D[..., 1, 1] = self.rho - self.beta * psi_previous
        return LocalJacobians(
            D=D,
            G=np.stack([psi, -self.beta * psi], -1),
            phi=np.broadcast_to(np.array([1.0, 0.0]), (*u.shape, 2)),
            reset=self.reset_jacobian(c, [-self.threshold, 0.0]),
        )

    def distance(self, c):
        return (c[..., 0] - self.threshold - self.beta * c[..., 1]) / self.threshold
