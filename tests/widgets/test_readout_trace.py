"""The explorer of the filtered trace: its sums are the gradient of e-prop, and its lines are theirs."""

import numpy as np
import pytest

from taxrec_lite import LSTM, eprop, live
from taxrec_lite.explorers.readout_trace import KAPPAS
from taxrec_lite.live.readout_trace import NEURON, SEED, WHEN, Case, _scale, classify


def answer(kappa, when):
    return live.compute("readout-trace", {**live.start("readout-trace"), "kappa": kappa, "when": when})


def a_case(kappa, when):
    return Case(kappa, when, classify(kappa, when, seed=SEED), NEURON - 1)


@pytest.mark.parametrize("kappa", KAPPAS)
@pytest.mark.parametrize("when", WHEN)
def test_both_filters_end_at_the_gradient(kappa, when):
    case = a_case(kappa, when)
    weight = eprop(case.run).theta[0, case.j, case.run.network.cell.n]
    back, forwards, neither = (sums[-1] for sums in case.sums)
    assert np.allclose([back, forwards], weight, rtol=1e-12)
    assert np.isclose(neither, weight, rtol=1e-6) == (kappa == 0)


def test_only_the_signal_that_looks_ahead_uses_an_error_before_it_is_there():
    back, forwards, _ = a_case(0.8, "end").sums
    assert not forwards[:-1].any() and back[-2] / back[-1] > 0.5


def test_lines_are_the_numbers():
    case, marks = a_case(0.7, "over"), answer(0.7, "over").marks
    assert np.allclose(marks["told-line"]["y"], case.ahead / np.abs(case.ahead).max())
    assert np.allclose(marks["held-line"]["y"], case.filtered_trace / np.abs(case.filtered_trace).max())
    drawn = [marks[f"total-{learner}"]["y"] for learner in ("back", "forwards", "neither")]
    assert np.allclose(drawn, np.array(case.sums) / case.sums[0][-1])
    assert np.allclose([values[-1] for values in drawn[:2]], 1)


def test_what_is_told_is_so():
    back, _, neither = a_case(0.8, "end").sums
    told = answer(0.8, "end").sentence
    assert f"<b>{back[-2] / back[-1]:.0%}</b> of the gradient before it" in told
    assert f"<b>{neither[-1] / back[-1]:.0%}</b> of it" in told


@pytest.mark.parametrize("values, limits, places", [
    ([0.1, 1.0], (-0.1, 1.1), [0, 0.5, 1]), ([-0.3, 1.0000000000000002], (-0.6, 1.1), [-0.5, 0, 0.5, 1]),
    ([0.003, 0.17], (-0.02, 0.22), [0, 0.1, 0.2]), ([-4.0], (-5.5, 0.5), [-5, -2.5, 0])])
def test_a_scale_holds_its_numbers_and_zero(values, limits, places):
    found, ticks = _scale(np.array(values))
    assert found == pytest.approx(limits) and [place for place, _ in ticks] == pytest.approx(places)


def test_the_stimulus_ends_and_the_class_stays():
    run = classify(0.5, "end", LSTM(n_in=2, n=4), delay=4)
    assert run.T == 7 and run.x[:3].all() and not run.x[3:].any()
    assert np.array_equal(run.mask[:, 0], np.eye(7)[-1])
    assert (run.target == run.target[0]).all() and run.target[0].sum() == 1


def test_bad_input_is_refused():
    with pytest.raises(ValueError, match="when must be one of 'over', 'end'"):
        classify(0.5, "never")
    with pytest.raises(ValueError, match="delay must be an integer of at least 1"):
        classify(0.5, "end", delay=0)
