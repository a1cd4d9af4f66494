"""All rules on one run, as a figure: how wrong each is, and what it costs."""

import numpy as np
from matplotlib.ticker import FixedFormatter, FixedLocator, NullLocator

from taxrec_lite.figures.costs import power_axis
from taxrec_lite.figures.style import COLOURS, figure, style

LEAST = 1e-12  # what is less is rounding, and stands in a column of its own
MARK = {"linestyle": "none", "zorder": 3, "markeredgewidth": 1.4}
ERROR = {**MARK, "marker": "o", "markersize": 6, "color": COLOURS["explicit"]}
WORK = {**MARK, "marker": "s", "markersize": 5.5, "color": COLOURS["ink"]}
HELD = {**MARK, "marker": "^", "markersize": 7, "color": COLOURS["implicit"], "markerfacecolor": "none"}


def comparison(compared):
    """Relative error, and below it work and memory, on logarithmic axes with a row for each rule, as a Figure.

    compared : what `comparison.compare` returns
    """
    with style():
        drawing = figure(0.4 * len(compared) + 1.3)
        error, cost = drawing.subplots(2, 1)
        _draw_errors(error, [each.error for each in compared])
        work, held = [each.time for each in compared], [each.memory for each in compared]
        cost.plot(work, range(len(work)), label="multiply–adds a step", **WORK)
        cost.plot(held, range(len(held)), label="numbers held", **HELD)
        cost.set(xscale="log", xlabel="how many")
        power_axis(cost.xaxis, range(int(np.log10(min(work + held))), int(np.log10(max(work + held))) + 2))
        for axes in (error, cost):
            axes.set(ylim=(len(compared) - 0.4, -0.6), yticks=range(len(compared)), yticklabels=[each.title for each in compared])
            axes.tick_params(axis="y", length=0, labelsize=8)
            for row in range(len(compared)):
                axes.axhline(row, color=COLOURS["dropped"], linewidth=0.5, zorder=0)
        drawing.legend(*cost.get_legend_handles_labels(), loc="outside lower center", fontsize=8, ncols=2, handletextpad=0.3)
    return drawing


def _draw_errors(axes, errors):
    """Powers of ten, and to their left a column for what is exact."""
    biased = [np.log10(error) for error in errors if error > LEAST]
    low, high = (int(np.floor(min(biased))), int(np.ceil(max(biased)))) if biased else (0, 0)
    powers = range(low, high + 1, max(1, (high - low) // 4))
    axes.plot([np.log10(error) if error > LEAST else low - 1 for error in errors], range(len(errors)), **ERROR)
    axes.axvline(low - 0.5, color=COLOURS["parameter"], linewidth=0.6)
    axes.xaxis.set_major_locator(FixedLocator([low - 1, *powers]))
    axes.xaxis.set_major_formatter(FixedFormatter(["exact", *(f"{10.0**power:g}" if abs(power) < 4 else f"$10^{{{power}}}$"
                                                             for power in powers)]))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.set(xlim=(low - 1.4, high + 0.2), xlabel="relative error")


def save(drawing, path):
    """Write a Figure to a file, on white; the file depends on nothing but the figure."""
    with style():
        drawing.savefig(path, facecolor="white", dpi=200, metadata={"Date": None} if path.suffix == ".svg" else
                        {"CreationDate": None} if path.suffix == ".pdf" else None)
