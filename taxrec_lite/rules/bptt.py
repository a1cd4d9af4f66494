"""Backpropagation through time."""

from taxrec_lite import _check
from taxrec_lite.parameters import Parameters
from taxrec_lite.rules.adjoint import plain, sweep, sweep_of_plain_cells, theta_gradients, with_readout
from taxrec_lite.trajectory import Run


def bptt(run: Run) -> Parameters:
    """The exact gradient of run.loss, as Parameters, by going back in time (Rumelhart et al. 1986; Werbos 1990).

    dE/dz_j^t = L_j^t + Σ_r dE/dc_r^{t+1} R_{rj}^{t+1} + Σ_r dE/dz_r^{t+1} S_{rj}^{t+1} and
    dE/dc_j^t = dE/dz_j^t G_j^t + dE/dc_j^{t+1} D_j^{t+1}. Raises TypeError unless `run` is a Run.
    """
    _check.instance("run", run, Run)
    [theta] = theta_gradients(run, (sweep_of_plain_cells if plain(run.network.cell) else sweep)(run))
    return with_readout(run, theta)
