"""Figure 2 shows the numbers it is given, and their sum over both paths."""

import pytest

from taxrec_lite.figures.chain_rule import total_and_partial


def words(*numbers):
    return [text.get_text() for text in total_and_partial(*numbers).axes[0].texts]


@pytest.mark.parametrize("partial_x, dy_dx, partial_y, total", [(2, -1.5, 0.5, "1.25"), (0.0, 3, -2, "-6")])
def test_the_total_is_the_sum_over_both_paths(partial_x, dy_dx, partial_y, total):
    told = words(partial_x, dy_dx, partial_y)
    assert told[-1].endswith(f"= {total}$")
    assert rf"$\partial f/\partial x = {partial_x:.3g}$" in told
    assert f"$dy/dx = {dy_dx:.3g}$" in told
    assert rf"$\partial f/\partial y = {partial_y:.3g}$" in told


@pytest.mark.parametrize("error, bad", [(TypeError, "2"), (TypeError, None), (ValueError, float("nan"))])
@pytest.mark.parametrize("place, name", list(enumerate(["partial_x", "dy_dx", "partial_y"])))
def test_what_is_no_number(place, name, error, bad):
    numbers = [1.0, 1.0, 1.0]
    numbers[place] = bad
    with pytest.raises(error, match=name):
        total_and_partial(*numbers)
