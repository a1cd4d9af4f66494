"""The explorer of alignment: it trains as it says, and marks and points stand where the numbers are."""

from itertools import islice

import numpy as np
import pytest

from taxrec_lite import LeakyRNN, Network, Readout, live
from taxrec_lite.live import alignment
from taxrec_lite.measures import cosine
from taxrec_lite.rules.eprop import eprop


def after(rule, k, **options):
    return next(islice(alignment.descend(rule, **options), k, None))


@pytest.mark.parametrize("rule, k", [("random", 20), ("adaptive", 40)])
def test_marks_and_points_stand_where_the_numbers_are(rule, k):
    update = after(rule, k)
    answer = live.compute("alignment", {**live.start("alignment"), "rule": rule, "update": k, "updates": 50})
    marks = answer.marks
    assert [marks[name][side].tolist() for name in ("loss-chosen", "angles-chosen") for side in "xy"] == [
        [k], [update.run.loss], [k], [update.feedback_angle]]
    assert np.array_equal(marks["weights"]["x"], update.run.params.W_out.T.ravel())
    assert np.array_equal(marks["weights"]["y"], update.B.ravel())
    assert f"<b>{update.run.loss:.3f}</b>" in answer.sentence and f"<b>{update.feedback_angle:.0f}°</b>" in answer.sentence


def test_the_frame_is_the_same_for_every_feedback_and_holds_all_weights():
    answers = [live.compute("alignment", {**live.start("alignment"), "rule": rule, "update": k, "updates": 50})
               for rule in alignment.RULES for k in (0, 50)]
    assert all(answer.frames == answers[0].frames for answer in answers)
    low, high = answers[0].frames["weights"].x
    assert all(low < answer.marks["weights"][side].min() and answer.marks["weights"][side].max() < high
               for answer in answers for side in "xy")


@pytest.mark.parametrize("n, T", [(16, 12), (5, 20)])
@pytest.mark.parametrize("rule", alignment.RULES)
def test_its_gradients_are_those_of_e_prop(rule, n, T):
    network = Network(LeakyRNN(n_in=2, n=n, leak=0.7), Readout(n_out=3, kappa=0.4))
    update = after(rule, 3, network=network, T=T)
    assert np.allclose(update.symmetric, eprop(update.run).theta, rtol=1e-12, atol=1e-14)
    for found, expected in zip(vars(update.gradient).values(), vars(eprop(update.run, update.B)).values(), strict=True):
        assert np.allclose(found, expected, rtol=1e-12, atol=1e-14)


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
    assert np.array_equal(first.B, B) and np.allclose(first.gradient.theta, eprop(first.run, B).theta, rtol=1e-12)
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
