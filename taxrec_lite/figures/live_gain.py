"""Chapter 2's explorer as one answer of `live.gain` draws it, in the looks of `figures.signals`."""

from taxrec_lite.figures.live import draw_line, framed, mark
from taxrec_lite.figures.style import COLOURS, figure, style


def panels(answer):
    """Its figure with its alternative text."""
    with style():
        panel, band = figure(3.1), answer.marks["band"]
        axes = panel.subplots()
        axes.set(yscale="log", xlabel="steps back", ylabel="how far $z^T$ moves")
        framed(axes, "lags", answer.frames["lags"])
        draw_line(axes, answer, "one", color=COLOURS["parameter"], linewidth=0.8, linestyle=(0, (1, 2)), zorder=1)
        mark(axes.fill(band["x"], band["y"], color=COLOURS["parameter"], alpha=0.25, linewidth=0)[0], "band")
        draw_line(axes, answer, "median", color=COLOURS["ink"], linewidth=2, zorder=3)
    return [(panel, "How far the last state moves when a state some steps back is moved by one, on a logarithmic axis: the "
             "median over random networks, in a band that holds half of them.")]
