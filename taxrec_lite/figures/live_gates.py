"""Chapter 9's explorer as one answer of `live.gates` draws it."""

from taxrec_lite.figures.live import draw_area, draw_line, framed
from taxrec_lite.explorers.orders import errors
from taxrec_lite.figures.style import COLOURS, figure, style
from taxrec_lite.live.gates import PARTS, PATHS


def panels(answer):
    """Its figures with their alternative texts."""
    with style():
        return [
            (_errors(answer), "Relative error on a logarithmic axis, and below it the cosine with the exact gradient, against "
             "the order m: grey for each choice of paths, heavy for the chosen one, with a mark at the chosen order."),
            (_shares(answer), "Bars: the length of the part of the gradient whose paths cross no synapse, only synapses into a "
             "hidden state, only synapses past it, or both in turn. Grey: over all orders; coloured: what the chosen order "
             "keeps."),
        ]


def _errors(answer):
    panel = errors(answer, "paths")
    for paths in PATHS:
        draw_line(panel.axes[0], answer, f"error-{paths}", color=COLOURS["parameter"], linewidth=0.9, alpha=0.55, zorder=2)
    return panel


def _shares(answer):
    panel = figure(1.9)
    axes = panel.subplots()
    axes.set_xlabel("length, exact gradient = 1")
    axes.tick_params(axis="y", length=0)
    framed(axes, "shares", answer)
    for row, meaning in enumerate(PARTS.values()):
        draw_area(axes, answer, f"all-{row}", color=COLOURS["dropped"])
        draw_area(axes, answer, f"kept-{row}", color=COLOURS[meaning], zorder=2)
    return panel
