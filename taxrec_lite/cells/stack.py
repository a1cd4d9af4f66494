"""Layers of cells, each hearing the one below."""

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

import numpy as np

from taxrec_lite import _check
from taxrec_lite.cells.base import Cell, LocalJacobians


@dataclass(frozen=True)
class Stack(Cell):
    """A recurrent network in layers, as one cell: the inputs reach the first layer, the read-out hears the last.

    A layer hears itself and, one time step later, the layer below, so that the way from layer to layer is explicit
    recurrence. Neurons are numbered from the first layer upwards; rows and columns of θ that a layer lacks are zero.

    layers : cells, of which each has as many inputs as the one below has neurons

    Raises TypeError or ValueError for anything else.
    """

    layers: tuple[Cell, ...]

    name = "stack"
    title = "stack"

    @classmethod
    def of(cls, layers: list[Cell] | tuple[Cell, ...]) -> "Stack":
        """The Stack of a list of cells."""
        layers = tuple(_check.instance("layers", layer, Cell) for layer in _check.instance("layers", layers, (list, tuple)))
        if not layers:
            raise ValueError("layers must hold at least one cell, not none")
        for below, above in pairwise(layers):
            if above.n_in != below.n:
                raise ValueError(f"layers must have as many inputs as the layer below has neurons, {below.n}, not {above.n_in}")
        return cls(layers[0].n_in, sum(layer.n for layer in layers), layers)

    @property
    def d(self) -> int:
        """Numbers in the hidden state of a neuron of the layer that has most."""
        return max(layer.d for layer in self.layers)

    @property
    def gates(self) -> tuple[str, ...]:
        """The gates of the layer that has most, to which those of the others are the first."""
        return max((layer.gates for layer in self.layers), key=len)

    @property
    def exists(self):
        exists = np.zeros((len(self.gates), self.n, self.p), bool)
        for layer, rows, columns in self._places():
            exists[: len(layer.gates), rows, columns] = layer.exists
        return exists

    @property
    def read(self):
        read = np.zeros(self.n, bool)
        read[-self.layers[-1].n :] = True
        return read

    def step(self, c_previous, z_previous, u):
        c, z = np.zeros_like(c_previous), np.zeros_like(z_previous)
        for layer, at in zip(self.layers, self._slices()):
            c[..., at, : layer.d], z[..., at] = layer.step(
                c_previous[..., at, : layer.d], z_previous[..., at], u[..., : len(layer.gates), at])
        return c, z

    def local_jacobians(self, c_previous, u, c):
        parts = [layer.local_jacobians(c_previous[..., at, : layer.d], u[..., : len(layer.gates), at], c[..., at, : layer.d])
                 for layer, at in zip(self.layers, self._slices())]
        leading, n, d, gates = c.shape[:-2], self.n, self.d, len(self.gates)
        whole = LocalJacobians(
            D=np.zeros((*leading, n, d, d)), G=np.zeros((*leading, n, d)), phi=np.zeros((*leading, gates, n, d)),
            q=np.zeros((*leading, gates, n)) if any(part.q is not None for part in parts) else None,
            reset=np.zeros((*leading, n, d)) if any(part.reset is not None for part in parts) else None)
        for part, layer, at in zip(parts, self.layers, self._slices()):
            own, fed = slice(layer.d), slice(len(layer.gates))
            whole.D[..., at, own, own], whole.G[..., at, own], whole.phi[..., fed, at, own] = part.D, part.G, part.phi
            if part.q is not None:
                whole.q[..., fed, at] = part.q
            if part.reset is not None:
                whole.reset[..., at, own] = part.reset
        return whole

    @cached_property
    def at_rest(self):
        """Those of all neurons, since they are of different kinds."""
        c = np.zeros((self.n, self.d))
        return self.local_jacobians(c, np.zeros((len(self.gates), self.n)), c)

    def differentiable(self):
        return replace(self, layers=tuple(layer.differentiable() for layer in self.layers))

    def init(self, rng, gain):
        """Random θ, (gates, n, p), drawn layer by layer."""
        theta = np.zeros((len(self.gates), self.n, self.p))
        for layer, rows, columns in self._places():
            theta[: len(layer.gates), rows, columns] = layer.init(rng, gain)
        return theta

    def _slices(self):
        ends = np.cumsum([layer.n for layer in self.layers])
        return [slice(end - layer.n, end) for layer, end in zip(self.layers, ends)]

    def _places(self):
        """Each layer with its rows of θ and, for each of its presynaptic terms, the column: itself, what is below, the bias."""
        below = range(self.n, self.n + self.n_in)
        for layer, at in zip(self.layers, self._slices()):
            own = range(at.start, at.stop)
            yield layer, at, np.array([*own, *below, self.p - 1])
            below = own
