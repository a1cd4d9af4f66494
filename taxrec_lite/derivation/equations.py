"""Every numbered equation of the book with its two sides, for Appendix A and the tests.

The sides take different ways: what the left defines by moving something, or by a rule of the package, the right
computes as the line says.
"""

import numpy as np

from taxrec_lite import _check, losses
from taxrec_lite.crossings import crossing_matrix
from taxrec_lite.derivation import chapter07, chapter08, chapter09, chapter10, chapter11, chapter12
from taxrec_lite.derivation import quantities as of
from taxrec_lite.derivation.equation import Equation
from taxrec_lite.oracles.finite_differences import complex_step
from taxrec_lite.oracles.paths import path_sums
from taxrec_lite.rules.bptt import bptt
from taxrec_lite.rules.eprop import adapt_feedback, eprop, random_feedback
from taxrec_lite.rules.m_order import all_orders, m_order
from taxrec_lite.rules.rtrl import rtrl
from taxrec_lite.trajectory import drive, presynaptic


def _system(run):
    c, z = np.zeros_like(run.states[0]), np.zeros_like(run.activity[0])
    states = []
    for x in run.x:
        c, z = run.network.cell.step(c, z, drive(run.params.theta, presynaptic(z, x)))
        states.append(np.concatenate([c.ravel(), z.ravel()]))
    stored = [np.concatenate([c.ravel(), z.ravel()]) for c, z in zip(run.c, run.z)]
    return stored, states


def _readout(run):
    y, outputs = np.zeros_like(run.y[0]), []
    for z in run.z:
        y = run.network.readout.step(y, z, run.params.W_out, run.params.b_out)
        outputs.append(y)
    return run.y, outputs


def _loss(run):
    value = losses.get(run.loss_name).value
    return [run.loss], [sum((run.mask[t] * value(run.y[t], run.target[t])).sum() for t in range(run.T))]


def _total_of_own_state(run):
    """dc_j^{t+1}/dc_j^t over both arrows out of c_j^t, against a perturbed step of the network itself."""
    h, cell, W_rec = 1e-30, run.network.cell, run.params.W_rec
    moved, sums = [], []
    for t in range(1, run.T):
        for j in range(cell.n):
            for k in range(cell.d):
                c = run.c[t - 1].astype(complex)
                c[:, j, k] += 1j * h
                z = run.z[t - 1].astype(complex)
                z[:, j] += 1j * h * run.local.G[t - 1][:, j, k]
                u = drive(run.params.theta, presynaptic(z, run.x[t]))
                moved.append(cell.step(c, z, u)[0][:, j].imag / h)
                R = run.local[t].R(W_rec)[:, j, :, j]
                sums.append(run.local.D[t][:, j, :, k] + R * run.local.G[t - 1][:, j, k, None])
    return moved, sums


def _explicit_line(run):
    dE_dz, dE_dc = of.total_derivatives(run)
    right = run.learning_signal.copy()
    for t in range(run.T - 1):
        local, W_rec = run.local[t + 1], run.params.W_rec
        right[t] += np.einsum("brd,brdj->bj", dE_dc[t + 1], local.R(W_rec))
        if local.q is not None:
            right[t] += np.einsum("br,brj->bj", dE_dz[t + 1], local.S(W_rec))
    return dE_dz, right


def _implicit_line(run):
    dE_dz, dE_dc = of.total_derivatives(run)
    right = dE_dz[..., None] * run.local.G
    right[:-1] += np.einsum("tbnd,tbnde->tbne", dE_dc[1:], run.local.D[1:])
    return dE_dc, right


def _collected(run):
    dE_dz, dE_dc = of.total_derivatives(run)
    into_c, into_z = of.direct(run)
    return complex_step(run).theta, (np.einsum("tbnd,tbgndp->gnp", dE_dc, into_c)
                                     + np.einsum("tbn,tbgnp->gnp", dE_dz, into_z))


def _implicit_variable(run):
    """ε by its recursion, against the sum over the time of entry of all that the hidden states pass on."""
    eps, _ = of.implicit(run)
    into_c, _ = of.direct(run)
    unrolled = np.zeros_like(eps)
    for entry in range(run.T):
        passed = into_c[entry]
        for t in range(entry, run.T):
            if t > entry:
                passed = np.einsum("bnde,bgnep->bgndp", run.local.D[t], passed)
            unrolled[t] += passed
    return unrolled, eps


def _implicit_trace(run):
    """e as the package's trace, against G ε + q ⊗ pre."""
    eps, e = of.implicit(run)
    return e, np.einsum("tbnd,tbgndp->tbgnp", run.local.G, eps) + of.direct(run)[1]


def _reexpressed(run):
    _, e = of.implicit(run)
    return complex_step(run).theta, np.einsum("tbn,tbgnp->gnp", of.total_derivatives(run)[0], e)


def _eprop(run):
    return bptt(run).theta, eprop(run).theta


def _what_eprop_drops(run):
    _, e = of.implicit(run)
    dropped = of.total_derivatives(run)[0] - run.learning_signal
    return bptt(run).theta - eprop(run).theta, np.einsum("tbn,tbgnp->gnp", dropped, e)


def _random_eprop(run):
    return bptt(run).theta, eprop(run, random_feedback(np.random.default_rng(0), run.network)).theta


def _adaptive_feedback(run):
    """What is left of B − W_outᵀ after both were changed by the same gradient and the same decay."""
    decay, rate, W_out, gradient = 0.1, 0.01, run.params.W_out, bptt(run)
    B = random_feedback(np.random.default_rng(0), run.network)
    W_next = (1 - decay) * W_out - rate * gradient.W_out
    return adapt_feedback(B, gradient, rate, decay) - W_next.T, (1 - decay) * (B - W_out.T)


def _explicit_variable(run):
    """β by its recursion, against every entry e^{s−1} through R^s, passed on by the hidden states."""
    Z = of.spread(of.implicit(run)[1])
    beta, _ = of.cross(run, Z)
    unrolled = np.zeros_like(beta)
    for s in range(1, run.T):
        passed = np.einsum("brdi,bigjp->brdgjp", run.local[s].R(run.params.W_rec), Z[s - 1])
        for t in range(s, run.T):
            if t > s:
                passed = np.einsum("brde,bregjp->brdgjp", run.local.D[t], passed)
            unrolled[t] += passed
    return unrolled, beta


def _explicit_trace(run):
    Z = of.spread(of.implicit(run)[1])
    beta, trace = of.cross(run, Z)
    right = np.einsum("tbrd,tbrdgjp->tbrgjp", run.local.G, beta)
    if run.local.q is not None:
        for t in range(1, run.T):
            right[t] += np.einsum("bri,bigjp->brgjp", run.local[t].S(run.params.W_rec), Z[t - 1])
    return trace, right


def _expanded(run, k):
    """dE/dθ after k expansions: what crosses fewer than k synapses with L, what crosses k with the total derivative."""
    Z, total = of.spread(of.implicit(run)[1]), 0.0
    for _ in range(k):
        total = total + of.learned(run.learning_signal, Z)
        _, Z = of.cross(run, Z)
    return bptt(run).theta, total + of.learned(of.total_derivatives(run)[0], Z)


def _expanded_each(run):
    sides = [_expanded(run, k) for k in range(run.T + 1)]
    return [left for left, _ in sides], [right for _, right in sides]


def _crossings_add_up(run):
    """A and Z of RTRL, against the sums of A_k and Z_k over all numbers of crossings."""
    A, Z = of.recurrence(run)
    Z_k = of.spread(of.implicit(run)[1])
    A_sum, Z_sum = of.spread_variable(of.implicit(run)[0]), Z_k
    for _ in range(run.T - 1):
        A_k, Z_k = of.cross(run, Z_k)
        A_sum, Z_sum = A_sum + A_k, Z_sum + Z_k
    return np.concatenate([A.ravel(), Z.ravel()]), np.concatenate([A_sum.ravel(), Z_sum.ravel()])


def _rtrl(run):
    return complex_step(run).theta, of.learned(run.learning_signal, of.recurrence(run)[1])


def _readout_trace(run):
    """With a leaky read-out: the trace filtered, with the error of its own time; F^t = κ F^{t−1} + Z^t."""
    F = of.filtered(of.recurrence(run)[1], run.network.readout.kappa)
    return rtrl(run).theta, of.learned(run.dE_dy @ run.params.W_out, F)


def _path_sum(run):
    return complex_step(run).theta, path_sums(run).sum(axis=0)


def _orders(run):
    return all_orders(run), np.cumsum(path_sums(run), axis=0)


def _series(run):
    """One sample's dz/dθ by RTRL, against the powers of the crossing matrix."""
    _, Z = of.recurrence(run)
    e = of.spread(of.implicit(run)[1])
    T, B, n, *influence = Z.shape
    X = crossing_matrix(run)
    term, total = e.reshape(T * B * n, -1), 0.0
    for _ in range(T):
        total, term = total + term, X @ term
    return Z.reshape(total.shape), total


def _fed_by_the_order_below(run):
    orders = range(1, run.T + 1)
    return all_orders(run), [m_order(run, m, causal=True).theta for m in orders]


def _swept_back(run):
    return np.cumsum(path_sums(run), axis=0), all_orders(run)


EQUATIONS = {equation.number: equation for equation in (
    Equation("1.1", "a step of the network", _system),
    Equation("1.2", "a leaky read-out", _readout),
    Equation("1.3", "the loss adds up over time", _loss),
    Equation("1.4", "total derivative: both ways out of a hidden state", _total_of_own_state),
    Equation("2.1", "BPTT, explicit recurrence", _explicit_line),
    Equation("2.2", "BPTT, implicit recurrence", _implicit_line),
    Equation("2.3", "BPTT, collected at the parameters", _collected),
    Equation("3.1", "implicit variable", _implicit_variable),
    Equation("3.2", "implicit eligibility trace", _implicit_trace),
    Equation("3.3", "BPTT re-expressed", _reexpressed),
    Equation("4.1", "symmetric e-prop", _eprop, exact=False),
    Equation("4.2", "what e-prop drops", _what_eprop_drops),
    Equation("4.3", "random e-prop", _random_eprop, exact=False),
    Equation("4.4", "adaptive feedback approaches the read-out", _adaptive_feedback),
    Equation("5.1", "explicit variable", _explicit_variable),
    Equation("5.2", "explicit eligibility trace", _explicit_trace),
    Equation("5.3", "one expansion", lambda run: _expanded(run, 1)),
    Equation("5.4", "crossing exactly k synapses", _crossings_add_up),
    Equation("5.5", "k expansions", _expanded_each),
    Equation("5.6", "recurrence variable and trace", _crossings_add_up),
    Equation("5.7", "RTRL", _rtrl),
    Equation("5.8", "read-out implicit eligibility trace", _readout_trace),
    Equation("6.1", "a step of the network, and its read-out", _system),
    Equation("6.2", "the gradient as a sum over paths", _path_sum),
    Equation("6.3", "m-order e-prop", _orders),
    Equation("6.4", "a series in the crossing matrix", _series),
    Equation("6.5", "implicit variable and trace", _implicit_trace),
    Equation("6.6", "an order is fed by the one below", _fed_by_the_order_below),
    Equation("6.7", "all orders in one sweep back", _swept_back),
    *(equation for chapter in (chapter07, chapter08, chapter09, chapter10, chapter11, chapter12) for equation in chapter.EQUATIONS),
)}


def get(number: str) -> Equation:
    """The Equation with this number. Raises ValueError for one that the book lacks, TypeError for anything but a str."""
    return EQUATIONS[_check.choice("number", number, tuple(EQUATIONS))]
