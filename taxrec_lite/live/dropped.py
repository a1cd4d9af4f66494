"""The numbers of chapter 4's explorer: what e-prop drops from the total derivative, for each neuron at each time."""

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from taxrec_lite import cells
from taxrec_lite._words import signed
from taxrec_lite.live import Answer, Choice, Frame, Slider
from taxrec_lite.live import _marks as marks
from taxrec_lite.live._feedback import DECAY, angle, feedback_after, number
from taxrec_lite.live.orders import CONSTANTS, constants_of, random_run
from taxrec_lite.measures import cosine, length, relative_error
from taxrec_lite.rules.adjoint import flat, step_back
from taxrec_lite.rules.bptt import bptt
from taxrec_lite.rules.eprop import eprop
from taxrec_lite.trajectory import Run

NAMES = {0: "random ", "all": "symmetric "}
FLOOR, TOP = 1e-2, 1e3  # what the frame of lengths holds, so that it seldom moves
ADAPTIVE = {"feedback": ("adaptive",)}

CONTROLS = (
    Choice("cell", "cell", {name: cells.get(name).title for name in cells.names()}, start="leaky_rnn"),
    Choice("feedback", "feedback B", {"symmetric": "symmetric", "adaptive": "adaptive"}, start="symmetric"),
    Slider("updates", "updates of B", 0, 200, start=20, when=ADAPTIVE),
    Slider("delta", "δ of an update", 0.01, 0.5, start=DECAY, step=0.01, when=ADAPTIVE),
    Slider("seed_B", "seed of B", 0, 200, start=0, when=ADAPTIVE),
    Slider("gain", "gain", 0.05, 16, start=0.25, step=None),
    Slider("n", "neurons n", 2, 64, start=12),
    Slider("T", "steps T", 2, 100, start=24),
    *CONSTANTS,
    Slider("seed", "seed", 0, 200, start=1),
)


@dataclass(frozen=True, eq=False)
class Case:
    """A run with a feedback after so many updates, or "all": what the neurons are told of dE/dz, `total` (T, n)."""

    run: Run
    total: np.ndarray
    updates: object
    feedback: np.ndarray

    @cached_property
    def signal(self):
        """The learning signal, (T, n)."""
        return (self.run.total_dE_dy @ self.feedback.T)[:, 0]

    @cached_property
    def dropped(self):
        """How long what is dropped is at each time, over all neurons, (T,)."""
        return length(self.total - self.signal)

    @property
    def largest(self):
        """Where most is dropped, a time from 0."""
        return int(self.dropped.argmax())


def total_derivative(run):
    """dE/dz^t of a run of one sample, (T, n), by (2.1) and (2.2)."""
    total, W_rec = np.empty_like(run.z[:, 0]), flat(run.params.W_rec)
    explicit, implicit = np.zeros((1, *run.z[0].shape)), np.zeros((1, *run.c[0].shape))
    for t in reversed(range(run.T)):
        dE_dz = run.learning_signal[t] + explicit
        total[t] = dE_dz[0, 0]
        _, explicit, implicit = step_back(run.local[t], W_rec, dE_dz, implicit)
    return total


def sentence(network, case):
    """What a reader is told of a Case; `network` says which one it is."""
    exact, gradient, t = bptt(case.run), eprop(case.run, case.feedback), case.largest
    degrees = 0.0 if case.updates == "all" else angle(case.feedback, case.run.params.W_out)
    return (f"{network}, {NAMES.get(case.updates, '')}feedback at <b>{degrees:.0f}°</b> to the read-out: most is "
            f"dropped at t = {t + 1} (mark), <b>{number(case.dropped[t])}</b> in length, where the whole dE/dz is "
            f"{number(np.linalg.norm(case.total[t]))}. The gradient of θ has relative error "
            f"<b>{number(relative_error(gradient, exact))}</b> and cosine <b>{signed(cosine(gradient, exact), 2)}</b>.")


def compute(cell, feedback, updates, delta, seed_B, gain, n, T, leak, height, rho, beta, seed):
    """The figure's `Answer`; constants that a cell lacks, and those of an update of symmetric feedback, change nothing."""
    constants = constants_of(cell, leak, height, rho, beta)
    run, total = _told(cell, gain, n, T, seed, tuple(constants.items()))
    updates = updates if feedback == "adaptive" else "all"
    case = Case(run, total, updates, feedback_after(run, updates, seed_B, delta))
    network = f"{cells.get(cell).title}, gain {gain:g}"
    try:
        told = sentence(network, case)
    except ValueError as reason:
        told = f"{network}: no gradients can be compared here: {reason}."
    return Answer({**_image_frames(n, T), "sizes": _size_frame(case)}, {**_images(case), **_sizes(case)}, told)


@lru_cache(maxsize=1)
def _told(cell, gain, n, T, seed, constants):
    run = random_run(cell, gain, n, T, seed, **dict(constants))
    return run, total_derivative(run)


def _images(case):
    scale = float(np.abs(case.total).max()) or 1.0
    images = {"whole": case.total, "kept": case.signal, "rest": case.total - case.signal}
    return {**{name: marks.image(values.T, scale) for name, values in images.items()}, **marks.ends(scale)}


def _image_frames(n, T):
    times = [((t - 0.5) / T, words) for t, words in marks.counted(1, T)]
    none, neurons = [(place, "") for place, _ in times], [(0.5 / n, "1"), (1 - 0.5 / n, str(n))]
    return {name: Frame((0, 1), (1, 0), times if name == "rest" else none, neurons) for name in ("whole", "kept", "rest")}


def _sizes(case):
    times, t = np.arange(1.0, case.run.T + 1), case.largest
    return {
        "size-whole": marks.line(times, length(case.total)),
        "size-kept": marks.line(times, length(case.signal)),
        "size-rest": marks.above(FLOOR, times, case.dropped),
        "largest": marks.above(FLOOR, times[t : t + 1], case.dropped[t : t + 1]),
    }


def _size_frame(case):
    top = max(TOP, *(float(of.max()) for of in (length(case.total), length(case.signal), case.dropped)))
    low, high = round(np.log10(FLOOR)), int(np.ceil(np.log10(top)))
    return Frame((0.5, case.run.T + 0.5), (FLOOR, 10.0**high), marks.counted(1, case.run.T), marks.powers(low, high, 6))
