"""The explorer of chapter 6: slide m, choose a cell and a regime, and see what m-order e-prop keeps."""

import numpy as np

from taxrec_lite import cells, live
from taxrec_lite.figures.graph import draw_edge, finish
from taxrec_lite.figures.live import draw_among, draw_area, draw_chosen, draw_ends, draw_image, draw_line, draw_words, framed
from taxrec_lite.figures.picture import layer
from taxrec_lite.figures.style import COLOURS, figure, style
from taxrec_lite.graphs.layout import unrolled_positions
from taxrec_lite.graphs.unrolled import count_paths, unroll
from taxrec_lite.live.orders import CELLS, SMALL, random_run
from taxrec_lite.measures import by_order
from taxrec_lite.network import Network
from taxrec_lite.prepared import Prepared
from taxrec_lite.readout import Readout
from taxrec_lite.widgets import Panel, Selector

ORDERS = live.start("orders")["T"]
GAINS = {
    "leaky_rnn": {"contracting": 0.25, "critical": 1.0, "expanding": 4.0},
    "lif": {"contracting": 0.1, "critical": 1.0, "expanding": 2.0},
    "alif": {"contracting": 0.1, "critical": 1.5, "expanding": 3.0},
    "lstm": {"contracting": 0.5, "critical": 3.0, "expanding": 6.0},
    "gru": {"contracting": 0.5, "critical": 4.0, "expanding": 8.0},
}
FAINT = {"color": COLOURS["parameter"], "linewidth": 0.9, "alpha": 0.55, "zorder": 2}  # curves that are not chosen
RATIOS = {"contracting": 0.5, "critical": 1.0, "expanding": 1.5}  # of one crossing, in cells that readers register


def all_gains():
    """{cell: {regime: gain}} for every registered cell: chosen for those of the book, found for any other."""
    return {name: GAINS.get(name) or {regime: _gain_at(name, ratio) for regime, ratio in RATIOS.items()}
            for name in cells.names()}


def _gain_at(name, ratio, n=16, T=24):
    """The gain between 1/32 and 32 at which one crossing multiplies a contribution by so much, by bisection."""
    low, high = -5.0, 5.0
    for _ in range(12):
        middle = (low + high) / 2
        smaller = by_order(random_run(name, 2.0**middle, n, T, seed=1)).ratio < ratio
        low, high = (middle, high) if smaller else (low, middle)
    return 2.0**middle


def cells_and_regimes():
    """The selectors of every registered cell and of its regime."""
    return (Selector("cell", "cell", {name: cells.get(name).title for name in cells.names()}, start="leaky_rnn"),
            Selector("gain", "regime", {regime: regime for regime in RATIOS}, start="contracting"))


def prepared():
    """Its states, one for each order, cell and regime."""
    gains, orders = all_gains(), {m: str(m) for m in range(1, ORDERS + 1)}
    selectors = (Selector("m", "order m", orders, start=2, slider=True), *cells_and_regimes())
    return Prepared("orders", "What m-order e-prop keeps, and how wrong it is", selectors, panels,
                    lambda m, cell, gain: {"m": m, "cell": cell, "gain": gains[cell][gain]}, lent)


def explorer():
    """The explorer."""
    return prepared().explorer()


def panels(answers):
    """Its figures with their alternative texts."""
    with style():
        return [
            (_errors(answers), "Relative error on a logarithmic axis, and below it the cosine with the exact gradient, "
             "against the order m; the chosen order is a mark on both, and faint curves are those of the prepared regimes."),
            (_parts(answers), "Bars: how large the part of the gradient is whose paths cross exactly k synapses, relative to "
             "the exact gradient. Order m keeps the coloured bars, k below m, and drops the grey ones."),
            (_images(answers), "Three images of the gradient with respect to the recurrent weights: exact, of order m, and "
             "their difference, on one colour scale; one block a gate."),
        ]


def errors(answers):
    """Error and cosine by order as a Figure."""
    panel = figure(3.7)
    error, cosine = panel.subplots(2, 1, sharex=True, height_ratios=[2.2, 1])
    error.set(yscale="log", ylabel="relative error")
    cosine.set(ylabel="cosine", xlabel="order m")
    for axes, name, level, dashes in ((error, "error", "zero", (0, (1, 2))), (cosine, "cosine", "level", "-")):
        framed(axes, name, answers)
        draw_line(axes, answers, level, color=COLOURS["parameter"], linewidth=0.8, linestyle=dashes, zorder=1)
        draw_line(axes, answers, name, color=COLOURS["ink"], linewidth=1.8, zorder=3)
        draw_chosen(axes, answers, f"{name}-chosen")
    draw_words(error, answers, "zero-words", (0, 2), ha="right", va="bottom", color=COLOURS["parameter"], fontsize=8)
    return panel


def _errors(answers):
    panel = errors(answers)
    for axes in panel.axes:
        draw_among(axes, answers, axes.get_label(), "gain", **FAINT)
    return panel


def _parts(answers):
    panel = figure(2.6)
    axes = panel.subplots()
    axes.set(yscale="log", xlabel="synapses crossed, k", ylabel="part of the gradient")
    framed(axes, "parts", answers)
    for name, colour, zorder in (("parts", "dropped", 1), ("kept", "explicit", 2), ("local", "implicit", 2)):
        draw_area(axes, answers, name, color=COLOURS[colour], zorder=zorder)
    return panel


def _images(answers):
    panel = figure(2.15)
    places = panel.subplot_mosaic([["exact", "order", "difference"], ["scale"] * 3], height_ratios=[1, 0.07])
    draw_ends(places.pop("scale"), answers)
    for (name, axes), title in zip(places.items(), ("exact", "order m", "difference")):
        axes.set(xticks=[], yticks=[], title=title, aspect="equal", xlabel=" ", label=name)
        axes.spines[["top", "right"]].set_visible(True)
        draw_image(axes, answers, name)
    places["exact"].set_ylabel("to neuron r")
    draw_words(places["order"], answers, "below", (0, -6), ha="center", va="top", fontsize=8, in_layout=False)
    return panel


def lent():
    """The small graph of every cell, for both figures."""
    with style():
        return (Panel(*_graph(), lent=True),)


def _graph():
    panel = figure(3.7)
    axes = panel.subplots()
    graphs, alike = {name: small_graph(name) for name in cells.names()}, {}
    for name, graph in graphs.items():
        alike.setdefault(frozenset(graph.edges), []).append(name)
    for names in alike.values():
        _draw_kept(axes, graphs[names[0]], names)
    finish(axes, unrolled_positions(graph))
    return panel, ("The unrolled graph of two neurons over five steps, from the parameters of the first neuron to "
                   "the loss. Coloured edges lie on a path that order m keeps, the wider the more paths use them; "
                   "grey edges lie on none.")


def small_graph(name):
    """The graph of two neurons of a cell over a few steps, with the parameters of the first alone."""
    rng = np.random.default_rng(0)
    network = Network(cells.get(name)(n_in=1, n=2, **CELLS.get(name, {})), Readout(n_out=1))
    inputs = rng.standard_normal((2, SMALL, 1, 1))
    graph = unroll(network.run(network.init(rng), *inputs))
    graph.remove_nodes_from([("theta", 1)])
    return graph


def _draw_kept(axes, graph, names):
    positions = unrolled_positions(graph)
    kept = {m: count_paths(graph, ("theta", 0), ("E",), m)[1] for m in range(1, SMALL + 1)}
    most = max(kept[SMALL].values())
    for edge, kind in ((edge, graph.edges[edge]["kind"]) for edge in graph.edges):
        layer(draw_edge(axes, positions, edge, kind, dropped=True), cell=names)
        for m, counts in kept.items():
            if edge in counts:
                arrow = draw_edge(axes, positions, edge, kind, width=0.7 + 2.3 * np.sqrt(counts[edge] / most))
                layer(arrow, cell=names, m=m if m < SMALL else range(SMALL, ORDERS + 1))
