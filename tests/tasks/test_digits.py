"""The handwritten digits and their trials."""

import numpy as np
import pytest

from taxrec_lite import data
from taxrec_lite.tasks import Digits
from tests.tasks.some import some_batch


IMAGES, CLASSES = data.digits()


def test_they_are_the_test_set_of_the_optical_digits():
    """As counted in the description of the set, optdigits.names."""
    assert IMAGES.shape == (1797, 8, 8) and set(np.unique(IMAGES * 16)) == set(range(17))
    assert list(np.bincount(CLASSES)) == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]


def test_the_first_is_a_zero():
    assert CLASSES[0] == 0
    assert list(16 * IMAGES[0, :2].ravel()) == [0, 0, 5, 13, 9, 1, 0, 0, 0, 0, 13, 15, 10, 15, 5, 0]


def test_rows_come_one_after_another():
    batch = some_batch(Digits(), B=20)
    for b in range(20):
        [same] = np.flatnonzero((IMAGES == batch.x[:, b]).all((1, 2)))
        assert batch.target[-1, b].argmax() == CLASSES[same]
    assert np.array_equal(batch.mask[:, 0], [0] * 7 + [1])


@pytest.mark.parametrize("share", [0.25, 0.5, 1e-9])
def test_the_split_has_every_image_once(share):
    task = Digits(share=share)
    images = np.concatenate([task.examples[0], task.held_out().examples[0]])
    assert len(np.unique(images.reshape(-1, 64), axis=0)) == len(IMAGES) == len(images)
    assert len(task.held_out().examples[0]) == max(1, round(share * len(images)))


def test_the_split_belongs_to_its_seed():
    one, same, other = (Digits(seed=seed).examples[1] for seed in (1, 1, 2))
    assert (one == same).all() and (one != other).any()


def test_the_test_is_that_of_the_same_split():
    assert Digits(seed=3, share=0.5).held_out() == Digits(seed=3, share=0.5, test=True)
