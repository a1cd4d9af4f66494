"""The explorer of total and partial derivatives."""

import numpy as np
import pytest

from taxrec_lite.live import chain_rule

NAMES = tuple(chain_rule.EXAMPLES)


def answer(x, example):
    return chain_rule.compute(x, example, leak=0.9, weight=-1.5)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("x", [-1.25, 0.0, 0.75])
def test_its_derivatives_are_those_measured(name, x):
    example, h = chain_rule.examples(0.9, -1.5)[name], 1e-30
    partial, through, inner = example.at(x)
    y = example.y(x)
    assert partial == pytest.approx(np.imag(example.f(x + 1j * h, y)) / h, abs=1e-14)
    assert through == pytest.approx(np.imag(example.f(x, y + 1j * h)) / h, abs=1e-14)
    total = np.imag(example.f(x + 1j * h, example.y(x + 1j * h))) / h
    assert partial + through * inner == pytest.approx(total, abs=1e-14)


def test_the_slopes_drawn_are_the_derivatives():
    partial, through, inner = chain_rule.examples(0.9, -1.5)["product"].at(0.75)
    marks = answer(0.75, "product").marks
    slope = lambda line: np.diff(line["y"])[0] / np.diff(line["x"])[0]
    assert slope(marks["tangent-held"]) == pytest.approx(partial)
    assert slope(marks["tangent"]) == pytest.approx(partial + through * inner)
    assert (marks["here"]["x"], marks["here"]["y"]) == ([0.75], [0.75**3])


def test_the_numbers_of_the_graph_are_those_of_the_sentence():
    found = answer(-1.5, "product")
    assert [found.marks[name]["words"] for name in ("partial", "through", "inner", "value-x", "value-y", "value-f")] == [
        "2.25", "−1.5", "−3", "−1.5", "2.25", "−3.38"]
    assert "∂f/∂x = <b>2.25</b>" in found.sentence
    assert "2.25 − 1.5 · (−3) = <b>6.75</b>" in found.sentence


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("leak, weight", [(0.9, -1.5), (1, 2), (0, -2)])
def test_no_curve_leaves_the_frame_which_stands_still(name, leak, weight):
    for x in np.linspace(-1.5, 1.5, 13):
        found = chain_rule.compute(x, name, leak, weight)
        low, high = found.frames["curve"].y
        assert all(low < found.marks[line]["y"].min() and found.marks[line]["y"].max() < high for line in ("follows", "held"))


@pytest.mark.parametrize("value, text", [(0.0, "0"), (-0.0, "0"), (-0.5, "−0.5"), (0.123456, "0.123"), (1e-17, "0")])
def test_numbers_are_written_with_three_figures(value, text):
    assert chain_rule.number(value) == text
