"""The influence matrix as it fills: what every parameter has done to every hidden state, for RTRL and for low orders."""

import numpy as np

from taxrec_lite import cells
from taxrec_lite.figures import live_influence
from taxrec_lite.figures.orders import draw_scale, draw_signed, label_scale
from taxrec_lite.figures.picture import layer
from taxrec_lite.figures.style import figure, style
from taxrec_lite.live.influence import N, T, influences, sentence
from taxrec_lite.live.orders import SPIKING
from taxrec_lite.widgets import Explorer, Selector, View


def explorer():
    """Time on a slider, the cell on buttons."""
    return Explorer("influence", "The influence matrix as it fills", view, live=live_influence.panels)


def view():
    """All times and cells."""
    made = {name: cells.get(name)(n_in=2, n=N) for name in cells.names()}
    of = {name: influences(cell) for name, cell in made.items()}
    with style():
        panel = figure(3.2)
        axes = panel.subplots(4, 1, height_ratios=[1, 1, 1, 0.13])
        draw_scale(axes[3])
        for name, matrices in of.items():
            scale = np.abs(matrices["RTRL"]).max()
            layer(label_scale(axes[3], scale), cell=name)
            for place, (rule, over_time) in zip(axes, matrices.items()):
                _frame(place, rule)
                for t, matrix in enumerate(over_time, 1):
                    layer(draw_signed(place, matrix, scale), cell=name, t=t)
                place.set_aspect("auto")
        axes[2].set_xlabel("parameters, neuron by neuron")
    return View(
        selectors=(Selector("t", "time t", {t: str(t) for t in range(1, T + 1)}, start=2, slider=True),
                   Selector("cell", "cell", {name: cells.get(name).title for name in of}, start="leaky_rnn")),
        panels=((panel, "Three matrices of hidden states by parameters, for RTRL, order 2 and order 1. Order 1 keeps a "
                        "block for each neuron on the diagonal; the others fill with time."),),
        sentences={(t, name): sentence(name, t, of[name]) for name in of for t in range(1, T + 1)},
        meanings=tuple(({"cell": name}, {"height": made[name].surrogate.height}) for name in SPIKING),
    )


def _frame(axes, title):
    axes.set(xticks=np.arange(1, N) / N, yticks=np.arange(1, N) / N, xticklabels=[], yticklabels=[])
    axes.set_title(title)
    axes.set_ylabel("states", labelpad=6)
    axes.spines[["top", "right"]].set_visible(True)
