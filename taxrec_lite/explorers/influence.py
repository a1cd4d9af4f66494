"""The influence matrix as it fills: what every parameter has done to every hidden state, for RTRL and for low orders."""

from taxrec_lite import cells
from taxrec_lite.figures.live import draw_ends, draw_image, draw_words, framed
from taxrec_lite.figures.style import figure, style
from taxrec_lite.live.influence import T
from taxrec_lite.live.orders import SPIKING
from taxrec_lite.prepared import Prepared
from taxrec_lite.widgets import Selector

NAMES = ("exact", "order", "local")


def prepared():
    """Its states, one for each time and cell."""
    selectors = (
        Selector("t", "time t", {t: str(t) for t in range(1, T + 1)}, start=2, slider=True),
        Selector("cell", "cell", {name: cells.get(name).title for name in cells.names()}, start="leaky_rnn"),
    )
    return Prepared("influence", "The influence matrix as it fills", selectors, panels, settings)


def settings(t, cell):
    """A spiking cell has the surrogate that it has by itself."""
    height = {"height": cells.get(cell)(n_in=2, n=1).surrogate.height} if cell in SPIKING else {}
    return {"t": t, "cell": cell, **height}


def explorer():
    """The explorer."""
    return prepared().explorer()


def panels(answers):
    """Its figure with its alternative text."""
    with style():
        panel = figure(3.2)
        *rows, scale = panel.subplots(4, 1, height_ratios=[1, 1, 1, 0.13])
        for axes, name in zip(rows, NAMES):
            draw_image(axes, answers, name)
            axes.set(aspect="auto", title=" ")  # room for the mark that is its title
            axes.set_ylabel("states", labelpad=6)
            axes.spines[["top", "right"]].set_visible(True)
            framed(axes, name, answers)
            draw_words(axes, answers, f"{name}-title", (0, 6), ha="left", va="baseline", fontsize=axes.title.get_fontsize())
        rows[2].set_xlabel("parameters, neuron by neuron")
        draw_ends(scale, answers)
    return [(panel, "Three matrices of hidden states by parameters, for RTRL, an order and order 1. Order 1 keeps a block for "
             "each neuron on the diagonal; the others fill with time.")]
