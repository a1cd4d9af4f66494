"""The numbers of chapter 10's explorer: feedback and read-out while a small network learns, update by update."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import product

import numpy as np

from taxrec_lite import _check
from taxrec_lite._words import raised, two_figures
from taxrec_lite.cells import LeakyRNN
from taxrec_lite.live import Answer, Choice, Frame, Slider
from taxrec_lite.live import _marks as marks
from taxrec_lite.live._feedback import angle, between
from taxrec_lite.network import Network
from taxrec_lite.parameters import Parameters
from taxrec_lite.readout import Readout
from taxrec_lite.rules.eprop import adapt_feedback, random_feedback
from taxrec_lite.trajectory import Run

RULES = ("symmetric", "random", "adaptive")
CELL, READOUT = LeakyRNN(n_in=2, n=16, leak=0.8), Readout(n_out=3, kappa=0.5)
RATES, DECAY = (0.02, 0.01), 0.01  # rates of θ and of the read-out
LOW, HIGH = 1e-3, 30.0  # a loss beyond is drawn at the edge
DEGREES = (-6, 186)

CONTROLS = (
    Choice("rule", "feedback", {rule: rule for rule in RULES}, start="adaptive", shows=True),
    Slider("update", "update shown", 0, 300, start=0, at_most="updates", shows=True),
    Slider("updates", "updates", 1, 300, start=300, grows=True),
    Slider("rate", "rate of θ", 0, 0.1, start=RATES[0], step=0.001),
    Slider("read_rate", "rate of read-out, B", 0, 0.1, start=RATES[1], step=0.001),
    Slider("decay", "decay of read-out", 0, 0.1, start=DECAY, step=0.001),
    Slider("feedback_decay", "decay of B", 0, 0.1, start=DECAY, step=0.001),
    Slider("gain", "gain", 0.05, 8, start=1, step=None),
    Slider("n", "neurons n", 2, 64, start=CELL.n),
    Slider("T", "steps T", 8, 50, start=12),
    Slider("leak", "leak", 0, 0.99, start=CELL.leak, step=0.01),
    Slider("kappa", "leak κ", 0, 0.99, start=READOUT.kappa, step=0.01),
    Slider("seed", "seed", 0, 200, start=0),
)


@dataclass(frozen=True, eq=False)
class Update:
    """One moment of training: the run, the feedback B (n, n_out) used on it and the gradient that came of both.

    symmetric : the gradient of θ that would have come with W_outᵀ, (gates, n, p)
    """

    run: Run
    B: np.ndarray
    gradient: Parameters
    symmetric: np.ndarray

    @property
    def feedback_angle(self):
        """Between B and W_outᵀ, in degrees."""
        return angle(self.B, self.run.params.W_out)

    @property
    def gradient_angle(self):
        """Between the gradient of θ with this feedback and the one with W_outᵀ, in degrees."""
        return between(self.gradient.theta, self.symmetric)


@dataclass(frozen=True, eq=False)
class Told:
    """What is told and drawn of an `Update`: what a run needs more is not kept. `reach` is its largest weight."""

    loss: float
    B: np.ndarray
    W_out: np.ndarray
    feedback_angle: float
    gradient_angle: float
    reach: float

    @classmethod
    def of(cls, update):
        """The same of one update."""
        B, W_out = update.B, update.run.params.W_out
        reach = float(max(np.abs(B).max(), np.abs(W_out).max()))
        return cls(update.run.loss, B, W_out, update.feedback_angle, update.gradient_angle, reach)


def two_signs(T=12):
    """Inputs (T, 4, 2), targets (T, 4, 3) and mask (T, 4): two signs, one after the other; tell both and their product.

    The mask weighs the steps from 8 on alike, and the loss is a mean over them and the four samples. Raises
    ValueError for T < 8, TypeError for anything but an integer.
    """
    T = _check.integer("T", T, 8)
    first, second = np.array(list(product((-1, 1), repeat=2))).T
    x, target, mask = np.zeros((T, 4, 2)), np.zeros((T, 4, 3)), np.zeros((T, 4))
    x[0:3, :, 0], x[4:7, :, 1] = first, second
    target[:] = np.stack([first, second, first * second], -1)
    mask[7:] = 1 / mask[7:].size
    return x, target, mask


def descend(rule, rates=RATES, decays=(DECAY, DECAY), seed=0, B=None, network=Network(CELL, READOUT), T=12, gain=1.0):
    """Gradient descent on `two_signs` without end, an `Update` at a time; B and W_out go as in (10.4) if both decay alike.

    rule : one of RULES, the feedback; all start from the same network
    rates : learning rates of θ and of the read-out; B learns at that of the read-out
    decays : the decay of W_out and that of an adaptive B
    B : where the feedback starts, (n, 3); None for a random matrix, the same for all rules
    network : of two inputs and three outputs, which starts from random parameters of this `gain`
    """
    _check.choice("rule", rule, RULES)
    rng = np.random.default_rng(seed)
    params = network.init(rng, gain)
    B = random_feedback(rng, network) if B is None else B
    x, target, mask = two_signs(T)
    while True:
        if rule == "symmetric":
            B = params.W_out.T
        run = network.run(params, x, target, mask=mask)
        theta, symmetric = of_feedbacks(run, B, params.W_out.T)
        errors = run.total_dE_dy
        gradient = Parameters(theta, np.tensordot(errors, run.z, ((0, 1), (0, 1))), errors.sum((0, 1)))
        yield Update(run, B, gradient, symmetric)
        if rule == "adaptive":
            B = adapt_feedback(B, gradient, rates[1], decays[1])
        params = Parameters(
            params.theta - rates[0] * gradient.theta,
            (1 - decays[0]) * params.W_out - rates[1] * gradient.W_out,
            params.b_out - rates[1] * gradient.b_out)


def of_feedbacks(run, *feedbacks):
    """The gradients of θ by e-prop with each of these feedbacks, (feedbacks, 1, n, p), of leaky neurons that all hear all.

    What `eprop` adds up forwards is added up backwards here, where both gradients and all samples take one pass.
    """
    local, (T, _, n) = run.local, run.z.shape
    back = run.total_dE_dy[:, None] @ np.array([B.T for B in feedbacks]) * local.G[:, None, ..., 0]
    for t in reversed(range(T - 1)):
        back[t] += local.D[t + 1, ..., 0, 0] * back[t + 1]
    rows = back.transpose(1, 3, 0, 2).reshape(len(feedbacks), n, -1)
    return (rows @ run.pre.reshape(-1, run.pre.shape[-1]))[:, None]


def sentence(k, rule, now, start):
    """What a reader is told after k updates: `now` and `start` are `Told`."""
    turned = [angle(now.B, start.B.T), angle(now.W_out.T, start.W_out)]
    return (f"After <b>{k}</b> updates with {rule} feedback the loss is <b>{_number(now.loss)}</b>. B stands at "
            f"<b>{now.feedback_angle:.0f}°</b> to the read-out, and the gradient of θ at "
            f"<b>{now.gradient_angle:.0f}°</b> to that of symmetric feedback. Since the start B has turned by "
            f"{turned[0]:.0f}°, and the read-out by {turned[1]:.0f}°.")


def _number(loss):
    return f"{loss:.3f}" if loss < 1000 else two_figures(loss, raised)


def compute(rule, update, updates, rate, read_rate, decay, feedback_decay, gain, n, T, leak, kappa, seed):
    """The figure's `Answer`. What was trained before for the same settings is trained on; an update to come is the last."""
    settings = (rate, read_rate), (decay, feedback_decay), seed, n, T, leak, kappa, gain
    trainings = {each: _training(each, *settings) for each in RULES}
    courses = {each: training.upto(updates) for each, training in trainings.items()}
    course, end = courses[rule], trainings[rule].end
    if not course:
        return Answer({}, {}, f"Nothing can be trained here: {end}.")
    last = min(update, len(course) - 1)
    ends = f" The training ends there: {end}." if last < min(update, updates) else ""
    size = 1.08 * max(told.reach for each in courses.values() for told in each)
    return Answer(_frames(size, updates), _marks(courses, rule, last, updates, size),
                  sentence(last, rule, course[last], course[0]) + ends)


class _Training:
    """A training that is run on as far as anyone asked, and as far as there is a gradient and its numbers are finite."""

    def __init__(self, updates):
        self._updates, self._told, self.end = updates, [], None

    def upto(self, updates):
        """The `Told` of the start and of so many updates; `end` is why there are fewer."""
        with np.errstate(all="ignore"):
            while not self.end and len(self._told) <= updates:
                try:
                    self._told.append(Told.of(next(self._updates)))
                except ValueError as reason:
                    self.end = str(reason)
        return self._told[: updates + 1]


@lru_cache(maxsize=len(RULES))
def _training(rule, rates, decays, seed, n, T, leak, kappa, gain):
    network = Network(LeakyRNN(n_in=2, n=n, leak=leak), Readout(n_out=3, kappa=kappa))
    return _Training(descend(rule, rates, decays, seed, network=network, T=T, gain=gain))


def _frames(size, updates):
    x = _along(updates)
    places, ticks = marks.counted(0, marks.end_of(updates)), _ticks(size)
    losses = [(10.0**power, f"{10.0**power:g}") for power in range(-3, 2)]
    return {
        "loss": Frame(x, (LOW, HIGH), [(k, "") for k, _ in places], losses),
        "degrees": Frame(x, DEGREES, places, [(degrees, f"{degrees}") for degrees in range(0, 181, 45)]),
        "weights": Frame((-size, size), (-size, size), ticks, ticks),
    }


def _ticks(size):
    """At all multiples of a round number."""
    *_, (step, _) = marks.plain(-size, size)
    most = int(size / step)
    return [(k * step, f"{k * step:g}".replace("-", "−")) for k in range(-most, most + 1)]


def _along(updates):
    end = marks.end_of(updates)
    return -end / 60, end * 61 / 60


def _marks(courses, rule, last, updates, size):
    course, chosen = courses[rule], slice(last, last + 1)
    losses = {each: np.clip([told.loss for told in of], LOW, HIGH) for each, of in courses.items()}
    angles, gradients = np.array([(told.feedback_angle, told.gradient_angle) for told in course]).T
    x = np.arange(float(len(course)))
    return {
        **{f"loss-{each}": marks.line(range(len(values)), values) for each, values in losses.items()},
        "loss": marks.line(x, losses[rule]),
        "loss-chosen": marks.line(x[chosen], losses[rule][chosen]),
        "level": marks.line(_along(updates), np.full(2, 90.0)),
        "gradients": marks.line(x, gradients),
        "angles": marks.line(x, angles),
        "angles-chosen": marks.line(x[chosen], angles[chosen]),
        "equal": marks.line([-size, size], [-size, size]),
        "equal-words": marks.words(0.96 * size, 0.96 * size, "equal"),
        "weights": marks.line(course[last].W_out.T.ravel(), course[last].B.ravel()),
    }
