"""The numbered equations of chapter 10: read-outs and learning signals."""

import numpy as np

from taxrec_lite import losses
from taxrec_lite.derivation import quantities as of
from taxrec_lite.derivation.equation import Equation
from taxrec_lite.measures import cosine
from taxrec_lite.oracles.finite_differences import complex_step
from taxrec_lite.parameters import Parameters
from taxrec_lite.rules.bptt import bptt
from taxrec_lite.rules.eprop import adapt_feedback, eprop, random_feedback
from taxrec_lite.rules.m_order import all_orders
from taxrec_lite.trajectory import total_loss


def _worth_of_an_output(run):
    """dE/dy by moving each output and letting the read-out go on from there, against the errors ahead, fading by κ."""
    h, value, kappa = 1e-30, losses.get(run.loss_name).value, run.network.readout.kappa
    moved, ahead = np.zeros(run.y.shape), np.zeros(run.y.shape)
    for t, b, k in np.ndindex(run.y.shape):
        y = run.y[t].astype(complex)
        y[b, k] += 1j * h
        for s in range(t, run.T):
            if s > t:
                y = run.network.readout.step(y, run.z[s], run.params.W_out, run.params.b_out)
            moved[t, b, k] += (run.mask[s] * value(y, run.target[s])).sum().imag / h
            ahead[t, b, k] += kappa ** (s - t) * run.dE_dy[s, b, k]
    return moved, ahead


def _filtered_orders(run):
    """Every order by a sweep back with the signal that looks ahead, against its own trace filtered forwards."""
    Z_k = of.spread(of.implicit(run)[1])
    Z, right = np.zeros_like(Z_k), []
    for _ in range(run.T):
        Z = Z + Z_k
        right.append(of.learned(run.dE_dy @ run.params.W_out, of.filtered(Z, run.network.readout.kappa)))
        _, Z_k = of.cross(run, Z_k)
    return all_orders(run), right


def _readout_gradient(run):
    kappa = run.network.readout.kappa
    moved = complex_step(run)
    ones = (1 - kappa ** np.arange(1, run.T + 1)) / (1 - kappa)
    W_out = np.einsum("tbk,tbn->kn", run.dE_dy, of.filtered(run.z, kappa))
    return np.c_[moved.W_out, moved.b_out], np.c_[W_out, np.einsum("tbk,t->k", run.dE_dy, ones)]


def _unrolled_updates(run, updates=4, rate=0.01, decay=0.1):
    """B and W_outᵀ after some updates, against their faded starts and the same faded sum of gradients."""
    params, B = run.params, random_feedback(np.random.default_rng(0), run.network)
    starts, changes = (B, params.W_out.T), []
    for _ in range(updates):
        gradient = eprop(run.network.run(params, run.x, run.target, run.loss_name, run.mask), B)
        changes.append(gradient.W_out.T)
        B = adapt_feedback(B, gradient, rate, decay)
        params = Parameters(params.theta - rate * gradient.theta, (1 - decay) * params.W_out - rate * gradient.W_out,
                            params.b_out - rate * gradient.b_out)
    common = sum((1 - decay) ** (updates - 1 - k) * change for k, change in enumerate(changes))
    return [B, params.W_out.T], [(1 - decay) ** updates * start - rate * common for start in starts]


def _slope(run):
    """How the loss falls along a gradient with random feedback, against lengths and the cosine."""
    h, params = 1e-30, run.params
    along, exact = eprop(run, random_feedback(np.random.default_rng(0), run.network)), bptt(run)
    moved = Parameters(params.theta - 1j * h * along.theta, params.W_out, params.b_out)
    slope = total_loss(run.network, moved, run.x, run.target, run.loss_name, run.mask).imag / h
    return [slope], [-np.linalg.norm(exact.theta) * np.linalg.norm(along.theta) * cosine(along, exact)]


EQUATIONS: tuple[Equation, ...] = (
    Equation("10.1", "what an output is worth", _worth_of_an_output),
    Equation("10.2", "filter the error back or the trace forwards, every order", _filtered_orders),
    Equation("10.3", "the read-out's own gradient", _readout_gradient),
    Equation("10.4", "feedback and read-out as fading sums of the same changes", _unrolled_updates),
    Equation("10.5", "the loss falls if the angle is less than a right angle", _slope),
)
