"""The small run that every line of the derivation is tried on."""

import numpy as np

from taxrec_lite import cells
from taxrec_lite.network import Network
from taxrec_lite.readout import Readout


def example_run(cell, n=2, T=5, seed=1, gain=1.5):
    """A run of `n` neurons of the kind called `cell` with a leaky read-out, differentiable so that it can be moved.

    Raises ValueError for an unknown cell.
    """
    rng = np.random.default_rng(seed)
    network = Network(cells.get(cell)(n_in=2, n=n).differentiable(), Readout(n_out=1, kappa=0.6))
    params = network.init(rng, gain)
    params.b[...] += 0.4  # so that spiking neurons come near their threshold
    return network.run(params, rng.standard_normal((T, 1, 2)), rng.standard_normal((T, 1, 1)))
