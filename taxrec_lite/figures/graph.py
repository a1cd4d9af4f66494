"""Computational graphs, drawn in the book's one style."""

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch

from taxrec_lite.figures.style import COLOURS, LINES, figure, style
from taxrec_lite.graphs.layout import unrolled_positions

MEANING = {"direct": "parameter", "implicit": "implicit", "observable": "ink", "explicit": "explicit",
           "readout": "loss", "loss": "loss", "input": "ink", "trace": "implicit"}
WORDS = {"implicit": "implicit recurrence", "explicit": "explicit recurrence", "observable": "state to observable",
         "direct": "parameter", "loss": "read-out, loss", "trace": "eligibility trace", "input": "input"}
PLAIN = ("implicit", "explicit", "observable", "direct", "loss")  # the kinds of the plain graph's legend
BENDS = (0.0, -0.1, 0.1, -0.2, 0.2, -0.3, 0.3)  # curvatures in the order in which they are tried
CLEAR = 0.17  # how far an edge stays from nodes that are not its own, in time steps
MARKERS = {"theta": "D", "x": "s", "c": "o", "z": "o", "y": "o", "E": "h"}


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
    legend(axes, PLAIN + ("input",) * (("x", 0, 1) in positions))


def draw_edge(axes, positions, edge, kind, width=1.0, dropped=False):
    """One arrow in the colour and line of its kind, or faint if the rule drops it; returns the patch.

    It bends where it would otherwise run through another node.
    """
    meaning = "dropped" if dropped else MEANING[kind]
    arrow = FancyArrowPatch(
        positions[edge[0]], positions[edge[1]],
        arrowstyle="-|>,head_length=3.2,head_width=1.7", shrinkA=5.5, shrinkB=5.5,
        connectionstyle=f"arc3,rad={bend(positions, edge)}",
        color=COLOURS[meaning], linewidth=0.6 if dropped else width, linestyle=_line(kind),
        zorder=1 if dropped else 2,
    )
    axes.add_artist(arrow)
    return arrow


def draw_nodes(axes, positions, colour=COLOURS["ink"]):
    """Parameters as diamonds, inputs as squares, hidden states as circles, observable ones as double circles, losses
    as hexagons."""
    for node, (x, y) in positions.items():
        for size in (8, 4.5) if node[0] == "z" else (8,):
            axes.plot(x, y, MARKERS[node[0]], markersize=size, color=colour, markerfacecolor="none",
                      markeredgewidth=0.9, zorder=3)


def label_rows(axes, positions, left=0.6):
    """The name of each row of the unrolled graph, ending at x = `left`, and the time under each column."""
    floor = _floor(positions)
    for (kind, *place), (x, y) in positions.items():
        match kind, place:
            case ("c" | "z"), (j, 1):
                axes.annotate(f"${kind}_{j + 1}$", (left, y), ha="right", va="center")
            case "x", (i, 1):
                axes.annotate(f"$x_{i + 1}$", (left, y), ha="right", va="center")
            case ("y" | "E"), (*_, 1):
                axes.annotate(f"${kind}^t$", (left, y), ha="right", va="center")
            case "theta", (j,):
                axes.annotate(rf"$\theta_{j + 1}$", (x - 0.2, y), ha="right", va="center")
            case "E", ():
                axes.annotate("$E$", (x, y + 0.35), ha="center", va="bottom")
        if kind == "c" and place[0] == 0:
            axes.annotate(f"$t={place[1]}$" if place[1] == 1 else f"${place[1]}$", (x + 0.15, floor),
                          ha="center", va="center")


def legend(axes, kinds=PLAIN, more=()):
    """What the lines of a computational graph mean, below it: those of these kinds of edges, and `more` handles."""
    lines = [Line2D([], [], color=COLOURS[MEANING[kind]], linestyle=_line(kind), label=WORDS[kind])
             for kind in kinds] + list(more)
    axes.figure.legend(handles=lines, loc="outside lower center", ncols=2, fontsize=8, handlelength=2.2,
                       columnspacing=1.2)


def frame(axes, positions):
    """Limits that hold every node, and no axes."""
    x, y = np.array(list(positions.values())).T
    axes.set(xlim=(x.min() - 0.6, x.max() + 0.25), ylim=(_floor(positions) - 0.35, y.max() + 0.8))
    axes.axis("off")


def _floor(positions):
    """The height of the time labels: below the first neuron's parameters and their arrows, or below the inputs."""
    lowest = min(y for _, y in positions.values())
    return lowest - 0.6 if ("x", 0, 1) in positions else min(lowest - 0.45, -1.1)


def bend(positions, edge):
    """The curvature of an edge: the smallest at which it runs through no node but its own two."""
    others = np.array([place for node, place in positions.items() if node not in edge])
    return next((bend for bend in BENDS if _clearance(positions, edge, bend, others) > CLEAR), 0.0)


def corner(positions, edge, bend):
    """The control point of the edge's curve, a quadratic Bézier, (x, y)."""
    start, end = (np.array(positions[node]) for node in edge)
    (x, y), (dx, dy) = (start + end) / 2, end - start
    return x + bend * dy, y - bend * dx


def curve(positions, edge, bend, s):
    """The points of the edge's curve at `s`, from 0 at its tail to 1 at its head: (2,), or (len(s), 2) for an array."""
    s = np.asarray(s)[..., None]
    places = positions[edge[0]], corner(positions, edge, bend), positions[edge[1]]
    start, middle, end = (np.array(place) for place in places)
    return (1 - s) ** 2 * start + 2 * s * (1 - s) * middle + s**2 * end


def _clearance(positions, edge, bend, others):
    points = curve(positions, edge, bend, np.linspace(0, 1, 25))
    return np.linalg.norm(points[:, None] - others, axis=-1).min(initial=np.inf)


def _line(kind):
    return LINES.get(kind, LINES.get(MEANING[kind], "-"))
