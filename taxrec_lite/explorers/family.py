"""The explorer of chapter 12: bias, spread, work and memory of every rule, on one network in any of its regimes."""

from dataclasses import replace

from taxrec_lite.explorers.orders import all_gains, cells_and_regimes
from taxrec_lite.figures.live import draw_points, framed, legend
from taxrec_lite.figures.style import COLOURS, figure, style
from taxrec_lite.live.family import LOWEST, ZERO
from taxrec_lite.prepared import Prepared

MARK, EMPTY = {"linestyle": "none", "zorder": 3, "markeredgewidth": 1.4}, {"markerfacecolor": "none"}
ERRORS = {
    "bias": ("bias", {**MARK, "marker": "o", "markersize": 6.5, "color": COLOURS["explicit"]}),
    "spread of draws": ("spread", {**MARK, **EMPTY, "marker": "o", "markersize": 9.5, "color": COLOURS["loss"]}),
}
COSTS = {
    "multiply–adds a step": ("work", {**MARK, "marker": "s", "markersize": 6, "color": COLOURS["ink"]}),
    "numbers held": ("held", {**MARK, **EMPTY, "marker": "^", "markersize": 8, "color": COLOURS["implicit"]}),
}


def prepared():
    """Its states, one for each cell and regime."""
    gains, (cell, regime) = all_gains(), cells_and_regimes()
    return Prepared("family", "The whole family on one network", (cell, replace(regime, start="critical")), panels,
                    lambda cell, gain: {"cell": cell, "gain": gains[cell][gain]})


def explorer():
    """The explorer."""
    return prepared().explorer()


def panels(answers):
    """Its figures with their alternative texts."""
    with style():
        errors, axes = _rows(answers, "errors", "in lengths of the gradient", ERRORS)
        axes.axvline((ZERO + LOWEST) / 2, color=COLOURS["parameter"], linewidth=0.6)
        costs, _ = _rows(answers, "costs", "how many", COSTS)
    return [
        (errors, "A row for each rule, with a dot at its bias and a ring at the spread of its draws, on a logarithmic axis "
         "that begins with a column for zero. BPTT, the hybrid and RTRL have neither, KF-RTRL and UORO have spread only, all "
         "others bias only."),
        (costs, "A row for each rule, with a square at its multiply–adds a step and a triangle at the numbers it holds, on a "
         "logarithmic axis. RTRL and order 3 take most work, e-prop and its relatives least."),
    ]


def _rows(answers, name, xlabel, looks):
    panel = figure(3.6)
    axes = panel.subplots()
    axes.set(xlabel=xlabel, xscale="log" if name == "costs" else "linear")
    axes.tick_params(axis="y", length=0)
    framed(axes, name, answers)
    for row, _ in answers.first.frames[name].yticks:
        axes.axhline(row, color=COLOURS["dropped"], linewidth=0.5, zorder=0)
    for values, look in looks.values():
        draw_points(axes, answers, values, **look)
    legend(panel, {title: look for title, (_, look) in looks.items()}, ncols=2, handletextpad=0.3)
    return panel, axes
