"""The explorer of the comparison: curves are the stored ones, in the units of their axis, and what is told is so."""

import numpy as np
import pytest

from taxrec_lite import costs, results
from taxrec_lite.explorers import course
from tests.test_bad_input import refused
from tests.test_results import STORED, rebuilt

PARTS = STORED["parts"]


@pytest.fixture(scope="module")
def panels():
    return {(panel.states["task"], panel.states["axis"]): panel.figure for panel in course.view(PARTS).panels}


@pytest.mark.parametrize("k, name", list(enumerate(PARTS)))
@pytest.mark.parametrize("axis", course.AXES)
def test_lines_are_the_stored_curves(panels, k, name, axis):
    rows = {axes.get_ylabel(): axes for axes in panels[k, axis].axes}
    assert ("cosine with BPTT" in rows) == (axis == "updates")
    for quantity, label in course.NAMES.items():
        for rule, result in PARTS[name]["results"].items():
            if label not in rows or quantity not in result.curves or (rule == "RTRL" and axis == "updates"):
                continue
            [line] = [line for line in rows[label].lines if line.get_label() == rule]
            curve = result.curves[quantity]
            assert np.array_equal(line.get_ydata(), curve.mean)
            assert np.allclose(line.get_xdata(), curve.at * (result.cost if axis == "costs" else 1))


@pytest.mark.parametrize("name", PARTS)
def test_costs_are_those_of_the_rules(name):
    part = PARTS[name]
    training = rebuilt(part, {})
    for rule, cost in course.costs_of(part).items():
        change = part["results"][rule].settings if rule in part["results"] else {"rule": "rtrl"}
        one = costs.of(change["rule"], training.network, training.task.T, **change.get("numbers", {})).time
        assert cost == pytest.approx(one * training.task.T * training.B)


def test_what_is_told_is_when_the_loss_is_first_below_half_of_chance():
    for k, (name, part) in enumerate(PARTS.items()):
        told = course.view(PARTS).sentences[k, "updates"] if k == 0 else course._sentence(name, part, "updates")
        for rule, result in part["results"].items():
            at = [update for update, loss in zip(result.curves["loss"].at, result.curves["loss"].mean)
                  if loss < 0.5 * part["chance"]["loss"]]
            if rule != "RTRL":
                assert (f"{rule} <b>{at[0]:.0f}</b>" if at else rule) in told


def test_rtrl_is_trained_where_it_is_cheap_and_learns_as_bptt_does():
    results_of = PARTS["store–recall"]["results"]
    exact, forwards = (results_of[rule].curves["loss"] for rule in ("BPTT", "RTRL"))
    assert np.allclose(forwards.mean[:6], exact.mean[:6], rtol=1e-3)
    assert course.curves_of(PARTS["digits"], "loss")["RTRL"] is PARTS["digits"]["results"]["BPTT"].curves["loss"]


def test_only_a_stored_comparison_is_shown():
    refused(TypeError, course.explorer, 3, "stored", "dict", "int")
    assert course.explorer(results.read()).start == {"task": 0, "axis": "updates"}
