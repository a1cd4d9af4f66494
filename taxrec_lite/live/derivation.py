"""The numbers of the derivation's stepper: both sides of every line on any small run."""

import numpy as np

from taxrec_lite import cells
from taxrec_lite.derivation import get
from taxrec_lite.derivation.example import example_run
from taxrec_lite.derivation.steps import STEPS
from taxrec_lite.live import Answer, Choice, Frame, Slider
from taxrec_lite.live import _marks as marks

POINTS = 300  # of the numbers on both sides, at most so many are drawn
FEW = 2, 5  # neurons and steps where paths are counted one by one, which grow as n^T

CONTROLS = (
    Slider("line", "line", 1, len(STEPS), start=1),
    Choice("cell", "cell", {name: cells.get(name).title for name in cells.names()}, start="leaky_rnn"),
    Slider("n", "neurons n", 1, 6, start=2),
    Slider("T", "steps T", 2, 8, start=5),
    Slider("gain", "gain", 0.1, 4, start=1.5, step=0.01),
    Slider("seed", "seed", 0, 200, start=1),
)


def lead(step):
    """A line of the derivation in words and as it is written, marked up."""
    latex = step.latex.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"<b>{step.title}.</b> {step.words} \\[{latex}\\]"


def sentence(step, cell, run):
    """What a reader is told of it on a run of this kind of cell."""
    numbers = ", ".join(f"({number})" for number in step.numbers)
    residual, lost = step.residual(run), step.lost(run)
    same = "agree to rounding" if residual <= 1e-12 else f"differ by {residual:.1e}"
    rest = "" if lost is None else f" What it leaves of the gradient has a relative error of <b>{lost:.2f}</b>."
    return f"{cells.get(cell).title}: both sides of {numbers} <b>{same}</b>.{rest}"


def compute(line, cell, n, T, gain, seed):
    """The figure's `Answer`; lines whose paths are counted one by one stay at `FEW` neurons and steps."""
    step, few = STEPS[line - 1], line == len(STEPS)
    run = example_run(cell, *(np.minimum((n, T), FEW).tolist() if few else (n, T)), seed, gain)
    left, right = (np.concatenate([np.ravel(sides[k]) for sides in (get(number).sides(run) for number in step.numbers)])
                   for k in (0, 1))
    shown = np.unique(np.linspace(0, left.size - 1, min(left.size, POINTS)).astype(int))
    end = 1.1 * float(np.abs(left[shown]).max()) or 1.0
    ticks = marks.plain(-end, end)
    here = (f" Its paths are counted one by one, here of {run.network.cell.n} neurons and {run.T} steps." if few else "")
    return Answer(
        frames={"sides": Frame((-end, end), (-end, end), ticks, ticks)},
        marks={"equal": marks.line([-end, end], [-end, end]), "sides": marks.line(left[shown], right[shown])},
        sentence=f"{sentence(step, cell, run)} That is {left.size:,} numbers on each side.{here}",
        lead=lead(step),
        layers={"line": line, "cell": cell},
    )
