"""The explorer of chapter 4: what e-prop drops from the total derivative, for each neuron at each time."""

import ipywidgets as widgets
import numpy as np
from matplotlib.ticker import NullLocator

from taxrec_lite import cells
from taxrec_lite.explorers.orders import GAINS, all_gains, random_run
from taxrec_lite.figures import live_dropped
from taxrec_lite.figures import over_time as draw
from taxrec_lite.figures.live_dropped import LABELS, LOOKS, TITLES
from taxrec_lite.figures.orders import draw_scale, label_scale
from taxrec_lite.figures.picture import layer
from taxrec_lite.figures.style import COLOURS, figure, style
from taxrec_lite.live._feedback import DECAY, angle, feedback_after, number  # noqa: F401 (chapters 4 and 10 import them here)
from taxrec_lite.live.dropped import FLOOR, Case, lengths, sentence, total_derivative
from taxrec_lite.widgets import Explorer, Selector, View

UPDATES = {0: "0", 10: "10", 20: "20", 40: "40", 80: "80", "all": "∞"}
MEANT = {updates: {"feedback": "adaptive", "delta": DECAY, "seed_B": 0} for updates in UPDATES} | {
    "all": {"feedback": "symmetric", "updates": 20}}


def explorer():
    """The explorer; with a kernel, size, length and seed are free."""
    free = {
        "n": widgets.IntSlider(12, 2, 24, description="neurons n", continuous_update=False),
        "T": widgets.IntSlider(24, 8, 40, description="steps T", continuous_update=False),
        "seed": widgets.IntSlider(1, 0, 50, description="seed", continuous_update=False),
    }
    return Explorer("dropped", "What e-prop drops, neuron by neuron and step by step", view, free, live_dropped.panels)


def view(n=12, T=24, seed=1):
    """All states of the explorer for networks of n neurons over T steps."""
    gains = [(cell, regime, gain) for cell, regimes in all_gains().items() for regime, gain in regimes.items()]
    cases = {}
    for cell, regime, gain in gains:
        run = random_run(cell, gain, n, T, seed)
        total = total_derivative(run)
        cases |= {(updates, cell, regime): Case(run, total, updates, feedback_after(run, updates)) for updates in UPDATES}
    with style():
        panels = (_images(cases, n, T), _sizes(cases, T))
    return View(
        selectors=(
            Selector("updates", "updates of B", UPDATES, start="all", slider=True),
            Selector("cell", "cell", {name: cells.get(name).title for name in cells.names()}, start="leaky_rnn"),
            Selector("gain", "regime", {regime: regime for regime in GAINS["lstm"]}, start="contracting"),
        ),
        panels=panels,
        sentences={state: _sentence(state, case) for state, case in cases.items()},
        meanings=(*(({"updates": updates}, meant) for updates, meant in MEANT.items()),
                  *(({"cell": cell, "gain": regime}, {"gain": gain}) for cell, regime, gain in gains)),
    )


def _sentence(state, case):
    _, cell, regime = state
    return sentence(f"{cells.get(cell).title}, {regime}", case)


def _where(state):
    """The layers that show in a state, and those that show with any feedback."""
    updates, cell, regime = state
    return {"updates": updates, "cell": cell, "gain": regime}, {"cell": cell, "gain": regime}


def _images(cases, n, T):
    panel = figure(4.6)
    whole, kept, rest, scale_axes = panel.subplots(4, 1, height_ratios=[1, 1, 1, 0.13])
    for axes, title in zip((whole, kept, rest), TITLES.values()):
        draw.frame_neurons(axes, T, n, title)
    kept.set_ylabel("neuron")
    rest.set_xlabel(LABELS["xlabel"])
    draw_scale(scale_axes)
    for state, case in cases.items():
        scale, (here, always) = np.abs(case.total).max(), _where(state)
        if case.updates == "all":
            layer(draw.draw_neurons(whole, case.total, scale), **always)
            layer(label_scale(scale_axes, scale), **always)
        layer(draw.draw_neurons(kept, case.signal, scale), **here)
        layer(draw.draw_neurons(rest, case.total - case.signal, scale), **here)
    return panel, ("Three images, a row for each neuron and a column for each time step, on one colour scale: the total "
                   "derivative of the loss by the observable state, the learning signal of e-prop, and the difference.")


def _sizes(cases, T):
    panel = figure(3.4)
    axes = panel.subplots()
    top = max(lengths(case.total).max() for case in cases.values())
    axes.set(yscale="log", ylim=(FLOOR, 2 * top), xlim=(0.5, T + 0.5), **LABELS)
    axes.yaxis.set_minor_locator(NullLocator())
    times = np.arange(1, T + 1)
    for label, look in LOOKS.items():
        axes.plot([], [], label=label, **look)
    panel.legend(loc="outside lower center", fontsize=8, ncols=2, handlelength=2.4)
    whole, signal, dropped = LOOKS.values()
    for state, case in cases.items():
        here, always = _where(state)
        if case.updates == "all":
            layer(axes.plot(times, lengths(case.total), **whole), **always)
        layer(axes.plot(times, lengths(case.signal), **signal), **here)
        layer(axes.plot(times, np.where(case.dropped > FLOOR, case.dropped, np.nan), **dropped), **here)
        layer(axes.plot(case.largest + 1, case.dropped[case.largest], "o", markersize=7, color=COLOURS["choice"],
                        markeredgecolor=COLOURS["ink"], markeredgewidth=0.8, zorder=5), **here)
    return panel, ("The lengths of the same three over all neurons, on a logarithmic axis against time; a mark stands "
                   "where most is dropped.")
