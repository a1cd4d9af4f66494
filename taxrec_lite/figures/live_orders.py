"""Chapter 6's explorer as one answer of `live.orders` draws it, in the looks of `figures.orders`."""

from taxrec_lite.figures.live import draw_area, draw_chosen, draw_ends, draw_image, draw_line, draw_words, framed
from taxrec_lite.figures.style import COLOURS, figure, style


def panels(answer):
    """Its figures with their alternative texts."""
    with style():
        return [
            (errors(answer), "Relative error on a logarithmic axis, and below it the cosine with the exact gradient, against "
             "the order m; the chosen order is a mark on both."),
            (_parts(answer), "Bars: how large the part of the gradient is whose paths cross exactly k synapses, relative to "
             "the exact gradient. Order m keeps the coloured bars, k below m, and drops the grey ones."),
            (_images(answer), "Three images of the gradient with respect to the recurrent weights: exact, of order m, and "
             "their difference, on one colour scale; one block a gate."),
        ]


def errors(answer):
    """Error and cosine by order as a Figure."""
    panel = figure(3.7)
    error, cosine = panel.subplots(2, 1, sharex=True, height_ratios=[2.2, 1])
    error.set(yscale="log", ylabel="relative error")
    cosine.set(ylabel="cosine", xlabel="order m")
    for axes, name, level, dashes in ((error, "error", "zero", (0, (1, 2))), (cosine, "cosine", "level", "-")):
        framed(axes, name, answer)
        draw_line(axes, answer, level, color=COLOURS["parameter"], linewidth=0.8, linestyle=dashes, zorder=1)
        draw_line(axes, answer, name, color=COLOURS["ink"], linewidth=1.8, zorder=3)
        draw_chosen(axes, answer, f"{name}-chosen")
    draw_words(error, answer, "zero-words", (0, 2), ha="right", va="bottom", color=COLOURS["parameter"], fontsize=8)
    return panel


def _parts(answer):
    panel = figure(2.6)
    axes = panel.subplots()
    axes.set(yscale="log", xlabel="synapses crossed, k", ylabel="part of the gradient")
    framed(axes, "parts", answer)
    for name, colour in (("local", "implicit"), ("kept", "explicit"), ("dropped", "dropped")):
        draw_area(axes, answer, name, color=COLOURS[colour], zorder=2)
    return panel


def _images(answer):
    panel = figure(2.15)
    places = panel.subplot_mosaic([["exact", "order", "difference"], ["scale"] * 3], height_ratios=[1, 0.07])
    draw_ends(places.pop("scale"), answer)
    for (name, axes), title in zip(places.items(), ("exact", "order m", "difference")):
        axes.set(xticks=[], yticks=[], title=title, aspect="equal", xlabel="\n", label=name)
        axes.spines[["top", "right"]].set_visible(True)
        draw_image(axes, answer, name)
    places["exact"].set_ylabel("to neuron r")
    draw_words(places["order"], answer, "below", (0, -6), ha="center", va="top", fontsize=9)
    return panel
