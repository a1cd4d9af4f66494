"""The explorer of chapter 6: slide m, choose a cell and a regime, and see what m-order e-prop keeps."""

from dataclasses import dataclass

import ipywidgets as widgets
import numpy as np

from taxrec_lite import cells
from taxrec_lite._words import signed
from taxrec_lite.figures import live_orders
from taxrec_lite.figures import orders as draw
from taxrec_lite.figures.graph import draw_edge, finish
from taxrec_lite.figures.picture import layer
from taxrec_lite.figures.style import COLOURS, figure, style
from taxrec_lite.graphs.layout import unrolled_positions
from taxrec_lite.graphs.unrolled import count_paths, unroll
from taxrec_lite.live.orders import CELLS, FLOOR, SMALL, mosaic, number, random_run
from taxrec_lite.measures import by_order
from taxrec_lite.network import Network
from taxrec_lite.readout import Readout
from taxrec_lite.widgets import Explorer, Panel, Selector, View

GAINS = {
    "leaky_rnn": {"contracting": 0.25, "critical": 1.0, "expanding": 4.0},
    "lif": {"contracting": 0.1, "critical": 1.0, "expanding": 2.0},
    "alif": {"contracting": 0.1, "critical": 1.5, "expanding": 3.0},
    "lstm": {"contracting": 0.5, "critical": 3.0, "expanding": 6.0},
    "gru": {"contracting": 0.5, "critical": 4.0, "expanding": 8.0},
}
RATIOS = {"contracting": 0.5, "critical": 1.0, "expanding": 1.5}  # of one crossing, in cells that readers register


def all_gains():
    """{cell: {regime: gain}} for every registered cell: chosen for those of the book, found for any other."""
    return {name: GAINS.get(name) or {regime: _gain_at(name, ratio) for regime, ratio in RATIOS.items()} for name in cells.names()}


def _gain_at(name, ratio, n=16, T=24):
    """The gain between 1/32 and 32 at which one crossing multiplies a contribution by so much, by bisection."""
    low, high = -5.0, 5.0
    for _ in range(12):
        middle = (low + high) / 2
        smaller = by_order(random_run(name, 2.0**middle, n, T, seed=1)).ratio < ratio
        low, high = (middle, high) if smaller else (low, middle)
    return 2.0**middle


@dataclass(frozen=True)
class Case:
    """One cell in one regime: its gain and how its orders compare."""

    cell: str
    regime: str
    gain: float
    orders: object

    @property
    def where(self):
        """The layers this case shows on."""
        return {"cell": self.cell, "gain": self.regime}


def explorer(n=16, T=24, seed=1):
    """The explorer; with a kernel, size, length, seed and a factor on the gains are free."""
    free = {
        "n": widgets.IntSlider(n, 2, 32, description="neurons n", continuous_update=False),
        "T": widgets.IntSlider(T, 8, 40, description="steps T", continuous_update=False),
        "seed": widgets.IntSlider(seed, 0, 50, description="seed", continuous_update=False),
        "gain_factor": widgets.FloatSlider(1.0, min=0.2, max=3.0, step=0.1, description="gain ×",
                                           continuous_update=False),
    }
    return Explorer("orders", "What m-order e-prop keeps, and how wrong it is", view, free, live_orders.panels)


def view(n, T, seed, gain_factor=1.0):
    """All states of the explorer for networks of n neurons over T steps."""
    gains = all_gains()
    cases = [Case(cell, regime, gain_factor * gain, by_order(random_run(cell, gain_factor * gain, n, T, seed)))
             for cell in gains for regime, gain in gains[cell].items()]
    paths = {cell: _paths(cell) for cell in gains}
    with style():
        panels = (_error_panel(cases, T), Panel(*_graph_panel(paths, T), lent=True), _contribution_panel(cases, T),
                  _image_panel(cases, n))
    return View(
        selectors=(
            Selector("m", "order m", {m: str(m) for m in range(1, T + 1)}, start=2, slider=True),
            Selector("cell", "cell", {name: cells.get(name).title for name in gains}, start="leaky_rnn"),
            Selector("gain", "regime", {regime: regime for regime in GAINS["lstm"]}, start="contracting"),
        ),
        panels=panels,
        sentences={(m, case.cell, case.regime): _sentence(case, m, paths[case.cell])
                   for case in cases for m in range(1, T + 1)},
        meanings=tuple(({"cell": case.cell, "gain": case.regime}, {"gain": case.gain}) for case in cases),
    )


def _sentence(case, m, paths):
    graph, totals = paths
    kept, all_paths = totals[min(m, SMALL)][0], totals[SMALL][0]
    return (f"{cells.get(case.cell).title}, {case.regime} (gain {case.gain:.3g}; each crossing multiplies what it "
            f"carries by about {case.orders.ratio:.2f}): order <b>{m}</b> has relative error "
            f"<b>{number(case.orders.error[m - 1])}</b> and cosine <b>{signed(case.orders.cosine[m - 1], 3)}</b>. "
            f"It keeps {kept} of the {all_paths} paths of the small graph.")


def _error_panel(cases, T):
    panel = figure(3.7)
    error, cosine = panel.subplots(2, 1, sharex=True, height_ratios=[2.2, 1])
    draw.frame_error(error, T, max(case.orders.error.max() for case in cases))
    draw.frame_cosine(cosine, T)
    for case in cases:
        layer_by_order(error, cosine, case.orders, {"cell": case.cell}, case.where)
    return panel, ("Relative error on a logarithmic axis, and below it the cosine with the exact gradient, against "
                   "the order m; the chosen regime is the heavy curve and the chosen order a mark on it.")


def layer_by_order(error_axes, cosine_axes, case, among, where):
    """A case's error and cosine by order: faint in the states `among` which it is seen, heavy and with a mark where chosen."""
    for axes, values in ((error_axes, np.maximum(case.error, FLOOR)), (cosine_axes, case.cosine)):
        layer(draw.draw_by_order(axes, values, chosen=False), **among)
        layer(draw.draw_by_order(axes, values, chosen=True), **where)
        for m, value in enumerate(values, 1):
            layer(draw.draw_mark(axes, m, value), m=m, **where)


def _contribution_panel(cases, T):
    panel = figure(2.6)
    axes = panel.subplots()
    draw.frame_contributions(axes, T, max(case.orders.contribution.max() for case in cases))
    for case in cases:
        for k, (kept, dropped) in enumerate(zip(*draw.draw_contributions(axes, case.orders.contribution))):
            layer(kept, m=range(k + 1, T + 1), **case.where)
            layer(dropped, m=range(1, k + 1), **case.where)
    return panel, ("Bars: how large the part of the gradient is whose paths cross exactly k synapses, relative to "
                   "the exact gradient. Order m keeps the coloured bars, k below m, and drops the grey ones.")


def _image_panel(cases, n):
    panel = figure(2.15)
    places = panel.subplot_mosaic([["exact", "order m", "difference"], ["scale"] * 3], height_ratios=[1, 0.07])
    scale_axes = places.pop("scale")
    draw.draw_scale(scale_axes)
    for title, axes in places.items():
        axes.set(xticks=[], yticks=[], title=title, aspect="equal", xlabel="\n")
        axes.spines[["top", "right"]].set_visible(True)
    places["exact"].set_ylabel("to neuron r")
    for case in cases:
        exact = mosaic(case.orders.exact[..., :n])
        scale = np.abs(exact).max()
        layer(draw.draw_signed(places["exact"], exact, scale), **case.where)
        layer(draw.label_scale(scale_axes, scale), **case.where)
        for m, gradient in enumerate(case.orders.gradients, 1):
            image = mosaic(gradient[..., :n])
            layer(draw.draw_signed(places["order m"], image, scale), m=m, **case.where)
            layer(draw.draw_signed(places["difference"], image - exact, scale), m=m, **case.where)
    for cell in {case.cell: None for case in cases}:
        gates = cells.get(cell).gates
        rows = [", ".join(gates[k : k + 2]) for k in range(0, len(gates), 2)]
        words = "from neuron j" if len(gates) == 1 else "gates " + "\n".join(rows)
        layer(draw.label_below(places["order m"], words), cell=cell)
    return panel, ("Three images of the gradient with respect to the recurrent weights: exact, of order m, and their "
                   "difference, on one colour scale; for the LSTM one block a gate.")


def _paths(name):
    """The small graph of a cell, and for each order up to its length what `count_paths` says of it."""
    rng = np.random.default_rng(0)
    network = Network(cells.get(name)(n_in=1, n=2, **CELLS.get(name, {})), Readout(n_out=1))
    inputs = rng.standard_normal((2, SMALL, 1, 1))
    graph = unroll(network.run(network.init(rng), *inputs))
    graph.remove_nodes_from([("theta", 1)])
    return graph, {m: count_paths(graph, ("theta", 0), ("E",), m) for m in range(1, SMALL + 1)}


def _graph_panel(paths, T):
    panel = figure(3.7)
    axes = panel.subplots()
    alike = {}
    for cell, (graph, _) in paths.items():
        alike.setdefault(frozenset(graph.edges), []).append(cell)
    for names in alike.values():
        _draw_kept(axes, *paths[names[0]], names, T)
    finish(axes, unrolled_positions(graph))
    return panel, ("The unrolled graph of two neurons over five steps, from the parameters of the first neuron to "
                   "the loss. Coloured edges lie on a path that order m keeps, the wider the more paths use them; "
                   "grey edges lie on none.")


def _draw_kept(axes, graph, totals, names, T):
    positions = unrolled_positions(graph)
    most = max(totals[SMALL][1].values())
    for edge, kind in ((edge, graph.edges[edge]["kind"]) for edge in graph.edges):
        layer(draw_edge(axes, positions, edge, kind, dropped=True), cell=names)
        for m, (_, counts) in totals.items():
            if edge in counts:
                arrow = draw_edge(axes, positions, edge, kind, width=0.7 + 2.3 * np.sqrt(counts[edge] / most))
                layer(arrow, cell=names, m=m if m < SMALL else range(SMALL, T + 1))
