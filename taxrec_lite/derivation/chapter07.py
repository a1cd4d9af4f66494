"""The numbered equations of chapter 7: what each rule costs, as written there, against what is counted and held."""

from dataclasses import replace

import numpy as np

from taxrec_lite import _check, costs
from taxrec_lite.derivation.equation import Equation
from taxrec_lite.network import Network
from taxrec_lite.readout import Readout
from taxrec_lite.rules.traces import OrderTrace

ORDERS = (2, 3, 4)


def symbols(run):
    """The symbols of (7.1) to (7.4) for a run of a dense network, {name: number}; P is gates · n · p."""
    cell, local, readout = run.network.cell, run.local, run.network.readout
    gates = len(cell.gates)
    return {"n": cell.n, "n_in": cell.n_in, "n_out": readout.n_out, "d": cell.d, "gates": gates, "p": cell.p,
            "P": gates * cell.n * cell.p, "T": run.T, "direct": int(local.direct),
            "q": int(local.q is not None), "reset": int(local.reset is not None), "leak": int(readout.kappa > 0)}


def bptt(n, n_in, n_out, d, gates, P, T, q, reset, leak, **others):
    """Multiply–adds of a time step and numbers held by BPTT, (7.2)."""
    return (P + gates * n * (n + d + q) + n * (d**2 + d + reset * d) + (2 * n + leak) * n_out,
            T * (n * d + n + gates * n + n_in + n_out))


def causal(trace, n, n_out, d, leak, **others):
    """What every causal rule pays beside its recursion, for a trace of that size."""
    return 2 * n * n_out + n_out + leak * (n + trace), n * (d + 1) + leak * (trace + n_out)


def eprop(d, P, q, **others):
    """Multiply–adds of a time step and numbers held by e-prop, (7.1)."""
    time, memory = causal(P, d=d, **others)
    return P * (d**2 + 2 * d + q + 1) + time, P * (d + 1) + memory


def rtrl(n, d, gates, P, q, direct, leak, **others):
    """Multiply–adds of a time step and numbers held by RTRL, (7.3)."""
    time, memory = causal(n * P, n=n, d=d, leak=leak, **others)
    entering = (d + q) * (P + gates * n**2)
    if direct:
        return n**2 * P + n * P + entering + n**2 + _made(n, P, leak) + time, n * P + n + memory
    return (d + q) * n**2 * P + (d**2 + d + 1) * n * P + entering + time, n * P * (d + 1) + memory


def m_order(m, n, d, gates, P, q, direct, leak, **others):
    """Multiply–adds of a time step and numbers held by order m of at least 2, (7.4)."""
    time, memory = causal(n * P, n=n, d=d, leak=leak, **others)
    inside, crossing = P * (d**2 + 2 * d + q), (d + q) * n * P * (1 + (m - 2) * n)
    entering = (d + q) * (P + gates * n**2)
    if direct:
        each = n * P + entering + n**2
        return (inside + crossing + (m - 1) * each + _made(n, P, leak) + n * P + time,
                P * (d + 1) + (m - 1) * (n * P + n) + memory)
    each = (d**2 + d) * n * P + entering
    return inside + crossing + (m - 1) * each + n * P + time, (1 + (m - 1) * n) * P * (d + 1) + memory


def _made(n, P, leak):
    """G goes to the learning signal, or, where the read-out leaks, makes the trace."""
    return n * P if leak else n


def _paid(run, rule, m=None):
    """Multiply–adds counted, and numbers held by the arrays of a run."""
    from taxrec_lite.graphs.views import rule_view  # needs networkx, which a reader's browser lacks

    return costs.counted(rule, run.network, m=m), sum(rule_view(run, rule, m=m).remembers(run.T).values())


def _orders(run):
    return [_paid(run, "m_order", m) for m in ORDERS], [m_order(m, **symbols(run)) for m in ORDERS]


def pairs_and_hops(connectivity, crossings):
    """Of paths over at most so many synapses: pairs (r, j) that they join, and triples (r, i, j) that they take last, (7.5).

    connectivity : Booleans (n, n), with at [r, j] whether there is a synapse from j to r

    Counted from powers of the connectivity. Raises TypeError or ValueError for anything else, or fewer than one crossing.
    """
    n = len(_check.instance("connectivity", connectivity, np.ndarray))
    step = np.eye(n) + _check.booleans("connectivity", connectivity, (n, n))
    below = np.linalg.matrix_power(step, _check.integer("crossings", crossings, 1) - 1) > 0
    reached = step @ below > 0
    return int(reached.sum()), int(((step > 0).astype(int) @ below)[reached].sum())


def _sparse_orders(run):
    """What order 3 adds to order 2 in a sparse network of eight such cells, and what both hold."""
    cell, connectivity = replace(run.network.cell, n=8), np.random.default_rng(1).random((8, 8)) < 0.15
    network, gates, d, q = Network(cell, Readout(n_out=1), connectivity), len(cell.gates), cell.d, symbols(run)["q"]
    counted = [costs.counted("m_order", network, m=m) for m in (2, 3)]
    each = gates * (int(connectivity.sum(1).max()) + cell.p - cell.n)
    (below, _), (pairs, hops) = (pairs_and_hops(connectivity, crossings) for crossings in (1, 2))
    adds = each * ((d**2 + d) * pairs + (d + q) * (hops + 8)) + gates * 64 * (d + q) + each * (pairs - below)
    return [counted[1] - counted[0], sum(OrderTrace(network, 1, 3).held.values())], [adds, each * (d + 1) * (8 + below + pairs)]


EQUATIONS: tuple[Equation, ...] = (
    Equation("7.1", "the cost of e-prop", lambda run: (_paid(run, "eprop"), eprop(**symbols(run)))),
    Equation("7.2", "the cost of BPTT", lambda run: (_paid(run, "bptt"), bptt(**symbols(run)))),
    Equation("7.3", "the cost of RTRL", lambda run: (_paid(run, "rtrl"), rtrl(**symbols(run)))),
    Equation("7.4", "the cost of order m", _orders),
    Equation("7.5", "the cost of an order in a sparse network", _sparse_orders),
)
