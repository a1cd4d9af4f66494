"""The explorer of alignment: it trains as it says, and marks and points stand where the numbers are."""

from itertools import islice

import numpy as np
import pytest

from taxrec_lite.explorers.alignment import view as prepared
from taxrec_lite.live import alignment
from taxrec_lite.measures import cosine
from taxrec_lite.rules.eprop import eprop


@pytest.fixture(scope="module")
def view():
    return prepared()


def after(rule, k, **options):
    return next(islice(alignment.descend(rule, **options), k, None))


@pytest.mark.parametrize("rule, k", [("random", 20), ("adaptive", 40)])
def test_marks_and_points_stand_where_the_numbers_are(view, rule, k):
    update, gid = after(rule, k), f"layer:rule={rule};update={k}"
    (curves, *_), (weights, *_) = view.panels
    marks = [line for axes in curves.axes for line in axes.lines if line.get_gid() == gid]
    assert [mark.get_xdata()[0] for mark in marks] == [k, k]
    assert [mark.get_ydata()[0] for mark in marks] == [update.run.loss, update.feedback_angle]
    [points] = [line for line in weights.axes[0].lines if line.get_gid() == gid]
    assert np.array_equal(points.get_xdata(), update.run.params.W_out.T.ravel())
    assert np.array_equal(points.get_ydata(), update.B.ravel())
    told = view.sentences[k, rule]
    assert f"<b>{update.run.loss:.3f}</b>" in told and f"<b>{update.feedback_angle:.0f}°</b>" in told


def test_all_start_from_the_same_and_symmetric_feedback_stays_aligned():
    starts = [after(rule, 0) for rule in alignment.RULES]
    assert np.ptp([start.run.loss for start in starts]) == 0
    assert np.array_equal(starts[1].B, starts[2].B)
    late = after("symmetric", 7)
    assert late.feedback_angle < 1e-5 and late.gradient_angle < 1e-5


def test_an_adaptive_difference_shrinks_by_the_decay():
    updates = list(islice(alignment.descend("adaptive"), 4))
    difference = [update.B - update.run.params.W_out.T for update in updates]
    assert np.allclose(difference[3], 0.99**3 * difference[0])


def test_random_feedback_stands_still_and_the_read_out_turns():
    first, last = islice(alignment.descend("random"), 0, 101, 100)
    assert np.array_equal(first.B, last.B)
    assert last.feedback_angle < first.feedback_angle - 10


def test_a_rate_of_zero_holds_the_parameters_and_a_given_feedback_is_used():
    B = np.ones((16, 3))
    first, second = islice(alignment.descend("random", rates=(0.02, 0), decays=(0, 0), B=B), 2)
    assert np.array_equal(first.B, B) and np.array_equal(first.gradient.theta, eprop(first.run, B).theta)
    assert np.array_equal(first.run.params.W_out, second.run.params.W_out)
    assert np.allclose(second.run.params.theta, first.run.params.theta - 0.02 * first.gradient.theta)


def test_the_gradient_angle_is_that_of_its_cosine():
    update = after("random", 3)
    assert np.isclose(np.cos(np.radians(update.gradient_angle)), cosine(update.gradient, eprop(update.run)))


def test_the_task_asks_for_two_signs_and_their_product_once_both_were_heard():
    x, target, mask = alignment.two_signs(10)
    assert np.array_equal(x[0, :, 0] * x[4, :, 1], target[-1, :, 2])
    assert not x[7:].any() and not mask[:7].any() and np.isclose(mask.sum(), 1)


def test_bad_input_is_refused():
    with pytest.raises(ValueError, match="rule must be one of 'symmetric'"):
        next(alignment.descend("aligned"))
    with pytest.raises(ValueError, match="T must be an integer of at least 8"):
        alignment.two_signs(7)
