"""Chapter 3's explorer as one answer of `live.alif_trace` draws it."""

from taxrec_lite.figures.live import draw_chosen, draw_line, draw_points, framed
from taxrec_lite.figures.style import COLOURS, figure, style

TITLES = {"membrane": ("v", "membrane, and threshold ϑ + βa (dashed)"), "psi": ("ψ", "surrogate derivative"),
          "eps_v": ("$\\epsilon^v$", "implicit variable, membrane"),
          "eps_a": ("$\\epsilon^a$", "implicit variable, adaptation"),
          "trace": ("e", "eligibility trace")}
BLUE, INK = {"color": COLOURS["implicit"]}, {"color": COLOURS["ink"]}


def panels(answer):
    """Its figures with their alternative texts."""
    with style():
        return [
            (_in_time(answer), "Over time, one under another: the membrane below its threshold with the spikes as ticks "
             "above, the surrogate derivative, both parts of the implicit variable and the eligibility trace; a line through "
             "all of them shows when the presynaptic spike arrives."),
            (_fading(answer), "The same on logarithmic axes against the steps since the spike: both parts of the implicit "
             "variable beside the power of ρ, and the size of the eligibility trace beside the part of it that comes from the "
             "membrane."),
        ]


def _in_time(answer):
    panel = figure(5.6)
    rows = panel.subplots(5, 1, height_ratios=[1.7, 0.7, 0.8, 1, 1])
    for axes, (name, (ylabel, title)) in zip(rows, TITLES.items()):
        axes.set(ylabel=ylabel, title=title)
        framed(axes, name, answer)
        axes.axhline(0, color=COLOURS["parameter"], linewidth=0.5, zorder=1)
        draw_line(axes, answer, f"at-{name}", color=COLOURS["choice"], linewidth=2, zorder=1)
    membrane, psi, eps_v, eps_a, trace = rows
    draw_line(membrane, answer, "v", linewidth=0.9, **INK)
    draw_line(membrane, answer, "threshold", color=COLOURS["parameter"], linewidth=1, linestyle=(0, (4, 2)))
    draw_points(membrane, answer, "spikes", marker="|", markersize=6, **INK)
    draw_line(psi, answer, "psi", color=COLOURS["parameter"], linewidth=1)
    draw_line(eps_v, answer, "eps-v", **BLUE)
    draw_line(eps_a, answer, "eps-a", **BLUE)
    draw_chosen(eps_a, answer, "faded")
    draw_line(trace, answer, "e", linewidth=1.1, **INK)
    trace.set_xlabel("time step t")
    panel.align_ylabels(rows)
    return panel


def _fading(answer):
    panel = figure(4.2)
    variable, trace = panel.subplots(2, 1)
    for axes, name, ylabel in ((variable, "part", "part of ε"), (trace, "size", "size of e")):
        axes.set(yscale="log", ylabel=ylabel)
        framed(axes, name, answer)
    variable.set_title("implicit variable, with $\\rho^{t-t_0}$ (dotted)")
    trace.set(title="trace, and its membrane’s part (blue)", xlabel="steps since the spike")
    draw_line(variable, answer, "power", color=COLOURS["parameter"], linestyle=(0, (1, 1.5)), linewidth=1.2)
    draw_line(variable, answer, "part-v", linewidth=1, **BLUE)
    draw_line(variable, answer, "part-a", **BLUE)
    draw_chosen(variable, answer, "part-faded")
    draw_points(trace, answer, "size", marker=".", markersize=2.5, **INK)
    draw_line(trace, answer, "size-v", linewidth=1, **BLUE)
    return panel
