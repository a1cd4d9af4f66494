"""The map of all rules (Figure 1), drawn from the registry."""

from dataclasses import dataclass
from textwrap import wrap

import networkx as nx
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch
from matplotlib.path import Path

from taxrec_lite import rules
from taxrec_lite.figures.style import COLOURS, LINES, WIDTH, style

COLUMNS = ("waits for\nthe future", "knows it in time,\nby fewer paths", "or in a\nsmaller matrix")
# Left and right ends of the boxes of each column, and how many letters a line of words in them has
EDGES = ((0.12, 0.98), (1.15, 2.44), (2.6, 3.38))
LETTERS = (14, 21, 13)
TITLE, WORDS, PAD, GAP, HEAD = 0.16, 0.125, 0.055, 0.17, 0.37  # inches


@dataclass(frozen=True)
class Box:
    """Where a rule stands on the map: its column, left and right end, top and bottom in inches, y upwards."""

    column: int
    left: float
    right: float
    top: float
    bottom: float
    words: tuple[tuple[str, bool], ...]

    @property
    def x(self):
        """The middle across."""
        return (self.left + self.right) / 2

    @property
    def y(self):
        """The middle upwards."""
        return (self.top + self.bottom) / 2


def taxonomy_graph():
    """The registry as a networkx DiGraph: rules by name, each edge the `Change` that turns its tail into its head."""
    graph = nx.DiGraph()
    for name in rules.names():
        rule = rules.get(name)
        graph.add_node(name, rule=rule)
        for change in rule.changes:
            graph.add_edge(change.origin, name, change=change)
    return graph


def boxes(graph):
    """{name: Box}: a column for each of COLUMNS, each rule below all that it comes from, no two in one place."""
    placed, free = {}, [-HEAD] * len(COLUMNS)
    order = list(graph).index
    for name in nx.lexicographical_topological_sort(graph, key=lambda name: (_leads_back(graph, name), order(name))):
        rule = graph.nodes[name]["rule"]
        column, words = _column(rule), _words(rule)
        height = 2 * PAD + TITLE + WORDS * len(words)
        origins = [placed[origin] for origin in graph.predecessors(name)]
        beside = [_beside(box, column, height) for box in origins if box.column != column]
        top = min([free[column], *beside])
        placed[name] = Box(column, *EDGES[column], top, top - height, words)
        free[column] = placed[name].bottom - GAP
    return placed


def _leads_back(graph, name):
    """Whether a rule leads to one in an earlier column; it then stands last in its own, so that the way is free."""
    columns = [_column(graph.nodes[each]["rule"]) for each in (name, *graph.successors(name))]
    return min(columns) < columns[0]


def _beside(box, column, height):
    """The highest that one of that height may begin in that column if it comes from this box: a little below its middle,
    or, on the way back, with the middle below it."""
    return box.y - TITLE if column > box.column else box.bottom - GAP / 2 + height / 2


def _column(rule):
    if not rule.causal:
        return 0
    limited = rule.follows(**dict.fromkeys(rule.numbers, 1)).crossings is not None
    return 1 if rule.exact or limited else 2


def _words(rule):
    """The words of its changes, line by line, and whether each is of an exact one; from where, if there are several."""
    several = len(rule.changes) > 1
    return tuple((line, change.exact) for change in rule.changes
                 for line in _lines((f"{rules.get(change.origin).title}: " if several else "") + change.words, _column(rule)))


def _lines(words, column):
    """Words in the fewest lines that fit into a column, about equally long; no line ends within a formula."""
    kept = words.replace(" − ", "\N{NO-BREAK SPACE}−\N{NO-BREAK SPACE}").replace(" = ", "\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}")
    wrapped = [wrap(kept, letters, break_on_hyphens=False, break_long_words=False) for letters in range(1, LETTERS[column] + 1)]
    return next(lines for lines in wrapped if len(lines) == len(wrapped[-1]) and max(map(len, lines)) <= LETTERS[column])


def taxonomy_map(addresses):
    """The map as a Figure; `addresses` maps names of rules to where a click on them leads."""
    graph = taxonomy_graph()
    placed = boxes(graph)
    height = 0.06 - min(box.bottom for box in placed.values())
    with style():
        drawing = Figure(figsize=(WIDTH, height))
        axes = drawing.add_axes((0, 0, 1, 1))
        axes.set(xlim=(0, WIDTH), ylim=(0.03 - height, 0.03))
        axes.axis("off")
        for (left, right), words in zip(EDGES, COLUMNS):
            axes.annotate(words, ((left + right) / 2, 0), ha="center", va="top", color=COLOURS["parameter"], fontsize=8,
                          linespacing=1.1)
        for origin, name, change in graph.edges(data="change"):
            _draw_change(axes, route(placed, origin, name), change)
        for name, box in placed.items():
            _draw_rule(axes, box, graph.nodes[name]["rule"], addresses.get(name))
    return drawing


def route(placed, origin, name):
    """The corners of the arrow from one rule to another, [(x, y)], in the gaps between boxes."""
    tail, head = placed[origin], placed[name]
    between = [box for box in placed.values() if box.column == tail.column and head.top < box.y < tail.y and box is not tail]
    if tail.column == head.column and not between:
        return [(tail.x, tail.bottom), (tail.x, head.top)]
    if tail.column == head.column == 1:
        return _around(tail.right, head.right, tail.y, head.y, tail.right + 0.07)
    if tail.column > head.column:
        return [(tail.x, tail.bottom), (tail.x, head.y), (head.right, head.y)]
    last = min(box.bottom for box in placed.values() if box.column == tail.column)
    if tail.column == 0 and (tail.column == head.column or head.y < last):
        return _around(tail.left, head.left, tail.y, head.y, 0.05)
    if tail.column == 0 and tail.top == -HEAD:
        return [(tail.right, tail.y), (head.x, tail.y), (head.x, head.top)]
    side = head.left - 0.11
    return _around(tail.right, head.left, tail.y, min(head.y, tail.y), side)


def _around(x, to_x, y, to_y, side):
    return [(x, y), (side, y), (side, to_y), (to_x, to_y)]


def _draw_rule(axes, box, rule, address):
    frame = FancyBboxPatch((box.left, box.bottom), box.right - box.left, box.top - box.bottom, zorder=4,
                           boxstyle="round,pad=0,rounding_size=0.06", facecolor=COLOURS["ground"], linewidth=1.5,
                           **_line(rule.exact))
    frame.set_url(address)
    axes.add_patch(frame)
    name = axes.annotate(rule.title, (box.x, box.top - PAD), ha="center", va="top", weight="bold", zorder=5, fontsize=8.5)
    name.set_url(address)
    for k, (line, exact) in enumerate(box.words):
        axes.annotate(line, (box.x, box.top - PAD - TITLE - WORDS * k), ha="center", va="top", zorder=5, fontsize=7.5,
                      color=_line(exact)["edgecolor"])


def _draw_change(axes, corners, change):
    axes.add_patch(FancyArrowPatch(path=Path(corners), arrowstyle="-|>,head_length=3.5,head_width=1.8", linewidth=1.3, zorder=2,
                                   shrinkA=0, shrinkB=0, joinstyle="round", facecolor=_line(change.exact)["edgecolor"],
                                   **_line(change.exact)))


def _line(exact):
    return ({"edgecolor": COLOURS["implicit"], "linestyle": LINES["implicit"]} if exact else
            {"edgecolor": COLOURS["explicit"], "linestyle": LINES["explicit"]})
