"""The trials of pattern generation."""

import numpy as np
import pytest

from taxrec_lite.tasks import Pattern
from tests.tasks.some import some_batch


def test_all_trials_are_the_same():
    task = Pattern(T=20, n_in=5, n_out=3)
    one, other = some_batch(task, B=3, seed=1), some_batch(task, B=3, seed=2)
    for name, array in vars(one).items():
        assert (array == array[:, :1]).all() and (array == getattr(other, name)).all()


def test_the_clock_has_one_input_on_after_another():
    x = some_batch(Pattern(T=7, n_in=3)).x[:, 0]
    assert np.array_equal(x.argmax(1), [0, 0, 0, 1, 1, 2, 2])
    assert (x.sum(1) == 1).all()


def test_curves_have_four_periods_and_no_other():
    task = Pattern(T=64, n_out=3)
    power = np.abs(np.fft.rfft(task.curves, axis=0))
    assert (power[[1, 2, 3, 5]] > 0.1).all()
    assert np.delete(power, [1, 2, 3, 5], 0).max() < 1e-12


def test_the_largest_value_is_one():
    assert np.abs(Pattern(n_out=4).curves).max(0) == pytest.approx(np.ones(4))


def test_curves_belong_to_their_seed():
    assert (Pattern(seed=1).curves == Pattern(seed=1).curves).all()
    assert (Pattern(seed=1).curves != Pattern(seed=2).curves).all()


def test_a_clock_has_no_more_inputs_than_steps():
    with pytest.raises(ValueError, match="n_in must be at most T = 4.*not 5"):
        Pattern(T=4, n_in=5)
