"""The numbers of chapter 10's explorer: one synapse's gradient in time, with the error back or the trace forwards."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from taxrec_lite import _check
from taxrec_lite._words import two_figures
from taxrec_lite.cells import LeakyRNN
from taxrec_lite.derivation import quantities
from taxrec_lite.live import Answer, Choice, Frame, Slider
from taxrec_lite.live import _marks as marks
from taxrec_lite.network import Network
from taxrec_lite.readout import Readout
from taxrec_lite.trajectory import Run

WHEN = {"over": "over time", "end": "only at the end"}
STIMULUS = 3  # its steps, the first of the run
SEED, NEURON = 1, 3
CELL = LeakyRNN(n_in=2, n=8, leak=0.8)

CONTROLS = (
    Slider("kappa", "leak κ", 0, 0.99, start=0.8, step=0.01),
    Choice("when", "loss", WHEN, start="over"),
    Slider("stimulus", "stimulus, steps", 1, 20, start=STIMULUS),
    Slider("delay", "delay, steps", 1, 60, start=15),
    Slider("leak", "leak", 0, 0.99, start=CELL.leak, step=0.01),
    Slider("gain", "gain", 0.05, 8, start=0.5, step=None),
    Slider("n", "neurons n", 2, 64, start=CELL.n),
    Slider("neuron", "neuron shown", 1, 64, start=NEURON, at_most="n"),
    Slider("seed", "seed", 0, 200, start=SEED),
)


def classify(kappa, when, cell=CELL, delay=15, seed=0, gain=0.5, stimulus=STIMULUS):
    """A run of a network that is to tell a class from `stimulus` steps of input and a delay without any, as a Run.

    kappa : leak of the read-out; when : "over" or "end", when the cross-entropy is asked for
    cell : of two inputs

    Raises ValueError for an unknown `when` or a delay or a stimulus below 1.
    """
    _check.choice("when", when, tuple(WHEN))
    stimulus = _check.integer("stimulus", stimulus, 1)
    T = stimulus + _check.integer("delay", delay, 1)
    rng = np.random.default_rng(seed)
    network = Network(cell, Readout(n_out=2, kappa=kappa))
    params = network.init(rng, gain)
    x, target, mask = np.zeros((T, 1, 2)), np.zeros((T, 1, 2)), np.ones((T, 1))
    x[:stimulus] = 0.5 * rng.standard_normal((stimulus, 1, 2))
    target[..., rng.integers(2)] = 1
    if when == "end":
        mask[:-1] = 0
    return network.run(params, x, target, "cross_entropy", mask)


@dataclass(frozen=True, eq=False)
class Case:
    """One leak of the read-out and one mask: what the synapse from the first input to neuron j is told and holds."""

    kappa: float
    when: str
    run: Run
    j: int

    @property
    def now(self):
        """The signal of the errors of their own time, W_outᵀ ∂E^t/∂y^t, (T,)."""
        return (self.run.dE_dy @ self.run.params.W_out)[:, 0, self.j]

    @property
    def ahead(self):
        """The learning signal, L^t, which looks ahead where the read-out leaks, (T,)."""
        return self.run.learning_signal[:, 0, self.j]

    @cached_property
    def trace(self):
        """The implicit eligibility trace e, (T,)."""
        return quantities.implicit(self.run)[1][:, 0, 0, self.j, self.run.network.cell.n]

    @property
    def filtered_trace(self):
        """The read-out implicit eligibility trace F, (T,)."""
        return quantities.filtered(self.trace, self.kappa)

    @property
    def sums(self):
        """What three learners have added up by each time, each (T,): L e, W_outᵀ ∂E/∂y F and, of neither, W_outᵀ ∂E/∂y e."""
        products = (self.ahead * self.trace, self.now * self.filtered_trace, self.now * self.trace)
        return tuple(map(np.cumsum, products))

    @property
    def in_time(self):
        """{name: bars and line, each (T,)}: of the neuron and of the synapse, in parts of the line's largest."""
        pairs = {"told": (self.now, self.ahead), "held": (self.trace, self.filtered_trace)}
        return {name: tuple(values / np.abs(curve).max() for values in (bars, curve)) for name, (bars, curve) in pairs.items()}

    @property
    def parts(self):
        """{name: what each learner adds at each time, and its sums so far, (T,)}, in parts of the whole."""
        whole, sums = self.sums[0][-1], self.sums
        return {"product": [np.diff(of, prepend=0) / whole for of in sums], "total": [of / whole for of in sums]}


def sentence(case):
    """What a reader is told of a case."""
    back, forwards, neither = case.sums
    known = int(np.flatnonzero(case.now)[0]) + 1
    asks = f"The first error comes at t = {known}"
    if case.kappa == 0:
        return (f"{asks}. With κ = <b>0</b> the read-out forgets at once: L is the error of its own time and F is e. All three "
                f"sums are one, <b>{_number(back[-1])}</b>.")
    ahead = ", and L already holds those to come"
    if known > 1:
        ahead = f", and L has used <b>{_part(back[known - 2], back[-1])}</b> of the gradient before it"
    return (f"{asks}{ahead}. With κ = <b>{case.kappa:g}</b> the sums of L e and of the filtered trace end at "
            f"<b>{_number(forwards[-1])}</b>; with neither filter it would be {_number(neither[-1])}, "
            f"<b>{_part(neither[-1], back[-1])}</b> of it.")


def _part(value, whole):
    return f"{value / whole:.0%}".replace("-", "−")


def _number(value):
    size = abs(value)
    return ("−" if value < 0 else "") + (f"{size:#.3g}" if 1e-4 <= size < 1e4 or not size else two_figures(size))


PANELS = ("told", "held", "product", "total")
LEARNERS = ("back", "forwards", "neither")


def compute(kappa, when, stimulus, delay, leak, gain, n, neuron, seed):
    """The figure's `Answer`; a neuron above n is n."""
    cell = LeakyRNN(n_in=2, n=n, leak=leak)
    case = Case(kappa, when, classify(kappa, when, cell, delay, seed, gain, stimulus), min(neuron, n) - 1)
    if not case.sums[0][-1]:
        return Answer({}, {}, "The trace of this synapse is zero where there is an error: at no time is anything added.")
    found = {**_in_time(case), **_parts(case)}
    scales = {name: _scale(np.concatenate([mark["y"] for key, mark in found.items() if key.startswith(name)]))
              for name in PANELS}
    limits = {name: limits for name, (limits, _) in scales.items()}
    return Answer(_frames(case.run.T, scales), {**found, **_grounds(case.run.T, stimulus, limits)}, sentence(case))


def _in_time(case):
    times, found = np.arange(1.0, case.run.T + 1), {}
    for name, (bars, curve) in case.in_time.items():
        found |= {f"{name}-bars": marks.strokes(times, np.zeros_like(bars), bars), f"{name}-line": marks.line(times, curve)}
    return found


def _parts(case):
    times = np.arange(1.0, case.run.T + 1)
    return {f"{name}-{learner}": marks.line(times, values)
            for name, of in case.parts.items() for learner, values in zip(LEARNERS, of)}


def _grounds(T, stimulus, limits):
    """In every panel, a zero line and a band while there is a stimulus."""
    return {**{f"{name}-zero": marks.line([0.5, T + 0.5], np.zeros(2)) for name in PANELS},
            **{f"{name}-stimulus": marks.band(0.5, stimulus + 0.5, *y) for name, y in limits.items()}}


def _scale(values):
    """Limits around these numbers and zero, and ticks, which move seldom: at halves of one, two or five times a power of ten."""
    ends = min(0.0, np.nanmin(values)), max(0.0, np.nanmax(values))
    size = max(-ends[0], ends[1])
    power = 10.0 ** np.floor(np.log10(size))
    step = next(power * k / 2 for k in (1, 2, 5, 10) if size <= power * k * (1 + 1e-9))
    low, high = int(np.floor(round(ends[0] / step, 6))), int(np.ceil(round(ends[1] / step, 6)))
    places = [k * step for k in range(low, high + 1)]
    return ((low - 0.2) * step, (high + 0.2) * step), [(place, f"{place:g}".replace("-", "−")) for place in places]


def _frames(T, scales):
    places = marks.counted(1, T)
    none = [(t, "") for t, _ in places]
    return {name: Frame((0.5, T + 0.5), limits, places if name in ("held", "total") else none, ticks)
            for name, (limits, ticks) in scales.items()}
