"""The part of the influence matrix that is reached over few synapses."""

import numpy as np


class ReachTrace:
    """The recursion (6.6) of one order, for the pairs (r, j) of neurons with a path of few enough synapses from j to r.

    crossings : how many synapses a path may cross
    below : the trace of the order that feeds it, of one crossing less; None if it feeds itself, as RTRL does

    r, j : the pairs, those first that most neurons feed
    variable : the derivatives of c_r by all parameters of j for each pair, (B, pairs, d, gates, K)
    trace : those of z_r, (B, pairs, gates, K)
    """

    def __init__(self, network, B, crossings, below=None, dtype=float):
        cell, self.wiring, self._n = network.cell, network.wiring, network.cell.n
        reach = self.wiring.reach(crossings)
        fed = reach if below is None else self.wiring.reach(crossings - 1)
        hops = reach[:, :, None] & self.wiring.hears[:, None, :] & fed.T
        most_hops_first = np.argsort(-hops.sum(2)[reach], kind="stable")
        self.pairs = self.r, self.j = tuple(ends[most_hops_first] for ends in np.nonzero(reach))
        self._own = _where(self.pairs, cell.n).diagonal()
        self._by_j = np.argsort(self.j, kind="stable")
        self._first_of_j = np.searchsorted(self.j[self._by_j], range(cell.n))
        source = _where((below or self).pairs, cell.n)
        self._hops = [(i, source[i, self.j[: len(i)]]) for i in _each_hop(hops[self.pairs])]
        gates, K = len(cell.gates), self.wiring.K
        self.variable = np.zeros((B, len(self.r), cell.d, gates, K), dtype)
        self.trace = np.zeros((B, len(self.r), gates, K), dtype)

    @property
    def held(self):
        """How many numbers are carried from one time step to the next, by name."""
        return {"recurrence variable": self.variable.size, "recurrence eligibility trace": self.trace.size}

    @property
    def by_pair(self):
        """What crosses synapses, as the next `ReachTrace` takes it."""
        return self.trace

    @property
    def whole(self):
        """What crosses synapses, as `RecurrenceTrace` takes it, (B, n, gates, n, K)."""
        B, _, gates, K = self.trace.shape
        whole = np.zeros((B, self._n, gates, self._n, K))
        whole[:, self.r, :, self.j] = self.trace.swapaxes(0, 1)
        return whole

    def step(self, local, pre, W_rec):
        self.step_fed_by(self, local, pre, W_rec)

    def step_fed_by(self, below, local, pre, W_rec):
        """One step in which the trace of the order below is what crosses the synapses."""
        Z_previous, rows = below.by_pair, self.wiring.rows(pre)[..., None, :]
        D, G = (part[:, self.r].astype(self.variable.dtype, copy=False) for part in (local.D, local.G))
        A = (D @ self._flat(self.variable)).reshape(self.variable.shape)
        self._cross(local.R(W_rec), Z_previous[:, :, None], A)
        A[:, self._own] += (local.phi[..., None] * rows).transpose(0, 2, 3, 1, 4)
        Z = (G[:, :, None] @ self._flat(A)).reshape(self.trace.shape)
        if local.q is not None:
            self._cross(local.S(W_rec), Z_previous, Z)
            Z[:, self._own] += (local.q[..., None, None] * rows)[..., 0, :].swapaxes(1, 2)
        self.variable, self.trace = A, Z

    def learned(self, signal, trace=None):
        trace = self.trace if trace is None else trace
        by_pair = np.einsum("bq,bqgk->qgk", signal[:, self.r].astype(trace.dtype, copy=False), trace)
        return np.add.reduceat(by_pair[self._by_j], self._first_of_j).swapaxes(0, 1)

    def _cross(self, synapses, Z_previous, onto):
        """Adds to each pair (r, j) of `onto` the trace of (i, j) times the synapse from i to r, one i after the other."""
        for i, source in self._hops:
            weight = np.moveaxis(synapses, -1, 1)[:, i, self.r[: len(i)]]
            onto[:, : len(i)] += weight[..., None, None] * Z_previous[:, source]

    @staticmethod
    def _flat(variable):
        return variable.reshape(*variable.shape[:3], -1)


def _where(pairs, n):
    """The place of each pair (r, j) among `pairs`, (n, n)."""
    where = np.zeros((n, n), int)
    where[pairs] = np.arange(len(pairs[0]))
    return where


def _each_hop(hops):
    """The neurons that feed the pairs: the first of each pair, then the second of those that have one, and so on.

    hops : for each pair, which neurons feed it, Booleans (pairs, n), those with most of them first
    """
    counts, feeders = hops.sum(1), np.nonzero(hops)[1]
    first = np.cumsum(counts) - counts
    for nth in range(counts.max()):
        yield feeders[first[counts > nth] + nth]
