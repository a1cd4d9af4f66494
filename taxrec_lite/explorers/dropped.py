"""The explorer of chapter 4: what e-prop drops from the total derivative, for each neuron at each time."""

from dataclasses import dataclass

import ipywidgets as widgets
import numpy as np
from matplotlib.ticker import NullLocator

from taxrec_lite import cells
from taxrec_lite._words import signed
from taxrec_lite.derivation import quantities
from taxrec_lite.explorers.orders import GAINS, all_gains, random_run
from taxrec_lite.figures import over_time as draw
from taxrec_lite.figures.orders import draw_scale, label_scale
from taxrec_lite.figures.picture import layer
from taxrec_lite.figures.style import COLOURS, LINES, figure, style
from taxrec_lite.live._feedback import DECAY, angle, feedback_after, number  # noqa: F401 (chapters 4 and 10 import them here)
from taxrec_lite.measures import cosine, relative_error
from taxrec_lite.rules.bptt import bptt
from taxrec_lite.rules.eprop import eprop
from taxrec_lite.trajectory import Run
from taxrec_lite.widgets import Explorer, Selector, View

UPDATES = {0: "0", 10: "10", 20: "20", 40: "40", 80: "80", "all": "∞"}
NAMES = {0: "random ", "all": "symmetric "}
FLOOR = 1e-2


@dataclass(frozen=True, eq=False)
class Case:
    """One cell in one regime with one feedback: what is told, what is dropped, and how wrong the gradient is."""

    cell: str
    regime: str
    updates: object
    run: Run
    total: np.ndarray
    feedback: np.ndarray

    @property
    def where(self):
        """The layers this case shows on."""
        return {"updates": self.updates, "cell": self.cell, "gain": self.regime}

    @property
    def signal(self):
        """The learning signal, (T, n)."""
        return (self.run.total_dE_dy @ self.feedback.T)[:, 0]

    @property
    def dropped(self):
        """How long what is dropped is at each time, over all neurons, (T,)."""
        return np.linalg.norm(self.total - self.signal, axis=1)


def explorer():
    """The explorer; with a kernel, size, length and seed are free."""
    free = {
        "n": widgets.IntSlider(12, 2, 24, description="neurons n", continuous_update=False),
        "T": widgets.IntSlider(24, 8, 40, description="steps T", continuous_update=False),
        "seed": widgets.IntSlider(1, 0, 50, description="seed", continuous_update=False),
    }
    return Explorer("dropped", "What e-prop drops, neuron by neuron and step by step", view, free)


def view(n=12, T=24, seed=1):
    """All states of the explorer for networks of n neurons over T steps."""
    cases = [Case(cell, regime, updates, run, total, feedback_after(run, updates))
             for cell, regime, run, total in _runs(n, T, seed) for updates in UPDATES]
    with style():
        panels = (_images(cases, n, T), _sizes(cases, T))
    return View(
        selectors=(
            Selector("updates", "updates of B", UPDATES, start="all", slider=True),
            Selector("cell", "cell", {name: cells.get(name).title for name in cells.names()}, start="leaky_rnn"),
            Selector("gain", "regime", {regime: regime for regime in GAINS["lstm"]}, start="contracting"),
        ),
        panels=panels,
        sentences={(case.updates, case.cell, case.regime): _sentence(case) for case in cases},
    )


def _runs(n, T, seed):
    for cell, gains in all_gains().items():
        for regime, gain in gains.items():
            run = random_run(cell, gain, n, T, seed)
            yield cell, regime, run, quantities.total_derivatives(run)[0][:, 0]


def _sentence(case):
    exact, gradient = bptt(case.run), eprop(case.run, case.feedback)
    largest, name = int(case.dropped.argmax()), NAMES.get(case.updates, "")
    degrees = 0.0 if case.updates == "all" else angle(case.feedback, case.run.params.W_out)
    return (f"{cells.get(case.cell).title}, {case.regime}, {name}feedback at <b>{degrees:.0f}°</b> to the read-out: most is "
            f"dropped at t = {largest + 1} (mark), <b>{number(case.dropped[largest])}</b> in length, where the whole dE/dz is "
            f"{number(np.linalg.norm(case.total[largest]))}. The gradient of θ has relative error "
            f"<b>{number(relative_error(gradient, exact))}</b> and cosine "
            f"<b>{signed(cosine(gradient, exact), 2)}</b>.")


def _images(cases, n, T):
    panel = figure(4.6)
    whole, kept, rest, scale_axes = panel.subplots(4, 1, height_ratios=[1, 1, 1, 0.13])
    for axes, title in ((whole, "total derivative dE/dz"), (kept, "learning signal, what e-prop uses"),
                        (rest, "difference, what it drops")):
        draw.frame_neurons(axes, T, n, title)
    kept.set_ylabel("neuron")
    rest.set_xlabel("time step t")
    draw_scale(scale_axes)
    for case in cases:
        scale = np.abs(case.total).max()
        if case.updates == "all":
            where = {"cell": case.cell, "gain": case.regime}
            layer(draw.draw_neurons(whole, case.total, scale), **where)
            layer(label_scale(scale_axes, scale), **where)
        layer(draw.draw_neurons(kept, case.signal, scale), **case.where)
        layer(draw.draw_neurons(rest, case.total - case.signal, scale), **case.where)
    return panel, ("Three images, a row for each neuron and a column for each time step, on one colour scale: the total "
                   "derivative of the loss by the observable state, the learning signal of e-prop, and the difference.")


def _sizes(cases, T):
    panel = figure(3.4)
    axes = panel.subplots()
    top = max(np.linalg.norm(case.total, axis=1).max() for case in cases)
    axes.set(yscale="log", ylim=(FLOOR, 2 * top), xlim=(0.5, T + 0.5), xlabel="time step t", ylabel="length over all neurons")
    axes.yaxis.set_minor_locator(NullLocator())
    times = np.arange(1, T + 1)
    for label, look in LOOKS.items():
        axes.plot([], [], label=label, **look)
    panel.legend(loc="outside lower center", fontsize=8, ncols=2, handlelength=2.4)
    whole, signal, dropped = LOOKS.values()
    for case in cases:
        if case.updates == "all":
            layer(axes.plot(times, np.linalg.norm(case.total, axis=1), **whole), cell=case.cell, gain=case.regime)
        layer(axes.plot(times, np.linalg.norm(case.signal, axis=1), **signal), **case.where)
        layer(axes.plot(times, np.where(case.dropped > FLOOR, case.dropped, np.nan), **dropped), **case.where)
        largest = int(case.dropped.argmax())
        layer(axes.plot(largest + 1, case.dropped[largest], "o", markersize=7, color=COLOURS["choice"],
                        markeredgecolor=COLOURS["ink"], markeredgewidth=0.8, zorder=5), **case.where)
    return panel, ("The lengths of the same three over all neurons, on a logarithmic axis against time; a mark stands "
                   "where most is dropped.")


LOOKS = {
    "dE/dz": {"color": COLOURS["ink"], "linewidth": 1.8},
    "learning signal": {"color": COLOURS["loss"], "linestyle": LINES["loss"]},
    "dropped": {"color": COLOURS["explicit"], "linestyle": LINES["explicit"], "linewidth": 1.2},
}
