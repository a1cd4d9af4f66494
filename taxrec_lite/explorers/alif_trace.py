"""The explorer of chapter 3: what one presynaptic spike leaves behind in an ALIF neuron, and for how long."""

from dataclasses import dataclass

import ipywidgets as widgets
import numpy as np
from matplotlib.ticker import NullLocator

from taxrec_lite.cells import ALIF
from taxrec_lite.derivation import quantities
from taxrec_lite.figures.picture import layer
from taxrec_lite.figures.style import COLOURS, figure, style
from taxrec_lite.network import Network
from taxrec_lite.parameters import Parameters
from taxrec_lite.readout import Readout
from taxrec_lite.trajectory import Run
from taxrec_lite.widgets import Explorer, Selector, View

TAUS = (10, 30, 100, 300, 1000)  # time constants of the adaptation, in steps
BETAS = {0.0: "0 (LIF)", 0.02: "0.02", 0.1: "0.1", 0.3: "0.3"}
AT = 40  # when the presynaptic spike arrives, with times from 1
FLOOR = 1e-4
SYNAPSE = 1  # column of θ: after the one recurrent weight


def one_spike(cell, T=300, seed=0, current=0.13, theta=None):
    """A run of one neuron with two inputs: a single spike at time AT, and a noisy current that keeps it busy.

    theta : (gates, 1, p), or None for a drive of half the spike and all of the current
    """
    rng = np.random.default_rng(seed)
    smooth = np.convolve(rng.standard_normal(T), np.full(5, 5**-0.5), "same")
    x = np.zeros((T, 1, 2))
    x[AT - 1, 0, 0] = 1.0
    x[:, 0, 1] = current + 0.1 * smooth
    theta = np.array([[[0.0, 0.5, 1.0, 0.0]]]) if theta is None else theta
    network = Network(cell, Readout(n_out=1))
    return network.run(Parameters(theta, np.ones((1, 1)), np.zeros(1)), x, np.zeros((T, 1, 1)))


@dataclass(frozen=True, eq=False)
class Case:
    """One neuron and what the spike left in it: ε (T, 2), of membrane and adaptation, and e (T,)."""

    tau: int
    beta: float
    run: Run
    eps: np.ndarray
    e: np.ndarray

    @property
    def where(self):
        """The layers this case shows on."""
        return {"tau": self.tau, "beta": self.beta}

    @property
    def top(self):
        """The time, from 1, at which the adaptation's part is largest."""
        return int(self.eps[:, 1].argmax()) + 1

    @property
    def faded(self):
        """The first later time at which it is below a third of that, or None."""
        below = np.flatnonzero(self.eps[self.top :, 1] < self.eps[self.top - 1, 1] / 3)
        return self.top + int(below[0]) + 1 if len(below) else None


def case(tau, beta, T=300, seed=0, current=0.13):
    """The Case of one time constant and one strength of adaptation."""
    run = one_spike(ALIF(n_in=2, n=1, rho=np.exp(-1 / tau), beta=beta), T, seed=seed, current=current)
    eps, e = quantities.implicit(run)
    return Case(tau, beta, run, eps[:, 0, 0, 0, :, SYNAPSE], e[:, 0, 0, 0, SYNAPSE])


def explorer():
    """The explorer; with a kernel, the seed and the strength of the background current are free."""
    free = {
        "seed": widgets.IntSlider(0, 0, 50, description="seed", continuous_update=False),
        "current": widgets.FloatSlider(0.13, min=0.02, max=0.3, step=0.01, description="current",
                                       continuous_update=False),
    }
    return Explorer("alif-trace", "What one spike leaves behind in an ALIF neuron", view, free)


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
        sentences={(case.tau, case.beta): _sentence(case, T) for case in cases},
    )


def _sentence(case, T):
    rho = case.run.network.cell.rho
    start = (f"Adaptation with τ = <b>{case.tau}</b> steps (ρ = {rho:.4f}) and β = <b>{case.beta:g}</b>: the neuron fires "
             f"{case.run.z.sum():.0f} times. The membrane’s part of ε is below 1 % of its start 44 steps after the spike. ")
    if case.beta == 0:
        return start + "The adaptation’s part lives on, but with β = 0 nobody sees it: e ends with the membrane’s part."
    fading = (f"has fallen to a third after another <b>{case.faded - case.top}</b> (mark)" if case.faded else
              f"is still at <b>{case.eps[-1, 1] / case.eps[case.top - 1, 1]:.0%}</b> of it at the end")
    return start + f"The adaptation’s part is largest {case.top - AT} steps after it and {fading}."


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
        layer(variable.plot(since, _above_floor(part), color=COLOURS["implicit"]), **case.where)
        layer(trace.plot(since, _above_floor(e), ".", color=COLOURS["ink"], markersize=2.5), **case.where)
        if case.beta > 0 or case.tau == TAUS[0]:
            layer(trace.plot(since[: shown + 1], _above_floor(by_membrane[: shown + 1]), color=COLOURS["implicit"],
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


def _above_floor(values):
    return np.where(values > FLOOR, values, np.nan)
