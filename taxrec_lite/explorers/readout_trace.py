"""The explorer of chapter 10: one synapse's gradient in time, with the error filtered back or the trace filtered forwards."""

from dataclasses import dataclass

import ipywidgets as widgets
import numpy as np

from taxrec_lite import _check
from taxrec_lite.cells import LeakyRNN
from taxrec_lite.derivation import quantities
from taxrec_lite.figures.picture import layer
from taxrec_lite.figures.style import COLOURS, LINES, figure, style
from taxrec_lite.network import Network
from taxrec_lite.readout import Readout
from taxrec_lite.trajectory import Run
from taxrec_lite.widgets import Explorer, Selector, View

KAPPAS = (0.0, 0.5, 0.7, 0.8, 0.9)
WHEN = {"over": "over time", "end": "only at the end"}
STIMULUS = 3  # its steps, the first of the run


def classify(kappa, when, cell=None, delay=15, seed=0, gain=0.5):
    """A run of a network that is to tell a class from `STIMULUS` steps of input and a delay without any, as a Run.

    kappa : leak of the read-out; when : "over" or "end", when the cross-entropy is asked for
    cell : of two inputs; None for 8 leaky neurons

    Raises ValueError for an unknown `when` or a delay below 1.
    """
    _check.choice("when", when, tuple(WHEN))
    T = STIMULUS + _check.integer("delay", delay, 1)
    rng = np.random.default_rng(seed)
    network = Network(LeakyRNN(n_in=2, n=8, leak=0.8) if cell is None else cell, Readout(n_out=2, kappa=kappa))
    params = network.init(rng, gain)
    x, target, mask = np.zeros((T, 1, 2)), np.zeros((T, 1, 2)), np.ones((T, 1))
    x[:STIMULUS] = 0.5 * rng.standard_normal((STIMULUS, 1, 2))
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
    def where(self):
        """The layers this case shows on."""
        return {"kappa": self.kappa, "when": self.when}

    @property
    def now(self):
        """The signal of the errors of their own time, W_outᵀ ∂E^t/∂y^t, (T,)."""
        return (self.run.dE_dy @ self.run.params.W_out)[:, 0, self.j]

    @property
    def ahead(self):
        """The learning signal, L^t, which looks ahead where the read-out leaks, (T,)."""
        return self.run.learning_signal[:, 0, self.j]

    @property
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


def explorer():
    """The explorer; with a kernel, the seed and the neuron are free."""
    free = {
        "seed": widgets.IntSlider(SEED, 0, 50, description="seed", continuous_update=False),
        "neuron": widgets.IntSlider(NEURON, 1, 8, description="neuron", continuous_update=False),
    }
    return Explorer("readout-trace", "Filter the error backwards, or the trace forwards", view, free)


SEED, NEURON = 1, 3


def view(seed=SEED, neuron=NEURON):
    """All states of the explorer for one network and one of its neurons, counted from 1."""
    cases = [Case(kappa, when, classify(kappa, when, seed=seed), neuron - 1) for kappa in KAPPAS for when in WHEN]
    with style():
        panels = (_in_time(cases), _added_up(cases))
    return View(
        selectors=(
            Selector("kappa", "leak κ", {kappa: f"{kappa:g}" for kappa in KAPPAS}, start=0.8, slider=True),
            Selector("when", "loss", WHEN, start="over"),
        ),
        panels=panels,
        sentences={(case.kappa, case.when): _sentence(case) for case in cases},
    )


def _sentence(case):
    back, forwards, neither = case.sums
    known = int(np.flatnonzero(case.now)[0]) + 1
    asks = f"The first error comes at t = {known}"
    if case.kappa == 0:
        return (f"{asks}. With κ = <b>0</b> the read-out forgets at once: L is the error of its own time and F is e. All three "
                f"sums are one, <b>{_number(back[-1])}</b>.")
    ahead = ", and L already holds those to come"
    if known > 1:
        ahead = f", and L has used <b>{back[known - 2] / back[-1]:.0%}</b> of the gradient before it"
    return (f"{asks}{ahead}. With κ = <b>{case.kappa:g}</b> the sums of L e and of the filtered trace end at "
            f"<b>{_number(forwards[-1])}</b>; with neither filter it would be {_number(neither[-1])}, "
            f"<b>{neither[-1] / back[-1]:.0%}</b> of it.")


def _number(value):
    return f"{value:#.3g}".replace("-", "−")


LOOKS = {
    "error back, $L\\,e$": {"color": COLOURS["loss"], "linestyle": LINES["loss"]},
    "trace forwards, with $F$": {"color": COLOURS["implicit"]},
    "neither": {"color": COLOURS["explicit"], "linestyle": LINES["explicit"], "linewidth": 1.2},
}


def _in_time(cases):
    panel = figure(3.9)
    told, held = panel.subplots(2, 1, sharex=True)
    times = np.arange(1, cases[0].run.T + 1)
    _frame(told, times, "signal", "what the neuron is told: bars now, line L")
    _frame(held, times, "trace", "what the synapse holds: bars e, line F")
    held.set_xlabel("time step t")
    for case in cases:
        for axes, colour, line, bars, curve in ((told, "loss", LINES["loss"], case.now, case.ahead),
                                                (held, "implicit", "-", case.trace, case.filtered_trace)):
            scale = np.abs(curve).max()
            low, high = axes.get_ylim()
            axes.set_ylim(min(low, 1.1 * curve.min() / scale), max(high, 1.1 * curve.max() / scale))
            layer(axes.vlines(times, 0, bars / scale, color=COLOURS[colour], linewidth=3, alpha=0.45), **case.where)
            layer(axes.plot(times, curve / scale, color=COLOURS[colour], linestyle=line), **case.where)
    return panel, ("Over time, above: the error signal of each step as bars and the learning signal that looks ahead as a "
                   "line. Below: the eligibility trace as bars and the filtered trace as a line. Each is relative to the "
                   "largest of its line.")


def _added_up(cases):
    panel = figure(3.9)
    product, total = panel.subplots(2, 1, sharex=True)
    times = np.arange(1, cases[0].run.T + 1)
    _frame(product, times, "part", "part of the gradient: of each step")
    _frame(total, times, "part", "added up so far")
    product.set_ylim(-0.1, 1.1)
    total.set(ylim=(-0.1, 1.15), xlabel="time step t", yticks=[0, 0.5, 1])
    for label, look in LOOKS.items():
        total.plot([], [], label=label, **look)
    panel.legend(loc="outside lower center", fontsize=8, ncols=2, handlelength=2.4)
    for case in cases:
        whole = case.sums[0][-1]
        for sums, look in zip(case.sums, LOOKS.values()):
            layer(product.plot(times, np.diff(sums, prepend=0) / whole, **look), **case.where)
            layer(total.plot(times, sums / whole, **look), **case.where)
    return panel, ("What each step adds to the gradient of the synapse, and the sums so far, as parts of the whole: with the "
                   "error filtered backwards, with the trace filtered forwards, and with neither. The first two end at one.")


def _frame(axes, times, label, title):
    axes.axhline(0, color=COLOURS["parameter"], linewidth=0.6, zorder=1)
    axes.axvspan(0.5, STIMULUS + 0.5, color=COLOURS["choice"], alpha=0.2, linewidth=0)
    axes.set(xlim=(0.5, times[-1] + 0.5), ylim=(-0.1, 0.1), ylabel=label, title=title)
