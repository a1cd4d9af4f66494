"""The trials of the adding problem."""

import numpy as np
import pytest

from taxrec_lite.tasks import Adding
from tests.tasks.some import some_batch


@pytest.mark.parametrize("T", [2, 3, 30])
def test_one_number_of_each_half_is_marked(T):
    marks = some_batch(Adding(T), B=200).x[..., 1]
    assert (marks[: T // 2].sum(0) == 1).all() and (marks[T // 2 :].sum(0) == 1).all()
    assert marks.any(1).all()


def test_the_target_is_the_sum_of_the_marked_numbers():
    batch = some_batch(Adding(10), B=20)
    for b in range(20):
        marked = batch.x[batch.x[:, b, 1] == 1, b, 0]
        assert len(marked) == 2
        assert batch.target[-1, b, 0] == pytest.approx(marked.sum(), abs=1e-15)


def test_numbers_fill_the_unit_interval():
    numbers = some_batch(Adding(30), B=1000).x[..., 0]
    assert 0 <= numbers.min() < 0.001 and 0.999 < numbers.max() < 1
    assert numbers.var() == pytest.approx(1 / 12, rel=0.02)


def test_it_counts_at_the_end():
    assert np.array_equal(some_batch(Adding(4)).mask[:, 0], [0, 0, 0, 1])
