"""A network: a recurrent cell and a read-out."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from taxrec_lite import _check, losses
from taxrec_lite.cells import Cell, Stack
from taxrec_lite.parameters import Parameters
from taxrec_lite.readout import Readout
from taxrec_lite.trajectory import Run, forward
from taxrec_lite.wiring import Wiring


@dataclass(frozen=True, eq=False)
class Network:
    """A recurrent cell of n neurons and a linear read-out of n_out outputs, (6.1).

    cell : a Cell, or a list of them as the layers of a `Stack`
    connectivity : `connectivity[r, j]`, whether there is a synapse from neuron j to r, Booleans (n, n); None for all

    Raises TypeError for anything else, ValueError for a connectivity of the wrong shape.
    """

    cell: Cell
    readout: Readout
    connectivity: np.ndarray | None = None

    def __post_init__(self):
        if isinstance(self.cell, (list, tuple)):
            object.__setattr__(self, "cell", Stack.of(self.cell))
        _check.instance("cell", self.cell, Cell)
        _check.instance("readout", self.readout, Readout)
        if self.connectivity is not None:
            object.__setattr__(self, "connectivity", _check.booleans("connectivity", self.connectivity, (self.cell.n,) * 2))

    @cached_property
    def wiring(self) -> Wiring:
        """Which parameters exist, a `Wiring`."""
        return Wiring(self.cell, self.connectivity)

    def init(self, rng: "np.random.Generator", gain: float = 1.0) -> Parameters:
        """Random parameters, drawn from `rng`, a numpy Generator.

        gain : standard deviation of the recurrent weights times the root of how many of them a neuron has, at least 0;
            W_in and W_out have unit variance over their fan-in, biases are zero (one for an LSTM's forget gate).
        """
        _check.instance("rng", rng, np.random.Generator)
        gain = _check.number("gain", gain, 0)
        theta = np.where(self.wiring.mask, self.cell.init(rng, gain), 0.0)
        if self.connectivity is not None:
            theta[..., : self.cell.n] *= np.sqrt(self.cell.n / np.maximum(1, self.connectivity.sum(1)))[:, None]
        read = self.wiring.read
        W_out = np.where(read, rng.standard_normal((self.readout.n_out, self.cell.n)), 0.0) / np.sqrt(read.sum())
        return Parameters(theta, W_out, np.zeros(self.readout.n_out))

    def run(self, params: Parameters, x: np.ndarray, target: np.ndarray, loss: str = "mse",
            mask: np.ndarray | None = None) -> Run:
        """Run forward from zero states and return a `Run`.

        params : Parameters with theta (gates, n, p), W_out (n_out, n), b_out (n_out,)
        x : inputs, (T, B, n_in)
        target : (T, B, n_out); for "cross_entropy", probabilities
        loss : "mse", Σ ½(y − target)², or "cross_entropy" of the softmax; summed over time, batch and outputs
        mask : weight of each time step and sample in the loss, (T, B), any finite numbers; None weighs all by one

        Raises ValueError for wrong shapes, T = 0, NaN or an unknown loss, TypeError for wrong types.
        """
        params = self.check(params)
        x = _check.array("x", x, ("T", "B", self.cell.n_in))
        T, B, _ = x.shape
        check_target = losses.get(loss).check_target
        target = check_target(_check.array("target", target, (T, B, self.readout.n_out)))
        mask = np.ones((T, B)) if mask is None else _check.array("mask", mask, (T, B))
        return Run(self, params, x, target, loss, mask, *forward(self.cell, params.theta, x))

    def check(self, params: Parameters) -> Parameters:
        """`params` if they fit this network; raises ValueError or TypeError naming the part that does not."""
        _check.instance("params", params, Parameters)
        gates, n, n_out = len(self.cell.gates), self.cell.n, self.readout.n_out
        theta = _check.array("params.theta", params.theta, (gates, n, self.cell.p))
        extra = np.argwhere((theta != 0) & ~self.wiring.mask).tolist()
        if extra:
            raise ValueError(f"params.theta must be zero where the network has no parameter, but theta{extra[0]} is not")
        W_out = _check.array("params.W_out", params.W_out, (n_out, n))
        if W_out[:, ~self.wiring.read].any():
            raise ValueError("params.W_out must be zero for the neurons that the read-out does not hear, but is not")
        return Parameters(
            theta,
            W_out,
            _check.array("params.b_out", params.b_out, (n_out,)),
        )
