"""The figures about gated cells hold the numbers they were given."""

import numpy as np
import pytest

from taxrec_lite.figures import gated
from tests.nets import a_run

GATE, ERRORS = np.array([0.2, 0.5, 0.9]), np.array([[0.1, 0.3, 0.6], [0.2, 0.4, 0.5], [0.9, 0.4, 0.4]])


def lines_of(axes, length=3):
    return [line for line in axes.lines if len(line.get_xdata()) == length]


def test_a_gate_and_what_is_left_are_drawn_as_they_are():
    left = {"b = 1": np.array([np.nan, 1.0, 0.5, 0.25, 1e-5])}
    above, below = gated.gate_and_memory({"b = 1": np.full(5, 0.5)}, left, 2).axes
    [gate], [memory] = lines_of(above, 5), lines_of(below)
    assert np.array_equal(gate.get_ydata(), np.full(5, 0.5))
    assert np.array_equal(memory.get_xdata(), [2, 3, 4]) and np.array_equal(memory.get_ydata(), [1, 0.5, 0.25])


def test_what_is_lost_is_the_median_against_the_gate():
    drawing = gated.lost_by_gate({"one": (GATE, ERRORS)}, {"one": (GATE, 2 * ERRORS)})
    for axes, factor in zip(drawing.axes, (1, 2)):
        [line] = lines_of(axes)
        assert np.array_equal(line.get_xdata(), GATE)
        assert np.allclose(line.get_ydata(), factor * np.array([0.2, 0.4, 0.5]))


def test_errors_by_gate_are_medians():
    one, other = lines_of(gated.error_by_gate({"input": ERRORS, "output": 2 * ERRORS}).axes[0])
    assert np.array_equal(one.get_xdata(), [1, 2, 3])
    assert np.allclose(2 * one.get_ydata(), other.get_ydata()) and np.allclose(one.get_ydata(), [0.2, 0.4, 0.5])


@pytest.mark.parametrize("cell, shown", [("lstm", set("DGRS") | {"phi", "q"}), ("gru", {"D", "G", "R", "phi"})])
def test_a_step_has_the_arrows_of_its_cell(cell, shown):
    axes = gated.one_step(a_run(cell), {name: f"is {name}" for name in gated.ARROWS}).axes[0]
    assert {text.get_text() for text in axes.texts if text.get_text().startswith("is")} == {f"is {name}" for name in shown}
    assert len(axes.patches) == len(shown)


def test_names_of_gates_stay_apart():
    gates = {"b = 5": np.full(12, 0.99), "b = 3": np.full(12, 0.95), "b = 1": np.full(12, 0.5)}
    above = gated.gate_and_memory(gates, {name: np.ones(12) for name in gates}, 2).axes[0]
    heights = {text.get_text(): text.xy[1] for text in above.texts}
    assert heights["b = 5"] - heights["b = 3"] >= gated.APART - 1e-12 and heights["b = 1"] == 0.5
