"""The curves, masks and histograms of the wider family hold what they were given."""

import numpy as np
import pytest

from taxrec_lite.figures.family import curves, histograms, masks


def drawn(axes):
    return [line for line in axes.lines if len(line.get_xdata()) > 1]


def test_curves_are_what_was_given_and_look_alike_in_all_panels():
    x, one, two = (1, 2, 3), [3.0, 2.0, 1.0], [1.0, 5.0, 1.0]
    first, second = curves({"time": (x, {"one": one, "two": two}), "order": (x, {"two": two})}, "error", log="").axes
    assert [list(line.get_ydata()) for line in drawn(first)] == [one, two]
    [line] = drawn(second)
    assert list(line.get_xdata()) == [1, 2, 3] and line.get_color() == drawn(first)[1].get_color()
    assert first.get_xlabel() == "time" and second.get_xlabel() == "order" and first.get_ylabel() == "error"


def test_zeros_are_left_out_of_a_logarithmic_axis_only():
    values = {"one": [1.0, 0.0, 2.0]}
    [line] = drawn(curves({"x": ((1, 2, 3), values)}, "y").axes[0])
    assert np.isnan(line.get_ydata()[1])
    [line] = drawn(curves({"x": ((1, 2, 3), values)}, "y", log="x").axes[0])
    assert list(line.get_ydata()) == values["one"]


def test_few_places_are_named_one_by_one():
    [axes] = curves({"x": ((5, 10, 40), {"one": [1, 2, 3]})}, "y", log="x").axes
    assert [label.get_text() for label in axes.get_xticklabels()] == ["5", "10", "40"]


def test_marks_stand_on_their_lines():
    [axes] = curves({"x": ([1, 2, 4], {"one": [8.0, 4.0, 2.0]})}, "y", log="xy", marks={"one": 2}).axes
    [mark] = [line for line in axes.lines if line.get_marker() == "o"]
    assert mark.get_xydata().tolist() == [[2, 4]]


def test_masks_show_what_is_kept():
    kept = np.eye(4, dtype=bool)
    figure = masks({"diagonal": kept, "all": np.ones((4, 4), bool), "again": kept}, columns=2)
    images = [axes.images[0].get_array() for axes in figure.axes if axes.images]
    assert (images[0] == kept).all() and images[1].all() and len(images) == 3
    assert figure.axes[0].get_title(loc="left") == "diagonal\nkeeps 25%"
    assert not figure.axes[3].axison


def test_histograms_are_shares_with_a_line_at_the_mean():
    draws = {"one": np.array([0.0, 1.0, 1.0, 2.0])}
    [axes] = histograms(draws, 0.5, "value").axes
    [steps] = axes.patches
    assert steps.get_data().values.sum() == pytest.approx(100)
    assert [line.get_xdata()[0] for line in axes.lines] == [0.5, 1.0]
