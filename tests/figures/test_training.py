"""The figures of many trainings hold the numbers they were given."""

import numpy as np
import pytest

from taxrec_lite import tasks
from taxrec_lite.figures import training
from taxrec_lite.results import Curve, summary
from tests.test_results import STORED, a_record

PARTS = STORED["parts"]


@pytest.mark.parametrize("task", [tasks.StoreRecall(3), tasks.Adding(5), tasks.Pattern(9)])
def test_a_trial_is_drawn_as_it_is(task):
    inputs, asked = training.one_trial(task, seed=2).axes
    batch = task.batch(np.random.default_rng(2), 1)
    drawn = np.zeros((task.n_in, task.T))
    for patch in inputs.collections:
        box = patch.get_paths()[0].get_extents()
        drawn[round(box.y0 - 0.55), round(box.x0 - 0.5) : round(box.x1 - 0.5)] = patch.get_alpha()
    assert np.allclose(drawn, batch.x[:, 0].T)
    if task.loss == "mse":
        counts = batch.mask[:, 0] > 0
        assert np.array_equal(asked.lines[0].get_ydata()[counts], batch.target[counts, 0, 0])
        assert np.isnan(asked.lines[0].get_ydata()[~counts]).all()


def test_a_class_is_shown_where_it_counts():
    task = tasks.StoreRecall(3)
    asked = training.one_trial(task).axes[1]
    [box] = [patch.get_paths()[0].get_extents() for patch in asked.collections]
    right = task.batch(np.random.default_rng(0), 1).target[-1, 0].argmax()
    assert (box.x0, box.x1) == (task.T - 0.5, task.T + 0.5) and round(box.y0 - 0.55) == right


def test_a_band_goes_through_every_second_point_and_the_last():
    curve, axes = Curve(*np.arange(1.0, 21).reshape(4, 5)), training.figure(2).subplots()
    training.draw_curve(axes, curve, training.LOOKS["BPTT"], cost=2.0)
    [band], [line] = axes.collections, axes.lines
    corners = {tuple(corner) for corner in band.get_paths()[0].vertices}
    assert {(2, 11), (6, 13), (10, 15), (2, 16), (6, 18), (10, 20)} <= corners
    assert np.array_equal(line.get_xdata(), 2 * curve.at) and np.array_equal(line.get_ydata(), curve.mean)


def test_records_are_drawn_as_their_summary():
    records = {"one": [a_record([1.0, 2.0]), a_record([3.0, 4.0])]}
    [line] = training.of_records(records).axes[0].lines
    assert np.array_equal(line.get_ydata(), summary(records["one"], {}).curves["loss"].mean) and line.get_label() == "one"


def test_finals_have_a_dot_for_each_seed():
    panels = training.finals(PARTS).axes
    for axes, (name, part) in zip(panels, PARTS.items()):
        assert axes.get_title(loc="left") == name
        for line, result in zip(axes.lines[1:], part["results"].values(), strict=True):
            assert np.array_equal(line.get_xdata(), result.test_loss / part["chance"]["loss"])


def test_marks_stand_at_alignment_and_result():
    panels = training.alignment_and_result(PARTS).axes
    for axes, part in zip(panels, PARTS.values()):
        for line in axes.lines[1:]:
            result = part["results"][line.get_label()]
            assert line.get_xdata()[0] == result.curves["alignment"].mean.mean()
            assert line.get_ydata()[0] == np.nanmean(result.test_loss) / part["chance"]["loss"]


def test_accuracy_by_delay_is_the_mean_over_seeds():
    for axes, found in zip(training.by_delay(STORED["delays"]).axes, STORED["delays"].values()):
        for line in axes.lines[1:]:
            assert np.allclose(line.get_ydata(), np.mean(found["accuracy"][line.get_label()], 1))
