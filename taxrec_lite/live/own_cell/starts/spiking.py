from dataclasses import dataclass, replace

import numpy as np
from taxrec_lite import cells


@cells.register
@dataclass(frozen=True)
class Mine(cells.Cell):
    decay: float = 0.9
    surrogate: cells.Surrogate = cells.Triangular(height=0.7)
    smooth: bool = False

    name = "mine"
    title = "my spiking cell"

    def step(self, c_previous, z_previous, u):
        c = self.decay * c_previous + (u[:, 0] - z_previous)[..., None]
        above = c[..., 0] - 1
        if self.smooth:
            return c, self.surrogate.smooth_spike(above)
        return c, np.where(above > 0, 1.0, 0.0)

    def local_jacobians(self, c_previous, u, c):
        return cells.LocalJacobians(
            D=np.full((*c.shape, 1), self.decay),
            G=self.surrogate.derivative(c - 1),
            phi=np.ones((*u.shape, 1)),
            reset=np.full(c.shape, -1.0))

    def differentiable(self):
        return replace(self, smooth=True)
