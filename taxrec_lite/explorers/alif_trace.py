"""The explorer of chapter 3: what one presynaptic spike leaves behind in an ALIF neuron, and for how long."""

from taxrec_lite.figures.live import draw_chosen, draw_line, draw_points, draw_words, framed
from taxrec_lite.figures.style import COLOURS, figure, style
from taxrec_lite.prepared import Prepared
from taxrec_lite.widgets import Selector

TAUS = (10, 30, 100, 300, 1000)  # time constants of the adaptation, in steps
BETAS = {0.0: "0 (LIF)", 0.02: "0.02", 0.1: "0.1", 0.3: "0.3"}
TITLES = {"membrane": ("v", "membrane, and threshold ϑ + βa (dashed)"), "psi": ("ψ", "surrogate derivative"),
          "eps_v": ("$\\epsilon^v$", "implicit variable, membrane"),
          "eps_a": ("$\\epsilon^a$", "implicit variable, adaptation"),
          "trace": ("e", "eligibility trace")}
BLUE, INK = {"color": COLOURS["implicit"]}, {"color": COLOURS["ink"]}


def prepared():
    """Its states, one for each time constant and strength of adaptation."""
    selectors = (
        Selector("tau", "τ of a", {tau: str(tau) for tau in TAUS}, start=100, slider=True),
        Selector("beta", "β", BETAS, start=0.1),
    )
    return Prepared("alif-trace", "What one spike leaves behind in an ALIF neuron", selectors, panels)


def explorer():
    """The explorer."""
    return prepared().explorer()


def panels(answers):
    """Its figures with their alternative texts."""
    with style():
        return [
            (_in_time(answers), "Over time, one under another: the membrane below its threshold with the spikes as ticks "
             "above, the surrogate derivative, both parts of the implicit variable and the eligibility trace; a line through "
             "all of them shows when the presynaptic spike arrives."),
            (_fading(answers), "The same on logarithmic axes against the steps since the spike: both parts of the implicit "
             "variable beside the power of ρ, and the size of the eligibility trace beside the part of it that comes from the "
             "membrane."),
        ]


def _in_time(answers):
    panel = figure(5.6)
    rows = panel.subplots(5, 1, height_ratios=[1.7, 0.7, 0.8, 1, 1])
    for axes, (name, (ylabel, title)) in zip(rows, TITLES.items()):
        axes.set(ylabel=ylabel, title=title)
        framed(axes, name, answers)
        axes.axhline(0, color=COLOURS["parameter"], linewidth=0.5, zorder=1)
        draw_line(axes, answers, f"at-{name}", color=COLOURS["choice"], linewidth=2, zorder=1)
    membrane, psi, eps_v, eps_a, trace = rows
    draw_line(membrane, answers, "v", linewidth=0.9, **INK)
    draw_line(membrane, answers, "threshold", color=COLOURS["parameter"], linewidth=1, linestyle=(0, (4, 2)))
    draw_points(membrane, answers, "spikes", marker="|", markersize=6, **INK)
    draw_line(psi, answers, "psi", color=COLOURS["parameter"], linewidth=1)
    draw_line(eps_v, answers, "eps-v", **BLUE)
    draw_line(eps_a, answers, "eps-a", **BLUE)
    draw_chosen(eps_a, answers, "faded")
    draw_line(trace, answers, "e", linewidth=1.1, **INK)
    trace.set_xlabel("time step t")
    panel.align_ylabels(rows)
    return panel


def _fading(answers):
    panel = figure(4.2)
    variable, trace = panel.subplots(2, 1)
    for axes, name, ylabel in ((variable, "part", "part of ε"), (trace, "size", "size of e")):
        axes.set(yscale="log", ylabel=ylabel)
        framed(axes, name, answers)
    variable.set_title("implicit variable, with $\\rho^{t-t_0}$ (dotted)")
    trace.set(title="trace, and its membrane’s part (blue)", xlabel="steps since the spike")
    draw_line(variable, answers, "power", color=COLOURS["parameter"], linestyle=(0, (1, 1.5)), linewidth=1.2)
    draw_line(variable, answers, "part-v", linewidth=1, **BLUE)
    draw_words(variable, answers, "part-name", (4, 4), ha="left", fontsize=8)
    draw_line(variable, answers, "part-a", **BLUE)
    draw_chosen(variable, answers, "part-faded")
    draw_points(trace, answers, "size", marker=".", markersize=2.5, **INK)
    draw_line(trace, answers, "size-v", linewidth=1, **BLUE)
    return panel
