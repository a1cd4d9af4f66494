"""The numbered equations of chapter 12: the wider family."""

from dataclasses import replace

import numpy as np

from taxrec_lite import _check
from taxrec_lite.derivation import quantities as of
from taxrec_lite.derivation.equation import Equation
from taxrec_lite.network import Network
from taxrec_lite.oracles import complex_step
from taxrec_lite.readout import Readout
from taxrec_lite.rules.adjoint import flat, step_back
from taxrec_lite.rules.kf_rtrl import kf_rtrl
from taxrec_lite.rules.snap import snap
from taxrec_lite.rules.tbptt import tbptt
from taxrec_lite.rules.traces import RecurrenceTrace
from taxrec_lite.rules.uoro import UoroTrace
from taxrec_lite.trajectory import Run


class Dealt(np.random.Generator):
    """A Generator whose bits were laid down before: to each sample of a batch its own row, from the left.

    bits : zeros and ones, (B, as many as are drawn for a sample)
    """

    def __init__(self, bits):
        super().__init__(np.random.PCG64(0))
        self._bits, self._given = _check.instance("bits", bits, np.ndarray), 0

    def integers(self, low, high, shape):
        """The next bits, in that shape, whose first axis is the batch."""
        B, *rest = np.atleast_1d(shape)
        first, self._given = self._given, self._given + int(np.prod(rest))
        return self._bits[:, first : self._given].reshape(B, *rest)


def all_bits(number):
    """Every choice of so many bits, (2^number, number)."""
    return np.arange(2 ** _check.integer("number", number, 1))[:, None] >> np.arange(number) & 1


def copies(run, B):
    """The run of one sample with B of it side by side, for B draws at once.

    Raises TypeError unless `run` is a Run and B an integer, ValueError for fewer than one copy or several samples.
    """
    _check.instance("run", run, Run)
    x, target, mask = (np.repeat(_check.array(name, getattr(run, name), shape), _check.integer("B", B, 1), 1)
                       for name, shape in (("x", ("T", 1, "n_in")), ("target", ("T", 1, "n_out")), ("mask", ("T", 1))))
    return run.network.run(run.params, x, target, run.loss_name, mask)


def _truncated(run):
    """Truncated BPTT for every k, against influences that start from zero k steps before each loss."""
    right = []
    for k in range(1, run.T + 1):
        total = 0.0
        for t in range(run.T):
            trace = RecurrenceTrace(run.network, run.x.shape[1])
            for s in range(max(0, t - k + 1), t + 1):
                trace.step(run.local[s], run.pre[s], run.params.W_rec)
            total = total + trace.learned(run.learning_signal[t], trace.trace)
        right.append(total)
    return [tbptt(run, k).theta for k in range(1, run.T + 1)], right


def _in_a_ring(run, n=5):
    """A run of `n` cells of the same kind, of which each hears itself and the one before."""
    own = np.eye(n, dtype=bool)
    network = Network(replace(run.network.cell, n=n), Readout(1, 0.6), own | np.roll(own, 1, 0))
    params = network.init(np.random.default_rng(3), gain=1.5)
    return network.run(params, run.x, run.target)


def _masked(run):
    """SnAp-n for every n, against the whole influence matrix with all but the kept entries erased after every step."""
    ring = _in_a_ring(run)
    dense = replace(ring, network=Network(ring.network.cell, ring.network.readout))
    left, right = [], []
    for steps in range(1, ring.network.cell.n + 1):
        keep = np.linalg.matrix_power(ring.network.wiring.hears.astype(int), steps - 1) > 0
        trace, F, total = RecurrenceTrace(dense.network, 1), 0.0, 0.0
        for t in range(ring.T):
            trace.step(ring.local[t], ring.pre[t], ring.params.W_rec)
            trace.variable *= keep[:, None, None, :, None]
            trace.trace *= keep[:, None, :, None]
            F = 0.6 * F + trace.trace
            total = total + trace.learned(ring.dE_dy[t] @ ring.params.W_out, F)
        left.append(snap(ring, steps).theta)
        right.append(total * ring.network.wiring.mask)
    return left, right


def _one_random_direction(run):
    """UORO: the mean of its product over all signs of the last step, against a step of RTRL from the product before."""
    cell, W_rec = run.network.cell, run.params.W_rec
    each, past = len(cell.gates) * cell.n, run.T - 1
    last = all_bits(each)
    before = np.tile(np.random.default_rng(0).integers(0, 2, past * each), (len(last), 1))
    wide = copies(run, len(last))
    trace, exact = UoroTrace(run.network, len(last), Dealt(np.hstack([before, last]))), RecurrenceTrace(run.network, 1)
    for t in range(past):
        trace.step(wide.local[t], wide.pre[t], W_rec)
    exact.variable, exact.trace = (product[:1] for product in _products(trace))
    exact.step(run.local[past], run.pre[past], W_rec)
    trace.step(wide.local[past], wide.pre[past], W_rec)
    return tuple(np.concatenate([part.mean(0).ravel() for part in pair])
                 for pair in (_products(trace), (exact.variable, exact.trace)))


def _products(trace):
    """The matrices of rank one that stand for dc/dθ and dz/dθ."""
    return (np.einsum("brd,bgjp->brdgjp", trace.states.c[..., 0], trace.theta),
            np.einsum("br,bgjp->brgjp", trace.states.z[..., 0], trace.theta))


def _one_random_row(run):
    """KF-RTRL: the mean of its gradient over all histories of signs, against the exact one."""
    bits = all_bits(run.T)
    return complex_step(run).theta, kf_rtrl(copies(run, len(bits)), Dealt(bits)).theta / len(bits)


def _split_at_a_block(run, start=2):
    """What the losses from a time on teach, by RTRL, against a sweep back to that time and the influence it meets there."""
    A, Z = of.recurrence(run)
    signal = run.learning_signal.copy()
    signal[:start] = 0
    B, n, d = run.c.shape[1:]
    explicit, implicit, inside = np.zeros((1, B, n)), np.zeros((1, B, n, d)), 0.0
    for t in reversed(range(start, run.T)):
        dE_du, explicit, implicit = step_back(run.local[t], flat(run.params.W_rec), explicit + run.learning_signal[t], implicit)
        inside = inside + np.einsum("bgn,bp->gnp", dE_du[0], run.pre[t])
    before = np.einsum("bnd,bndgjp->gjp", implicit[0], A[start - 1]) + np.einsum("bn,bngjp->gjp", explicit[0], Z[start - 1])
    return of.learned(signal, Z), (inside + before) * run.network.wiring.mask


def diagonal(run, n=4):
    """A run of `n` cells of the same kind, of which each hears itself and the inputs."""
    network = Network(replace(run.network.cell, n=n), Readout(1, 0.6), np.eye(n, dtype=bool))
    return network.run(network.init(np.random.default_rng(3), gain=0.8), run.x, run.target)


def _element_wise(run):
    """The exact gradient of a diagonal network, against a trace at each parameter that holds nothing of other neurons."""
    run = diagonal(run)
    (into_c, into_z), own = of.direct(run), np.arange(run.network.cell.n)
    A, Z, F, total = np.zeros(into_c.shape[1:]), np.zeros(into_z.shape[1:]), 0.0, 0.0
    for t in range(run.T):
        local, W_rec = run.local[t], run.params.W_rec
        before, R = Z, local.R(W_rec)[:, own, :, own].swapaxes(0, 1)
        A = np.einsum("bnde,bgnep->bgndp", local.D, A) + np.einsum("bnd,bgnp->bgndp", R, before) + into_c[t]
        Z = np.einsum("bnd,bgndp->bgnp", local.G, A) + into_z[t]
        if local.q is not None:
            Z = Z + local.S(W_rec)[:, own, own][:, None, :, None] * before
        F = 0.6 * F + Z
        total = total + np.einsum("bn,bgnp->gnp", run.dE_dy[t] @ run.params.W_out, F)
    return complex_step(run).theta, total


def two_layers(run, n=2):
    """A run of two layers of cells of the same kind, `n` neurons each."""
    cell = replace(run.network.cell, n=n)
    network = Network([cell, replace(cell, n_in=n)], Readout(1, 0.6))
    params = network.init(np.random.default_rng(3), gain=1.5)
    params.b[...] += 0.4 * network.wiring.mask[..., -1]
    return network.run(params, run.x, run.target)


def _through_a_layer(run, n=2):
    """The exact gradient of the lower layer, against what its parameters have done to the upper one."""
    run = two_layers(run, n)
    below, (A, Z) = slice(0, n), of.recurrence(run)
    Z_below = Z[:, :, below, :, below]
    A_up, Z_up = np.zeros_like(A[0][:, n:, :, :, below]), np.zeros_like(Z_below[0])
    F, total = 0.0, 0.0
    for t in range(run.T):
        local, W_rec = run.local[t], run.params.W_rec
        R, S = local.R(W_rec)[:, n:], None if local.q is None else local.S(W_rec)[:, n:]
        lower, before = (Z_below[t - 1] if t else np.zeros_like(Z_up)), Z_up
        A_up = np.einsum("brde,bregjp->brdgjp", local.D[:, n:], A_up)
        A_up += np.einsum("brdi,bigjp->brdgjp", R[..., n:], before) + np.einsum("brdi,bigjp->brdgjp", R[..., :n], lower)
        Z_up = np.einsum("brd,brdgjp->brgjp", local.G[:, n:], A_up)
        if S is not None:
            Z_up += np.einsum("bri,bigjp->brgjp", S[..., n:], before) + np.einsum("bri,bigjp->brgjp", S[..., :n], lower)
        F = 0.6 * F + Z_up
        total = total + np.einsum("br,brgjp->gjp", run.dE_dy[t] @ run.params.W_out[:, n:], F)
    return complex_step(run).theta[:, below], run.network.wiring.unpack(np.concatenate([total, 0 * total], 1))[:, below]


EQUATIONS: tuple[Equation, ...] = (
    Equation("12.1", "truncated BPTT", _truncated),
    Equation("12.2", "SnAp-n: a masked influence matrix", _masked),
    Equation("12.3", "UORO: a step in the mean", _one_random_direction),
    Equation("12.4", "KF-RTRL: all draws in the mean", _one_random_row),
    Equation("12.5", "the hybrid, at the start of a block", _split_at_a_block),
    Equation("12.6", "RTRL of a diagonal network", _element_wise),
    Equation("12.7", "through a second layer", _through_a_layer),
)
