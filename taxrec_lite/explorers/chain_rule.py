"""The explorer of chapter 1: total against partial derivative of f(x, y(x)), with the numbers on the edges."""

import ipywidgets as widgets
import numpy as np

from taxrec_lite.figures import live_chain_rule
from taxrec_lite.figures.picture import layer
from taxrec_lite.figures.style import COLOURS, LINES, figure, style
from taxrec_lite.live.chain_rule import BELOW, LABELS, REACH, examples, number, sentence
from taxrec_lite.widgets import Explorer, Selector, View

PLACES = np.arange(-6, 7) / 4  # the values of x


def explorer(leak=0.9, weight=-1.5):
    """The explorer; with a kernel, the leak of the neuron and the weight of its own synapse are free."""
    free = {
        "leak": widgets.FloatSlider(leak, min=0.0, max=1.0, step=0.05, description="leak", continuous_update=False),
        "weight": widgets.FloatSlider(weight, min=-2.0, max=2.0, step=0.1, description="weight", continuous_update=False),
    }
    return Explorer("chain-rule", "Total and partial derivative of f(x, y(x))", view, free, live_chain_rule.panels)


def view(leak, weight):
    """All states of the explorer."""
    chosen = examples(leak, weight)
    with style():
        panels = _graph_panel(chosen), _curve_panel(chosen)
    return View(
        selectors=(
            Selector("x", "x", {key(x): number(x) for x in PLACES}, start="1", slider=True),
            Selector("example", "function", {name: example.words for name, example in chosen.items()}, start="product"),
        ),
        panels=panels,
        sentences={(key(x), name): sentence(example, x) for name, example in chosen.items() for x in PLACES},
    )


def key(x):
    """A value of x as layers name it."""
    return f"{x:g}"


def _graph_panel(chosen):
    panel = figure(2.5)
    axes = live_chain_rule.frame_graph(panel)
    for name, example in chosen.items():
        for x in PLACES:
            partial, through, inner = map(float, example.at(x))
            y = example.y(x)
            values = {"x": x, "y": y, "f": example.f(x, y)}
            texts = [axes.annotate(number(value), (place[0] + 0.04, place[1]), ha="left", va="bottom")
                     for value, place in zip((partial, inner, through), LABELS)]
            texts += [axes.annotate(number(values[node]), place, ha="center", va="top" if node != "y" else "bottom",
                                    color=COLOURS["parameter"]) for node, place in BELOW.items()]
            layer(texts, x=key(x), example=name)
    return panel, ("Three nodes: x leads to f directly along a dotted arrow, and through y along two solid ones. Each "
                   "arrow bears its derivative, each node its value.")


def _curve_panel(chosen):
    panel = figure(2.7)
    axes = panel.subplots()
    fine = np.linspace(PLACES[0], PLACES[-1], 49)
    held = {name: [example.f(fine, example.y(x)) + 0 * fine for x in PLACES] for name, example in chosen.items()}
    top = max(np.abs(curves).max() for curves in held.values()) * 1.08
    axes.set(xlim=(PLACES[0] - 0.1, PLACES[-1] + 0.1), ylim=(-top, top), xlabel="$x$", ylabel="$f$")
    for name, example in chosen.items():
        layer(axes.plot(fine, example.f(fine, example.y(fine)) + 0 * fine, color=COLOURS["ink"], linewidth=1.2), example=name)
        for x, curve in zip(PLACES, held[name]):
            for artist in _draw_state(axes, example, x, fine, curve):
                layer(artist, x=key(x), example=name)
    handles = [axes.plot([], [], color=COLOURS["ink"], label="y follows x")[0],
               axes.plot([], [], color=COLOURS["parameter"], linestyle=LINES["parameter"], label="y held still")[0]]
    panel.legend(handles=handles, loc="outside lower center", ncols=2, fontsize=8.5)
    return panel, ("f against x. Solid: y follows x. Dotted: y is held at its present value. The curves meet at the "
                   "chosen x; the slope of the solid one there is the total derivative, that of the dotted one the "
                   "partial derivative.")


def _draw_state(axes, example, x, fine, curve):
    """The curve with y held at its value at x, both tangents there, and a mark; returns the artists."""
    partial, through, inner = map(float, example.at(x))
    height, ends = example.f(x, example.y(x)), np.array([-REACH, REACH])
    dotted = {"color": COLOURS["parameter"], "linestyle": LINES["parameter"]}
    return [
        *axes.plot(fine, curve, linewidth=1.2, **dotted),
        *axes.plot(x + ends, height + partial * ends, linewidth=2.4, **dotted),
        *axes.plot(x + ends, height + (partial + through * inner) * ends, linewidth=2.4, color=COLOURS["ink"]),
        *axes.plot(x, height, "o", markersize=7, color=COLOURS["choice"], markeredgecolor=COLOURS["ink"],
                   markeredgewidth=0.8, zorder=5),
    ]
