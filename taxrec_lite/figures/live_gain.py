"""Chapter 2's explorer as one answer of `live.gain` draws it, in the looks of `figures.signals`."""

from taxrec_lite.figures.live import draw_chosen, draw_line, framed, mark
from taxrec_lite.figures.style import COLOURS, figure, style

ONE = {"color": COLOURS["parameter"], "linewidth": 0.8, "linestyle": (0, (1, 2)), "zorder": 1}


def panels(answer):
    """Its figures with their alternative texts."""
    with style():
        return [
            (_by_lag(answer), "How far the last state moves when a state some steps back is moved by one, on a logarithmic axis: "
             "the median over random networks, in a band that holds half of them."),
            (_by_gain(answer), "What one more step back multiplies by, against the gain, both on logarithmic axes, with a dotted "
             "line at one; the chosen gain is a mark on the curve."),
        ]


def _by_lag(answer):
    panel, band = figure(3.1), answer.marks["band"]
    axes = panel.subplots()
    axes.set(yscale="log", xlabel="steps back", ylabel="how far $z^T$ moves")
    framed(axes, "lags", answer.frames["lags"])
    draw_line(axes, answer, "one", **ONE)
    mark(axes.fill(band["x"], band["y"], color=COLOURS["parameter"], alpha=0.25, linewidth=0)[0], "band")
    draw_line(axes, answer, "median", color=COLOURS["ink"], linewidth=2, zorder=3)
    return panel


def _by_gain(answer):
    panel = figure(2.6)
    axes = panel.subplots()
    axes.set(xscale="log", yscale="log", xlabel="gain", ylabel="factor a step")
    framed(axes, "gains", answer.frames["gains"])
    draw_line(axes, answer, "one-factor", **ONE)
    draw_line(axes, answer, "factors", color=COLOURS["ink"])
    draw_chosen(axes, answer, "factor-chosen")
    return panel
