"""Eligibility traces: what a causal rule carries forward in time.

Each has `step(local, pre, W_rec)`, which advances to time t and returns the trace Z^t, the part of dz^t/dθ that the
rule keeps: (B, gates, n, K) where it never leaves a neuron, (B, n, gates, n, K) where the parameters of one neuron
reach every other, with K = p unless the network is sparse (`Wiring`). `learned(signal, trace)` is
Σ_b Σ_r signal_r trace_r, (gates, n, K).
"""

from itertools import pairwise

import numpy as np

from taxrec_lite import _check
from taxrec_lite.rules.reach import ReachTrace


class ImplicitTrace:
    """ε^t = D^t ε^{t−1} + φ^t ⊗ pre^t,  e^t = G^t ε^t + q^t ⊗ pre^t, (6.5).

    variable : the implicit variable ε, (B, gates, n, d, K)
    trace : the implicit eligibility trace e, (B, gates, n, K)
    """

    def __init__(self, network, B):
        cell, self.wiring = network.cell, network.wiring
        gates = len(cell.gates)
        self.variable = np.zeros((B, gates, cell.n, cell.d, self.wiring.K))
        self.trace = np.zeros((B, gates, cell.n, self.wiring.K))
        self.pairs = np.arange(cell.n), np.arange(cell.n)

    @property
    def whole(self):
        """What crosses synapses, as `RecurrenceTrace` takes it."""
        return self.trace

    @property
    def by_pair(self):
        """What crosses synapses, as `ReachTrace` takes it: a neuron reaches itself, (B, n, gates, K)."""
        return self.trace.swapaxes(1, 2)

    @property
    def held(self):
        """How many numbers are carried from one time step to the next, by name."""
        return {"implicit variable": self.variable.size, "implicit eligibility trace": self.trace.size}

    def step(self, local, pre, W_rec):
        rows = self.wiring.rows(pre)
        self.variable = local.D[:, None] @ self.variable + local.phi[..., None] * rows[..., None, :]
        self.trace = (local.G[:, None, :, None, :] @ self.variable)[..., 0, :]
        if local.q is not None:
            self.trace += local.q[..., None] * rows
        return self.trace

    def learned(self, signal, trace):
        return np.einsum("bn,bgnp->gnp", signal, trace)


class RecurrenceTrace:
    """A^t = D^t A^{t−1} + R^t Z^{t−1} + [φ^t ⊗ pre^t],  Z^t = G^t A^t + S^t Z^{t−1} + [q^t ⊗ pre^t].

    Equation (6.6) with Z_m in the place of Z_{m−1}.

    variable : the recurrence variable A = dc/dθ (the influence matrix), (B, n, d, gates, n, K)
    trace : the recurrence eligibility trace Z = dz/dθ, (B, n, gates, n, K)
    """

    def __init__(self, network, B):
        cell, self.wiring = network.cell, network.wiring
        influence = (len(cell.gates), cell.n, self.wiring.K)
        self.variable = np.zeros((B, cell.n, cell.d, *influence))
        self.trace = np.zeros((B, cell.n, *influence))

    @property
    def whole(self):
        """What crosses synapses."""
        return self.trace

    @property
    def held(self):
        """How many numbers are carried from one time step to the next, by name."""
        return {"recurrence variable": self.variable.size, "recurrence eligibility trace": self.trace.size}

    def step(self, local, pre, W_rec):
        return self.step_fed_by(self.trace, local, pre, W_rec)

    def step_fed_by(self, Z_previous, local, pre, W_rec):
        """One step, in place, in which `Z_previous`, a trace of either shape, is what crosses the synapses."""
        B, n, d, *_ = self.variable.shape
        rows, R = self.wiring.rows(pre), local.R(W_rec).reshape(B, n * d, n)
        arrived = _cross(R, Z_previous).reshape(B, n, d, -1)
        past = None if local.q is None else _cross(local.S(W_rec), Z_previous)
        A, Z = self.variable.reshape(B, n, d, -1), self.trace.reshape(B, n, -1)
        _apply(local.D, A, out=A)
        A += arrived
        np.einsum("bjdgjp->bjdgp", self.variable)[...] += (local.phi[..., None] * rows[..., None, :]).transpose(0, 2, 3, 1, 4)
        _apply(local.G[..., None, :], A, out=Z[:, :, None])
        if local.q is not None:
            self.trace += past
            np.einsum("bjgjp->bjgp", self.trace)[...] += (local.q[..., None] * rows).swapaxes(1, 2)
        return self.trace

    def learned(self, signal, trace):
        return np.tensordot(signal, trace, axes=2)


class OrderTrace:
    """Everything that crosses fewer than m synapses: order 1 is the implicit trace, order k is fed by order k − 1.

    A_m^t = D^t A_m^{t−1} + R^t Z_{m−1}^{t−1} + [φ^t ⊗ pre^t], and likewise for Z, (6.6). RTRL is the order that feeds
    itself. In a sparse network an order holds only what its paths reach.
    """

    def __init__(self, network, B, m):
        m = _check.integer("m", m, 1)
        self.orders = [ImplicitTrace(network, B)]
        for crossings in range(1, m):
            self.orders.append(RecurrenceTrace(network, B) if network.wiring.complete(crossings) else
                               ReachTrace(network, B, crossings, self.orders[-1]))

    @property
    def variable(self):
        """The variable of the highest order."""
        return self.orders[-1].variable

    @property
    def trace(self):
        """The trace of the highest order."""
        return self.orders[-1].trace

    @property
    def held(self):
        """How many numbers are carried from one time step to the next, by name and order."""
        sizes = {}
        for k, order in enumerate(self.orders, 1):
            sizes |= {f"order {k} variable": order.variable.size, f"order {k} eligibility trace": order.trace.size}
        return sizes

    def step(self, local, pre, W_rec):
        # From the highest down, since a step overwrites the trace that the next order up is fed by
        for below, order in reversed(list(pairwise(self.orders))):
            order.step_fed_by(below.by_pair if isinstance(order, ReachTrace) else below.whole, local, pre, W_rec)
        self.orders[0].step(local, pre, W_rec)
        return self.trace

    def learned(self, signal, trace):
        return self.orders[-1].learned(signal, trace)


def _apply(local, variable, out):
    """A neuron's own Jacobians (B, n, k, d) times its variable (B, n, d, ·), which one hidden number makes a mere product."""
    if local.shape[-2:] == (1, 1):
        np.multiply(local, variable, out=out)
    else:
        out[...] = local @ variable


def _cross(synapses, trace):
    """The part of a trace that each row of `synapses`, (B, rows, n), lets through, (B, rows, gates, n, p)."""
    if trace.ndim == 4:
        return np.einsum("brj,bgjp->brgjp", synapses, trace)
    B, n, *influence = trace.shape
    return (synapses @ trace.reshape(B, n, -1)).reshape(B, -1, *influence)


def influence_trace(network, B):
    """The trace of RTRL: of all pairs of neurons, or, where some never reach others, of those that do."""
    crossings = network.cell.n - 1
    return RecurrenceTrace(network, B) if network.wiring.complete(crossings) else ReachTrace(network, B, crossings)
