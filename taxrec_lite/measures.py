"""How far one gradient is from another, over θ."""

from dataclasses import dataclass

import numpy as np

from taxrec_lite import _check
from taxrec_lite.parameters import Parameters
from taxrec_lite.rules.bptt import bptt
from taxrec_lite.rules.low_rank import length
from taxrec_lite.rules.m_order import all_orders
from taxrec_lite.trajectory import Run


def relative_error(gradient: Parameters | np.ndarray, exact: Parameters | np.ndarray) -> float:
    """‖gradient − exact‖ / ‖exact‖.

    Both are Parameters, compared by their theta, or arrays of the shape of theta, (gates, n, p).
    Raises ValueError where the shapes differ or `exact` is zero.
    """
    gradient, exact = _thetas(gradient, exact)
    return float(relative_errors(gradient[None], exact)[0])


def agree(gradient: Parameters | np.ndarray, exact: Parameters | np.ndarray) -> bool:
    """Whether two gradients are the same to rounding: a relative error of at most 1e-12, arguments as above."""
    return relative_error(gradient, exact) <= 1e-12


def cosine(gradient: Parameters | np.ndarray, exact: Parameters | np.ndarray) -> float:
    """The cosine of the angle between two gradients, arguments as for `relative_error`; neither may be zero."""
    gradient, exact = _thetas(gradient, exact)
    return float(cosines(gradient[None], exact)[0])


def _thetas(gradient, exact):
    exact = _check.array("exact", _theta(exact), ("gates", "n", "p"))
    return _check.array("gradient", _theta(gradient), exact.shape), exact


def _theta(gradient):
    return gradient.theta if isinstance(gradient, Parameters) else gradient


def relative_errors(gradients, exact):
    """`relative_error` of many gradients, arrays (k, …) and of the shape of one, as an array of k."""
    gradients, exact = gradients.reshape(len(gradients), -1), exact.reshape(1, -1)
    largest = _largest("exact", exact)
    gradients, exact = _scaled(gradients, largest), _scaled(exact, largest)
    return length(gradients - exact) / length(exact)


def cosines(gradients, exact):
    """The same of `cosine`."""
    gradients, exact = gradients.reshape(len(gradients), -1), exact.reshape(1, -1)
    gradients, exact = _scaled(gradients, _largest("gradient", gradients)), _scaled(exact, _largest("exact", exact))
    return gradients @ exact[0] / (length(gradients) * length(exact))


def _largest(name, rows):
    """The largest magnitude of each row."""
    largest = np.maximum(rows.max(-1, keepdims=True), -rows.min(-1, keepdims=True))
    if not largest.all():
        raise ValueError(f"{name} must not be zero: no direction or relative error is defined against a zero gradient")
    return largest


def _scaled(rows, largest):
    """Rows divided by their largest magnitudes, if squares of these could overflow or vanish."""
    return rows if ((1e-100 < largest) & (largest < 1e100)).all() else rows / largest


@dataclass(frozen=True, eq=False)
class ByOrder:
    """How every order 1 … T of m-order e-prop compares with the exact gradient of one run; arrays of length T.

    exact, gradients : the exact θ-gradient (gates, n, p) and those of all orders (T, gates, n, p)
    error : relative error of order m at index m − 1
    cosine : cosine with the exact gradient
    contribution : ‖∇_{k+1} − ∇_k‖ / ‖exact‖ at index k, the part of the paths that cross exactly k synapses
    """

    exact: np.ndarray
    gradients: np.ndarray
    error: np.ndarray
    cosine: np.ndarray
    contribution: np.ndarray

    @property
    def ratio(self) -> float:
        """What one crossing multiplies a contribution by: the geometric mean over the first quarter of crossings.

        Below one the network contracts, above one it expands.
        """
        k = max(1, len(self.contribution) // 4)
        return float((self.contribution[k] / self.contribution[0]) ** (1 / k))


def by_order(run: Run) -> ByOrder:
    """Every order of m-order e-prop against the exact gradient of `run`, as `ByOrder`.

    Raises TypeError unless `run` is a Run, ValueError for a run of fewer than two steps or with a zero gradient.
    """
    _check.instance("run", run, Run)
    if run.T < 2:
        raise ValueError(f"run must have at least 2 time steps to compare orders, not {run.T}")
    exact = bptt(run).theta
    gradients = _check.array("gradient", all_orders(run), (run.T, *exact.shape))
    steps = np.diff(gradients, axis=0, prepend=np.zeros_like(gradients[:1]))
    return ByOrder(
        exact,
        gradients,
        relative_errors(gradients, exact),
        cosines(gradients, exact),
        length(steps) / np.linalg.norm(exact),
    )
