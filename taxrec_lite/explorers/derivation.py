"""The derivation as a stepper: each line with the part of the graph it is about, and run on every cell."""

from taxrec_lite import cells
from taxrec_lite.derivation.example import example_run
from taxrec_lite.derivation.steps import STEPS
from taxrec_lite.figures.highlight import highlighted
from taxrec_lite.figures.live import draw_line, draw_points, framed
from taxrec_lite.figures.style import COLOURS, figure, style
from taxrec_lite.prepared import Prepared
from taxrec_lite.widgets import Panel, Selector


def prepared():
    """Its states, one for each line of `derivation.steps.STEPS` and each cell."""
    selectors = (
        Selector("line", "line", {k: f"{k} / {len(STEPS)}" for k in range(1, len(STEPS) + 1)}, start=1, slider=True),
        Selector("cell", "cell", {name: cells.get(name).title for name in cells.names()}, start="leaky_rnn"),
    )
    return Prepared("derivation", "From BPTT to RTRL, line by line", selectors, panels, lent=lent)


def explorer():
    """The explorer."""
    return prepared().explorer()


def panels(answers):
    """The figure of a live answer with its alternative text; where all are prepared, a sentence says that both sides agree."""
    if not answers.live:
        return []
    with style():
        panel = figure(2.9)
        axes = panel.subplots()
        axes.set(xlabel="left side", ylabel="right side", title="both sides of the line, number by number")
        framed(axes, "sides", answers)
        draw_line(axes, answers, "equal", color=COLOURS["parameter"], linewidth=0.8, linestyle=(0, (1, 2)), zorder=1)
        draw_points(axes, answers, "sides", color=COLOURS["implicit"], markersize=4, markerfacecolor="none",
                    markeredgewidth=0.9)
    return [(panel, "A ring for each number of the line: across, its left side, and upwards, its right side, with a dotted "
             "line where both are the same.")]


def lent():
    """The graph of every line, one panel for all cells whose graph has the same edges."""
    runs = {name: example_run(name) for name in cells.names()}
    return tuple(panel for k, step in enumerate(STEPS, 1) for panel in _graphs(k, step, runs))


def _graphs(k, step, runs):
    alike = {}
    for name, run in runs.items():
        picture = step.picture(run)
        alike.setdefault(frozenset(picture.graph.edges), (picture, []))[1].append(name)
    for picture, names in alike.values():
        which = " and ".join(cells.get(name).title for name in names)
        alt = f"The unrolled graph of two neurons ({which}) with the edges of line {k}, {step.title}, pointed out."
        yield Panel(highlighted(picture), alt, {"line": k, "cell": names}, lent=True)
