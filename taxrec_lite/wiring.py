"""Which parameters a network has, and where each neuron finds what it hears."""

from functools import cached_property

import numpy as np


class Wiring:
    """The existing parameters of a cell, packed by neuron.

    connectivity : `connectivity[r, j]`, whether there is a synapse from neuron j to r, Booleans (n, n); None for all

    dense : whether all neurons hear all
    mask : which entries of θ exist, Booleans (gates, n or 1, p), the same for all neurons where there is one row
    read : which neurons the read-out hears, Booleans (n,)
    K : how many presynaptic terms a neuron is given room for
    """

    def __init__(self, cell, connectivity):
        self.read, self.n, n = cell.read, cell.n, cell.n
        self.dense = connectivity is None and cell.exists.shape[1] == 1
        if self.dense:
            self.mask, self.K, self._heard = cell.exists, cell.p, None
            self._exists = self.mask
        else:
            heard = np.broadcast_to(cell.exists.any(0), (n, cell.p)).copy()
            heard[:, :n] &= True if connectivity is None else connectivity
            self.mask, self.K = cell.exists & heard, int(heard.sum(1).max())
            self._heard = np.argsort(~heard, axis=1, kind="stable")[:, : self.K]
            self._exists = np.take_along_axis(np.broadcast_to(self.mask, (len(cell.gates), n, cell.p)), self._heard[None], 2)
        self._complete = self._exists.all()

    @cached_property
    def synapses(self):
        """Where there is a synapse, from neuron j to r at [r, j], Booleans (n, n)."""
        return np.ones((self.n, self.n), bool) if self.dense else self.mask[..., : self.n].any(0)

    @cached_property
    def hears(self):
        """Which neuron j reaches r in one step, by a synapse or as r itself, Booleans (n, n) at [r, j]."""
        return self.synapses | np.eye(self.n, dtype=bool)

    def rows(self, pre):
        """The presynaptic row of each gate and neuron, (B, gates or 1, n or 1, K), from pre (B, p); zero in unused room."""
        rows = pre[:, None, None, :] if self._heard is None else pre[:, None, self._heard]
        return rows if self._complete else rows * self._exists

    def unpack(self, theta):
        """A gradient (gates, n, K) in the shape of θ, (gates, n, p), zero where there is no parameter."""
        theta = theta if self._complete else theta * self._exists
        if self._heard is None:
            return theta
        unpacked = np.zeros((*theta.shape[:2], self.mask.shape[-1]), theta.dtype)
        np.put_along_axis(unpacked, np.broadcast_to(self._heard, theta.shape), theta, 2)
        return unpacked

    def reach(self, crossings):
        """Which neuron r a path of at most `crossings` synapses leads to from j, Booleans (n, n) at [r, j]."""
        return self._reaches[min(crossings, len(self._reaches) - 1)]

    @cached_property
    def _reaches(self):
        """`reach` of 0, 1, … crossings, until one more adds nothing; eight pairs to a byte while they are found."""
        heard, number = np.nonzero(self.hears)[1], self.hears.sum(1)
        first, packed = np.cumsum(number) - number, [np.packbits(np.eye(self.n, dtype=bool), axis=1)]
        while not np.array_equal(further := np.bitwise_or.reduceat(packed[-1][heard], first), packed[-1]):
            packed.append(further)
        return [np.unpackbits(reach, axis=1, count=self.n).astype(bool) for reach in packed]

    def complete(self, crossings):
        """Whether paths of at most `crossings` synapses lead from every neuron to every other."""
        return self.n == 1 or crossings > 0 and (self.dense or bool(self.reach(crossings).all()))

    def mostly(self, crossings):
        """Whether such paths join at least half of all pairs, and longer ones no others: then one product over all is faster."""
        return self.complete(crossings) or (not self.dense and crossings >= len(self._reaches) - 1
                                            and bool(self._reaches[-1].mean() >= 0.5))
