"""The explorer of chapter 9: both explicit paths of an LSTM, cut or followed, under gates that remember more or less."""

from dataclasses import dataclass

import ipywidgets as widgets
import numpy as np
from matplotlib.ticker import MultipleLocator

from taxrec_lite.cells import LSTM
from taxrec_lite.cells.base import sigmoid
from taxrec_lite.explorers.orders import layer_by_order
from taxrec_lite.figures import live_gates
from taxrec_lite.figures import orders as draw
from taxrec_lite.figures.graph import draw_edge, finish
from taxrec_lite.figures.picture import layer
from taxrec_lite.figures.style import COLOURS, figure, style
from taxrec_lite.gates import without_synapses
from taxrec_lite.graphs.layout import unrolled_positions
from taxrec_lite.graphs.unrolled import count_paths, unroll
from taxrec_lite.live.gates import CUT, PARTS, PATHS, SMALL, gated_run, parts, sentence
from taxrec_lite.measures import cosine, relative_error
from taxrec_lite.rules.bptt import bptt
from taxrec_lite.rules.m_order import all_orders
from taxrec_lite.trajectory import Run
from taxrec_lite.widgets import Explorer, Panel, Selector, View

BIASES = (-1, 1, 3, 5)
WRITES = {"free": "0", "coupled": "−b"}


def openness(run):
    """The mean over time and neurons of the gate that says how much is remembered."""
    return float(sigmoid(run.u[:, :, 1]).mean())


@dataclass(frozen=True, eq=False)
class Case:
    """One run, and the gradients of all orders, (T, gates, n, p), along some of its explicit paths."""

    paths: str
    bias: int
    write: str
    run: Run
    exact: np.ndarray
    gradients: np.ndarray

    @property
    def where(self):
        """The layers this case shows on."""
        return {"paths": self.paths, "bias": self.bias, "write": self.write}

    @property
    def error(self):
        """Relative error of each order, (T,)."""
        return np.array([relative_error(gradient, self.exact) for gradient in self.gradients])

    @property
    def cosine(self):
        """Cosine of each order with the exact gradient, (T,)."""
        return np.array([cosine(gradient, self.exact) for gradient in self.gradients])


def explorer():
    """The explorer; with a kernel, size, length, seed and gain are free."""
    free = {
        "n": widgets.IntSlider(12, 2, 24, description="neurons n", continuous_update=False),
        "T": widgets.IntSlider(16, 6, 32, description="steps T", continuous_update=False),
        "seed": widgets.IntSlider(14, 0, 50, description="seed", continuous_update=False),
        "gain": widgets.FloatSlider(1.0, min=0.2, max=4.0, step=0.2, description="gain", continuous_update=False),
    }
    return Explorer("gates", "The two explicit paths of an LSTM, followed or cut", view, free, live_gates.panels)


def view(n=12, T=16, seed=14, gain=1.0):
    """All states of the explorer for networks of n neurons over T steps."""
    runs = {(bias, write): gated_run(LSTM, bias, write == "coupled", gain, n, T, seed) for bias in BIASES for write in WRITES}
    cases = [Case(paths, bias, write, run, bptt(run).theta, all_orders(without_synapses(run, cut)))
             for (bias, write), run in runs.items() for paths, cut in CUT.items()]
    with style():
        panels = (_errors(cases, T), Panel(*_graph(T), lent=True), _shares(runs, T))
    return View(
        selectors=(
            Selector("m", "order m", {m: str(m) for m in range(1, T + 1)}, start=2, slider=True),
            Selector("paths", "paths", PATHS, start="both"),
            Selector("bias", "forget bias b", {bias: str(bias).replace("-", "−") for bias in BIASES}, start=1),
            Selector("write", "input bias", WRITES, start="free"),
        ),
        panels=panels,
        sentences={(m, case.paths, case.bias, case.write): sentence
                   for case in cases for m, sentence in enumerate(_sentences(case), 1)},
        meanings=(({"write": "free"}, {"input": 0}),
                  *(({"bias": bias, "write": "coupled"}, {"input": -bias}) for bias in BIASES)),
    )


def _sentences(case):
    input = -case.bias if case.write == "coupled" else 0
    return (sentence(case.run, case.paths, m, case.bias, input, *both)
            for m, both in enumerate(zip(case.error, case.cosine), 1))


def _errors(cases, T):
    panel = figure(3.7)
    error, cosines = panel.subplots(2, 1, sharex=True, height_ratios=[2.2, 1])
    draw.frame_error(error, T, max(1.0, *(case.error.max() for case in cases)))
    draw.frame_cosine(cosines, T)
    if min(case.cosine.min() for case in cases) > 0:
        cosines.set(ylim=(0, 1.05))
    cosines.xaxis.set_major_locator(MultipleLocator(4 if T > 8 else 1))
    for case in cases:
        layer_by_order(error, cosines, case, {"bias": case.bias, "write": case.write}, case.where)
    return panel, ("Relative error on a logarithmic axis, and below it the cosine with the exact gradient, against the order "
                   "m. Four curves, one for each choice of paths; the chosen one is heavy, with a mark at the chosen order.")


def _shares(runs, T):
    panel = figure(1.9)
    axes = panel.subplots()
    shares = {key: {name: np.linalg.norm(part.reshape(T, -1), axis=1) / np.linalg.norm(bptt(run).theta)
                    for name, part in parts(run).items()} for key, run in runs.items()}
    axes.set(yticks=range(len(PARTS)), yticklabels=PARTS, ylim=(len(PARTS) - 0.5, -0.5), xlabel="length, exact gradient = 1",
             xlim=(0, 1.05 * max(share.max() for of in shares.values() for share in of.values())))
    axes.tick_params(axis="y", length=0)
    kept_in = (list(PATHS), ["both", "through"], ["both", "past"], ["both"])
    for (bias, write), of in shares.items():
        for row, ((name, share), paths) in enumerate(zip(of.items(), kept_in)):
            layer(axes.barh(row, share[-1], 0.72, color=COLOURS["dropped"]), bias=bias, write=write)
            for m in range(1, T + 1) if row else [T]:
                if share[m - 1] > 0:
                    where = {"m": m} if row else {}
                    layer(axes.barh(row, share[m - 1], 0.4, color=COLOURS[PARTS[name]]), paths=paths, bias=bias, write=write,
                          **where)
    return panel, ("Bars: the length of the part of the gradient whose paths cross no synapse, only synapses into a hidden "
                   "state, only synapses past it, or both in turn. Grey: over all orders; coloured: what the chosen order keeps.")


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


def _graph(T):
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
            layer(draw_edge(axes, positions, edge, kind, width=1.2), m=range(m, T + 1),
                  paths=[paths for paths in PATHS if first[paths].get(edge) == m])
    finish(axes, positions)
    return panel, ("The unrolled graph of an LSTM of two neurons over five steps, with the parameters of the first. Dashed "
                   "arrows into hidden states and dashed arrows straight into observable states are drawn where the choice of "
                   "paths leaves them; coloured edges lie on a path that the chosen order keeps.")
