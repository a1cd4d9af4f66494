"""The explorer of chapter 1: total against partial derivative of f(x, y(x)), with the numbers on the edges."""

from matplotlib.patches import FancyArrowPatch

from taxrec_lite.figures.live import draw_chosen, draw_line, draw_words, framed, legend
from taxrec_lite.figures.style import COLOURS, LINES, figure, style
from taxrec_lite.live.chain_rule import BELOW, EXAMPLES, LABELS, number
from taxrec_lite.prepared import Prepared
from taxrec_lite.widgets import Selector

PLACES = tuple(k / 4 for k in range(-6, 7))  # the values of x
NODES = {"x": (0.0, 0.0), "y": (1.0, 1.0), "f": (2.0, 0.0)}
NAMES = (r"$\partial f/\partial x =$", r"$dy/dx =$", r"$\partial f/\partial y =$")
SOLID, DOTTED = {"color": COLOURS["ink"]}, {"color": COLOURS["parameter"], "linestyle": LINES["parameter"]}


def prepared():
    """Its states, one for each x and function."""
    selectors = (
        Selector("x", "x", {f"{x:g}": number(x) for x in PLACES}, start="1", slider=True),
        Selector("example", "function", EXAMPLES, start="product"),
    )
    return Prepared("chain-rule", "Total and partial derivative of f(x, y(x))", selectors, panels,
                    lambda x, example: {"x": float(x), "example": example})


def explorer():
    """The explorer."""
    return prepared().explorer()


def panels(answers):
    """Its figures with their alternative texts."""
    with style():
        return [
            (_graph(answers), "Three nodes: x leads to f directly along a dotted arrow, and through y along two solid ones. "
             "Each arrow bears its derivative, each node its value."),
            (_curve(answers), "f against x. Solid: y follows x. Dotted: y is held at its present value. The curves meet at the "
             "chosen x; the slope of the solid one there is the total derivative, that of the dotted one the partial "
             "derivative."),
        ]


def _graph(answers):
    panel = figure(2.5)
    axes = panel.subplots()
    axes.set(xlim=(-0.3, 2.3), ylim=(-0.55, 1.5), label="graph")
    axes.axis("off")
    _draw_nodes(axes)
    for name in ("partial", "inner", "through"):
        draw_words(axes, answers, name, (0, 0), ha="left", va="bottom")
    for node in BELOW:
        draw_words(axes, answers, f"value-{node}", (0, 0), ha="center", va="bottom" if node == "y" else "top",
                   color=COLOURS["parameter"])
    return panel


def _draw_nodes(axes):
    """The graph of x, y and f with the names of its derivatives, without any number."""
    for edge in (("x", "f"), ("x", "y"), ("y", "f")):
        look = DOTTED if edge == ("x", "f") else SOLID
        axes.add_patch(FancyArrowPatch(*(NODES[node] for node in edge), arrowstyle="-|>,head_length=4,head_width=2",
                                       shrinkA=11, shrinkB=11, linewidth=1.5, **look))
    for name, place in NODES.items():
        axes.plot(*place, "o", markersize=20, color=COLOURS["ink"], markerfacecolor=COLOURS["ground"], zorder=3)
        axes.annotate(f"${name}$", place, ha="center", va="center", zorder=4)
    for words, place in zip(NAMES, LABELS):
        axes.annotate(words, place, ha="right", va="bottom")


def _curve(answers):
    panel = figure(2.7)
    axes = panel.subplots()
    axes.set(xlabel="$x$", ylabel="$f$")
    framed(axes, "curve", answers)
    draw_line(axes, answers, "follows", linewidth=1.2, **SOLID)
    draw_line(axes, answers, "held", linewidth=1.2, **DOTTED)
    draw_line(axes, answers, "tangent-held", linewidth=2.4, **DOTTED)
    draw_line(axes, answers, "tangent", linewidth=2.4, **SOLID)
    draw_chosen(axes, answers, "here")
    legend(panel, {"y follows x": SOLID, "y held still": DOTTED}, ncols=2)
    return panel
