"""The smallest graph on which a total and a partial derivative differ (Figure 2)."""

from matplotlib.patches import FancyArrowPatch

from taxrec_lite import _check
from taxrec_lite.figures.highlight import draw_band
from taxrec_lite.figures.style import COLOURS, LINES, figure, style

PLACES = {"x": (0.0, 0.0), "y": (1.0, 1.0), "f": (2.0, 0.0)}
EDGES = {("x", "f"): r"\partial f/\partial x", ("x", "y"): "dy/dx", ("y", "f"): r"\partial f/\partial y"}


def total_and_partial(partial_x, dy_dx, partial_y):
    """f(x, y(x)) as a Figure: the three local derivatives on their edges, and df/dx, the sum over both paths.

    partial_x, dy_dx, partial_y : ∂f/∂x, dy/dx and ∂f/∂y, numbers

    Raises TypeError or ValueError unless all three are finite numbers.
    """
    values = dict(zip(EDGES, (_check.number(name, value) for name, value in (
        ("partial_x", partial_x), ("dy_dx", dy_dx), ("partial_y", partial_y)))))
    with style():
        drawing = figure(2.3)
        axes = drawing.subplots()
        axes.set(xlim=(-0.3, 2.3), ylim=(-0.85, 1.25))
        axes.axis("off")
        draw_band(axes, PLACES, EDGES)
        for edge, value in values.items():
            _draw_edge(axes, edge, value)
        for name, place in PLACES.items():
            axes.plot(*place, "o", markersize=20, color=COLOURS["ink"], markerfacecolor=COLOURS["ground"], zorder=3)
            axes.annotate(f"${name}$", place, ha="center", va="center", zorder=4)
        axes.annotate(_sum(*values.values()), (1, -0.6), ha="center", va="center")
    return drawing


def _draw_edge(axes, edge, value):
    direct = edge == ("x", "f")
    start, end = (PLACES[node] for node in edge)
    axes.add_patch(FancyArrowPatch(start, end, arrowstyle="-|>,head_length=4,head_width=2", shrinkA=11, shrinkB=11,
                                   color=COLOURS["parameter" if direct else "ink"], linewidth=1.5,
                                   linestyle=LINES["parameter"] if direct else "-", zorder=2))
    x, y = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2
    offset, side = ((0, 6), "center") if direct else ((-6, 4), "right") if x < 1 else ((6, 4), "left")
    axes.annotate(f"${EDGES[edge]} = {_number(value)}$", (x, y), xytext=offset, textcoords="offset points", ha=side,
                  va="bottom")


def _sum(partial_x, dy_dx, partial_y):
    total = partial_x + partial_y * dy_dx
    return (rf"$df/dx = {_number(partial_x)} + {_bracketed(partial_y)} \cdot {_bracketed(dy_dx)} = {_number(total)}$")


def _number(value):
    return f"{value:.3g}"


def _bracketed(value):
    return f"({_number(value)})" if value < 0 else _number(value)
