"""Truncated backpropagation through time."""

from taxrec_lite import _check
from taxrec_lite.parameters import Parameters
from taxrec_lite.rules.adjoint import rise, sweep, theta_gradients, with_readout
from taxrec_lite.trajectory import Run


def tbptt(run: Run, k: int) -> Parameters:
    """Every loss followed back over at most k time steps, its own included, as Parameters (Williams & Peng 1990).

    A path from θ through the states of time s to the loss of time t counts if t − s < k, once, whatever it crosses;
    the leak of a read-out is not a step. k = 1 sees the direct derivatives alone, any k ≥ T is exact.

    Raises TypeError unless `run` is a Run and k an integer, ValueError for k < 1.
    """
    _check.instance("run", run, Run)
    k = min(_check.integer("k", k, 1), run.T)
    [theta] = theta_gradients(run, sweep(run, k, across=rise, along=rise)[-1:])
    return with_readout(run, theta)
