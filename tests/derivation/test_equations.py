"""Every numbered equation holds on every cell; approximations do not, by what they drop."""

import numpy as np
import pytest

from taxrec_lite import cells
from taxrec_lite.derivation import EQUATIONS, Equation, get
from taxrec_lite.derivation.example import example_run

EXACT = [number for number, equation in EQUATIONS.items() if equation.exact]
APPROXIMATE = [number for number, equation in EQUATIONS.items() if not equation.exact]


@pytest.fixture(scope="module")
def run(request):
    return example_run(request.param)


def each(numbers):
    """Each of these equations with each cell that it is about."""
    return pytest.mark.parametrize("run, number", [
        (cell, number) for cell in cells.names() for number in numbers if get(number).about(cell)
    ], indirect=["run"], scope="module")


@each(EXACT)
def test_an_exact_line_holds(run, number):
    assert get(number).residual(run) <= 1e-13


@each(APPROXIMATE)
def test_an_approximate_line_drops_something(run, number):
    assert get(number).residual(run) > 0.05


@pytest.mark.parametrize("number", EQUATIONS)
def test_an_equation_is_about_some_registered_cell(number):
    about = get(number).cells
    assert about is None or about and set(about) <= set(cells.names())


@each(EQUATIONS)
def test_no_side_is_empty(run, number):
    left, right = map(np.asarray, get(number).sides(run))
    assert left.shape == right.shape and np.abs(left).max() > 0 and np.abs(right).max() > 0


def test_a_wrong_line_is_seen():
    run = example_run("lstm")
    left, right = map(np.asarray, get("5.1").sides(run))
    wrong = Equation("0.0", "a sign too many", lambda run: (left, -right))
    assert wrong.residual(run) == pytest.approx(2)


def test_sides_of_two_shapes_are_refused():
    with pytest.raises(ValueError, match="one shape, not .2,. and .3,."):
        Equation("0.0", "two and three", lambda run: (np.ones(2), np.ones(3))).residual(example_run("leaky_rnn"))


def test_an_unknown_number_is_refused():
    with pytest.raises(ValueError, match="number must be one of '1.1'.* not '9.9'"):
        get("9.9")
