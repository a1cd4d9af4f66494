"""m-order e-prop: the paths that cross fewer than m synapses."""

import numpy as np

from taxrec_lite import _check
from taxrec_lite.parameters import Parameters
from taxrec_lite.rules.adjoint import rise, sweep, theta_gradients, theta_gradients_of_orders, with_readout
from taxrec_lite.rules.causal import accumulate
from taxrec_lite.rules.traces import OrderTrace
from taxrec_lite.trajectory import Run


def m_order(run: Run, m: int, causal: bool = False) -> Parameters:
    """The gradient of m-order e-prop (6.3), as Parameters: m = 1 is symmetric e-prop, any m ≥ T is exact.

    Source: Martín-Sánchez, Bohté & Otte (2022).

    m : the order, an integer of at least 1; at most m − 1 explicit recurrences are followed
    causal : compute it forward in time, as a learner would, or (False) by one sweep back; the numbers are the same

    Raises TypeError unless `run` is a Run and m an integer, ValueError for m < 1.
    """
    _check.instance("run", run, Run)
    m = min(_check.integer("m", m, 1), run.T)
    _check.instance("causal", causal, bool)
    if causal:
        return accumulate(run, OrderTrace(run.network, run.x.shape[1], m))
    [theta] = theta_gradients(run, sweep(run, m, across=rise)[-1:])
    return with_readout(run, theta)


def all_orders(run: Run) -> np.ndarray:
    """The θ-gradients of all orders 1 … T by one sweep, (T, gates, n, p); element m − 1 is order m.

    With b_0 = a_0 = 0, (6.7): b_m^t = L^t + R^{t+1}ᵀ a_{m−1}^{t+1} + S^{t+1}ᵀ b_{m−1}^{t+1} and
    a_m^t = G^t b_m^t + D^{t+1} a_m^{t+1}.
    Raises TypeError unless `run` is a Run.
    """
    _check.instance("run", run, Run)
    return first_orders(run, run.T)


def first_orders(run, rows):
    """The θ-gradients of orders 1 … rows by one sweep, (rows, gates, n, p)."""
    return theta_gradients_of_orders(run, sweep(run, rows, across=rise))
