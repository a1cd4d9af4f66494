"""Chapter 5's explorer of rules in time as one answer of `live.memory` draws it."""

from taxrec_lite.figures.live import draw_area, draw_chosen, draw_line, draw_words, framed
from taxrec_lite.figures.style import COLOURS, figure, style
from taxrec_lite.live.memory import shown


def panels(answer):
    """Its figures with their alternative texts."""
    with style():
        return [
            (_held(answer), "Numbers held against time by four rules, on a logarithmic axis: heavy that of the chosen rule, "
             "with a mark at the chosen time."),
            (_known(answer), "A row of hexagons, the losses of all times, those of the past filled. Those whose gradient the "
             "rule knows at the chosen time are green."),
        ]


def _held(answer):
    panel = figure(2.8)
    axes = panel.subplots()
    axes.set(yscale="log", xlabel="time t", ylabel="numbers held")
    framed(axes, "numbers", answer)
    for rule in shown():
        draw_line(axes, answer, f"held-{rule}", color=COLOURS["parameter"], linewidth=1)
        draw_words(axes, answer, f"name-{rule}", (6, 0), ha="left", va="center", fontsize=8)
    draw_line(axes, answer, "held", color=COLOURS["ink"], linewidth=2)
    draw_chosen(axes, answer, "held-now")
    return panel


def _known(answer):
    panel = figure(1.3)
    axes = panel.subplots()
    axes.set(xlabel="loss of time s", title="green: its gradient is known at t")
    framed(axes, "losses", answer)
    axes.spines["left"].set_visible(False)
    draw_area(axes, answer, "past", color=COLOURS["dropped"])
    draw_area(axes, answer, "known", color=COLOURS["loss"])
    draw_line(axes, answer, "now", color=COLOURS["choice"], linewidth=2)
    draw_line(axes, answer, "losses", color=COLOURS["ink"], linewidth=0.6)
    return panel
