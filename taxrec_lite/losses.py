"""Losses: E^t as a function of the output y^t and its target, and the derivative of E^t by y^t.

Both functions work on the last axis (n_out), so they serve one step and a whole run alike.
"""

from dataclasses import dataclass
from typing import Callable

import numpy as np

from taxrec_lite import _check


@dataclass(frozen=True)
class Loss:
    """A loss: `value(y, target)` sums over the last axis, `derivative(y, target)` has the shape of y."""

    value: Callable
    derivative: Callable
    check_target: Callable


def _squared_error(y, target):
    return 0.5 * ((y - target) ** 2).sum(-1)


def _error(y, target):
    return y - target


def _log_softmax(y):
    y = y - y.real.max(-1, keepdims=True)
    return y - np.log(np.exp(y).sum(-1, keepdims=True))


def _cross_entropy(y, target):
    return -(target * _log_softmax(y)).sum(-1)


def _probability_error(y, target):
    return np.exp(_log_softmax(y)) - target


def _any_target(target):
    return target


def _distribution(target):
    if (target < 0).any() or not np.allclose(target.sum(-1), 1.0, rtol=0, atol=1e-9):
        sums = target.sum(-1)
        raise ValueError("target must hold probabilities for loss 'cross_entropy', at least 0 and summing to 1 over the "
                         f"outputs, not values from {target.min():g} and sums from {sums.min():g} to {sums.max():g}")
    return target


_LOSSES = {
    "mse": Loss(_squared_error, _error, _any_target),
    "cross_entropy": Loss(_cross_entropy, _probability_error, _distribution),
}


def names():
    """The names of all losses."""
    return tuple(_LOSSES)


def get(name):
    """The loss called `name`. Raises ValueError for an unknown name, TypeError for anything but a str."""
    return _LOSSES[_check.choice("loss", name, names())]
