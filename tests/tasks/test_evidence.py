"""The trials of evidence accumulation."""

from itertools import product

import numpy as np
import pytest

from taxrec_lite.tasks import Evidence
from tests.tasks.some import some_batch

SURE = Evidence(rate=1.0, noise=0.0)


def populations(task, batch):
    """Spikes of the four populations, (T, B, 4, population)."""
    return batch.x.reshape(*batch.x.shape[:2], 4, task.population)


def test_the_defaults_are_the_times_of_the_paper_in_steps_of_ten_milliseconds():
    task = Evidence()
    assert (task.cues, task.cue, task.gap, task.decision) == (7, 10, 5, 15)
    assert (task.population, task.n_in, task.T) == (10, 40, 7 * 15 + 50 + 15)


def test_inputs_are_spikes():
    assert set(np.unique(some_batch(Evidence()).x)) == {0, 1}


def test_the_side_with_more_cues_is_the_answer():
    left, right, _, _ = np.moveaxis(populations(SURE, some_batch(SURE, B=100)).sum((0, 3)), 1, 0)
    answer = some_batch(SURE, B=100).target[-1]
    assert (left + right == SURE.cues * SURE.cue * SURE.population).all()
    assert np.array_equal(answer, np.stack([left > right, right > left], -1))


def test_a_trial_is_gaps_and_cues_a_delay_and_a_decision():
    active = populations(SURE, some_batch(SURE)).any(3)
    cues = np.tile(np.repeat([False, True], [SURE.gap, SURE.cue]), SURE.cues)
    rest = np.zeros(SURE.delay + SURE.decision, bool)
    assert (active[..., :2].sum(2) == np.concatenate([cues, rest])[:, None]).all()
    assert (active[..., 2] == (np.arange(SURE.T) >= SURE.T - SURE.decision)[:, None]).all()
    assert not active[..., 3].any()


def test_populations_fire_at_their_rates():
    task = Evidence()
    spikes = populations(task, some_batch(task, B=400))
    assert spikes[:, :, 3].mean() == pytest.approx(task.noise, rel=0.02)
    assert spikes[-task.decision :, :, 2].mean() == pytest.approx(task.rate, rel=0.02)
    first = spikes[task.gap : task.gap + task.cue, :, :2]
    assert first.sum(2).mean() == pytest.approx(task.rate, rel=0.02)


@pytest.mark.parametrize("reliability", [0.5, 0.7, 1.0])
def test_a_cue_is_on_the_favoured_side_as_often_as_it_says(reliability):
    """Two cues of a trial are on one side if both are reliable or neither is."""
    task = Evidence(rate=1.0, noise=0.0, reliability=reliability)
    active = populations(task, some_batch(task, B=4000)).any(3)
    right = active[task.gap :: task.gap + task.cue][: task.cues, :, 1]
    alike = np.mean([(right[a] == right[b]).mean() for a, b in product(range(7), repeat=2) if a < b])
    assert alike == pytest.approx(reliability**2 + (1 - reliability) ** 2, abs=0.02)


@pytest.mark.parametrize("cues", [2, 8])
def test_an_even_number_of_cues_may_not_have_a_majority(cues):
    with pytest.raises(ValueError, match=f"cues must be odd.*not {cues}"):
        Evidence(cues=cues)
