"""The explorer of chapter 10: feedback and read-out while a small network learns, update by update."""

from taxrec_lite.figures.live import draw_chosen, draw_line, draw_points, draw_words, framed
from taxrec_lite.figures.style import COLOURS, LINES, figure, style
from taxrec_lite.live.alignment import RULES
from taxrec_lite.prepared import Prepared
from taxrec_lite.widgets import Selector

UPDATES = (0, 5, 10, 20, 30, 40, 60, 80, 100, 130, 160, 200, 250, 300)
DOTTED = {"color": COLOURS["parameter"], "linestyle": LINES["parameter"]}


def prepared():
    """Its states, one for each update and feedback."""
    selectors = (
        Selector("update", "update", {k: str(k) for k in UPDATES}, start=0, slider=True),
        Selector("rule", "feedback", {rule: rule for rule in RULES}, start="adaptive"),
    )
    return Prepared("alignment", "Feedback and read-out while a network learns", selectors, panels)


def explorer():
    """The explorer."""
    return prepared().explorer()


def panels(answers):
    """Its figures with their alternative texts."""
    with style():
        return [
            (_curves(answers), "Above, the loss on a logarithmic axis against the updates, with a mark at the chosen one and "
             "the losses with other feedback in grey. Below, in degrees, the angle between feedback and read-out, and the angle "
             "between their gradients."),
            (_weights(answers), "A point for each pair of neuron and output: its feedback weight against its read-out weight, "
             "and the diagonal on which both are equal."),
        ]


def _curves(answers):
    panel = figure(4.2)
    loss, degrees = panel.subplots(2, 1, sharex=True)
    loss.set(yscale="log", ylabel="loss", title="loss")
    degrees.set(ylabel="degrees", xlabel="updates", title="angles: B to read-out, gradients (dotted)")
    for axes, name in ((loss, "loss"), (degrees, "degrees")):
        framed(axes, name, answers)
    for rule in RULES:
        draw_line(loss, answers, f"loss-{rule}", color=COLOURS["dropped"], linewidth=1)
    draw_line(loss, answers, "loss", color=COLOURS["ink"], zorder=3)
    draw_chosen(loss, answers, "loss-chosen")
    draw_line(degrees, answers, "level", color=COLOURS["parameter"], linewidth=0.6, zorder=1)
    draw_line(degrees, answers, "gradients", linewidth=1, **DOTTED)
    draw_line(degrees, answers, "angles", color=COLOURS["loss"], zorder=3)
    draw_chosen(degrees, answers, "angles-chosen")
    return panel


def _weights(answers):
    panel = figure(3.6)
    axes = panel.subplots()
    axes.set(aspect="equal", xlabel="read-out weight, $W_{\\mathrm{out},kj}$", ylabel="feedback weight, $B_{jk}$")
    framed(axes, "weights", answers)
    draw_line(axes, answers, "equal", linewidth=0.8, **DOTTED)
    draw_words(axes, answers, "equal-words", (-14, 0), ha="right", va="top", color=COLOURS["parameter"], fontsize=8)
    draw_points(axes, answers, "weights", color=COLOURS["loss"], markersize=3.5)
    return panel
