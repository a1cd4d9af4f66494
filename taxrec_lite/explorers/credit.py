"""The explorer of chapter 8: how much credit a late loss still gives to an early cue, against the delay between them."""

from dataclasses import dataclass
from functools import cached_property

import ipywidgets as widgets
import numpy as np
from matplotlib.ticker import NullLocator

from taxrec_lite._words import two_figures
from taxrec_lite.cells import ALIF, LIF, decay
from taxrec_lite.derivation import quantities
from taxrec_lite.figures.picture import layer
from taxrec_lite.figures.spiking import draw_raster
from taxrec_lite.figures.style import COLOURS, LINES, figure, style
from taxrec_lite.network import Network
from taxrec_lite.readout import Readout
from taxrec_lite.rules.bptt import bptt
from taxrec_lite.rules.eprop import eprop
from taxrec_lite.trajectory import Run
from taxrec_lite.widgets import Explorer, Selector, View

DELAYS = (0, 10, 20, 40, 60, 80, 100, 150, 200, 300, 400, 600, 800)
ASKED = 20  # steps over which the loss asks
CUE = (51, 70)  # first and last time of the cue
BETA = 0.1
TAUS = (100, 300, 1000)
TITLES = {"lif": "LIF", **{f"alif{tau}": f"ALIF, τ = {tau}" for tau in TAUS}}
FLOOR = 1e-9
DASHED = (0, (4, 2))
RULES = {"bptt": bptt, "eprop": eprop}


def a_cell(name, n, beta=BETA):
    """The cell of one button, with three inputs."""
    return LIF(n_in=3, n=n) if name == "lif" else ALIF(n_in=3, n=n, rho=decay(int(name.removeprefix("alif"))), beta=beta)


@dataclass(frozen=True, eq=False)
class Cued:
    """A network that hears a cue early on, with a current and noise all the time; column n of θ is that of the cue."""

    network: Network
    params: object
    x: np.ndarray

    @cached_property
    def run(self):
        """The whole run, (T, 1, ·); nothing is asked in it."""
        return self.network.run(self.params, self.x, np.zeros((len(self.x), 1, 1)), mask=np.zeros((len(self.x), 1)))

    def asked(self, delay) -> Run:
        """The run up to ASKED steps that begin `delay` steps after the cue; the error is one at each, and weights 1/ASKED."""
        start, end = CUE[1] + delay, CUE[1] + delay + ASKED
        mask = np.zeros((end, 1))
        mask[start:] = 1 / ASKED
        return self.network.run(self.params, self.x[:end], self.run.y[:end] - 1, mask=mask)

    def credit(self, delay, rule="bptt"):
        """The length of the gradient by the cue's weights, for a loss that asks after `delay` steps."""
        return float(np.linalg.norm(RULES[rule](self.asked(delay)).theta[0, :, self.network.cell.n]))


def cued(cell, seed=0, gain=1.0):
    """A `Cued` network of spiking neurons with weights, current and noise from `seed`; long enough for every delay."""
    rng = np.random.default_rng(seed)
    n, T = cell.n, CUE[1] + DELAYS[-1] + ASKED
    x = np.zeros((T, 1, 3))
    x[CUE[0] - 1 : CUE[1], 0, 0] = 1.0
    x[:, 0, 1] = 1.0
    x[:, 0, 2] = rng.standard_normal(T)
    network = Network(cell, Readout(n_out=1))
    params = network.init(rng, gain)
    params.theta[0, :, n] = 0.15 * rng.choice((-1, 1), n)
    params.theta[0, :, n + 1] = 0.15 * rng.uniform(0.7, 1.3, n)
    params.theta[0, :, n + 2] = 0.1 * rng.uniform(0.7, 1.3, n)
    return Cued(network, params, x)


@dataclass(frozen=True, eq=False)
class Case:
    """One kind of neuron: its run, ε of one cue synapse (T, d) and its credit by rule and delay."""

    cell: str
    cued: Cued
    neuron: int
    eps: np.ndarray
    credit: dict

    @property
    def run(self):
        """The run that is drawn."""
        return self.cued.run


def case(cell, n=16, seed=0):
    """The Case of one button; the neuron shown is the most active of those that the cue excites."""
    network = cued(a_cell(cell, n), seed)
    run = network.run
    excited = network.params.theta[0, :, n] > 0
    neuron = int(np.where(excited, run.z[:, 0].sum(0), -1).argmax())
    eps = quantities.implicit(run)[0][:, 0, 0, neuron, :, n]
    credit = {rule: [network.credit(delay, rule) for delay in DELAYS] for rule in RULES}
    return Case(cell, network, neuron, eps, credit)


def explorer():
    """The explorer; with a kernel, size and seed are free."""
    free = {
        "n": widgets.IntSlider(16, 8, 24, description="neurons n", continuous_update=False),
        "seed": widgets.IntSlider(0, 0, 50, description="seed", continuous_update=False),
    }
    return Explorer("credit", "Credit for a cue, long after it", view, free)


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
        sentences={(delay, case.cell): _sentence(case, k) for case in cases for k, delay in enumerate(DELAYS)},
    )


def _sentence(case, k):
    exact, kept = (case.credit[rule][k] for rule in RULES)
    return (f"{TITLES[case.cell]}, asked <b>{DELAYS[k]}</b> steps after the cue: the gradient by the cue’s weights has length "
            f"<b>{two_figures(exact)}</b> by BPTT, {two_figures(exact / case.credit['bptt'][0])} times that without a delay, "
            f"and <b>{two_figures(kept)}</b> by e-prop. The neurons spike at {case.run.z.mean():.1%} of all steps.")


def _in_time(cases):
    panel = figure(4.8)
    rows = panel.subplots(3, 1, sharex=True, height_ratios=[1.2, 1.1, 1.2])
    raster, membrane, variable = rows
    T, n = cases[0].run.T, cases[0].run.network.cell.n
    times = np.arange(1, T + 1)
    for axes in rows:
        axes.axvspan(*CUE, color=COLOURS["dropped"], linewidth=0, zorder=0)
        for delay in DELAYS:
            start = CUE[1] + delay
            asked = axes.axvspan(start + 1, start + ASKED, color=COLOURS["choice"], linewidth=0, alpha=0.6, zorder=0)
            layer(asked, delay=delay)
    raster.set(ylabel="neuron", ylim=(n + 0.7, 0.3), yticks=[1, n], title="spikes; grey: the cue, orange: the question")
    membrane.set(ylabel="v, threshold", ylim=(-1, 2.7), title="one neuron, and its threshold (dashed)")
    variable.set(yscale="log", ylim=(FLOOR, 100), ylabel="parts of ε", xlabel="time step t", xlim=(0, T),
                 yticks=[1e-8, 1e-4, 1], title="its cue synapse: ε of v, of a (dashed)")
    variable.yaxis.set_minor_locator(NullLocator())
    for case in cases:
        cell, c = case.run.network.cell, case.run.c[:, 0, case.neuron]
        layer(draw_raster(raster, times, case.run.z[:, 0]), cell=case.cell)
        layer(membrane.plot(times, c[:, 0], color=COLOURS["ink"], linewidth=0.5), cell=case.cell)
        threshold = cell.threshold + (cell.beta * c[:, 1] if cell.d > 1 else np.zeros(T))
        layer(membrane.plot(times, threshold, color=COLOURS["parameter"], linewidth=1.2, linestyle=DASHED), cell=case.cell)
        for part, line in zip(case.eps.T, ("-", DASHED)):
            seen = np.where(part > FLOOR, part, np.nan)
            layer(variable.plot(times, seen, color=COLOURS["implicit"], linewidth=1.3, linestyle=line), cell=case.cell)
    panel.align_ylabels(rows)
    return panel, ("Over time, one under another: the spikes of all neurons, the membrane and the threshold of one, and on a "
                   "logarithmic axis the implicit variable of its cue synapse, with the part of the adaptation dashed. A grey "
                   "band is the cue, an orange one the time at which the loss asks.")


def _against_delay(cases):
    panel = figure(3.6)
    axes = panel.subplots()
    axes.set(yscale="log", ylim=(FLOOR, 3), xlim=(-15, 1040), xticks=range(0, 801, 200), yticks=[1e-9, 1e-6, 1e-3, 1],
             yticklabels=["≤$10^{-9}$", "$10^{-6}$", "$10^{-3}$", "1"], xlabel="delay, in steps",
             ylabel="gradient by cue’s weights")
    axes.yaxis.set_minor_locator(NullLocator())
    axes.plot([], [], label="BPTT", **LOOKS["bptt"])
    axes.plot([], [], label="e-prop", **LOOKS["eprop"])
    panel.legend(loc="outside lower center", fontsize=8, ncols=2, handlelength=2.8)
    for case in cases:
        axes.plot(DELAYS, case.credit["bptt"], color=COLOURS["parameter"], linewidth=0.8, alpha=0.6, zorder=2)
        place = (200, 3 * FLOOR) if case.cell == "lif" else (DELAYS[-1], case.credit["bptt"][-1])
        axes.annotate(TITLES[case.cell].removeprefix("ALIF, "), place, xytext=(8, 0), textcoords="offset points", va="center",
                      fontsize=8)
        for rule, look in LOOKS.items():
            layer(axes.plot(DELAYS, case.credit[rule], zorder=3, **look), cell=case.cell)
        for delay, value in zip(DELAYS, case.credit["bptt"]):
            mark = axes.plot(delay, max(value, FLOOR), "o", markersize=7, color=COLOURS["choice"], zorder=5, clip_on=False,
                             markeredgecolor=COLOURS["ink"], markeredgewidth=0.8)
            layer(mark, cell=case.cell, delay=delay)
    return panel, ("The length of the gradient by the cue's weights against the delay, on a logarithmic axis: black by BPTT, "
                   "green by e-prop, grey by BPTT for the other neurons. The chosen delay is a mark; on the lower edge, it "
                   "is below the axis.")


LOOKS = {
    "bptt": {"color": COLOURS["ink"], "linewidth": 1.9},
    "eprop": {"color": COLOURS["loss"], "linestyle": LINES["loss"], "linewidth": 1.5},
}
