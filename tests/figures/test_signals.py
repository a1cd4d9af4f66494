"""The curves and images that chapters draw hold the numbers they were given."""

import numpy as np
import pytest

import taxrec_lite as tx
from taxrec_lite.figures import orders, signals
from tests.nets import a_run


def lines_of(figure, k=0):
    return [line for line in figure.axes[k].lines if len(line.get_xdata()) > 2]


@pytest.mark.parametrize("cell", tx.cells.names())
def test_states_are_those_of_the_run(cell):
    run = a_run(cell)
    drawn = lines_of(signals.states({"one": run}))
    for k in range(run.network.cell.d):
        assert np.array_equal(drawn[k].get_ydata(), run.c[:, 0, 0, k])


def test_the_sum_over_both_ways_is_computed():
    figure = signals.own_synapse(0.5, 0.25, -2.0, 2)
    assert any("= 0$" in text.get_text() for text in figure.axes[0].texts)


def test_parts_of_later_losses_are_powers_of_ten_of_the_largest():
    parts = np.tril([[100.0, 0, 0], [10.0, 10.0, 0], [1.0, 1.0, 1.0]])
    [image] = signals.losses_ahead(parts).axes[0].images
    shown = image.get_array()
    assert np.allclose(shown.compressed(), [0, -1, -1, -2, -2, -2])
    assert np.array_equal(np.ma.getmaskarray(shown), np.triu(np.ones((3, 3), bool), 1))


def test_lines_over_seeds_are_medians():
    norms = np.array([[1.0, 0.5, 0.1], [1.0, 0.4, 0.2], [1.0, 0.1, 0.3]])
    [line] = [line for line in lines_of(signals.by_lag_over_seeds({"one": norms}))]
    assert np.allclose(line.get_ydata(), [1.0, 0.4, 0.2])


def test_errors_by_window_leave_out_what_is_zero():
    errors = np.array([0.5, 0.1, 0.0, 0.0])
    line = lines_of(signals.error_by_window({"one": errors, "two": errors, "three": errors}))[0]
    assert np.array_equal(np.isnan(line.get_ydata()), [False, False, True, True])


@pytest.mark.parametrize("draw", [orders.error_over_seeds, orders.powers_over_seeds])
def test_curves_by_order_are_medians(draw):
    values = np.array([[1.0, 0.5, 0.1], [1.0, 0.4, 0.2], [1.0, 0.1, 0.3]])
    [line] = lines_of(draw({"one": values}))
    assert np.allclose(line.get_ydata(), [1.0, 0.4, 0.2])
