"""The gradient of a run's loss by moving one parameter at a time."""

import numpy as np

from taxrec_lite import _check
from taxrec_lite.parameters import Parameters
from taxrec_lite.trajectory import Run, total_loss


def central_differences(run: Run, step: float = 1e-5) -> Parameters:
    """(E(θ + step) − E(θ − step)) / (2 step) for every parameter, as Parameters; its error is of order step².

    Meaningful where the cell is differentiable (`Cell.differentiable`). Raises TypeError unless `run` is a Run,
    ValueError unless step > 0.
    """
    _check.instance("run", run, Run)
    step = _check.number("step", step, 0, above=True)
    return _by_moving_each(run, lambda loss: (loss(step) - loss(-step)) / (2 * step))


def complex_step(run: Run, step: float = 1e-30) -> Parameters:
    """Im E(θ + i step) / step for every parameter, as Parameters; exact to rounding (Squire & Trapp 1998).

    Arguments and errors as for `central_differences`.
    """
    _check.instance("run", run, Run)
    step = _check.number("step", step, 0, above=True)
    return _by_moving_each(run, lambda loss: loss(1j * step).imag / step)


def _by_moving_each(run, derivative):
    params = run.params
    groups = {name: getattr(params, name) for name in ("theta", "W_out", "b_out")}
    exists = {name: np.ones(value.shape, bool) for name, value in groups.items()}
    exists["theta"] &= run.network.wiring.mask
    exists["W_out"] &= run.network.wiring.read

    def derivative_of(name, index):
        def loss(change):
            moved = groups[name].astype(np.result_type(groups[name], change))
            moved[index] += change
            changed = Parameters(**{**groups, name: moved})
            return total_loss(run.network, changed, run.x, run.target, run.loss_name, run.mask)
        return derivative(loss)

    return Parameters(**{
        name: np.array([derivative_of(name, index) if exists[name][index] else 0.0
                        for index in np.ndindex(value.shape)]).reshape(value.shape)
        for name, value in groups.items()
    })
