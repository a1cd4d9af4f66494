"""The explorer of chapter 9: both explicit paths of an LSTM, cut or followed, under gates that remember more or less."""

from taxrec_lite import live
from taxrec_lite.cells.base import sigmoid
from taxrec_lite.explorers.orders import FAINT, errors
from taxrec_lite.figures.graph import draw_edge, finish
from taxrec_lite.figures.live import draw_area, draw_line, framed
from taxrec_lite.figures.picture import layer
from taxrec_lite.figures.style import COLOURS, figure, style
from taxrec_lite.graphs.layout import unrolled_positions
from taxrec_lite.graphs.unrolled import count_paths, unroll
from taxrec_lite.live.gates import LSTM, PARTS, PATHS, SMALL, gated_run
from taxrec_lite.prepared import Prepared
from taxrec_lite.widgets import Panel, Selector

ORDERS = live.start("gates")["T"]
BIASES = (-1, 1, 3, 5)
WRITES = {"free": "0", "coupled": "−b"}


def openness(run):
    """The mean over time and neurons of the gate that says how much is remembered."""
    return float(sigmoid(run.u[:, :, 1]).mean())


def prepared():
    """Its states, one for each order, choice of paths, and biases."""
    selectors = (
        Selector("m", "order m", {m: str(m) for m in range(1, ORDERS + 1)}, start=2, slider=True),
        Selector("paths", "paths", PATHS, start="both"),
        Selector("bias", "forget bias b", {bias: str(bias).replace("-", "−") for bias in BIASES}, start=1),
        Selector("write", "input bias", WRITES, start="free"),
    )
    return Prepared("gates", "The two explicit paths of an LSTM, followed or cut", selectors, panels, _settings, lent)


def _settings(m, paths, bias, write):
    return {"m": m, "paths": paths, "bias": bias, "input": -bias if write == "coupled" else 0}


def explorer():
    """The explorer."""
    return prepared().explorer()


def panels(answers):
    """Its figures with their alternative texts."""
    with style():
        return [
            (_errors(answers), "Relative error on a logarithmic axis, and below it the cosine with the exact gradient, against "
             "the order m: grey for each choice of paths, heavy for the chosen one, with a mark at the chosen order."),
            (_shares(answers), "Bars: the length of the part of the gradient whose paths cross no synapse, only synapses into a "
             "hidden state, only synapses past it, or both in turn. Grey: over all orders; coloured: what the chosen order "
             "keeps."),
        ]


def lent():
    """The small graph, for both figures."""
    with style():
        return (Panel(*_graph(), lent=True),)


def _errors(answers):
    panel = errors(answers)
    for axes, name in zip(panel.axes, ("error", "cosine")):
        for paths in PATHS:
            draw_line(axes, answers, f"{name}-{paths}", **FAINT)
    return panel


def _shares(answers):
    panel = figure(1.9)
    axes = panel.subplots()
    axes.set_xlabel("length, exact gradient = 1")
    axes.tick_params(axis="y", length=0)
    framed(axes, "shares", answers)
    for row, meaning in enumerate(PARTS.values()):
        draw_area(axes, answers, f"all-{row}", color=COLOURS["dropped"])
        draw_area(axes, answers, f"kept-{row}", color=COLOURS[meaning], zorder=2)
    return panel


def small_graph():
    """The graph of two neurons over a few steps, with the parameters of the first alone."""
    graph = unroll(gated_run(LSTM, bias=1, n=2, T=SMALL, n_out=1))
    graph.remove_nodes_from([("theta", 1)])
    return graph


def cut_graph(graph, paths):
    """A copy of a graph without the explicit edges that a choice of paths cuts."""
    cut = {"both": "", "through": "z", "past": "c", "none": "cz"}[paths]
    copy = graph.copy()
    copy.remove_edges_from([(tail, head) for tail, head, kind in graph.edges(data="kind")
                            if kind == "explicit" and head[0] in cut])
    return copy


def kept_from(graph, paths):
    """{edge: the first order that uses it} along the chosen paths, for those that some order uses."""
    graph, first = cut_graph(graph, paths), {}
    for m in range(SMALL, 0, -1):
        first |= dict.fromkeys(count_paths(graph, ("theta", 0), ("E",), m)[1], m)
    return first


def _graph():
    panel = figure(3.9)
    axes = panel.subplots()
    graph = small_graph()
    positions = unrolled_positions(graph)
    first = {paths: kept_from(graph, paths) for paths in PATHS}
    there = {paths: set(cut_graph(graph, paths).edges) for paths in PATHS}
    for *edge, kind in graph.edges(data="kind"):
        edge = tuple(edge)
        layer(draw_edge(axes, positions, edge, kind, dropped=True), paths=[paths for paths in PATHS if edge in there[paths]])
        for m in sorted({first[paths][edge] for paths in PATHS if edge in first[paths]}):
            layer(draw_edge(axes, positions, edge, kind, width=1.2), m=range(m, ORDERS + 1),
                  paths=[paths for paths in PATHS if first[paths].get(edge) == m])
    finish(axes, positions)
    return panel, ("The unrolled graph of an LSTM of two neurons over five steps, with the parameters of the first. Dashed "
                   "arrows into hidden states and dashed arrows straight into observable states are drawn where the choice of "
                   "paths leaves them; coloured edges lie on a path that the chosen order keeps.")
