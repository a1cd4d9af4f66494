"""How far one gradient is from another, over θ."""

import numpy as np

from taxrec_lite import _check
from taxrec_lite.parameters import Parameters


def relative_error(gradient, exact):
    """‖gradient − exact‖ / ‖exact‖.

    Both are Parameters, compared by their theta, or arrays of the shape of theta, (gates, n, p).
    Raises ValueError where the shapes differ or `exact` is zero.
    """
    gradient, exact = _thetas(gradient, exact)
    return float(np.linalg.norm(gradient - exact) / _norm("exact", exact))


def cosine(gradient, exact):
    """The cosine of the angle between two gradients, arguments as for `relative_error`; neither may be zero."""
    gradient, exact = _thetas(gradient, exact)
    product = (gradient * exact).sum()
    return float(product / (_norm("gradient", gradient) * _norm("exact", exact)))


def _thetas(gradient, exact):
    exact = _check.array("exact", _theta(exact), ("gates", "n", "p"))
    return _check.array("gradient", _theta(gradient), exact.shape), exact


def _theta(gradient):
    return gradient.theta if isinstance(gradient, Parameters) else gradient


def _norm(name, theta):
    norm = np.linalg.norm(theta)
    if norm == 0:
        raise ValueError(f"{name} must not be zero: no direction or relative error is defined against a zero gradient")
    return norm
