"""The explorer of chapter 3: what one presynaptic spike leaves behind in an ALIF neuron, and for how long."""

import ipywidgets as widgets
import numpy as np
from matplotlib.ticker import NullLocator

from taxrec_lite.figures import live_alif_trace
from taxrec_lite.figures.picture import layer
from taxrec_lite.figures.style import COLOURS, figure, style
from taxrec_lite.live.alif_trace import AT, FLOOR, SYNAPSE, above_floor, case, one_spike, sentence  # noqa: F401 (chapter 3)
from taxrec_lite.widgets import Explorer, Selector, View

TAUS = (10, 30, 100, 300, 1000)  # time constants of the adaptation, in steps
BETAS = {0.0: "0 (LIF)", 0.02: "0.02", 0.1: "0.1", 0.3: "0.3"}


def explorer():
    """The explorer; with a kernel, the seed and the strength of the background current are free."""
    free = {
        "seed": widgets.IntSlider(0, 0, 50, description="seed", continuous_update=False),
        "current": widgets.FloatSlider(0.13, min=0.02, max=0.3, step=0.01, description="current",
                                       continuous_update=False),
    }
    return Explorer("alif-trace", "What one spike leaves behind in an ALIF neuron", view, free, live_alif_trace.panels)


def view(seed=0, current=0.13, T=300):
    """All states of the explorer for one background current."""
    cases = [case(tau, beta, T, seed, current) for tau in TAUS for beta in BETAS]
    with style():
        panels = (_in_time(cases, T), _fading(cases, T))
    return View(
        selectors=(
            Selector("tau", "τ of a", {tau: str(tau) for tau in TAUS}, start=100, slider=True),
            Selector("beta", "β", BETAS, start=0.1),
        ),
        panels=panels,
        sentences={(case.tau, case.beta): sentence(case, T) for case in cases},
    )


def _in_time(cases, T):
    panel = figure(5.6)
    rows = panel.subplots(5, 1, sharex=True, height_ratios=[1.7, 0.7, 0.8, 1, 1])
    membrane, surrogate, eps_v, eps_a, trace = rows
    times = np.arange(1, T + 1)
    for axes in rows:
        axes.axvline(AT, color=COLOURS["choice"], linewidth=2, zorder=1)
        axes.axhline(0, color=COLOURS["parameter"], linewidth=0.5, zorder=1)
    membrane.set(ylabel="v", title="membrane, and threshold ϑ + βa (dashed)", ylim=(-0.5, _highest(cases)))
    surrogate.set(ylabel="ψ", title="surrogate derivative", ylim=(-0.02, 0.33))
    eps_v.set(ylabel="$\\epsilon^v$", title="implicit variable, membrane", ylim=(-0.1, 1.1))
    eps_a.set(ylabel="$\\epsilon^a$", title="implicit variable, adaptation",
              ylim=(-0.1, 1.1 * max(case.eps[:, 1].max() for case in cases)))
    trace.set(ylabel="e", title="eligibility trace", xlabel="time step t", xlim=(0, T),
              ylim=(1.2 * min(case.e.min() for case in cases), 1.1 * max(case.e.max() for case in cases)))
    eps_v.plot(times, cases[0].eps[:, 0], color=COLOURS["implicit"])
    for case in cases:
        if case.beta > 0 or case.tau == TAUS[0]:  # without adaptation the neuron is the same for every τ
            where = case.where if case.beta > 0 else {"beta": case.beta}
            layer(_draw_membrane(membrane, times, case), **where)
            layer(surrogate.plot(times, case.run.local.G[:, 0, 0, 0], color=COLOURS["parameter"], linewidth=1), **where)
        layer(eps_a.plot(times, case.eps[:, 1], color=COLOURS["implicit"]), **case.where)
        layer(trace.plot(times, case.e, color=COLOURS["ink"], linewidth=1.1), **case.where)
        _mark(eps_a, case, 0)
    panel.align_ylabels(rows)
    return panel, ("Over time, one under another: the membrane below its threshold with the spikes as ticks above, "
                   "the surrogate derivative, both parts of the implicit variable and the eligibility trace; a line "
                   "through all of them shows when the presynaptic spike arrives.")


def _fading(cases, T):
    panel = figure(4.2)
    variable, trace = panel.subplots(2, 1, sharex=True)
    since = np.arange(T - AT + 1)
    for axes, name in ((variable, "part of ε"), (trace, "size of e")):
        axes.set(yscale="log", ylim=(FLOOR, 4), yticks=[1e-4, 1e-2, 1], ylabel=name, xlim=(0, T - AT))
        axes.yaxis.set_minor_locator(NullLocator())
    variable.set_title("implicit variable, with $\\rho^{t-t_0}$ (dotted)")
    trace.set(title="trace, and its membrane’s part (blue)", xlabel="steps since the spike")
    shown = max(lag for lag in since if cases[0].eps[AT - 1 + lag, 0] > FLOOR)
    variable.plot(since[: shown + 1], cases[0].eps[AT - 1 :, 0][: shown + 1], color=COLOURS["implicit"], linewidth=1)
    variable.annotate("membrane", (shown, FLOOR), xytext=(4, 4), textcoords="offset points", fontsize=8)
    for case in cases:
        part, e = case.eps[AT - 1 :, 1], np.abs(case.e[AT - 1 :])
        by_membrane = case.run.local.G[AT - 1 :, 0, 0, 0] * case.eps[AT - 1 :, 0]
        rho = case.run.network.cell.rho
        if case.beta == 0:
            layer(variable.plot(since[[0, -1]], rho ** since[[0, -1]], color=COLOURS["parameter"],
                                linestyle=(0, (1, 1.5)), linewidth=1.2), tau=case.tau)
        layer(variable.plot(since, above_floor(part), color=COLOURS["implicit"]), **case.where)
        layer(trace.plot(since, above_floor(e), ".", color=COLOURS["ink"], markersize=2.5), **case.where)
        if case.beta > 0 or case.tau == TAUS[0]:
            layer(trace.plot(since[: shown + 1], above_floor(by_membrane[: shown + 1]), color=COLOURS["implicit"],
                             linewidth=1), **(case.where if case.beta > 0 else {"beta": case.beta}))
        _mark(variable, case, AT)
    return panel, ("The same on logarithmic axes against the steps since the spike: the adaptation's part of the "
                   "implicit variable beside the power of ρ, and the size of the eligibility trace beside the part of "
                   "it that comes from the membrane alone.")


def _mark(axes, case, origin):
    if case.beta > 0 and case.faded:
        layer(axes.plot(case.faded - origin, case.eps[case.faded - 1, 1], "o", markersize=6, color=COLOURS["choice"],
                        markeredgecolor=COLOURS["ink"], markeredgewidth=0.8, zorder=5), **case.where)


def _draw_membrane(axes, times, case):
    cell, v, a = case.run.network.cell, case.run.c[:, 0, 0, 0], case.run.c[:, 0, 0, 1]
    spikes = times[case.run.z[:, 0, 0] > 0]
    return [
        *axes.plot(times, v, color=COLOURS["ink"], linewidth=0.9),
        *axes.plot(times, cell.threshold + cell.beta * a, color=COLOURS["parameter"], linewidth=1, linestyle=(0, (4, 2))),
        *axes.plot(spikes, np.full(len(spikes), 0.94 * axes.get_ylim()[1]), "|", color=COLOURS["ink"], markersize=6),
    ]


def _highest(cases):
    """Room above every membrane and threshold for the spikes."""
    return 1.2 * max(max(case.run.c[..., 0].max(), (1 + case.beta * case.run.c[..., 1]).max()) for case in cases)
