"""Checks for assignments: they tell a right answer from a wrong one, and what is wrong with it, without giving it away."""

from dataclasses import dataclass
from typing import Callable

import numpy as np

from taxrec_lite import _check
from taxrec_lite.cells import ALIF, LeakyRNN, Triangular
from taxrec_lite.network import Network
from taxrec_lite.parameters import Parameters
from taxrec_lite.readout import Readout
from taxrec_lite.rules.bptt import bptt
from taxrec_lite.rules.eprop import eprop
from taxrec_lite.rules.m_order import m_order
from taxrec_lite.tasks import StoreRecall
from taxrec_lite.trajectory import presynaptic

T, B, N, N_IN, N_OUT = 7, 3, 4, 2, 2
GROUPS = {"recurrent weights": slice(0, N), "input weights": slice(N, N + N_IN), "biases": slice(N + N_IN, None)}


@dataclass(frozen=True)
class Verdict:
    """Whether an answer is right, and what is to be said of it. It is true where the answer is right."""

    right: bool
    message: str

    def __bool__(self):
        return self.right

    def __repr__(self):
        return f"{'Right' if self.right else 'Not yet'}: {self.message}"


def check(name: str, answer: dict | Callable, rng: "np.random.Generator | None" = None) -> Verdict:
    """The `Verdict` on an answer to the assignment called `name`.

    name : "by_hand", a dict of the derivatives of E by w, u and b in the scalar network of chapter 2, of which only the
        last loss counts; "bptt" or "eprop", a function from a Run to the gradient of θ, (gates, n, p); "m_order", such a
        function of a Run and m; "train", a function from (network, task, rng) to the Parameters that it has learned
    rng : a numpy Generator for the networks that a function is tried on; None takes fresh ones each time

    Raises ValueError or TypeError for another name or an answer of another kind.
    """
    verdict = CHECKS[_check.choice("name", name, CHECKS)]
    rng = np.random.default_rng() if rng is None else _check.instance("rng", rng, np.random.Generator)
    if name != "by_hand" and not callable(answer):
        raise TypeError(f"answer must be a function, not {type(answer).__name__}: hand it over without calling it")
    return verdict(answer, rng)


def a_run(rng, cell=LeakyRNN, **options):
    """A run of a random network of four neurons with a plain read-out over seven steps, three sequences side by side."""
    network = Network(cell(n_in=N_IN, n=N, **options), Readout(n_out=N_OUT))
    params = network.init(rng, gain=1.5)
    params.b[...] = 0.3 * rng.standard_normal(params.b.shape)
    return network.run(params, 2 * rng.standard_normal((T, B, N_IN)), rng.standard_normal((T, B, N_OUT)))


def scalar_run(*counted):
    """The scalar network of chapter 2, w = 1/2, u = 1, b = 0, with the weight of each of its three losses."""
    network = Network(LeakyRNN(n_in=1, n=1, leak=0.0, activation="identity"), Readout(n_out=1))
    params = Parameters(np.array([[[0.5, 1.0, 0.0]]]), np.ones((1, 1)), np.zeros(1))
    column = lambda *numbers: np.array(numbers, float).reshape(-1, 1, 1)
    return network.run(params, column(1, 2, -1), column(0, 1, 1), mask=np.array(counted, float)[:, None])


@dataclass(frozen=True)
class Slip:
    """A usual mistake: what it makes of the right gradient `exact` of a run, and what is said to who made it."""

    message: str
    gradient: Callable


# Tried in this order on the whole gradient
WHOLE = (
    Slip("the sign is wrong everywhere", lambda run, exact: -exact),
    Slip("it is twice as long: the derivative of ½(y − target)² is y − target", lambda run, exact: 2 * exact),
    Slip("it is divided by the number of sequences: the loss is a sum over the batch", lambda run, exact: exact / B),
    Slip("it is divided by the number of steps: the loss is a sum over time", lambda run, exact: exact / T),
)

# Tried on each group of parameters that is wrong, with the errors dE/du and the presynaptic rows
SLIPS = (
    Slip("are zero", lambda run, errors: np.zeros_like(run.params.theta)),
    Slip("have the wrong sign", lambda run, errors: -_collected(errors, run.pre)),
    Slip("are off by one step: at time t they meet what was shown, or came in, a step later",
         lambda run, errors: _collected(errors, _later(run))),
    Slip("are off by one step: at time t they meet what was shown, or came in, a step earlier",
         lambda run, errors: _collected(errors, _earlier(run))),
    Slip("lack the first step", lambda run, errors: _collected(errors[1:], run.pre[1:])),
    Slip("lack the last step", lambda run, errors: _collected(errors[:-1], run.pre[:-1])),
    Slip("hold the first sequence only", lambda run, errors: _collected(errors[:, :1], run.pre[:, :1])),
)


def judge(given, run, exact, order, others):
    """The Verdict on a gradient of `run`, or None if it is right.

    exact : the right gradient of theta, of m-order e-prop with m = `order`
    others : {message: gradient} of rules that it may have been taken for
    """
    given = given.theta if isinstance(given, Parameters) else given
    if np.shape(given) != exact.shape:
        wanted = f"(gates, n, n + n_in + 1) = {exact.shape}"
        return Verdict(False, f"shape: the gradient of theta is {wanted}, not {np.shape(given)}")
    given = np.asarray(given, float)
    if not np.isfinite(given).all():
        return Verdict(False, "some of its numbers are not finite")
    if _same(given, exact):
        return None
    for message, other in [(slip.message, slip.gradient(run, exact)) for slip in WHOLE] + list(others.items()):
        if _same(given, other):
            return Verdict(False, message)
    wrong = {group: part for group, part in GROUPS.items() if not _same(given[..., part], exact[..., part])}
    errors = errors_of_order(run, order)
    told = [f"the {group} {_slip(given, run, errors, part)}" for group, part in wrong.items()]
    right = [group for group in GROUPS if group not in wrong]
    return Verdict(False, "; ".join(told) + (f". The {' and the '.join(right)} are right" if right else ""))


def _slip(given, run, errors, part):
    """What is said of a group of parameters that is wrong."""
    for slip in SLIPS:
        if _same(given[..., part], slip.gradient(run, errors)[..., part]):
            return slip.message
    square = _collected(errors, run.pre)[..., part]
    if square.shape[1] == square.shape[2] and _same(given[..., part], square.swapaxes(1, 2)):
        return "are transposed: a row of theta belongs to the neuron that it feeds"
    return "are wrong"


def errors_of_order(run, m):
    """dE/du^t (T, B, gates, n) along the paths that cross fewer than m synapses, for cells without an output gate.

    Back in time, for k crossings left: b_k = L + Rᵀ a_{k−1}, a_k = G b_k + Dᵀ a_k, dE/du = φ a_{m−1}.
    """
    local, R = run.local, run.local.R(run.params.W_rec)
    a = np.zeros((m, *run.c.shape[1:]))
    errors = np.empty(run.u.shape)
    for t in reversed(range(run.T)):
        b = np.repeat(run.learning_signal[None, t], m, 0)
        if t + 1 < run.T:
            b[1:] += np.einsum("brdj,kbrd->kbj", R[t + 1], a[:-1])
            a = np.einsum("kbnd,bnde->kbne", a, local.D[t + 1])
        a = a + local.G[t] * b[..., None]
        errors[t] = (local.phi[t] * a[-1][:, None]).sum(-1)
    return errors


def _collected(errors, pre):
    return np.einsum("tbgn,tbp->gnp", errors, pre)


def _later(run):
    return presynaptic(run.activity[1:], np.concatenate([run.x[1:], np.zeros_like(run.x[:1])]))


def _earlier(run):
    z = np.concatenate([np.zeros_like(run.activity[:1]), run.activity[:-2]])
    return presynaptic(z, np.concatenate([np.zeros_like(run.x[:1]), run.x[:-1]]))


def _same(given, exact):
    return np.linalg.norm(given - exact) <= 1e-9 * max(np.linalg.norm(exact), 1e-9)


def _by_hand(answer, rng):
    exact, of_all = (dict(zip("wub", bptt(scalar_run(*counted)).theta.ravel())) for counted in ((0, 0, 1), (1, 1, 1)))
    if not isinstance(answer, dict) or set(answer) != set(exact):
        raise TypeError(f"answer must be a dict with the keys 'w', 'u' and 'b', not {answer!r}")
    answer = {key: _check.number(f"answer[{key!r}]", answer[key]) for key in exact}
    wrong = [key for key in exact if not np.isclose(answer[key], exact[key], rtol=1e-9)]
    if not wrong:
        return Verdict(True, "all three derivatives.")
    if all(np.isclose(answer[key], -exact[key]) for key in exact):
        return Verdict(False, "the sign is wrong everywhere.")
    if all(np.isclose(answer[key], of_all[key]) for key in exact):
        return Verdict(False, "these are the derivatives if all three losses count; here only the last one does.")
    return Verdict(False, f"dE/d{', dE/d'.join(wrong)}. Is each use of the weight counted, with what it met at that step?")


def _bptt(answer, rng):
    for leak in (0.0, 0.8):
        run = a_run(rng, leak=leak)
        others = {"this is e-prop: the error does not come back over the synapses": eprop(run).theta,
                  "the error comes back over the synapses, but not along the leak": _without_leak(run)}
        verdict = judge(answer(run), run, bptt(run).theta, T, others)
        if verdict is not None:
            return verdict
    return Verdict(True, "BPTT, on two random networks, with a leak and without.")


def _without_leak(run):
    """BPTT of a leaky RNN with the implicit recurrence forgotten on the way back."""
    a, errors = np.zeros(run.z.shape[1:]), np.empty(run.u.shape)
    for t in reversed(range(run.T)):
        a = run.local.G[t, ..., 0] * (run.learning_signal[t] + a @ run.params.W_rec[0])
        errors[t, :, 0] = a
    return _collected(errors, run.pre)


def _eprop(answer, rng):
    surrogate = Triangular(height=0.7)
    for run in (a_run(rng, leak=0.8), a_run(rng, ALIF, surrogate=surrogate)):
        others = {"this is BPTT: e-prop holds all observable states of other times still": bptt(run).theta,
                  "this is order 2: one synapse is crossed": m_order(run, 2).theta}
        verdict = judge(answer(run), run, eprop(run).theta, 1, others)
        if verdict is not None:
            return Verdict(False, f"{run.network.cell.title}: {verdict.message}")
    return Verdict(True, "e-prop, on a random network of leaky neurons and one of ALIF neurons.")


def _m_order(answer, rng):
    run = a_run(rng, leak=0.8)
    for m in (1, 2, 3, T):
        others = {f"this is order {k}: count the crossings": m_order(run, k).theta for k in range(1, T + 1) if k != m}
        verdict = judge(answer(run, m), run, m_order(run, m).theta, m, others)
        if verdict is not None:
            return Verdict(False, f"m = {m}: {verdict.message}")
    return Verdict(True, f"orders 1, 2, 3 and {T}, on a random network.")


def _train(answer, rng):
    """One training of the right loop in about twenty fails by its start, so five networks are given before it is judged."""
    tried = []
    while len(tried) < 5 and not any(tried):
        tried.append(_trained(answer, rng))
    return tried[-1] or tried[0]


def _trained(answer, rng):
    task = StoreRecall(delay=3)
    network = Network(LeakyRNN(n_in=task.n_in, n=16, leak=0.5), Readout(n_out=task.n_out))
    params = network.check(answer(network, task, rng))
    batch = task.batch(rng, 500)
    run = network.run(params, batch.x, batch.target, loss=task.loss, mask=batch.mask)
    accuracy = task.accuracy(run.y, batch)
    if accuracy >= 0.95:
        return Verdict(True, "it recalls nineteen of twenty bits or more in trials that it has never met.")
    if run.loss > 1.5 * 500 * task.chance.loss:
        return Verdict(False, "on fresh trials it is far worse than one who guesses: does each step go down the gradient?")
    if accuracy < 0.6:
        return Verdict(False, "on fresh trials it does no better than one who guesses. Do the new parameters reach the next "
                              "update, and does the mask say which steps count?")
    return Verdict(False, "it has learned something, but recalls fewer than nineteen of twenty bits: train longer, or at "
                          "another rate.")


CHECKS = {"by_hand": _by_hand, "bptt": _bptt, "eprop": _eprop, "m_order": _m_order, "train": _train}
