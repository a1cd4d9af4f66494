"""The map of all rules (Figure 1), drawn from the registry."""

from textwrap import fill

import networkx as nx
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch

from taxrec_lite import rules
from taxrec_lite.figures.style import COLOURS, LINES, WIDTH, style


def taxonomy_graph():
    """The registry as a networkx DiGraph: rules by name, each edge the `Change` that turns its tail into its head."""
    graph = nx.DiGraph()
    for name in rules.names():
        rule = rules.get(name)
        graph.add_node(name, rule=rule)
        for change in rule.changes:
            graph.add_edge(change.origin, name, change=change)
    return graph


def positions(graph):
    """{name: (x, y)}: causal rules to the right, each rule below all that it comes from."""
    depth = {name: row for row, names in enumerate(nx.topological_generations(graph)) for name in names}
    return {name: (float(graph.nodes[name]["rule"].causal), -depth[name]) for name in graph}


def taxonomy_map(addresses):
    """The map as a Figure; `addresses` maps names of rules to where a click on them leads."""
    graph = taxonomy_graph()
    place = positions(graph)
    lowest = min(y for _, y in place.values())
    with style():
        drawing = Figure(figsize=(WIDTH, 0.8 * (1.5 - lowest)))
        axes = drawing.add_axes((0, 0, 1, 1))
        axes.set(xlim=(-0.42, 1.98), ylim=(lowest - 0.5, 0.9))
        axes.axis("off")
        for x, words in ((0, "waits for the future"), (1, "known in time")):
            axes.annotate(words, (x, 0.75), ha="center", va="top", color=COLOURS["parameter"], fontsize=8.5)
        for origin, name, change in graph.edges(data="change"):
            _draw_change(axes, place[origin], place[name], change)
        for name, (x, y) in place.items():
            _draw_rule(axes, x, y, graph.nodes[name]["rule"], addresses.get(name))
    return drawing


def _draw_rule(axes, x, y, rule, address):
    name = axes.annotate(rule.title, (x, y), ha="center", va="center", weight="bold", zorder=4,
                         bbox={"boxstyle": "round,pad=0.45", "facecolor": COLOURS["ground"], "linewidth": 1.6,
                               **_line(rule.exact)})
    name.set_url(address)
    name.get_bbox_patch().set_url(address)


def _draw_change(axes, start, end, change):
    shortcut = start[1] - end[1] > 1
    axes.add_patch(FancyArrowPatch(start, end, arrowstyle="-|>,head_length=4,head_width=2", linewidth=1.3, zorder=2,
                                   shrinkA=13, shrinkB=26 if shortcut else 13,
                                   connectionstyle=f"arc3,rad={0.3 if shortcut else 0}",
                                   facecolor=_line(change.exact)["edgecolor"], **_line(change.exact)))
    x, y = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2
    dx, dy, side = (-0.38, 0, "right") if shortcut else (0.06, 0.12 * (start[0] != end[0]), "left")
    axes.annotate(fill(change.words, 21), (x + dx, y + dy), fontsize=8, ha=side,
                  va="bottom" if dy else "center", linespacing=1.15, zorder=3)


def _line(exact):
    return ({"edgecolor": COLOURS["implicit"], "linestyle": LINES["implicit"]} if exact else
            {"edgecolor": COLOURS["explicit"], "linestyle": LINES["explicit"]})
