"""SnAp-n: real-time recurrent learning on the part of the influence matrix that fills within n steps."""

from taxrec_lite import _check
from taxrec_lite.parameters import Parameters
from taxrec_lite.rules.causal import accumulate
from taxrec_lite.rules.traces import fed_by_itself
from taxrec_lite.trajectory import Run


def snap(run: Run, steps: int) -> Parameters:
    """The gradient of the sparse n-step approximation of RTRL, as Parameters (Menick et al. 2021).

    It keeps the derivatives of neuron r by the parameters of j if these can reach r within so many steps, which is by a
    path of fewer synapses, and follows every path that stays within what is kept. One step keeps each neuron's own; once
    every neuron is reached it is RTRL.

    steps : the n of SnAp-n, an integer of at least 1

    Raises TypeError unless `run` is a Run and steps an integer, ValueError for steps < 1.
    """
    _check.instance("run", run, Run)
    return accumulate(run, snap_trace(run.network, run.x.shape[1], steps))


def snap_trace(network, B, steps):
    """The trace that SnAp-n carries."""
    crossings = _check.integer("steps", steps, 1) - 1
    return fed_by_itself(network, B, crossings)
