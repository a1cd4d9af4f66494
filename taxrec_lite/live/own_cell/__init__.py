"""The numbers of the page where readers write a cell: is it right, and how well does each rule do with it?"""

from dataclasses import dataclass
from importlib.resources import files

import numpy as np

from taxrec_lite.comparison import compare
from taxrec_lite.live import Answer, Frame
from taxrec_lite.live import _marks as marks
from taxrec_lite.live.orders import run_of
from taxrec_lite.live.own_cell import html
from taxrec_lite.live.own_cell.checks import Check, check
from taxrec_lite.live.own_cell.code import Problem, registered
from taxrec_lite.live.own_cell.graph import edges, shown
from taxrec_lite.measures import by_order, relative_error
from taxrec_lite.oracles import central_differences
from taxrec_lite.rules.bptt import bptt

CONTROLS = ()  # the code is all there is to set
STARTS = {"leaky": "leaky RNN", "spiking": "spiking cell", "gated": "gated cell", "empty": "empty cell"}
T = 24
LOW, HIGH = 1e-6, 1e2  # an error beyond is drawn at the edge


@dataclass(frozen=True)
class Report(Answer):
    """An Answer whose sentence is the table of checks, with a table of all rules.

    problem : {"line": …, "words": …} where there is nothing to report on; the line is None where it is none of the code's
    """

    rules: str = ""
    problem: dict | None = None


def source(start: str) -> str:
    """The code of a starting point, one of `STARTS`."""
    return (files(__name__) / "starts" / f"{start}.py").read_text(encoding="utf-8")


def compute(code: str | None = None) -> Report:
    """The Report on a cell's code; None for that of the first starting point."""
    try:
        with registered(source("leaky") if code is None else code) as kind:
            return _report(kind)
    except Problem as problem:
        return Report({}, {}, "", problem={"line": problem.line, "words": problem.words})


def _report(kind):
    checks = [*check(kind(n_in=2, n=3)), _whole(kind)]
    run = run_of(kind(n_in=2, n=16), T)
    if not bptt(run).theta.any():
        raise Problem("No parameter moves the loss: the whole gradient is zero, so no rule can be compared with it.")
    errors = np.clip(by_order(run).error, LOW, HIGH)
    orders = np.arange(1.0, T + 1)
    present = edges(run_of(kind(n_in=1, n=2), 4, n_out=1))
    return Report(
        frames={"error": _frame()},
        marks={
            "zero": marks.line([0.3, T + 0.7], np.ones(2)),
            "error": marks.line(orders, errors),
            **{name: {"shown": present[edge]} for name, edge in shown().items()},
        },
        sentence=html.checks(kind.title, checks),
        rules=html.rules(compare(run)),
    )


def _whole(kind):
    """BPTT against moving one parameter after another."""
    run = run_of(kind(n_in=2, n=3).differentiable(), 12)
    exact = central_differences(run)
    if not exact.theta.any():
        raise Problem("No parameter of the cell moves the loss.")
    return Check("BPTT", "d<i>E</i>/d<i>θ</i>, all of it together", relative_error(bptt(run), exact), "made of the parts above")


def _frame():
    powers = range(-6, 3, 2)
    names = {-6: "≤10⁻⁶", -4: "10⁻⁴", -2: "10⁻²", 0: "1", 2: "≥10²"}
    return Frame((0.3, T + 0.7), (LOW / 2, HIGH * 2), [(k, str(k)) for k in range(4, T + 1, 4)],
                 [(10.0**power, names[power]) for power in powers])
