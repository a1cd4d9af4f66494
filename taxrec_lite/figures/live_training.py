"""A training of chapter 11 as one answer of `live.training` draws it: the rule, with BPTT behind it."""

from taxrec_lite.figures.live import draw_line, framed
from taxrec_lite.figures.style import COLOURS, figure, style

RULE = {"color": COLOURS["choice"], "linewidth": 1.6, "zorder": 3}
EXACT = {"color": COLOURS["parameter"], "linewidth": 1.0, "linestyle": (0, (1, 1.2)), "zorder": 2}
CHANCE = {"color": COLOURS["parameter"], "linestyle": "--", "linewidth": 0.8, "zorder": 1}
ALT = ("Loss on a logarithmic axis, and below it the accuracy, against updates: the chosen rule as a solid line, BPTT from the "
       "same start as a dotted one, chance as a dashed one.")


def panels(answer):
    """Its figure with its alternative text."""
    with style():
        panel, (loss, accuracy) = rows()
        for name, axes in (("loss", loss), ("accuracy", accuracy)):
            framed(axes, name, answer.frames[name])
            draw_line(axes, answer, f"{name}-chance", **CHANCE)
            draw_line(axes, answer, f"{name}-exact", **EXACT)
            draw_line(axes, answer, name, **RULE)
        legend(panel, axes.lines[::-1])
    return [(panel, ALT)]


def rows():
    """A Figure with the axes of the loss and, below, of the accuracy."""
    panel = figure(3.9)
    loss, accuracy = panel.subplots(2, 1, sharex=True, height_ratios=[1.6, 1])
    loss.set(yscale="log", ylabel="loss")
    accuracy.set(xlabel="updates", ylabel="accuracy")
    panel.align_ylabels()
    return panel, (loss, accuracy)


def legend(panel, lines):
    """What the lines of a rule, of BPTT and of chance are."""
    panel.legend(lines, ["the rule", "BPTT", "chance"], loc="outside lower center", fontsize=8, ncols=3, handlelength=2.2)
