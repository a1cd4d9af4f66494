"""One element of the influence matrix: the few terms that its recursion has, and a step of it."""

from typing import NamedTuple

import numpy as np


class Recursion(NamedTuple):
    """The terms from which A and Z of neuron r by one weight are computed. All indices start at zero, as in arrays.

    order : fed by the order below it; None in RTRL, which feeds itself
    r : the neuron whose hidden and observable state A and Z are about
    weight : (gate, neuron, column), an index into theta
    implicit : whether A has a term D A
    through_R, through_S : the neurons whose Z crosses a synapse into A, and into Z
    phi, q : whether the weight moves the hidden, and the observable state of r directly
    """

    order: int | None
    r: int
    weight: tuple[int, int, int]
    implicit: bool
    through_R: tuple[int, ...]
    through_S: tuple[int, ...]
    phi: bool
    q: bool

    @property
    def key(self):
        """What tells this recursion from all others."""
        return self.order, self.r, self.weight

    @property
    def hidden(self):
        """Whether A can differ from zero; Z always can."""
        return self.phi or bool(self.through_R)

    def across(self, k):
        """The key of the recursion whose Z comes from neuron k."""
        return None if self.order is None else self.order - 1, k, self.weight

    def step(self, local, R, S, pre, A, Z):
        """(A^t, Z^t) of this element, (B, d) and (B,), from those of all elements a step before, by key."""
        r, (gate, _, column) = self.r, self.weight
        a, z = np.zeros_like(A[self.key]), np.zeros_like(Z[self.key])
        if self.implicit:
            a += np.einsum("bde,be->bd", local.D[:, r], A[self.key])
        for k in self.through_R:
            a += R[:, r, :, k] * Z[self.across(k)][:, None]
        if self.phi:
            a += local.phi[:, gate, r] * pre[:, [column]]
        if self.hidden:
            z += (local.G[:, r] * a).sum(-1)
        for k in self.through_S:
            z += S[:, r, k] * Z[self.across(k)]
        if self.q:
            z += local.q[:, gate, r] * pre[:, column]
        return a, z
