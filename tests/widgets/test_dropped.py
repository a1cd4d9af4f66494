"""The explorer of what e-prop drops: marks stand where the numbers are, and what is told is so."""

import numpy as np
import pytest

from taxrec_lite.derivation import quantities
from taxrec_lite import live
from taxrec_lite.explorers.orders import GAINS
from taxrec_lite.live import dropped
from taxrec_lite.live.orders import random_run
from taxrec_lite.rules.eprop import adapt_feedback
from taxrec_lite.rules.bptt import bptt


def a_case(updates, n=4, T=6):
    run = random_run("lif", GAINS["lif"]["critical"], n, T, 0)
    return dropped.Case(run, dropped.total_derivative(run), updates, dropped.feedback_after(run, updates))


@pytest.mark.parametrize("cell, gain", [("leaky_rnn", 1.0), ("alif", 3.0), ("lstm", 3.0), ("gru", 4.0)])
def test_the_total_derivative_is_that_of_the_derivation(cell, gain):
    run = random_run(cell, gain, 4, 7, 2)
    expected = quantities.total_derivatives(run)[0][:, 0]
    assert np.abs(dropped.total_derivative(run) - expected).max() < 1e-12 * np.abs(expected).max()


def test_its_mark_stands_where_most_is_dropped():
    case, set_to = a_case(10), {"cell": "lif", "feedback": "adaptive", "updates": 10, "gain": 1.0, "n": 4, "T": 6, "seed": 0}
    answer, largest = live.compute("dropped", {**live.start("dropped"), **set_to}), int(case.dropped.argmax())
    mark = answer.marks["largest"]
    assert (mark["x"], mark["y"]) == ([largest + 1], [case.dropped[largest]])
    assert f"at t = {largest + 1} (mark), <b>{dropped.number(case.dropped[largest])}</b>" in answer.sentence


def test_nothing_is_dropped_at_the_last_step_of_symmetric_feedback():
    case = a_case("all")
    assert np.allclose(case.signal[-1], case.total[-1]) and case.dropped[:-1].any()


def test_feedback_goes_the_way_of_adaptive_feedback():
    run = random_run("leaky_rnn", GAINS["leaky_rnn"]["critical"], 4, 6, 0)
    W, gradient = run.params.W_out, bptt(run)
    B = adapt_feedback(dropped.feedback_after(run, 0), gradient, 0.1, dropped.DECAY)
    W_next = (1 - dropped.DECAY) * W - 0.1 * gradient.W_out
    assert np.allclose(B - W_next.T, dropped.feedback_after(run, 1) - W.T)


@pytest.mark.parametrize("value, words", [(0.107, "0.107"), (2.0, "2.00"), (401.2, "401"), (3e-5, "below 0.0001"),
                                          (2e-16, "0 to rounding"), (2.66e11, "2.7\N{NO-BREAK SPACE}·\N{NO-BREAK SPACE}10¹¹")])
def test_numbers_are_short(value, words):
    assert dropped.number(value) == words


def test_angles():
    W = np.array([[1.0, 0.0]])
    assert dropped.angle(W.T, W) == 0 and np.isclose(dropped.angle(np.array([[0.0], [2.0]]), W), 90)
