"""The explorer of chapter 8: how much credit a late loss still gives to an early cue, against the delay between them."""

from dataclasses import dataclass

import ipywidgets as widgets
import numpy as np
from matplotlib.ticker import NullLocator

from taxrec_lite.cells import ALIF, LIF, decay
from taxrec_lite.figures import live_credit
from taxrec_lite.figures.live_credit import BANDS, EPS, LOOKS, MEMBRANE, ROWS
from taxrec_lite.figures.picture import layer
from taxrec_lite.figures.spiking import draw_raster
from taxrec_lite.figures.style import COLOURS, figure, style
from taxrec_lite.live.credit import ASKED, CUE, FLOOR, LONGEST, Cued, cued, sentence, shown, states
from taxrec_lite.widgets import Explorer, Selector, View

DELAYS = (0, 10, 20, 40, 60, 80, 100, 150, 200, 300, 400, 600, LONGEST)
BETA = 0.1
TAUS = (100, 300, 1000)
TITLES = {"lif": "LIF", **{f"alif{tau}": f"ALIF, τ = {tau}" for tau in TAUS}}


def a_cell(name, n, beta=BETA):
    """The cell of one button, with three inputs."""
    return LIF(n_in=3, n=n) if name == "lif" else ALIF(n_in=3, n=n, rho=decay(int(name.removeprefix("alif"))), beta=beta)


@dataclass(frozen=True, eq=False)
class Case:
    """One kind of neuron: its network, and which neuron is shown."""

    cell: str
    cued: Cued
    neuron: int

    def credit(self, rule):
        """Its credit after each of DELAYS, by a rule."""
        return [self.cued.credit(delay, rule) for delay in DELAYS]


def case(cell, n=16, seed=0):
    """The Case of one button."""
    network = cued(a_cell(cell, n), seed)
    return Case(cell, network, shown(network))


def explorer():
    """The explorer; with a kernel, size and seed are free."""
    free = {
        "n": widgets.IntSlider(16, 8, 24, description="neurons n", continuous_update=False),
        "seed": widgets.IntSlider(0, 0, 50, description="seed", continuous_update=False),
    }
    return Explorer("credit", "Credit for a cue, long after it", view, free, live_credit.panels)


def view(n=16, seed=0):
    """All states of the explorer for networks of n neurons."""
    cases = [case(cell, n, seed) for cell in TITLES]
    with style():
        panels = (_in_time(cases), _against_delay(cases))
    return View(
        selectors=(
            Selector("delay", "delay", {delay: str(delay) for delay in DELAYS}, start=200, slider=True),
            Selector("cell", "cell", TITLES, start="alif300"),
        ),
        panels=panels,
        sentences={(delay, case.cell): sentence(TITLES[case.cell], case.cued, delay) for case in cases for delay in DELAYS},
        meanings=tuple(({"cell": f"alif{tau}"}, {"cell": "alif", "tau_a": tau, "beta": BETA}) for tau in TAUS),
    )


def _in_time(cases):
    panel = figure(4.8)
    rows = panel.subplots(3, 1, sharex=True, height_ratios=[1.2, 1.1, 1.2])
    raster, membrane, variable = rows
    T, n = cases[0].cued.run.T, cases[0].cued.network.cell.n
    times = np.arange(1, T + 1)
    for axes, words in zip(rows, ROWS.values()):
        axes.set(**words)
        axes.axvspan(*CUE, linewidth=0, zorder=0, **BANDS["cue"])
        for delay in DELAYS:
            start = CUE[1] + delay
            layer(axes.axvspan(start + 1, start + ASKED, linewidth=0, zorder=0, **BANDS["asked"]), delay=delay)
    raster.set(ylim=(n + 0.7, 0.3), yticks=[1, n])
    membrane.set(ylim=(-1, 2.7))
    variable.set(ylim=(FLOOR, 100), xlim=(0, T), yticks=[1e-8, 1e-4, 1])
    variable.yaxis.set_minor_locator(NullLocator())
    for case in cases:
        found = states(case.cued, case.neuron)
        layer(draw_raster(raster, times, case.cued.run.z[:, 0]), cell=case.cell)
        for name, look in MEMBRANE.items():
            layer(membrane.plot(times, found[name], **look), cell=case.cell)
        for name, look in EPS.items():
            part = found.get(name, np.zeros(T))
            layer(variable.plot(times, np.where(part > FLOOR, part, np.nan), **look), cell=case.cell)
    panel.align_ylabels(rows)
    return panel, ("Over time, one under another: the spikes of all neurons, the membrane and the threshold of one, and on a "
                   "logarithmic axis the implicit variable of its cue synapse, with the part of the adaptation dashed. A grey "
                   "band is the cue, an orange one the time at which the loss asks.")


def _against_delay(cases):
    panel = figure(3.6)
    axes = panel.subplots()
    axes.set(**live_credit.DELAYS)
    axes.set(ylim=(FLOOR, 3), xlim=(-15, 1040), xticks=range(0, 801, 200), yticks=[1e-9, 1e-6, 1e-3, 1],
             yticklabels=["≤$10^{-9}$", "$10^{-6}$", "$10^{-3}$", "1"])
    axes.yaxis.set_minor_locator(NullLocator())
    axes.plot([], [], label="BPTT", **LOOKS["bptt"])
    axes.plot([], [], label="e-prop", **LOOKS["eprop"])
    panel.legend(loc="outside lower center", fontsize=8, ncols=2, handlelength=2.8)
    for case in cases:
        exact = case.credit("bptt")
        axes.plot(DELAYS, exact, color=COLOURS["parameter"], linewidth=0.8, alpha=0.6, zorder=2)
        place = (200, 3 * FLOOR) if case.cell == "lif" else (DELAYS[-1], exact[-1])
        axes.annotate(TITLES[case.cell].removeprefix("ALIF, "), place, xytext=(8, 0), textcoords="offset points", va="center",
                      fontsize=8)
        for rule, look in LOOKS.items():
            layer(axes.plot(DELAYS, case.credit(rule), zorder=3, **look), cell=case.cell)
        for delay, value in zip(DELAYS, exact):
            mark = axes.plot(delay, max(value, FLOOR), "o", markersize=7, color=COLOURS["choice"], zorder=5, clip_on=False,
                             markeredgecolor=COLOURS["ink"], markeredgewidth=0.8)
            layer(mark, cell=case.cell, delay=delay)
    return panel, ("The length of the gradient by the cue's weights against the delay, on a logarithmic axis: black by BPTT, "
                   "green by e-prop, grey by BPTT for the other neurons. The chosen delay is a mark; on the lower edge, it "
                   "is below the axis.")
