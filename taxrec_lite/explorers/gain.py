"""The explorer of chapter 2: slide the gain and see the past vanish or explode, for one cell or another."""

from dataclasses import dataclass

import ipywidgets as widgets
import numpy as np

from taxrec_lite.figures import live_gain
from taxrec_lite.figures import signals as draw
from taxrec_lite.figures.picture import layer
from taxrec_lite.figures.style import COLOURS, figure, style
from taxrec_lite.live import gain as live
from taxrec_lite.live.gain import CELLS, factor, key, moves, number, random_run, sentence
from taxrec_lite.widgets import Explorer, Selector, View

GAINS = live.GAINS[1:-1]


@dataclass(frozen=True)
class Case:
    """One cell at one gain: what `moves` says of each network, (networks, lags)."""

    cell: str
    gain: float
    norms: np.ndarray

    @property
    def where(self):
        """The layers this case shows on."""
        return {"cell": self.cell, "gain": key(self.gain)}

    @property
    def factor(self):
        """What one step back multiplies by."""
        return factor(self.norms)


def explorer(n=16, T=41, networks=15):
    """The explorer; with a kernel, size, length and the number of networks are free."""
    free = {
        "n": widgets.IntSlider(n, 2, 48, description="neurons n", continuous_update=False),
        "T": widgets.IntSlider(T, 11, 81, description="steps T", continuous_update=False),
        "networks": widgets.IntSlider(networks, 3, 40, description="networks", continuous_update=False),
    }
    return Explorer("gain", "How the past vanishes or explodes with the gain", view, free, live_gain.panels)


def view(n, T, networks):
    """All states of the explorer for `networks` networks of n neurons over T steps."""
    cases = [Case(cell, gain, np.array([moves(random_run(cell, gain, n, T, seed)) for seed in range(networks)]))
             for cell in CELLS for gain in GAINS]
    with style():
        panels = _lag_panel(cases, T), _gain_panel(cases)
    return View(
        selectors=(
            Selector("gain", "gain", {key(gain): key(gain) for gain in GAINS}, start="1", slider=True),
            Selector("cell", "cell", {name: title for name, (title, *_) in CELLS.items()}, start="plain"),
        ),
        panels=panels,
        sentences={(key(case.gain), case.cell): sentence(case.cell, case.gain, case.norms) for case in cases},
    )


def _lag_panel(cases, T):
    panel = figure(3.1)
    axes = panel.subplots()
    draw.frame_by_lag(axes, T)
    for case in cases:
        faint, *_ = draw.draw_by_lag(axes, case.norms, band=False, colour=COLOURS["parameter"], linewidth=0.8, alpha=0.5)
        layer(faint, cell=case.cell)
        heavy, *_ = draw.draw_by_lag(axes, case.norms, linewidth=2.0, zorder=3)
        layer(heavy, **case.where)
    return panel, ("How far the last state moves when a state some steps back is moved by one, on a logarithmic axis: "
                   "the median over random networks at the chosen gain, in a band that holds half of them, and in grey "
                   "the medians at all other gains.")


def _gain_panel(cases):
    panel = figure(2.6)
    axes = panel.subplots()
    draw.frame_by_gain(axes, GAINS)
    for cell in CELLS:
        factors = [case.factor for case in cases if case.cell == cell]
        layer(axes.plot(GAINS, factors, color=COLOURS["ink"]), cell=cell)
        for gain, value in zip(GAINS, factors):
            layer(axes.plot(gain, value, "o", markersize=7, color=COLOURS["choice"], markeredgecolor=COLOURS["ink"],
                            markeredgewidth=0.8, zorder=5), cell=cell, gain=key(gain))
    return panel, ("What one more step back multiplies by, against the gain, both on logarithmic axes, with a dotted "
                   "line at one; the chosen gain is a mark on the curve.")
