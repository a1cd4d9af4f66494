"""The explorer of chapter 1: total against partial derivative of f(x, y(x)), with the numbers on the edges."""

from dataclasses import dataclass
from typing import Callable

import ipywidgets as widgets
import numpy as np
from matplotlib.patches import FancyArrowPatch

from taxrec_lite.figures.picture import layer
from taxrec_lite.figures.style import COLOURS, LINES, figure, style
from taxrec_lite.widgets import Explorer, Selector, View

PLACES = np.arange(-6, 7) / 4  # the values of x
REACH = 0.45  # of a tangent, to each side
NODES = {"x": (0.0, 0.0), "y": (1.0, 1.0), "f": (2.0, 0.0)}


@dataclass(frozen=True)
class Example:
    """f(x, y) and y(x), each with its derivative, and both in words."""

    words: str
    f: Callable
    y: Callable
    df_dx: Callable
    df_dy: Callable
    dy_dx: Callable

    def at(self, x):
        """(∂f/∂x, ∂f/∂y, dy/dx) at x."""
        y = self.y(x)
        return self.df_dx(x, y), self.df_dy(x, y), self.dy_dx(x)


def examples(leak, weight):
    """The functions to choose from, by key; the last is a neuron that hears itself."""
    return {
        "product": Example("f = x · y, y = x²", lambda x, y: x * y, lambda x: x**2,
                           lambda x, y: y, lambda x, y: x, lambda x: 2 * x),
        "cancel": Example("f = x² + y, y = −x²", lambda x, y: x**2 + y, lambda x: -(x**2),
                          lambda x, y: 2 * x, lambda x, y: 1.0, lambda x: -2 * x),
        "indirect": Example("f = y², y = 2 sin x", lambda x, y: y**2, lambda x: 2 * np.sin(x),
                            lambda x, y: 0.0, lambda x, y: 2 * y, lambda x: 2 * np.cos(x)),
        "neuron": Example(f"neuron: f = {number(leak)} x {'+' if weight >= 0 else '−'} {number(abs(weight))} y, y = tanh x",
                          lambda x, y: leak * x + weight * y, np.tanh,
                          lambda x, y: leak, lambda x, y: weight, lambda x: 1 - np.tanh(x) ** 2),
    }


def explorer(leak=0.9, weight=-1.5):
    """The explorer; with a kernel, the leak of the neuron and the weight of its own synapse are free."""
    free = {
        "leak": widgets.FloatSlider(leak, min=0.0, max=1.0, step=0.05, description="leak", continuous_update=False),
        "weight": widgets.FloatSlider(weight, min=-2.0, max=2.0, step=0.1, description="weight", continuous_update=False),
    }
    return Explorer("chain-rule", "Total and partial derivative of f(x, y(x))", view, free)


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
        sentences={(key(x), name): _sentence(example, x) for name, example in chosen.items() for x in PLACES},
    )


def key(x):
    """A value of x as layers name it."""
    return f"{x:g}"


def number(value):
    """Three figures, with a minus sign that is one, and zero without."""
    return f"{value + 0.0:.3g}".replace("-", "−") if abs(value) > 1e-12 else "0"


def _sentence(example, x):
    partial, through, inner = map(float, example.at(x))
    within = number(inner) if inner >= 0 else f"({number(inner)})"
    return (f"{example.words}, at x = {number(x)}. With y held still, ∂f/∂x = <b>{number(partial)}</b>. "
            f"Letting y follow, df/dx = {number(partial)} {'+' if through >= 0 else '−'} {number(abs(through))} · {within} = "
            f"<b>{number(partial + through * inner)}</b>.")


def _graph_panel(chosen):
    panel = figure(2.5)
    axes = panel.subplots()
    axes.set(xlim=(-0.3, 2.3), ylim=(-0.55, 1.5))
    axes.axis("off")
    for edge in (("x", "f"), ("x", "y"), ("y", "f")):
        _draw_arrow(axes, edge)
    for name, place in NODES.items():
        axes.plot(*place, "o", markersize=20, color=COLOURS["ink"], markerfacecolor=COLOURS["ground"], zorder=3)
        axes.annotate(f"${name}$", place, ha="center", va="center", zorder=4)
    labels = {r"$\partial f/\partial x =$": (1.06, 0.06), r"$dy/dx =$": (0.16, 0.62), r"$\partial f/\partial y =$": (1.95, 0.62)}
    for words, place in labels.items():
        axes.annotate(words, place, ha="right", va="bottom")
    below = {"x": (0.0, -0.25), "y": (1.0, 1.24), "f": (2.0, -0.25)}
    for name, example in chosen.items():
        for x in PLACES:
            partial, through, inner = map(float, example.at(x))
            y = example.y(x)
            values = {"x": x, "y": y, "f": example.f(x, y)}
            texts = [axes.annotate(number(value), (place[0] + 0.04, place[1]), ha="left", va="bottom")
                     for value, place in zip((partial, inner, through), labels.values())]
            texts += [axes.annotate(number(values[node]), place, ha="center", va="top" if node != "y" else "bottom",
                                    color=COLOURS["parameter"]) for node, place in below.items()]
            layer(texts, x=key(x), example=name)
    return panel, ("Three nodes: x leads to f directly along a dotted arrow, and through y along two solid ones. Each "
                   "arrow bears its derivative, each node its value.")


def _draw_arrow(axes, edge):
    direct = edge == ("x", "f")
    axes.add_patch(FancyArrowPatch(
        *(NODES[node] for node in edge), arrowstyle="-|>,head_length=4,head_width=2", shrinkA=11, shrinkB=11,
        color=COLOURS["parameter" if direct else "ink"], linewidth=1.5, linestyle=LINES["parameter"] if direct else "-"))


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
