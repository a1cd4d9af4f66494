"""Gated cells: what the gradient of a run loses without the synapses of some gates, or without memory."""

from collections.abc import Collection
from dataclasses import dataclass, fields, replace

import numpy as np

from taxrec_lite import _check
from taxrec_lite.parameters import Parameters
from taxrec_lite.trajectory import Run


def without_synapses(run: Run, gates: Collection[str]) -> Run:
    """`run` as it went, for rules that must not follow the recurrent synapses of these gates.

    States and activities stay, and so do the gradients by these synapses' own weights. What is cut is what an error or
    a trace would cross: the terms of these gates in R = Σ_g φ_g W_rec,g and S = Σ_g q_g W_rec,g, (9.2).

    gates : names of gates of the run's cell

    Raises TypeError unless `run` is a Run and `gates` a collection of names, ValueError for a gate that the cell lacks.
    """
    known = _check.instance("run", run, Run).network.cell.gates
    if isinstance(gates, str):
        raise TypeError(f"gates must be a collection of names of gates, not the str {gates!r}")
    theta = run.params.theta.copy()
    for gate in gates:
        theta[known.index(_check.choice("gates", gate, known)), :, : run.network.cell.n] = 0
    return replace(run, params=Parameters(theta, run.params.W_out, run.params.b_out))


def without_memory(run: Run) -> Run:
    """`run` as it went, for rules that must not follow any implicit recurrence of the cell: D = 0.

    Raises TypeError unless `run` is a Run.
    """
    _check.instance("run", run, Run)
    return _Memoryless(*(getattr(run, field.name) for field in fields(Run)))


@dataclass(frozen=True, eq=False)
class _Memoryless(Run):
    """A run whose hidden states, as far as its local Jacobians know, were not kept."""

    def local_between(self, start, stop):
        local = super().local_between(start, stop)
        return replace(local, D=np.zeros_like(local.D))
