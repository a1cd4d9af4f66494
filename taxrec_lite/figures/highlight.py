"""An unrolled graph with some of its paths pointed out and everything else faint."""

from dataclasses import dataclass

import networkx as nx
import numpy as np
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.patheffects import withStroke

from taxrec_lite import _check
from taxrec_lite.figures.graph import (
    MEANING, WORDS, bend, corner, curve, draw_edge, draw_nodes, frame, label_rows, legend,
)
from taxrec_lite.figures.style import COLOURS, figure, style
from taxrec_lite.graphs.layout import unrolled_positions

LONG = 1.5  # time steps
BAND = {"color": COLOURS["loss"], "alpha": 0.3, "linewidth": 6}  # all the paths of a total derivative


@dataclass(frozen=True, eq=False)
class Highlight:
    """What one picture of a graph points out; its edges are those of `graph`.

    graph : a graph of `graphs.unroll`, or a part of one
    edges : the edges in the colour and line of their kind; all others are faint
    labels : {node or edge: mathematics}, without the dollar signs
    chosen : nodes with a ring around them
    bundle : edges under one broad band, all the paths of a total derivative

    Raises TypeError unless `graph` is a DiGraph, ValueError for edges or nodes that it lacks.
    """

    graph: nx.DiGraph
    edges: frozenset
    labels: dict
    chosen: tuple = ()
    bundle: frozenset = frozenset()

    def __post_init__(self):
        _check.instance("graph", self.graph, nx.DiGraph)
        edges, nodes = set(self.graph.edges), set(self.graph)
        for name, known in (("edges", edges), ("bundle", edges), ("chosen", nodes), ("labels", edges | nodes)):
            for one in set(getattr(self, name)) - known:
                raise ValueError(f"{name} must hold nothing that the graph does not, but holds {one!r}")


def highlighted(highlight):
    """The graph of a `Highlight` as a Figure: what it points out in colour, the rest faint, its labels in place.

    Raises TypeError for anything else.
    """
    _check.instance("highlight", highlight, Highlight)
    positions = unrolled_positions(highlight.graph)
    with style():
        drawing = figure(4.15)
        axes = drawing.subplots()
        draw_highlight(axes, positions, highlight)
        label_rows(axes, positions, left=0.05)
        frame(axes, positions)
        _explain(axes, highlight)
    return drawing


def draw_highlight(axes, positions, highlight):
    """Edges, nodes and labels of a highlight."""
    graph = highlight.graph
    for *edge, kind in graph.edges(data="kind"):
        draw_edge(axes, positions, edge, kind, width=1.5, dropped=tuple(edge) not in highlight.edges)
    if highlight.bundle:
        draw_band(axes, positions, highlight.bundle)
    touched = {node for edge in highlight.edges | highlight.bundle for node in edge} | set(highlight.chosen)
    draw_nodes(axes, {node: positions[node] for node in graph if node not in touched}, COLOURS["dropped"])
    draw_nodes(axes, {node: positions[node] for node in graph if node in touched})
    for node in highlight.chosen:
        axes.plot(*positions[node], "o", markersize=13, markerfacecolor="none", markeredgewidth=2,
                  color=COLOURS["choice"], zorder=3)
    for place, words in highlight.labels.items():
        where, offset, side, height = _beside(positions, highlight, place)
        axes.annotate(f"${words}$", where, xytext=offset, textcoords="offset points", ha=side, va=height, zorder=5,
                      path_effects=[withStroke(linewidth=3, foreground=COLOURS["ground"])])


def draw_band(axes, positions, edges):
    """One broad band along all the edges, nowhere darker for being crossed twice."""
    corners = [(positions[edge[0]], corner(positions, edge, bend(positions, edge)), positions[edge[1]])
               for edge in sorted(edges, key=str)]
    path = Path([point for points in corners for point in points],
                [Path.MOVETO, Path.CURVE3, Path.CURVE3] * len(corners))
    axes.add_patch(PathPatch(path, fill=False, capstyle="round", zorder=0, **BAND))


def _beside(positions, highlight, place):
    """Where a label stands: a point (x, y), the offset from it, and which side of the words is there."""
    if place not in positions:
        return _beside_edge(positions, place)
    arriving = {highlight.graph.edges[edge]["kind"] for edge in highlight.edges if edge[1] == place}
    match place[0]:
        case "c" if "direct" in arriving:
            beside = (-4, 4), "right", "bottom"
        case "c":
            beside = (3, -4), "left", "top"
        case "z" if "explicit" in arriving:
            beside = (7, 0), "left", "center"
        case "z" if place in highlight.chosen:  # clear of the ring, and of the node before
            beside = (-6, 6), "right", "bottom"
        case _:
            beside = (-6, 1), "right", "bottom"
    return positions[place], *beside


def _beside_edge(positions, edge):
    """Nearer to the head of the edge, where it has parted from others; a long edge is interrupted by its label."""
    (x, y), (other_x, other_y) = (positions[node] for node in edge)
    where = curve(positions, edge, bend(positions, edge), 0.6)
    if np.hypot(other_x - x, other_y - y) > LONG:
        return where, (0, 0), "center", "center"
    match edge[1][0], np.sign(other_y - y):
        case "z", 0:
            return where, (0, -3), "center", "top"
        case "z", 1:
            return where, (-4, 0), "right", "center"
        case _, 0:
            return where, (0, 1), "center", "bottom"
        case _, 1:
            return where, (3, -1), "left", "top"
        case _:
            return where, (-3, -1), "right", "top"


def _explain(axes, highlight):
    drawn = {highlight.graph.edges[edge]["kind"] for edge in highlight.edges}
    drawn = {"loss" if MEANING[kind] == "loss" else kind for kind in drawn}
    more = [Line2D([], [], color=COLOURS["dropped"], linewidth=0.8, label="the rest")]
    if highlight.bundle:
        more.insert(0, Line2D([], [], label="total derivative", **BAND))
    legend(axes, [kind for kind in WORDS if kind in drawn], more)
