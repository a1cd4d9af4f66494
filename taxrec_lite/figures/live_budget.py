"""Chapter 7's explorer of costs as one answer of `live.budget` draws it, in the looks of `figures.costs`."""

from taxrec_lite.figures.costs import LOOKS
from taxrec_lite.figures.live import draw_chosen, draw_line, draw_points, framed
from taxrec_lite.figures.style import COLOURS, figure, style
from taxrec_lite.live.budget import CURVES

TITLES = {"time": ("neurons n", "multiply–adds a time step"), "neurons": ("neurons n", "memory after T steps"),
          "steps": ("time steps T", "memory of n neurons")}
ALTS = {"time": "Multiply–adds of a time step against the number of neurons on logarithmic axes, one line a rule.",
        "neurons": "Memory against the number of neurons on logarithmic axes, one line a rule; a green line is at 16 GB, more "
        "than a laptop holds.",
        "steps": "Memory against the number of time steps on logarithmic axes: that of BPTT rises and crosses the flat lines "
                 "of the causal rules; rings stand where it crosses those of e-prop and RTRL."}


def panels(answer):
    """Its figures with their alternative texts."""
    with style():
        return [(_panel(answer, name), alt) for name, alt in ALTS.items()]


def _panel(answer, name):
    panel = figure(3.3)
    axes = panel.subplots()
    xlabel, title = TITLES[name]
    axes.set(xscale="log", yscale="log", xlabel=xlabel, title=title)
    framed(axes, name, answer)
    for curve in CURVES:
        look = LOOKS["order 3" if curve == "order m" else curve]
        draw_line(axes, answer, f"{name}-{curve}", **look)
        axes.plot([], [], label=curve, **look)
    if name != "time":
        draw_line(axes, answer, f"{name}-laptop", color=COLOURS["loss"], linewidth=1.2, zorder=1)
        axes.plot([], [], color=COLOURS["loss"], linewidth=1.2, label="16 GB")
    if name == "steps":
        draw_points(axes, answer, "rings", markersize=8, markerfacecolor="none", color=COLOURS["ink"], zorder=4)
    draw_chosen(axes, answer, f"{name}-chosen")
    panel.legend(loc="outside lower center", fontsize=8, ncols=3, handlelength=2.4, columnspacing=1.2)
    return panel
