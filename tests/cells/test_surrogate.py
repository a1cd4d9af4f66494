"""The surrogate derivative and the smooth spike whose derivative it is."""

import numpy as np
import pytest

import taxrec_lite as tx

S = np.linspace(-4, 4, 161) + 1e-3  # beside the kinks
each_shape = pytest.mark.parametrize("height, width", [(0.3, 1.0), (1.0, 0.5), (0.7, 3.0)])


@each_shape
def test_the_derivative_of_the_smooth_spike_is_the_surrogate(height, width):
    surrogate = tx.Triangular(height, width)
    derivative = surrogate.smooth_spike(S + 1e-30j).imag / 1e-30
    assert np.allclose(derivative, surrogate.derivative(S), rtol=1e-13, atol=1e-15)


@each_shape
def test_the_surrogate_is_a_triangle(height, width):
    surrogate = tx.Triangular(height, width)
    assert surrogate.derivative(0.0) == height
    assert surrogate.derivative(width / 2) == surrogate.derivative(-width / 2) == height / 2
    assert surrogate.derivative(width) == surrogate.derivative(-2 * width) == 0


@each_shape
def test_the_smooth_spike_rises_by_the_area_of_the_triangle(height, width):
    surrogate = tx.Triangular(height, width)
    assert surrogate.smooth_spike(-width) == surrogate.smooth_spike(-9.0) == 0
    assert surrogate.smooth_spike(9.0) == pytest.approx(height * width)
    assert (np.diff(surrogate.smooth_spike(S)) >= 0).all()
