"""The numbers of chapter 1's explorer: total against partial derivative of f(x, y(x))."""

from dataclasses import dataclass
from typing import Callable

import numpy as np

from taxrec_lite.live import Answer, Choice, Frame, Slider
from taxrec_lite.live import _marks as marks

REACH = 0.45  # of a tangent, to each side
LABELS = ((1.06, 0.06), (0.16, 0.62), (1.95, 0.62))  # where ∂f/∂x, dy/dx and ∂f/∂y stand in the graph
BELOW = {"x": (0.0, -0.25), "y": (1.0, 1.24), "f": (2.0, -0.25)}  # and the values
EXAMPLES = {"product": "f = x · y, y = x²", "cancel": "f = x² + y, y = −x²", "indirect": "f = y², y = 2 sin x",
            "neuron": "neuron: f = leak x + w y, y = tanh x"}

CONTROLS = (
    Slider("x", "x", -1.5, 1.5, start=1, step=0.01),
    Choice("example", "function", EXAMPLES, start="product"),
    Slider("leak", "leak", 0, 1, start=0.9, step=0.01, when={"example": ("neuron",)}),
    Slider("weight", "weight w", -2, 2, start=-1.5, step=0.01, when={"example": ("neuron",)}),
)


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
        "product": Example(EXAMPLES["product"], lambda x, y: x * y, lambda x: x**2,
                           lambda x, y: y, lambda x, y: x, lambda x: 2 * x),
        "cancel": Example(EXAMPLES["cancel"], lambda x, y: x**2 + y, lambda x: -(x**2),
                          lambda x, y: 2 * x, lambda x, y: 1.0, lambda x: -2 * x),
        "indirect": Example(EXAMPLES["indirect"], lambda x, y: y**2, lambda x: 2 * np.sin(x),
                            lambda x, y: 0.0, lambda x, y: 2 * y, lambda x: 2 * np.cos(x)),
        "neuron": Example(f"neuron: f = {number(leak)} x {'+' if weight >= 0 else '−'} {number(abs(weight))} y, y = tanh x",
                          lambda x, y: leak * x + weight * y, np.tanh,
                          lambda x, y: leak, lambda x, y: weight, lambda x: 1 - np.tanh(x) ** 2),
    }


def number(value):
    """Three figures, with a minus sign that is one, and zero without."""
    return f"{value + 0.0:.3g}".replace("-", "−") if abs(value) > 1e-12 else "0"


def sentence(example, x):
    """What a reader is told of both derivatives at x."""
    partial, through, inner = map(float, example.at(x))
    within = number(inner) if inner >= 0 else f"({number(inner)})"
    return (f"{example.words}, at x = {number(x)}. With y held still, ∂f/∂x = <b>{number(partial)}</b>. "
            f"Letting y follow, df/dx = {number(partial)} {'+' if through >= 0 else '−'} {number(abs(through))} · {within} = "
            f"<b>{number(partial + through * inner)}</b>.")


FRAME = Frame((-1.6, 1.6), (-4.3, 4.3),  # holds all curves but the steepest tangents
              [(k / 2, number(k / 2)) for k in range(-3, 4)], [(k, number(k)) for k in range(-4, 5, 2)])


def compute(x, example, leak, weight):
    """The figure's `Answer`."""
    chosen, fine = examples(leak, weight)[example], np.linspace(-1.5, 1.5, 61)
    partial, through, inner = map(float, chosen.at(x))
    y, ends = float(chosen.y(x)), np.array([-REACH, REACH])
    height = float(chosen.f(x, y))
    follows, held = chosen.f(fine, chosen.y(fine)) + 0 * fine, chosen.f(fine, y) + 0 * fine
    words = {name: marks.words(right + 0.04, up, number(value))
             for name, (right, up), value in zip(("partial", "inner", "through"), LABELS, (partial, inner, through))}
    values = {f"value-{node}": marks.words(*place, number(value))
              for (node, place), value in zip(BELOW.items(), (x, y, height))}
    return Answer(
        frames={"curve": FRAME},
        marks={
            **words, **values,
            "follows": marks.line(fine, follows),
            "held": marks.line(fine, held),
            "tangent-held": marks.line(x + ends, height + partial * ends),
            "tangent": marks.line(x + ends, height + (partial + through * inner) * ends),
            "here": marks.line([x], [height]),
        },
        sentence=sentence(chosen, x),
    )
