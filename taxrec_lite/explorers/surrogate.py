"""The explorer of chapter 8: a surrogate derivative, its width and its height, and the gradient that comes of them."""

from dataclasses import dataclass

import ipywidgets as widgets
import numpy as np
from matplotlib.ticker import NullLocator

from taxrec_lite.cells import LIF
from taxrec_lite.cells.surrogate import Surrogate
from taxrec_lite.derivation.chapter08 import with_surrogate
from taxrec_lite.figures import live_surrogate
from taxrec_lite.figures.orders import draw_signed
from taxrec_lite.figures.picture import layer
from taxrec_lite.figures.style import COLOURS, figure, style
from taxrec_lite.live.surrogate import KINDS, PARTS, REACH, sentence, spiking_run
from taxrec_lite.measures import ByOrder, by_order, cosine
from taxrec_lite.trajectory import Run
from taxrec_lite.widgets import Explorer, Selector, View

AREAS = {"triangular": 1.0, "rectangular": 2.0, "fast": 2.0, "logistic": 2.0}  # of the shape, at width and height 1
WIDTHS = (0.1, 0.2, 0.5, 1.0, 2.0, 4.0)
HEIGHTS = {"low": "0.3", "one": "1", "area": "area 1"}
DEFAULT = ("triangular", 1.0, "low")
SHOWN = 16  # crossings


def a_surrogate(kind, width, height):
    """The surrogate of one setting of the selectors."""
    heights = {"low": 0.3, "one": 1.0, "area": 1 / (AREAS[kind] * width)}
    return KINDS[kind](height=heights[height], width=width)


@dataclass(frozen=True, eq=False)
class Case:
    """One surrogate and the gradient that it gives."""

    kind: str
    width: float
    height: str
    surrogate: Surrogate
    run: Run
    orders: ByOrder

    @property
    def where(self):
        """The layers this case shows on."""
        return {"width": key(self.width), "kind": self.kind, "height": self.height}

    @property
    def length(self):
        """The length of the gradient."""
        return float(np.linalg.norm(self.orders.exact))

    @property
    def parts(self):
        """The lengths of its parts that cross exactly k synapses."""
        return self.orders.contribution * self.length


def key(width):
    """A width as layers name it."""
    return f"{width:g}"


def cases(n=16, T=40, seed=0):
    """All cases by (kind, width, height)."""
    run = spiking_run(LIF(n_in=2, n=n), T, seed)
    made = {}
    for kind in KINDS:
        for width in WIDTHS:
            for height in HEIGHTS:
                surrogate = a_surrogate(kind, width, height)
                other = with_surrogate(run, surrogate)
                made[kind, width, height] = Case(kind, width, height, surrogate, other, by_order(other))
    return made


def explorer():
    """The explorer; with a kernel, size, length and seed are free."""
    free = {
        "n": widgets.IntSlider(16, 6, 24, description="neurons n", continuous_update=False),
        "T": widgets.IntSlider(40, 20, 60, description="steps T", continuous_update=False),
        "seed": widgets.IntSlider(0, 0, 50, description="seed", continuous_update=False),
    }
    return Explorer("surrogate", "A surrogate derivative and the gradient that it gives", view, free, live_surrogate.panels)


def view(n=16, T=40, seed=0):
    """All states of the explorer for a network of n neurons over T steps."""
    made = cases(n, T, seed)
    default = made[DEFAULT]
    with style():
        panels = (_distances(made), _lengths(made, default), _by_crossings(made, default), _images(made, default, n))
    return View(
        selectors=(
            Selector("width", "width", {key(width): key(width) for width in WIDTHS}, start="1", slider=True),
            Selector("kind", "shape", {name: kind.title for name, kind in KINDS.items()}, start="triangular"),
            Selector("height", "height", HEIGHTS, start="low"),
        ),
        panels=panels,
        sentences={(key(case.width), case.kind, case.height): _sentence(case, default) for case in made.values()},
        meanings=tuple(({"width": key(case.width), "kind": case.kind, "height": case.height}, {"height": case.surrogate.height})
                       for case in made.values()),
    )


def _sentence(case, default):
    words = ", which makes the area 1" if case.height == "area" else ""
    return sentence(case.orders, default.orders, case.surrogate, case.run, words)


def _distances(made):
    panel = figure(2.9)
    axes = panel.subplots()
    run = made[DEFAULT].run
    distances = run.network.cell.distance(run.c).ravel()
    share, edges = np.histogram(distances, np.linspace(*REACH, 49))
    axes.stairs(share / share.max(), edges, fill=True, color=COLOURS["dropped"], zorder=1)
    axes.axvline(0, color=COLOURS["parameter"], linewidth=0.8, zorder=2)
    s = np.linspace(*REACH, 241)
    for kind in KINDS:
        for width in WIDTHS:
            case = made[kind, width, "low"]
            shape = case.surrogate.derivative(s) / case.surrogate.height
            layer(axes.plot(s, shape, color=COLOURS["implicit"], linewidth=1.8, zorder=3), kind=kind, width=key(width))
    axes.set(xlim=REACH, ylim=(0, 1.08), xlabel="distance s to threshold, in units of ϑ", ylabel="ψ(s) / height",
             title="ψ (blue); grey: where the membranes are")
    return panel, ("The surrogate derivative, divided by its height, against the distance of the membrane to the threshold, "
                   "over a grey histogram of the distances of all neurons at all steps.")


def _lengths(made, default):
    panel = figure(3.4)
    length, angle = panel.subplots(2, 1, sharex=True, height_ratios=[1.6, 1])
    lengths = [case.length for case in made.values()]
    length.set(xscale="log", yscale="log", ylabel="length of gradient", ylim=(min(lengths) / 3, max(lengths) * 3))
    angle.set(ylabel="cosine", ylim=(-1.08, 1.08), yticks=[-1, 0, 1], xlabel="width, in units of ϑ", xticks=WIDTHS,
              xticklabels=map(key, WIDTHS))
    angle.xaxis.set_minor_locator(NullLocator())
    length.yaxis.set_minor_locator(NullLocator())
    angle.axhline(0, color=COLOURS["parameter"], linewidth=0.6, zorder=1)
    for kind in KINDS:
        for height in HEIGHTS:
            of_width = [made[kind, width, height] for width in WIDTHS]
            angles = [cosine(case.orders.exact, default.orders.exact) for case in of_width]
            for axes, values in ((length, [case.length for case in of_width]), (angle, angles)):
                layer(axes.plot(WIDTHS, values, color=COLOURS["ink"]), kind=kind, height=height)
                for case, value in zip(of_width, values):
                    layer(_mark(axes, case.width, value), **case.where)
    return panel, ("Above, the length of the gradient against the width of the surrogate, both on logarithmic axes; below, "
                   "its cosine with the default's gradient. The chosen width is a mark on both curves.")


def _by_crossings(made, default):
    panel = figure(2.7)
    axes = panel.subplots()
    k = np.arange(SHOWN + 1)
    low, high = PARTS
    axes.set(yscale="log", ylim=PARTS, xlim=(-0.5, SHOWN + 0.5), xticks=k[::4], xlabel="synapses crossed, k",
             ylabel="length of the part", title="parts of the gradient; grey: the default’s")
    axes.yaxis.set_minor_locator(NullLocator())
    axes.plot(k, default.parts[: SHOWN + 1], color=COLOURS["parameter"], linewidth=1, alpha=0.6)
    for case in made.values():
        parts = case.parts[: SHOWN + 1]
        shown = np.where((low < parts) & (parts < high), parts, np.nan)
        layer(axes.plot(k, shown, "o-", color=COLOURS["explicit"], markersize=3.5, linewidth=1), **case.where)
        layer(axes.plot(0, parts[0], "o", color=COLOURS["implicit"], markersize=5, zorder=4), **case.where)
    return panel, ("The lengths of the parts of the gradient that cross exactly k synapses, on a logarithmic axis against k: "
                   "blue for none, which is e-prop, red for the rest, grey for the default surrogate. What is beyond the axis "
                   "is not drawn.")


def _images(made, default, n):
    panel = figure(2.1)
    left, right = panel.subplots(1, 2)
    for axes, title in ((left, "default"), (right, "chosen")):
        axes.set(xticks=[], yticks=[], title=title, aspect="equal", xlabel="from neuron j")
        axes.spines[["top", "right"]].set_visible(True)
    left.set_ylabel("to neuron r")
    _draw_gradient(left, default, n)
    for case in made.values():
        layer(_draw_gradient(right, case, n), **case.where)
    return panel, ("Two images of the gradient by the recurrent weights, with the default surrogate and with the chosen one, "
                   "each on a scale from minus to plus its own largest number.")


def _draw_gradient(axes, case, n):
    gradient = case.orders.exact[0, :, :n]
    largest = np.abs(gradient).max()
    return draw_signed(axes, gradient / largest, 1.0)


def _mark(axes, x, y):
    return axes.plot(x, y, "o", markersize=7, color=COLOURS["choice"], markeredgecolor=COLOURS["ink"],
                     markeredgewidth=0.8, zorder=5, clip_on=False)
