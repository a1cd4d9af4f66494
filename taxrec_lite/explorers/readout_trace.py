"""The explorer of chapter 10: one synapse's gradient in time, with the error filtered back or the trace filtered forwards."""

import ipywidgets as widgets
import numpy as np

from taxrec_lite.figures import live_readout_trace
from taxrec_lite.figures.live_readout_trace import BARS, HELD, LOOKS, STIMULUS_BAND, TITLES, TOLD, ZERO
from taxrec_lite.figures.picture import layer
from taxrec_lite.figures.style import figure, style
from taxrec_lite.live.readout_trace import NEURON, SEED, STIMULUS, WHEN, Case, classify, sentence
from taxrec_lite.widgets import Explorer, Selector, View

KAPPAS = (0.0, 0.5, 0.7, 0.8, 0.9)


def explorer():
    """The explorer; with a kernel, the seed and the neuron are free."""
    free = {
        "seed": widgets.IntSlider(SEED, 0, 50, description="seed", continuous_update=False),
        "neuron": widgets.IntSlider(NEURON, 1, 8, description="neuron", continuous_update=False),
    }
    return Explorer("readout-trace", "Filter the error backwards, or the trace forwards", view, free, live_readout_trace.panels)


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
        sentences={(case.kappa, case.when): sentence(case) for case in cases},
    )


def _in_time(cases):
    panel = figure(3.9)
    axes = dict(zip(("told", "held"), panel.subplots(2, 1, sharex=True)))
    times = np.arange(1, cases[0].run.T + 1)
    for name, each in axes.items():
        _frame(each, times, name)
    for case in cases:
        for (name, (bars, curve)), look in zip(case.in_time.items(), (TOLD, HELD)):
            low, high = axes[name].get_ylim()
            axes[name].set_ylim(min(low, 1.1 * curve.min()), max(high, 1.1 * curve.max()))
            layer(axes[name].vlines(times, 0, bars, color=look["color"], **BARS), **case.where)
            layer(axes[name].plot(times, curve, **look), **case.where)
    axes["held"].set_xlabel("time step t")
    return panel, live_readout_trace.IN_TIME


def _added_up(cases):
    panel = figure(3.9)
    axes = dict(zip(("product", "total"), panel.subplots(2, 1, sharex=True)))
    times = np.arange(1, cases[0].run.T + 1)
    for name, each in axes.items():
        _frame(each, times, name)
    axes["product"].set_ylim(-0.1, 1.1)
    axes["total"].set(ylim=(-0.1, 1.15), xlabel="time step t", yticks=[0, 0.5, 1])
    live_readout_trace.legend(panel, [axes["total"].plot([], [], **look)[0] for look in LOOKS.values()])
    for case in cases:
        for name, of in case.parts.items():
            for values, look in zip(of, LOOKS.values()):
                layer(axes[name].plot(times, values, **look), **case.where)
    return panel, live_readout_trace.ADDED_UP


def _frame(axes, times, name):
    axes.axhline(0, **ZERO)
    axes.axvspan(0.5, STIMULUS + 0.5, **STIMULUS_BAND)
    axes.set(xlim=(0.5, times[-1] + 0.5), ylim=(-0.1, 0.1), **TITLES[name])
