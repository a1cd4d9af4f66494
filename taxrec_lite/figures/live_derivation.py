"""The derivation's stepper as one answer of `live.derivation` draws it."""

from taxrec_lite.figures.live import draw_line, draw_points, framed
from taxrec_lite.figures.style import COLOURS, figure, style


def panels(answer):
    """Its figure with its alternative text."""
    with style():
        panel = figure(2.9)
        axes = panel.subplots()
        axes.set(xlabel="left side", ylabel="right side", title="both sides of the line, number by number")
        framed(axes, "sides", answer)
        draw_line(axes, answer, "equal", color=COLOURS["parameter"], linewidth=0.8, linestyle=(0, (1, 2)), zorder=1)
        draw_points(axes, answer, "sides", color=COLOURS["implicit"], markersize=4, markerfacecolor="none", markeredgewidth=0.9)
    return [(panel, "A ring for each number of the line: across, its left side, and upwards, its right side, with a dotted "
             "line where both are the same.")]
