"""The figures of spiking networks hold the numbers they were given."""

import numpy as np
import pytest

import taxrec_lite as tx
from taxrec_lite.live.surrogate import spiking_run
from taxrec_lite.figures import spiking


@pytest.fixture(scope="module")
def run():
    return spiking_run(tx.ALIF(n_in=2, n=3), T=20)


def test_in_time_draws_the_run(run):
    trace = np.linspace(-1, 1, 20)
    raster, membrane, psi, traces = spiking.in_time(run, 1, {"one": trace}, dt=2.0).axes
    [ticks] = raster.lines
    seen = np.unique(np.round(ticks.get_xdata()[::3] / 2 - 1).astype(int) * 3 + np.round(ticks.get_ydata()[::3] - 0.6).astype(int))
    assert np.array_equal(seen, np.flatnonzero(run.z[:, 0]))
    assert np.array_equal(membrane.lines[0].get_ydata(), run.c[:, 0, 1, 0])
    assert np.allclose(membrane.lines[1].get_ydata(), 1 + 0.3 * run.c[:, 0, 1, 1])
    assert np.array_equal(membrane.lines[2].get_xdata(), 2 * (1 + np.flatnonzero(run.z[:, 0, 1])))
    assert np.array_equal(psi.lines[0].get_ydata(), run.local.G[:, 0, 1, 0])
    assert np.array_equal(traces.lines[0].get_ydata(), trace)


def test_a_spike_lies_at_each_threshold_crossing_of_the_drawn_curves(run):
    _, membrane, _, _ = spiking.in_time(run, 0, {"one": np.zeros(20)}).axes
    v, threshold, spikes = (line.get_ydata() for line in membrane.lines)
    assert len(spikes) == (v > threshold).sum()


def test_smooth_spikes_are_the_integrals_of_what_is_above_them():
    slope, spike = spiking.surrogates([tx.Logistic(1.0, 0.5), tx.Triangular(1.0, 1.0)]).axes
    for above, below in zip(slope.lines, spike.lines):
        steps = np.diff(above.get_xdata()) * (above.get_ydata()[1:] + above.get_ydata()[:-1]) / 2
        assert np.allclose(np.diff(below.get_ydata()), steps, atol=1e-4)


def test_parts_by_height_and_their_predictions():
    drawn = spiking.parts_by_height({0.3: np.array([1.0, 0.5, 0.2])}, {0.3: np.array([1.1, 0.6, 0.3])}).axes[0].lines
    assert [line.get_ydata().tolist() for line in drawn] == [[1.0, 0.5, 0.2], [1.1, 0.6, 0.3]]


def test_pushes():
    explicit, detached, zero = spiking.pushes({"explicit": np.array([0.1, 1]), "detached": np.array([0.9, 1])}, [2]).axes[0].lines[1:]
    assert explicit.get_ydata().tolist() == [0.1, 1] and detached.get_ydata().tolist() == [0.9, 1]


def test_resets_are_errors_and_parts():
    orders = {reset: tx.by_order(spiking_run(tx.LIF(n_in=2, n=3, reset=reset), T=12)) for reset in ("explicit", "detached")}
    error, parts = spiking.resets(orders).axes
    curves = [line for line in error.lines if len(line.get_ydata()) == 12]
    for line, part, of in zip(curves, parts.lines, orders.values(), strict=True):
        assert np.array_equal(line.get_ydata(), of.error) and np.array_equal(part.get_ydata(), of.contribution)


def test_credit_is_drawn_as_medians():
    values = np.array([[1.0, 0.5], [1.0, 0.4], [1.0, 0.1]])
    exact, kept = spiking.credit_by_delay((0, 100), {"one": {"bptt": values, "eprop": 2 * values}}).axes[0].lines[:2]
    assert np.allclose(exact.get_ydata(), [1.0, 0.4]) and np.allclose(kept.get_ydata(), [2.0, 0.8])
