"""The explorer of chapter 2: slide the gain and see the past vanish or explode, for one cell or another."""

from taxrec_lite.figures.live import draw_area, draw_chosen, draw_line, framed
from taxrec_lite.figures.style import COLOURS, figure, style
from taxrec_lite.live.gain import CELLS, GAINS, key
from taxrec_lite.prepared import Prepared
from taxrec_lite.widgets import Selector

SHOWN = GAINS[1:-1]
ONE = {"color": COLOURS["parameter"], "linewidth": 0.8, "linestyle": (0, (1, 2)), "zorder": 1}


def prepared():
    """Its states, one for each gain and cell."""
    selectors = (
        Selector("gain", "gain", {key(gain): key(gain) for gain in SHOWN}, start="1", slider=True),
        Selector("cell", "cell", {name: title for name, (title, *_) in CELLS.items()}, start="plain"),
    )
    return Prepared("gain", "How the past vanishes or explodes with the gain", selectors, panels,
                    lambda gain, cell: {"gain": float(gain), "cell": cell})


def explorer():
    """The explorer."""
    return prepared().explorer()


def panels(answers):
    """Its figures with their alternative texts."""
    with style():
        return [
            (_by_lag(answers), "How far the last state moves when a state some steps back is moved by one, on a logarithmic "
             "axis: the median over random networks, in a band that holds half of them, and in grey the medians at other gains."),
            (_by_gain(answers), "What one more step back multiplies by, against the gain, both on logarithmic axes, with a "
             "dotted line at one; the chosen gain is a mark on the curve."),
        ]


def _by_lag(answers):
    panel = figure(3.1)
    axes = panel.subplots()
    axes.set(yscale="log", xlabel="steps back", ylabel="how far $z^T$ moves")
    framed(axes, "lags", answers)
    draw_line(axes, answers, "one", **ONE)
    draw_line(axes, answers, "others", color=COLOURS["parameter"], linewidth=0.8, alpha=0.5)
    draw_area(axes, answers, "band", color=COLOURS["parameter"], alpha=0.25)
    draw_line(axes, answers, "median", color=COLOURS["ink"], linewidth=2, zorder=3)
    return panel


def _by_gain(answers):
    panel = figure(2.6)
    axes = panel.subplots()
    axes.set(xscale="log", yscale="log", xlabel="gain", ylabel="factor a step")
    framed(axes, "gains", answers)
    draw_line(axes, answers, "one-factor", **ONE)
    draw_line(axes, answers, "factors", color=COLOURS["ink"])
    draw_chosen(axes, answers, "factor-chosen")
    return panel
