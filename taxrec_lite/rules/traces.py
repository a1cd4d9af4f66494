"""Eligibility traces: what a causal rule carries forward in time.

Each has `step(local, pre, W_rec)`, which advances to time t, and `trace`, which then is Z^t, the part of dz^t/dθ that
the rule keeps: (B, gates, n, K) where it never leaves a neuron, (B, n, gates, n, K) where the parameters of one neuron
reach every other, with K = p unless the network is sparse (`Wiring`). `learned(signal, trace)` is
Σ_b Σ_r signal_r trace_r, (gates, n, K), for its own trace if none is given. What holds an influence matrix does so in
`dtype`; what is small beside it comes as it is, and is brought to that where they meet.
"""

from itertools import pairwise

import numpy as np

from taxrec_lite import _check
from taxrec_lite.rules.reach import ReachTrace


class ImplicitTrace:
    """ε^t = D^t ε^{t−1} + φ^t ⊗ pre^t,  e^t = G^t ε^t + q^t ⊗ pre^t, (6.5).

    variable : the implicit variable ε, (B, gates, n, d, K)
    trace : the implicit eligibility trace e, (B, gates, n, K)
    room : to work in, as large as the variable: memory that is new at each step takes as long as the arithmetic
    """

    def __init__(self, network, B):
        cell, self.wiring = network.cell, network.wiring
        gates = len(cell.gates)
        self.variable = np.zeros((B, gates, cell.n, cell.d, self.wiring.K))
        self.trace = np.zeros((B, gates, cell.n, self.wiring.K))
        self.room = np.empty_like(self.variable)
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
    def hidden(self):
        """What crosses synapses, as `MergedTrace` takes it."""
        return self.variable[..., 0, :]

    @property
    def held(self):
        """How many numbers are carried from one time step to the next, by name."""
        return {"implicit variable": self.variable.size, "implicit eligibility trace": self.trace.size}

    def step(self, local, pre, W_rec):
        rows = self.wiring.rows(pre)
        _apply(local.D[:, None], self.variable, out=self.room)
        np.einsum("bgnp,bgnd->bgndp", rows, local.phi, out=self.variable)  # which takes half as long as `multiply`
        self.variable += self.room
        _apply(local.G[:, None, :, None, :], self.variable, out=self.trace[..., None, :])
        if local.q is not None:
            self.trace += local.q[..., None] * rows

    def learned(self, signal, trace=None):
        return np.einsum("bn,bgnp->gnp", signal, self.trace if trace is None else trace)


class RecurrenceTrace:
    """A^t = D^t A^{t−1} + R^t Z^{t−1} + [φ^t ⊗ pre^t],  Z^t = G^t A^t + S^t Z^{t−1} + [q^t ⊗ pre^t].

    Equation (6.6) with Z_m in the place of Z_{m−1}.

    variable : the recurrence variable A = dc/dθ (the influence matrix), (B, n, d, gates, n, K)
    trace : the recurrence eligibility trace Z = dz/dθ, (B, n, gates, n, K)
    room : to work in, as large as the variable
    """

    def __init__(self, network, B, dtype=float):
        cell, self.wiring = network.cell, network.wiring
        influence = (len(cell.gates), cell.n, self.wiring.K)
        self.variable = np.zeros((B, cell.n, cell.d, *influence), dtype)
        self.trace = np.zeros((B, cell.n, *influence), dtype)
        self.room = np.empty((B, cell.n, cell.d, self.trace[0, 0].size), dtype)

    @property
    def whole(self):
        """What crosses synapses."""
        return self.trace

    @property
    def held(self):
        """How many numbers are carried from one time step to the next, by name."""
        return {"recurrence variable": self.variable.size, "recurrence eligibility trace": self.trace.size}

    def step(self, local, pre, W_rec):
        self.step_fed_by(self, local, pre, W_rec)

    def step_fed_by(self, below, local, pre, W_rec):
        """One step, in place, in which the trace of the order below is what crosses the synapses."""
        B, n, d, *_ = self.variable.shape
        rows, room = self.wiring.rows(pre), self.room
        A, Z = self.variable.reshape(room.shape), self.trace.reshape(B, n, -1)
        _apply(local.D, A, out=room)
        _cross(local.R(W_rec).reshape(B, n * d, n), below.whole, out=A.reshape(B, n * d, -1))
        A += room
        np.einsum("bjdgjp->bjdgp", self.variable)[...] += (local.phi[..., None] * rows[..., None, :]).transpose(0, 2, 3, 1, 4)
        past = None if local.q is None else _cross(local.S(W_rec), below.whole, out=room[:, :, 0])
        _apply(local.G[..., None, :], A, out=Z[:, :, None])
        if local.q is not None:
            Z += past
            np.einsum("bjgjp->bjgp", self.trace)[...] += (local.q[..., None] * rows).swapaxes(1, 2)

    def learned(self, signal, trace=None):
        return _heard(signal, self.trace if trace is None else trace)


class MergedTrace:
    """A^t = D^t A^{t−1} + R^t G^{t−1} A^{t−1} + [φ^t ⊗ pre^t]: where z sees what came before through one hidden number, (7.3).

    What a synapse carries is then Z = G A, and Z need not be held. Fed by itself, one product makes both recurrences.

    variable : the recurrence variable A = dc/dθ, (B, n, 1, gates, n, K)
    room : to work in, as large as the variable
    """

    def __init__(self, network, B, dtype=float):
        cell, self.wiring = network.cell, network.wiring
        self.variable = np.zeros((B, cell.n, 1, len(cell.gates), cell.n, self.wiring.K), dtype)
        self.room, self._G = np.empty_like(self.variable), np.zeros((B, cell.n))
        # Rows that fit a cache, so that they are fetched once
        length = max(1, 2**16 // self.variable[:, 0].size)
        self._blocks = [slice(start, start + length) for start in range(0, cell.n, length)]

    @property
    def trace(self):
        """The recurrence eligibility trace Z = dz/dθ, (B, n, gates, n, K), made anew."""
        return self._G[..., None, None, None].astype(self.variable.dtype, copy=False) * self.hidden

    @property
    def hidden(self):
        """What crosses synapses, (B, n, gates, n, K)."""
        return self.variable[:, :, 0]

    @property
    def held(self):
        """How many numbers are carried from one time step to the next, by name."""
        return {"recurrence variable": self.variable.size, "∂z/∂c": self._G.size}

    def step(self, local, pre, W_rec):
        J = self._synapses(local, W_rec)
        np.einsum("bjj->bj", J)[...] += local.D[..., 0, 0]
        _cross(J, self.hidden, out=_flat(self.room))
        self.variable, self.room = self.room, self.variable
        self._enter(local, pre)

    def step_fed_by(self, below, local, pre, W_rec):
        """One step, in place, in which the hidden numbers of the order below are what crosses the synapses."""
        J, room = self._synapses(local, W_rec), _flat(self.room)
        inside = isinstance(below, ImplicitTrace)
        arrived = None if inside else _cross(J, below.hidden, out=room)
        for rows in self._blocks:
            A = _flat(self.variable)[:, rows]
            A *= local.D[:, rows, 0]
            A += _cross(J[:, rows], below.hidden, out=room[:, : A.shape[1]]) if inside else arrived[:, rows]
        self._enter(local, pre)

    def learned(self, signal, trace=None):
        if trace is None:
            signal, trace = signal * self._G, self.hidden
        return _heard(signal, trace)

    def _synapses(self, local, W_rec):
        """R^t G^{t−1}: what a neuron's hidden number does to those of all others, (B, n, n)."""
        return local.R(W_rec)[:, :, 0] * self._G[:, None]

    def _enter(self, local, pre):
        np.einsum("bjgjp->bjgp", self.hidden)[...] += (local.phi * self.wiring.rows(pre)).swapaxes(1, 2)
        self._G = local.G[..., 0]


class OrderTrace:
    """Everything that crosses fewer than m synapses: order 1 is the implicit trace, order k is fed by order k − 1.

    A_m^t = D^t A_m^{t−1} + R^t Z_{m−1}^{t−1} + [φ^t ⊗ pre^t], and likewise for Z, (6.6). RTRL is the order that feeds
    itself. In a sparse network an order holds only what its paths reach.
    """

    def __init__(self, network, B, m):
        m = _check.integer("m", m, 1)
        self.orders = [ImplicitTrace(network, B)]
        for crossings in range(1, m):
            self.orders.append(_order(network, B, crossings, self.orders[-1]))

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
        return {f"order {k} {what}": size for k, order in enumerate(self.orders, 1) for what, size in order.held.items()}

    def step(self, local, pre, W_rec):
        # From the highest down, since a step overwrites what the next order up is fed by
        for below, order in reversed(list(pairwise(self.orders))):
            order.step_fed_by(below, local, pre, W_rec)
        self.orders[0].step(local, pre, W_rec)

    def learned(self, signal, trace=None):
        return self.orders[-1].learned(signal, trace)


def influence_trace(network, B, dtype=float):
    """The trace of RTRL: of all pairs of neurons, or, where most never reach each other, of those that do."""
    return fed_by_itself(network, B, network.cell.n - 1, dtype)


def fed_by_itself(network, B, crossings, dtype=float):
    """The trace of all pairs of neurons within so many crossings, fed by itself."""
    if not network.wiring.mostly(crossings):
        return ReachTrace(network, B, crossings, dtype=dtype)
    return (MergedTrace if network.cell.at_rest.direct else RecurrenceTrace)(network, B, dtype)


def _order(network, B, crossings, below):
    """The trace of an order that so many crossings lead to from e-prop's."""
    if not network.wiring.complete(crossings):
        return ReachTrace(network, B, crossings, below)
    merged = network.cell.at_rest.direct and network.wiring.complete(1)
    order = (MergedTrace if merged else RecurrenceTrace)(network, B)
    if crossings > 1:
        order.room = getattr(below, "room", order.room)  # one for all, as they work by turns
    return order


def _apply(local, variable, out):
    """A neuron's own Jacobians (B, n, k, d) times its variable (B, n, d, ·), which one hidden number makes a mere product."""
    (np.multiply if local.shape[-2:] == (1, 1) else np.matmul)(local.astype(out.dtype, copy=False), variable, out=out)


def _cross(synapses, trace, out):
    """The part of a trace that each row of `synapses`, (B, rows, n), lets through, (B, rows, gates · n · K)."""
    if trace.ndim == 4:
        np.multiply(synapses[:, :, None, :, None], trace[:, None], out=out.reshape(*out.shape[:2], *trace.shape[1:]))
        return out
    return np.matmul(synapses.astype(out.dtype, copy=False), _flat(trace), out=out)


def _heard(signal, trace):
    """Σ_b Σ_r signal_r trace_r, (gates, n, K), of a trace (B, n, gates, n, K)."""
    return np.tensordot(signal.astype(trace.dtype, copy=False), trace, axes=2)


def _flat(variable):
    """One row for each neuron, (B, n, ·)."""
    return variable.reshape(*variable.shape[:2], -1)
