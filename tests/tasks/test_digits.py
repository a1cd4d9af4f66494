"""The trials of handwritten digits, and what happens without scikit-learn."""

import sys

import numpy as np
import pytest

from taxrec_lite.tasks import Digits
from tests.tasks.some import some_batch


def test_without_scikit_learn_an_error_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "sklearn.datasets", None)
    with pytest.raises(ImportError, match="'digits' needs scikit-learn.*pip install scikit-learn"):
        some_batch(Digits())


def test_rows_come_one_after_another():
    data = pytest.importorskip("sklearn.datasets").load_digits()
    batch = some_batch(Digits(), B=20)
    for b in range(20):
        [same] = np.flatnonzero((data.images / 16 == batch.x[:, b]).all((1, 2)))
        assert batch.target[-1, b].argmax() == data.target[same]
    assert np.array_equal(batch.mask[:, 0], [0] * 7 + [1])


@pytest.mark.parametrize("share", [0.25, 0.5, 1e-9])
def test_the_split_has_every_image_once(share):
    data = pytest.importorskip("sklearn.datasets").load_digits()
    task = Digits(share=share)
    images = np.concatenate([task.examples[0], task.held_out().examples[0]])
    assert len(np.unique(images.reshape(-1, 64), axis=0)) == len(data.images) == len(images)
    assert len(task.held_out().examples[0]) == max(1, round(share * len(images)))


def test_the_split_belongs_to_its_seed():
    pytest.importorskip("sklearn")
    one, same, other = (Digits(seed=seed).examples[1] for seed in (1, 1, 2))
    assert (one == same).all() and (one != other).any()


def test_the_test_is_that_of_the_same_split():
    assert Digits(seed=3, share=0.5).held_out() == Digits(seed=3, share=0.5, test=True)
