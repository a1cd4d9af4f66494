"""Chapter 10's explorer of feedback as one answer of `live.alignment` draws it."""

from taxrec_lite.figures.live import draw_chosen, draw_line, draw_points, draw_words, framed
from taxrec_lite.figures.style import COLOURS, LINES, figure, style
from taxrec_lite.live.alignment import RULES

LOSS = {"color": COLOURS["ink"], "zorder": 3}
OTHER = {"color": COLOURS["dropped"], "linewidth": 1}
ANGLE = {"color": COLOURS["loss"], "zorder": 3}
GRADIENT = {"color": COLOURS["parameter"], "linestyle": LINES["parameter"], "linewidth": 1}
EQUAL = {"color": COLOURS["parameter"], "linestyle": LINES["parameter"], "linewidth": 0.8}
POINTS = {"linestyle": "none", "marker": "o", "color": COLOURS["loss"], "markersize": 3.5}


def panels(answer):
    """Its figures with their alternative texts."""
    with style():
        return [
            (_curves(answer), "Above, the loss on a logarithmic axis against the updates, with a mark at the chosen one and "
             "the losses with other feedback in grey. Below, in degrees, the angle between feedback and read-out, and the angle "
             "between their gradients."),
            (_weights(answer), "A point for each pair of neuron and output: its feedback weight against its read-out weight, "
             "and the diagonal on which both are equal."),
        ]


def _curves(answer):
    panel = figure(4.2)
    loss, degrees = panel.subplots(2, 1, sharex=True)
    loss.set(yscale="log", ylabel="loss", title="loss")
    degrees.set(ylabel="degrees", xlabel="updates", title="angles: B to read-out, gradients (dotted)")
    for axes, name in ((loss, "loss"), (degrees, "degrees")):
        framed(axes, name, answer)
    for rule in RULES:
        draw_line(loss, answer, f"loss-{rule}", **OTHER)
    draw_line(loss, answer, "loss", **LOSS)
    draw_chosen(loss, answer, "loss-chosen")
    draw_line(degrees, answer, "level", color=COLOURS["parameter"], linewidth=0.6, zorder=1)
    draw_line(degrees, answer, "gradients", **GRADIENT)
    draw_line(degrees, answer, "angles", **ANGLE)
    draw_chosen(degrees, answer, "angles-chosen")
    return panel


def _weights(answer):
    panel = figure(3.6)
    axes = panel.subplots()
    axes.set(aspect="equal", xlabel="read-out weight, $W_{\\mathrm{out},kj}$", ylabel="feedback weight, $B_{jk}$")
    framed(axes, "weights", answer)
    draw_line(axes, answer, "equal", **EQUAL)
    draw_words(axes, answer, "equal-words", (-14, 0), ha="right", va="top", color=COLOURS["parameter"], fontsize=8)
    draw_points(axes, answer, "weights", **POINTS)
    return panel
