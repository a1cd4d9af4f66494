"""Chapter 1's explorer as one answer of `live.chain_rule` draws it."""

from matplotlib.patches import FancyArrowPatch

from taxrec_lite.figures.live import draw_chosen, draw_line, draw_words, framed
from taxrec_lite.figures.style import COLOURS, LINES, figure, style
from taxrec_lite.live.chain_rule import BELOW, LABELS

NODES = {"x": (0.0, 0.0), "y": (1.0, 1.0), "f": (2.0, 0.0)}
NAMES = (r"$\partial f/\partial x =$", r"$dy/dx =$", r"$\partial f/\partial y =$")
DOTTED = {"color": COLOURS["parameter"], "linestyle": LINES["parameter"]}


def panels(answer):
    """Its figures with their alternative texts."""
    with style():
        return [
            (_graph(answer), "Three nodes: x leads to f directly along a dotted arrow, and through y along two solid ones. "
             "Each arrow bears its derivative, each node its value."),
            (_curve(answer), "f against x. Solid: y follows x. Dotted: y is held at its present value. The slope of the solid "
             "curve at the chosen x is the total derivative, that of the dotted one the partial derivative."),
        ]


def frame_graph(panel):
    """The graph of x, y and f with the names of its derivatives, without any number; returns its axes."""
    axes = panel.subplots()
    axes.set(xlim=(-0.3, 2.3), ylim=(-0.55, 1.5))
    axes.axis("off")
    for edge in (("x", "f"), ("x", "y"), ("y", "f")):
        direct = edge == ("x", "f")
        axes.add_patch(FancyArrowPatch(
            *(NODES[node] for node in edge), arrowstyle="-|>,head_length=4,head_width=2", shrinkA=11, shrinkB=11,
            color=COLOURS["parameter" if direct else "ink"], linewidth=1.5, linestyle=LINES["parameter"] if direct else "-"))
    for name, place in NODES.items():
        axes.plot(*place, "o", markersize=20, color=COLOURS["ink"], markerfacecolor=COLOURS["ground"], zorder=3)
        axes.annotate(f"${name}$", place, ha="center", va="center", zorder=4)
    for words, place in zip(NAMES, LABELS):
        axes.annotate(words, place, ha="right", va="bottom")
    return axes


def _graph(answer):
    panel = figure(2.5)
    axes = frame_graph(panel)
    axes.set_label("graph")
    for name in ("partial", "inner", "through"):
        draw_words(axes, answer, name, (0, 0), ha="left", va="bottom")
    for node in BELOW:
        draw_words(axes, answer, f"value-{node}", (0, 0), ha="center", va="bottom" if node == "y" else "top",
                   color=COLOURS["parameter"])
    return panel


def _curve(answer):
    panel = figure(2.7)
    axes = panel.subplots()
    axes.set(xlabel="$x$", ylabel="$f$")
    framed(axes, "curve", answer)
    draw_line(axes, answer, "follows", color=COLOURS["ink"], linewidth=1.2)
    draw_line(axes, answer, "held", linewidth=1.2, **DOTTED)
    draw_line(axes, answer, "tangent-held", linewidth=2.4, **DOTTED)
    draw_line(axes, answer, "tangent", color=COLOURS["ink"], linewidth=2.4)
    draw_chosen(axes, answer, "here")
    axes.plot([], [], color=COLOURS["ink"], label="y follows x")
    axes.plot([], [], label="y held still", **DOTTED)
    panel.legend(loc="outside lower center", ncols=2, fontsize=8.5)
    return panel
