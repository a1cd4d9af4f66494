"""Computational graphs, drawn in the book's one style."""

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch

from taxrec_lite.figures.style import COLOURS, LINES, figure, style
from taxrec_lite.graphs.layout import unrolled_positions

MEANING = {"direct": "parameter", "implicit": "implicit", "observable": "ink", "explicit": "explicit",
           "readout": "loss", "loss": "loss"}
MARKERS = {"theta": "D", "c": "o", "z": "o", "y": "o", "E": "h"}


def unrolled_graph(graph):
    """The whole graph of `graphs.unroll`, each edge in the colour and line of its kind, as a Figure."""
    positions = unrolled_positions(graph)
    with style():
        drawing = figure(3.7)
        axes = drawing.subplots()
        for *edge, kind in graph.edges(data="kind"):
            draw_edge(axes, positions, edge, kind)
        finish(axes, positions)
    return drawing


def finish(axes, positions):
    """Nodes, names and legend of an unrolled graph whose edges are drawn."""
    draw_nodes(axes, positions)
    label_rows(axes, positions)
    frame(axes, positions)
    legend(axes)


def draw_edge(axes, positions, edge, kind, width=1.0, dropped=False):
    """One arrow in the colour and line of its kind, or faint if the rule drops it; returns the patch."""
    meaning = "dropped" if dropped else MEANING[kind]
    arrow = FancyArrowPatch(
        positions[edge[0]], positions[edge[1]],
        arrowstyle="-|>,head_length=3.2,head_width=1.7", shrinkA=5.5, shrinkB=5.5,
        connectionstyle=f"arc3,rad={_bend(positions, edge, kind)}",
        color=COLOURS[meaning], linewidth=0.6 if dropped else width, linestyle=LINES.get(MEANING[kind], "-"),
        zorder=1 if dropped else 2,
    )
    axes.add_patch(arrow)
    return arrow


def draw_nodes(axes, positions):
    """Parameters as diamonds, hidden states as circles, observable ones as double circles, losses as hexagons."""
    for node, (x, y) in positions.items():
        for size in (8, 4.5) if node[0] == "z" else (8,):
            axes.plot(x, y, MARKERS[node[0]], markersize=size, color=COLOURS["ink"], markerfacecolor="none",
                      markeredgewidth=0.9, zorder=3)


def label_rows(axes, positions):
    """The name of each row of the unrolled graph at its left end, and the time under each column."""
    lowest = min(y for _, y in positions.values())
    for (kind, *place), (x, y) in positions.items():
        match kind, place:
            case ("c" | "z"), (j, 1):
                axes.annotate(f"${kind}_{j + 1}$", (0.6, y), ha="right", va="center")
            case ("y" | "E"), (*_, 1):
                axes.annotate(f"${kind}^t$", (0.6, y), ha="right", va="center")
            case "theta", (j,):
                axes.annotate(rf"$\theta_{j + 1}$", (x - 0.2, y), ha="right", va="center")
            case "E", ():
                axes.annotate("$E$", (x, y + 0.35), ha="center", va="bottom")
        if kind == "c" and place[0] == 0:
            axes.annotate(f"$t={place[1]}$" if place[1] == 1 else f"${place[1]}$", (x + 0.15, lowest),
                          ha="center", va="center")


def legend(axes):
    """What the lines of a computational graph mean, below it."""
    words = {"implicit": "implicit recurrence", "explicit": "explicit recurrence", "observable": "state to observable",
             "direct": "parameter", "loss": "read-out, loss"}
    lines = [Line2D([], [], color=COLOURS[MEANING[kind]], linestyle=LINES.get(MEANING[kind], "-"), label=text)
             for kind, text in words.items()]
    axes.figure.legend(handles=lines, loc="outside lower center", ncols=2, fontsize=8, handlelength=2.2,
                       columnspacing=1.2)


def frame(axes, positions):
    """Limits that hold every node, and no axes."""
    x, y = np.array(list(positions.values())).T
    axes.set(xlim=(x.min() - 0.6, x.max() + 0.25), ylim=(y.min() - 0.35, y.max() + 0.8))
    axes.axis("off")


def _bend(positions, edge, kind):
    same_row = positions[edge[0]][1] == positions[edge[1]][1]
    return 0.25 if kind == "explicit" and same_row else 0.0
