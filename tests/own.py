"""A cell and a rule that the book does not have, as a reader would write them."""

from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np

from taxrec_lite import cells, rules
from taxrec_lite.cells.base import Cell, LocalJacobians, sigmoid
from taxrec_lite.rules import cost
from taxrec_lite.rules.eprop import eprop
from taxrec_lite.rules.traces import ImplicitTrace


@dataclass(frozen=True)
class Minimal(Cell):
    """f = σ(u_f),  c^t = f c^{t−1} + (1 − f) tanh(u_g),  z^t = c^t: one gate that forgets and writes."""

    name = "minimal"
    title = "minimal gated"
    gates = ("forget", "candidate")

    def step(self, c_previous, z_previous, u):
        f, g = sigmoid(u[..., 0, :]), np.tanh(u[..., 1, :])
        c = f * c_previous[..., 0] + (1 - f) * g
        return c[..., None], c

    def local_jacobians(self, c_previous, u, c):
        f, g = sigmoid(u[..., 0, :]), np.tanh(u[..., 1, :])
        phi = [(c_previous[..., 0] - g) * f * (1 - f), (1 - f) * (1 - g**2)]
        return LocalJacobians(D=f[..., None, None], G=np.ones(c.shape), phi=np.stack(phi, -2)[..., None])


def signs(run, strength):
    """e-prop in which only the signs of the feedback are right."""
    return eprop(run, strength * np.sign(run.params.W_out.T))


SIGNS = rules.Rule(
    "signs", "sign e-prop", signs, lambda shapes, strength: cost.eprop(shapes), exact=False, options=("strength",),
    trace=lambda network, B, strength: ImplicitTrace(network, B), follows=lambda strength: rules.Followed(crossings=1),
    idea="Send the error back by the signs of the read-out.", changes=(rules.Change("eprop", "signs for W_outᵀ"),))


@contextmanager
def registered():
    """Both are registered within."""
    cells.register(Minimal)
    rules.register(SIGNS)
    try:
        yield
    finally:
        rules.unregister("signs")
        cells.unregister("minimal")
