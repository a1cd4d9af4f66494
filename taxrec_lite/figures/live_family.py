"""Chapter 12's explorer as one answer of `live.family` draws it."""

from taxrec_lite.figures.live import draw_points, framed
from taxrec_lite.figures.style import COLOURS, figure, style
from taxrec_lite.live.family import LOWEST, ZERO

_MARK = {"linestyle": "none", "zorder": 3, "markeredgewidth": 1.4}
BIAS = {**_MARK, "marker": "o", "markersize": 6.5, "color": COLOURS["explicit"]}
SPREAD = {**_MARK, "marker": "o", "markersize": 9.5, "color": COLOURS["loss"], "markerfacecolor": "none"}
WORK = {**_MARK, "marker": "s", "markersize": 6, "color": COLOURS["ink"]}
HELD = {**_MARK, "marker": "^", "markersize": 8, "color": COLOURS["implicit"], "markerfacecolor": "none"}


def panels(answer):
    """Its figures with their alternative texts."""
    with style():
        errors, axes = _rows(answer, "errors", "in lengths of the gradient",
                             {"bias": ("bias", BIAS), "spread of draws": ("spread", SPREAD)})
        axes.axvline((ZERO + LOWEST) / 2, color=COLOURS["parameter"], linewidth=0.6)
        costs, _ = _rows(answer, "costs", "how many", {"multiply–adds a step": ("work", WORK), "numbers held": ("held", HELD)})
    return [
        (errors, "A row for each rule, with a dot at its bias and a ring at the spread of its draws, on a logarithmic axis "
         "that begins with a column for zero."),
        (costs, "A row for each rule, with a square at its multiply–adds a step and a triangle at the numbers it holds, on a "
         "logarithmic axis."),
    ]


def _rows(answer, name, xlabel, looks):
    panel = figure(3.6)
    axes = panel.subplots()
    axes.set(xlabel=xlabel, xscale="log" if name == "costs" else "linear")
    axes.tick_params(axis="y", length=0)
    framed(axes, name, answer)
    for row, _ in answer.first.frames[name].yticks:
        axes.axhline(row, color=COLOURS["dropped"], linewidth=0.5, zorder=0)
    for title, (values, look) in looks.items():
        draw_points(axes, answer, values, **look)
        axes.plot([], [], label=title, **look)
    panel.legend(loc="outside lower center", fontsize=8, ncols=2, handletextpad=0.3)
    return panel, axes
