"""A reader's cell: every starting point is right, every mistake is named, and nothing stays behind."""

import re

import numpy as np
import pytest

from taxrec_lite import cells
from taxrec_lite.live import own_cell
from taxrec_lite.live.own_cell.checks import check
from taxrec_lite.live.own_cell.code import Problem, registered
from taxrec_lite.measures import by_order

LEAKY, SPIKING, GATED = map(own_cell.source, ("leaky", "spiking", "gated"))
SKIP = """from dataclasses import dataclass
import numpy as np
from taxrec_lite import cells

@cells.register
@dataclass(frozen=True)
class Mine(cells.Cell):
    name, title = "mine", "past its state"

    def step(self, c_previous, z_previous, u):
        c = 0.5 * c_previous + u[:, 0, :, None]
        return c, np.sin(c[..., 0]) * u[:, 0]

    def local_jacobians(self, c_previous, u, c):
        return cells.LocalJacobians(D=np.full((*c.shape, 1), 0.5), G=np.cos(c) * np.moveaxis(u, -2, -1),
                                    phi=np.ones((*u.shape, 1)), q=np.sin(np.moveaxis(c, -1, -2)))
"""


def named(code):
    """The names of the checks that `code` fails."""
    with registered(code) as kind:
        return [each.name for each in check(kind(n_in=2, n=3)) if not each.ok]


@pytest.mark.parametrize("start", own_cell.STARTS)
def test_every_starting_point_is_right(start):
    report = own_cell.compute(own_cell.source(start))
    assert report.problem is None and "every Jacobian is that of the step" in report.sentence
    assert report.rules.count('<th scope="row">') >= 12 and set(report.frames) == {"error"}


@pytest.mark.parametrize("name", cells.names())
def test_the_cells_of_the_book_are_right(name):
    assert all(each.ok for each in check(cells.get(name)(n_in=2, n=3)))


def test_a_drive_past_the_state_is_told():
    assert named(SKIP) == []


@pytest.mark.parametrize("code, change, names", [
    (LEAKY, ("D=np.full((*c.shape, 1), self.leak)", "D=np.full((*c.shape, 1), 0.8)"), ["D"]),
    (LEAKY, ("- np.tanh(c) ** 2", "- np.tanh(c)"), ["G", "q"]),
    (LEAKY, ("phi=np.ones", "phi=2 * np.ones"), ["φ"]),
    (SPIKING, (",\n            reset=np.full(c.shape, -1.0)", ""), ["reset"]),
    (SPIKING, ("-1.0)", "1.0)"), ["reset"]),
    (SPIKING, ("smooth=True", "smooth=False"), ["G", "q"]),
    (GATED, ("f * (1 - f)", "f * f"), ["φ"]),
    (SKIP, (", q=np.sin(np.moveaxis(c, -1, -2))", ""), ["q"]),
    (LEAKY, ("self.leak * c_previous +", "self.leak * c_previous[:, ::-1] +"), ["D", "neurons apart"]),
])
def test_a_mistake_is_named(code, change, names):
    assert change[0] in code and named(code.replace(*change)) == names


def test_how_wrong_is_told():
    report = own_cell.compute(LEAKY.replace("self.leak)", "0.45)", 1))
    assert re.search(r"✗ relative error 0\.5; neuron [123]: yours 0\.4500, measured 0\.9000", report.sentence)


@pytest.mark.parametrize("change, line, words", [
    (("c = self", "c = = self"), 16, "This is not Python: invalid syntax."),
    (("np.ones((*u", "np.ones((*v"), 23, "NameError: name 'v' is not defined"),
    (("@cells.register", ""), None, "No cell is registered"),
    (("return c, np.tanh(c[..., 0])", "return c"), 15, "step must return two arrays"),
    (("np.ones((*u.shape, 1))", "np.ones(u.shape)"), 19, "phi must have the shape (4, 1, 3, 1) here, not (4, 1, 3)"),
    (("return cells.LocalJacobians(", "return dict("), 19, "local_jacobians must return cells.LocalJacobians"),
    (("np.tanh(c[..., 0])", "np.tanh(c[..., 0]) / 0"), 15, "z has values that are no finite numbers"),
    (("np.tanh(c[..., 0])", "0 * c[..., 0]"), None, "No parameter of the cell moves the loss"),
    (('title = "my cell"', 'title = "LSTM"'), 7, "must not be that of another cell"),
])
@pytest.mark.filterwarnings("ignore:divide by zero:RuntimeWarning")
def test_what_is_wrong_is_told_by_the_line(change, line, words):
    assert change[0] in LEAKY
    report = own_cell.compute(LEAKY.replace(*change))
    assert report.problem["line"] == line and words in report.problem["words"] and report.marks == {}


def test_nothing_stays_registered():
    before = cells.names()
    own_cell.compute(LEAKY)
    own_cell.compute(LEAKY.replace("np.ones", "np.none"))
    assert cells.names() == before


def test_what_comes_from_the_reader_is_escaped():
    assert "<img" not in own_cell.compute(LEAKY.replace("my cell", "<img src=x>")).sentence


def test_the_orders_are_those_of_the_run():
    report = own_cell.compute(LEAKY)
    expected = by_order(own_cell.run_of(cells.LeakyRNN(n_in=2, n=16, leak=0.9), own_cell.T)).error
    assert report.marks["error"]["y"].tolist() == np.clip(expected, own_cell.LOW, own_cell.HIGH).tolist()


def test_an_arrow_is_where_a_jacobian_is():
    shown = {name for name, value in own_cell.compute(SKIP).marks.items() if value.get("shown")}
    assert {"theta-0 z-0-1", "z-1-2 z-0-3", "c-1-1 c-1-2", "E-4 E"} <= shown
    without = own_cell.compute(own_cell.source("empty")).marks
    assert not without["c-0-1 c-0-2"]["shown"] and without["z-0-1 c-1-2"]["shown"]


def test_a_problem_is_an_exception_with_words():
    with pytest.raises(Problem, match="No cell is registered"), registered("1 + 1"):
        pass
