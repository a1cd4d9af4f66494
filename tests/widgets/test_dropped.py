"""The explorer of what e-prop drops: marks stand where the numbers are, and what is told is so."""

import numpy as np
import pytest

from taxrec_lite.explorers import dropped
from taxrec_lite.explorers.orders import GAINS, random_run
from taxrec_lite.rules.eprop import adapt_feedback
from taxrec_lite.rules.bptt import bptt


@pytest.fixture(scope="module")
def view():
    return dropped.view(n=4, T=6, seed=0)


def a_case(updates, n=4, T=6):
    [(run, total)] = [(run, total) for cell, regime, run, total in dropped._runs(n, T, 0)
                      if (cell, regime) == ("lif", "critical")]
    return dropped.Case("lif", "critical", updates, run, total, dropped.feedback_after(run, updates))


def test_its_marks_stand_where_the_numbers_are(view):
    case = a_case(10)
    largest = int(case.dropped.argmax())
    [mark] = [line for line in view.panels[1][0].axes[0].lines
              if line.get_gid() == "layer:updates=10;cell=lif;gain=critical" and line.get_marker() == "o"]
    assert mark.get_xdata() == [largest + 1] and mark.get_ydata() == [case.dropped[largest]]
    assert f"at t = {largest + 1} (mark), <b>{dropped.number(case.dropped[largest])}</b>" in view.sentences[10, "lif", "critical"]


def test_nothing_is_dropped_at_the_last_step_of_symmetric_feedback():
    case = a_case("all")
    assert np.allclose(case.signal[-1], case.total[-1]) and case.dropped[:-1].any()


def test_feedback_goes_the_way_of_adaptive_feedback():
    run = random_run("leaky_rnn", GAINS["leaky_rnn"]["critical"], 4, 6, 0)
    W, gradient = run.params.W_out, bptt(run)
    B = adapt_feedback(dropped.feedback_after(run, 0), gradient, 0.1, dropped.DECAY)
    W_next = (1 - dropped.DECAY) * W - 0.1 * gradient.W_out
    assert np.allclose(B - W_next.T, dropped.feedback_after(run, 1) - W.T)


@pytest.mark.parametrize("value, words", [(0.107, "0.107"), (2.0, "2.00"), (401.2, "401")])
def test_numbers_have_no_powers_of_ten(value, words):
    assert dropped.number(value) == words


def test_angles():
    W = np.array([[1.0, 0.0]])
    assert dropped.angle(W.T, W) == 0 and np.isclose(dropped.angle(np.array([[0.0], [2.0]]), W), 90)
