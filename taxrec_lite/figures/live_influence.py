"""Chapter 5's explorer of the influence matrix as one answer of `live.influence` draws it."""

from taxrec_lite.figures.live import draw_ends, draw_image, framed
from taxrec_lite.figures.style import figure, style

TITLES = {"exact": "RTRL", "order": "order m", "local": "order 1, e-prop"}


def panels(answer):
    """Its figure with its alternative text."""
    with style():
        panel = figure(3.2)
        *rows, scale = panel.subplots(4, 1, height_ratios=[1, 1, 1, 0.13])
        for axes, (name, title) in zip(rows, TITLES.items()):
            draw_image(axes, answer, name)
            axes.set(aspect="auto", title=title)
            axes.set_ylabel("states", labelpad=6)
            axes.spines[["top", "right"]].set_visible(True)
            framed(axes, name, answer)
        rows[2].set_xlabel("parameters, neuron by neuron")
        draw_ends(scale, answer)
    return [(panel, "Three matrices of hidden states by parameters, for RTRL, order m and order 1. Order 1 keeps a block for "
             "each neuron on the diagonal; the others fill with time.")]
