"""The figures of chapter 10 hold the numbers they were given."""

import numpy as np

from taxrec_lite.figures import readouts


def curves(axes, length):
    return [line.get_ydata() for line in axes.lines if len(line.get_ydata()) == length]


def test_the_mirror_has_a_row_for_each_direction():
    heard, worth = {0.5: np.array([0, 1, 0.5])}, {0.5: np.array([0.5, 1, 0])}
    figure = readouts.mirror(heard, worth, at=(2, 2))
    drawn = [curves(axes, 3)[0] for axes in figure.axes[:2]]
    assert np.array_equal(drawn, [[np.nan, 1, 0.5], [0.5, 1, np.nan]], equal_nan=True)


def test_errors_of_two_are_drawn_as_given():
    lead = np.linspace(-1, 1, 5)
    drawn = curves(readouts.errors_of_two(lead, lead - 1, -lead).axes[0], 5)
    assert np.array_equal(drawn, [lead - 1, -lead])


def test_starts_and_what_was_learned_have_a_row_for_each_decay():
    figure = readouts.fading_starts({0.0: (np.ones(4), np.zeros(4)), 0.1: (np.zeros(4), np.arange(4))})
    assert np.array_equal(curves(figure.axes[1], 4), [np.zeros(4), np.arange(4)])


def test_losses_by_angle_are_medians_over_networks():
    losses = np.array([[1, 2, 9], [3, 4, 20]])
    drawn = curves(readouts.by_fixed_angle([0, 90], losses, before=5).axes[0], 2)
    assert any(np.array_equal(line, [2, 4]) for line in drawn)


def test_learning_curves_are_medians_over_networks():
    [drawn] = curves(readouts.learning_curves({"one": np.array([[1, 1, 1], [2, 5, 3], [7, 6, 4]])}).axes[0], 3)
    assert np.array_equal(drawn, [2, 5, 3])


def test_errors_by_delay_have_a_panel_for_each_setting():
    errors = {title: {m: np.full(3, m + k / 10) for m in (1, 2)} for k, title in enumerate("abcd")}
    figure = readouts.by_delay(np.array([1, 2, 5]), errors)
    assert [axes.get_title(loc="left") for axes in figure.axes] == list("abcd")
    assert np.allclose(curves(figure.axes[3], 3), [[1.3] * 3, [2.3] * 3])
