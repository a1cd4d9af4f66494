"""The figures of a reader's cell, as `live.own_cell` answers them: the error of every order, and a small graph."""

from taxrec_lite.figures.graph import draw_edge, finish
from taxrec_lite.figures.live import draw_line, framed, mark
from taxrec_lite.figures.style import COLOURS, figure, style
from taxrec_lite.graphs.layout import unrolled_positions
from taxrec_lite.live.own_cell import graph

KINDS = {("theta", "c"): "direct", ("theta", "z"): "direct", ("c", "c"): "implicit", ("c", "z"): "observable",
         ("z", "c"): "explicit", ("z", "z"): "explicit", ("z", "y"): "readout", ("y", "E"): "loss", ("E", "E"): "loss"}


def panels(answers):
    """Its figures with their alternative texts; every arrow is drawn that there can be, see `hidden`."""
    with style():
        return [
            (_graph(), "The graph of two of these neurons over four time steps, with an arrow wherever a local Jacobian is not "
             "zero."),
            (_errors(answers), "Relative error of the gradient against the order m, on a logarithmic axis."),
        ]


def hidden(answer, html):
    """`html` without the arrows that the answer does not show; a script can show them again."""
    for name in (name for name, value in answer.marks.items() if value.get("shown") is False):
        html = html.replace(f'data-mark="{name}"', f'data-mark="{name}" style="display: none"')
    return html


def _graph():
    panel, edges = figure(3.7), graph.shown()
    axes = panel.subplots()
    axes.set_label("graph")
    positions = unrolled_positions(dict.fromkeys(node for edge in edges.values() for node in edge))
    for name, (tail, head) in edges.items():
        mark(draw_edge(axes, positions, (tail, head), KINDS[tail[0], head[0]]), name)
    finish(axes, positions)
    return panel


def _errors(answers):
    panel = figure(2.6)
    axes = panel.subplots()
    axes.set(yscale="log", xlabel="order m", ylabel="relative error")
    framed(axes, "error", answers)
    draw_line(axes, answers, "zero", color=COLOURS["parameter"], linewidth=0.8, linestyle=(0, (1, 2)), zorder=1)
    axes.annotate("no better than zero", (0.99, 1), xycoords=("axes fraction", "data"), xytext=(0, 2), fontsize=8,
                  textcoords="offset points", ha="right", va="bottom", color=COLOURS["parameter"])
    draw_line(axes, answers, "error", color=COLOURS["ink"], linewidth=1.8, zorder=3)
    return panel
