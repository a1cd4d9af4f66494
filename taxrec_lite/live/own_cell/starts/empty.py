from dataclasses import dataclass

import numpy as np
from taxrec_lite import cells


@cells.register
@dataclass(frozen=True)
class Mine(cells.Cell):
    name = "mine"
    title = "my cell"

    def step(self, c_previous, z_previous, u):
        # c_previous is (B, n, d), z_previous (B, n), u (B, gates, n)
        c = u[:, 0, :, None]  # what the neuron keeps: nothing yet
        z = c[..., 0]  # what it tells the others
        return c, z

    def local_jacobians(self, c_previous, u, c):
        return cells.LocalJacobians(
            D=np.zeros((*c.shape, 1)),  # c by c_previous
            G=np.ones(c.shape),  # z by c
            phi=np.ones((*u.shape, 1)))  # c by u
