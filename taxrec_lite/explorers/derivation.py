"""The derivation as a stepper: each line with the part of the graph it is about, and run on every cell."""

from taxrec_lite import cells
from taxrec_lite.derivation.example import example_run
from taxrec_lite.derivation.steps import STEPS
from taxrec_lite.figures import live_derivation
from taxrec_lite.figures.highlight import highlighted
from taxrec_lite.live.derivation import lead, sentence
from taxrec_lite.widgets import Explorer, Panel, Selector, View


def explorer():
    """The stepper through all of `derivation.steps.STEPS`."""
    return Explorer("derivation", "From BPTT to RTRL, line by line", view, live=live_derivation.panels)


def view():
    """All lines of the derivation on the example run of each cell."""
    runs = {name: example_run(name) for name in cells.names()}
    return View(
        selectors=(
            Selector("line", "line", {k: f"{k} / {len(STEPS)}" for k in range(1, len(STEPS) + 1)}, start=1, slider=True),
            Selector("cell", "cell", {name: cells.get(name).title for name in runs}, start="leaky_rnn"),
        ),
        panels=tuple(panel for k, step in enumerate(STEPS, 1) for panel in _panels(k, step, runs)),
        sentences={(k, name): f"{lead(step)} {sentence(step, name, run)}"
                   for k, step in enumerate(STEPS, 1) for name, run in runs.items()},
    )


def _panels(k, step, runs):
    """One panel for all cells whose graph has the same edges."""
    alike = {}
    for name, run in runs.items():
        picture = step.picture(run)
        alike.setdefault(frozenset(picture.graph.edges), (picture, []))[1].append(name)
    for picture, names in alike.values():
        which = " and ".join(cells.get(name).title for name in names)
        alt = f"The unrolled graph of two neurons ({which}) with the edges of line {k}, {step.title}, pointed out."
        yield Panel(highlighted(picture), alt, {"line": k, "cell": names}, lent=True)
