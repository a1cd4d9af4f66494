"""The explorer of chapter 7: what a step of each rule takes and what it holds, for any number of neurons and steps."""

from matplotlib.patheffects import withStroke

from taxrec_lite import cells
from taxrec_lite.figures.costs import LOOKS
from taxrec_lite.figures.live import draw_chosen, draw_line, draw_points, framed, legend
from taxrec_lite.figures.style import COLOURS, figure, style
from taxrec_lite.live.budget import CURVES, LAPTOP
from taxrec_lite.prepared import Prepared
from taxrec_lite.widgets import Selector

CELLS = ("leaky_rnn", "alif", "lstm")
NEURONS = (10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000)
STEPS = (1, 10, 100, 1000, 10**4, 10**5)
M = 3  # of the order that is prepared beside order 2
TITLES = {"time": ("neurons n", "multiply–adds a time step"), "neurons": ("neurons n", "memory after T steps"),
          "steps": ("time steps T", "memory of n neurons")}
ALTS = {
    "time": "Multiply–adds of a time step against the number of neurons on logarithmic axes, one line a rule: BPTT and e-prop "
            "rise with slope 2, order 2 with slope 3, higher orders and RTRL together with slope 4.",
    "neurons": "Memory against the number of neurons on logarithmic axes with a band at the 8 to 16 gigabytes of a laptop: the "
               "orders and RTRL rise with slope 3 and leave it first, e-prop with slope 2, BPTT with slope 1 at a height set "
               "by T.",
    "steps": "Memory against the number of time steps on logarithmic axes: BPTT rises with slope 1 and crosses the flat lines "
             "of the causal rules, first that of e-prop and, late if at all, that of RTRL; rings stand at both crossings.",
}


def prepared():
    """Its states, one for each number of neurons and of steps and each cell."""
    selectors = (
        Selector("n", "neurons n", {n: f"{n:,}" for n in NEURONS}, start=100, slider=True),
        Selector("T", "steps T", {T: f"{T:,}" for T in STEPS}, start=1000, slider=True),
        Selector("cell", "cell", {cell: cells.get(cell).title for cell in CELLS}, start="leaky_rnn"),
    )
    return Prepared("budget", "What a step takes, and what is held", selectors, panels,
                    lambda n, T, cell: {"n": n, "T": T, "cell": cell, "m": M})


def explorer():
    """The explorer."""
    return prepared().explorer()


def panels(answers):
    """Its figures with their alternative texts."""
    with style():
        return [(_panel(answers, name), alt) for name, alt in ALTS.items()]


def _panel(answers, name):
    panel = figure(3.3)
    axes = panel.subplots()
    xlabel, title = TITLES[name]
    axes.set(xscale="log", yscale="log", xlabel=xlabel, title=title)
    framed(axes, name, answers)
    looks = dict(zip(CURVES, LOOKS.values()))
    for curve, look in looks.items():
        draw_line(axes, answers, f"{name}-{curve}", **look)
    if name != "time":
        _draw_laptop(axes)
    if name == "steps":
        draw_points(axes, answers, "rings", markersize=8, markerfacecolor="none", color=COLOURS["ink"], zorder=4)
    draw_chosen(axes, answers, f"{name}-chosen", markersize=5.5)
    names = [curve if answers.live else curve.replace("order m", f"order {M}") for curve in CURVES]
    legend(panel, dict(zip(names, looks.values())), ncols=3, handlelength=2.4, columnspacing=1.2)
    return panel


def _draw_laptop(axes):
    axes.axhspan(*LAPTOP, color=COLOURS["loss"], alpha=0.25, linewidth=0, zorder=0)
    axes.axhline(LAPTOP[1], color=COLOURS["loss"], linewidth=0.8, zorder=0)
    axes.annotate("a laptop: 8 to 16 GB", (axes.get_xlim()[0], LAPTOP[1]), xytext=(4, 2), textcoords="offset points",
                  fontsize=8, zorder=6, path_effects=[withStroke(linewidth=3, foreground=COLOURS["ground"])])
