"""The surrogate derivative and the smooth spike whose derivative it is."""

import numpy as np
import pytest

import taxrec_lite as tx

S = np.linspace(-4, 4, 161) + 1e-3  # beside the kinks
SURROGATES = [tx.Triangular, tx.Rectangular, tx.FastSigmoid, tx.Logistic]
each_kind = pytest.mark.parametrize("kind", SURROGATES)
each_shape = pytest.mark.parametrize("height, width", [(0.3, 1.0), (1.0, 0.5), (0.7, 3.0)])


@each_kind
@each_shape
def test_the_derivative_of_the_smooth_spike_is_the_surrogate(kind, height, width):
    surrogate = kind(height, width)
    derivative = surrogate.smooth_spike(S + 1e-30j).imag / 1e-30
    assert np.allclose(derivative, surrogate.derivative(S), rtol=1e-13, atol=1e-15)


@each_kind
@each_shape
def test_a_surrogate_is_even_with_its_height_at_threshold(kind, height, width):
    surrogate = kind(height, width)
    assert surrogate.derivative(0.0) == height
    assert np.allclose(surrogate.derivative(S), surrogate.derivative(-S), rtol=1e-14)
    assert (surrogate.derivative(S) <= height).all()


@each_kind
@each_shape
def test_the_smooth_spike_rises_from_zero(kind, height, width):
    surrogate = kind(height, width)
    assert surrogate.smooth_spike(-1e9) == pytest.approx(0, abs=1e-8)
    assert (np.diff(surrogate.smooth_spike(S)) >= 0).all()


def test_shapes_at_half_a_width_and_at_two():
    shapes = {kind: kind(1.0, 2.0).derivative(np.array([1.0, 4.0])) for kind in SURROGATES}
    expected = {tx.Triangular: [0.5, 0], tx.Rectangular: [1, 0], tx.FastSigmoid: [4 / 9, 1 / 9],
                tx.Logistic: [1 - np.tanh(0.5) ** 2, 1 - np.tanh(2.0) ** 2]}
    assert all(np.allclose(shapes[kind], values, atol=1e-15) for kind, values in expected.items())


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
