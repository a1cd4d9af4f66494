"""Eligibility traces: what a causal rule carries forward in time.

Each has `step(local, pre, W_rec)`, which advances to time t and returns the trace Z^t, the part of dz^t/dθ that the
rule keeps: (B, gates, n, p) where it never leaves a neuron, (B, n, gates, n, p) where the parameters of one neuron
reach every other.
"""

import numpy as np


class Trace:
    """A variable that follows the hidden states and a trace that follows the observable ones."""

    @property
    def floats_held(self):
        """How many numbers are carried from one time step to the next."""
        return self.variable.size + self.trace.size


class ImplicitTrace(Trace):
    """ε^t = D^t ε^{t−1} + φ^t ⊗ pre^t,  e^t = G^t ε^t + q^t ⊗ pre^t, (6.5).

    variable : the implicit variable ε, (B, gates, n, d, p)
    trace : the implicit eligibility trace e, (B, gates, n, p)
    """

    def __init__(self, cell, B):
        gates = len(cell.gates)
        self.variable = np.zeros((B, gates, cell.n, cell.d, cell.p))
        self.trace = np.zeros((B, gates, cell.n, cell.p))

    def step(self, local, pre, W_rec):
        row = pre[:, None, None, :]
        self.variable = local.D[:, None] @ self.variable + local.phi[..., None] * row[..., None, :]
        self.trace = (local.G[:, None, :, None, :] @ self.variable)[..., 0, :]
        if local.q is not None:
            self.trace += local.q[..., None] * row
        return self.trace


class RecurrenceTrace(Trace):
    """A^t = D^t A^{t−1} + R^t Z^{t−1} + [φ^t ⊗ pre^t],  Z^t = G^t A^t + S^t Z^{t−1} + [q^t ⊗ pre^t].

    Equation (6.6) with Z_m in the place of Z_{m−1}.

    variable : the recurrence variable A = dc/dθ (the influence matrix), (B, n, d, gates, n, p)
    trace : the recurrence eligibility trace Z = dz/dθ, (B, n, gates, n, p)
    """

    def __init__(self, cell, B):
        influence = (len(cell.gates), cell.n, cell.p)
        self.variable = np.zeros((B, cell.n, cell.d, *influence))
        self.trace = np.zeros((B, cell.n, *influence))

    def step(self, local, pre, W_rec):
        return self.step_fed_by(self.trace, local, pre, W_rec)

    def step_fed_by(self, Z_previous, local, pre, W_rec):
        """One step in which `Z_previous`, a trace of either shape, is what crosses the synapses."""
        B, n, d, gates, _, p = self.variable.shape
        R = local.R(W_rec).reshape(B, n * d, n)
        A = (local.D @ self.variable.reshape(B, n, d, -1)).reshape(self.variable.shape)
        A += _cross(R, Z_previous).reshape(self.variable.shape)
        np.einsum("bjdgjp->bjdgp", A)[...] += np.einsum("bgjd,bp->bjdgp", local.phi, pre)
        Z = (local.G[..., None, :] @ A.reshape(B, n, d, -1)).reshape(self.trace.shape)
        if local.q is not None:
            Z += _cross(local.S(W_rec), Z_previous)
            np.einsum("bjgjp->bjgp", Z)[...] += np.einsum("bgj,bp->bjgp", local.q, pre)
        self.variable, self.trace = A, Z
        return Z


class OrderTrace:
    """Everything that crosses fewer than m synapses: order 1 is the implicit trace, order k is fed by order k − 1.

    A_m^t = D^t A_m^{t−1} + R^t Z_{m−1}^{t−1} + [φ^t ⊗ pre^t], and likewise for Z, (6.6). RTRL is the order that feeds
    itself.
    """

    def __init__(self, cell, B, m):
        self.orders = [ImplicitTrace(cell, B), *(RecurrenceTrace(cell, B) for _ in range(m - 1))]

    @property
    def variable(self):
        """The variable of the highest order."""
        return self.orders[-1].variable

    @property
    def trace(self):
        """The trace of the highest order."""
        return self.orders[-1].trace

    @property
    def floats_held(self):
        """How many numbers are carried from one time step to the next, over all orders."""
        return sum(order.floats_held for order in self.orders)

    def step(self, local, pre, W_rec):
        previous = [order.trace for order in self.orders]
        trace = self.orders[0].step(local, pre, W_rec)
        for order, below in zip(self.orders[1:], previous):
            trace = order.step_fed_by(below, local, pre, W_rec)
        return trace


def _cross(synapses, trace):
    """The part of a trace that each row of `synapses`, (B, rows, n), lets through, (B, rows, gates, n, p)."""
    if trace.ndim == 4:
        return np.einsum("brj,bgjp->brgjp", synapses, trace)
    B, n, *influence = trace.shape
    return (synapses @ trace.reshape(B, n, -1)).reshape(B, -1, *influence)
