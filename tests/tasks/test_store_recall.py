"""The trials of store and recall."""

import numpy as np
import pytest

from taxrec_lite.tasks import StoreRecall
from tests.tasks.some import some_batch


def test_a_trial_written_out():
    batch = some_batch(StoreRecall(delay=2), B=50)
    bits = batch.x[..., 1]
    for b in range(50):
        assert np.array_equal(batch.x[:, b, 0], 1 - bits[:, b])
        assert np.array_equal(batch.x[:, b, 2:], [[1, 0], [0, 0], [0, 0], [0, 1]])
        assert np.array_equal(batch.target[-1, b], [1 - bits[0, b], bits[0, b]])
        assert np.array_equal(batch.mask[:, b], [0, 0, 0, 1])


def test_bits_and_cues_last():
    batch = some_batch(StoreRecall(delay=3, duration=2), B=50)
    bits = batch.x[..., 1]
    assert (bits[0:6:2] == bits[1:7:2]).all() and (bits[1:6:2] != bits[2:7:2]).any()
    assert (batch.x[..., 2].T == [1, 1, 0, 0, 0, 0, 0]).all()
    assert (batch.x[..., 3].T == [0, 0, 0, 0, 0, 1, 1]).all() and (batch.mask == batch.x[..., 3]).all()


def test_later_bits_say_nothing_about_the_first():
    batch = some_batch(StoreRecall(delay=4), B=4000)
    signs = 2 * batch.x[..., 1] - 1
    assert (signs[1:] * signs[0]).mean(1) == pytest.approx(np.zeros(5), abs=0.06)
    assert signs.mean(1) == pytest.approx(np.zeros(6), abs=0.06)


def test_without_a_delay_the_question_follows_at_once():
    assert StoreRecall(delay=0).T == 2


def test_chance_is_one_bit_a_step():
    chance = StoreRecall(duration=3).chance
    assert (chance.loss, chance.accuracy) == (3 * np.log(2), 0.5)
