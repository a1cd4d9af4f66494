"""Optimisers against what their equations give by hand."""

import copy

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import taxrec_lite as tx
from taxrec_lite.optimizers import SGD, Adam, clipped, each
from tests.nets import a_network, a_run
from tests.test_bad_input import refused

RNG = np.random.default_rng(0)
OPTIMIZERS = [SGD(0.1), SGD(0.1, momentum=0.9), Adam(0.1), SGD(0.1, momentum=0.5, clip=1.0), Adam(0.1, clip=1.0)]
each_optimizer = pytest.mark.parametrize("optimizer", OPTIMIZERS, ids=str)
PARAMS, GRADIENT = (a_network("lstm").init(np.random.default_rng(seed)) for seed in (1, 2))


def some_gradients(count=6, seed=3):
    rng = np.random.default_rng(seed)
    return [each(lambda w: rng.standard_normal(w.shape), PARAMS) for _ in range(count)]


def filled(value):
    """Parameters of one shape with one value everywhere."""
    return each(lambda w: np.full(w.shape, float(value)), PARAMS)


def after(optimizer, params, gradients):
    for gradient in gradients:
        params = optimizer.step(params, gradient)
    return params


def assert_equal(one, other, tolerance=0.0):
    for name, group in vars(one).items():
        assert np.abs(group - getattr(other, name)).max() <= tolerance, name


def norm(params):
    values = np.concatenate([group.ravel() for group in vars(params).values()])
    return np.abs(values).max() * np.linalg.norm(values / np.abs(values).max())


def test_gradient_descent_is_one_subtraction():
    assert_equal(SGD(0.3).step(PARAMS, GRADIENT), each(lambda w, g: w - 0.3 * g, PARAMS, GRADIENT))


def test_gradient_descent_on_a_parabola_shrinks_it_geometrically():
    params = filled(2)
    optimizer = SGD(0.1)
    for _ in range(10):
        params = optimizer.step(params, params)
    assert_equal(params, filled(2 * 0.9**10), 1e-15)


def test_momentum_adds_up_a_constant_gradient_to_its_geometric_sum():
    """After t steps with gradient 1: θ = −η Σ_{s≤t} (1 − μ^s)/(1 − μ)."""
    moved = after(SGD(0.1, momentum=0.8), filled(0), [filled(1)] * 7)
    expected = -0.1 * sum((1 - 0.8**s) / 0.2 for s in range(1, 8))
    assert_equal(moved, filled(expected), 1e-14)


def test_without_momentum_nothing_carries_over():
    optimizer = SGD(0.1)
    optimizer.step(PARAMS, GRADIENT)
    assert_equal(optimizer.step(PARAMS, GRADIENT), SGD(0.1).step(PARAMS, GRADIENT))


@pytest.mark.parametrize("size", [1e-3, 1.0, 1e3])
def test_the_first_step_of_adam_is_the_learning_rate_whatever_the_gradient(size):
    moved = Adam(0.01).step(filled(0), filled(size))
    assert_equal(moved, filled(-0.01 * size / (size + 1e-8)), 1e-15)


def test_the_bias_correction_of_adam_makes_a_constant_gradient_move_at_a_constant_speed():
    """m̂ = g and √ŝ = |g| at every step, and without the correction at none."""
    assert_equal(after(Adam(0.01), filled(0), [filled(-3)] * 9), filled(9 * 0.01), 1e-9)


def test_adam_is_its_equations_written_out():
    gradients, rate, beta1, beta2, epsilon = some_gradients(), 0.05, 0.7, 0.95, 1e-3
    moved = after(Adam(rate, beta1, beta2, epsilon), PARAMS, gradients).theta[1, 2, 3]
    w, m, s = PARAMS.theta[1, 2, 3], 0.0, 0.0
    for t, gradient in enumerate(gradients, 1):
        g = gradient.theta[1, 2, 3]
        m = beta1 * m + (1 - beta1) * g
        s = beta2 * s + (1 - beta2) * g * g
        w -= rate * (m / (1 - beta1**t)) / (np.sqrt(s / (1 - beta2**t)) + epsilon)
    assert moved == pytest.approx(w, rel=1e-13)


def test_adam_with_no_memory_follows_the_sign():
    moved = Adam(0.01, beta1=0.0, beta2=0.0, epsilon=1e-30).step(PARAMS, GRADIENT)
    assert_equal(moved, each(lambda w, g: w - 0.01 * np.sign(g), PARAMS, GRADIENT), 1e-15)


@each_optimizer
def test_no_gradient_no_step(optimizer):
    assert_equal(optimizer.fresh().step(PARAMS, filled(0)), PARAMS)


@each_optimizer
def test_what_does_not_exist_stays_zero(optimizer):
    run = a_run("lif", n=4, connectivity=np.eye(4, dtype=bool))
    params = after(optimizer.fresh(), run.params, [tx.bptt(run)] * 3)
    run.network.check(params)


@each_optimizer
def test_it_goes_on_from_a_saved_state_as_if_it_had_not_stopped(optimizer):
    gradients, whole = some_gradients(), optimizer.fresh()
    expected = after(whole, PARAMS, gradients)
    first = optimizer.fresh()
    half = after(first, PARAMS, gradients[:3])
    second = optimizer.fresh()
    second.state, second.steps = copy.deepcopy(first.state), first.steps
    assert_equal(after(second, half, gradients[3:]), expected)


@each_optimizer
def test_a_shallow_copy_is_a_copy(optimizer):
    first = optimizer.fresh()
    half = after(first, PARAMS, some_gradients())
    kept = copy.copy(first)
    expected = copy.deepcopy(first).step(half, GRADIENT)
    first.step(half, GRADIENT)
    assert_equal(kept.step(half, GRADIENT), expected)


@each_optimizer
def test_a_fresh_one_remembers_nothing(optimizer):
    used = optimizer.fresh()
    after(used, PARAMS, some_gradients())
    assert used.steps == 6
    assert_equal(used.fresh().step(PARAMS, GRADIENT), optimizer.fresh().step(PARAMS, GRADIENT))


@each_optimizer
def test_a_step_changes_no_argument(optimizer):
    params, gradient = (each(np.copy, given) for given in (PARAMS, GRADIENT))
    optimizer.fresh().step(params, gradient)
    assert_equal(params, PARAMS)
    assert_equal(gradient, GRADIENT)


@settings(deadline=None, derandomize=True, max_examples=60)
@given(st.floats(1e-200, 1e200), st.floats(1e-6, 1e6))
def test_clipping_keeps_the_direction_and_bounds_the_norm(size, clip):
    gradient = each(lambda g: size * g, GRADIENT)
    result = clipped(gradient, clip)
    assert norm(result) == pytest.approx(min(norm(gradient), clip), rel=1e-12)
    assert tx.cosine(result, gradient) == pytest.approx(1, abs=1e-12)


def test_clipping_looks_at_all_parameters_together():
    gradient = tx.Parameters(np.full((1, 1, 3), 0.0), np.array([[3.0]]), np.array([4.0]))
    result = clipped(gradient, 1.0)
    assert (result.W_out.item(), result.b_out.item()) == (pytest.approx(0.6), pytest.approx(0.8))


def test_no_gradient_is_not_clipped():
    assert_equal(clipped(filled(0), 1.0), filled(0))


def test_an_optimiser_clips_before_it_steps():
    clipping = SGD(0.1, momentum=0.9, clip=0.5)
    plain = SGD(0.1, momentum=0.9)
    gradients = some_gradients()
    assert_equal(after(clipping, PARAMS, gradients), after(plain, PARAMS, [clipped(g, 0.5) for g in gradients]))


NUMBERS = [
    ("learning_rate", SGD, [-0.1]), ("learning_rate", Adam, [-0.1]),
    ("momentum", lambda v: SGD(0.1, momentum=v), [-0.1, 1, 2]),
    ("beta1", lambda v: Adam(0.1, beta1=v), [-0.1, 1]),
    ("beta2", lambda v: Adam(0.1, beta2=v), [-0.1, 1]),
    ("epsilon", lambda v: Adam(0.1, epsilon=v), [0, -1]),
    ("clip", lambda v: SGD(0.1, clip=v), [0, -1]), ("clip", lambda v: Adam(0.1, clip=v), [0, -1]),
    ("clip", lambda v: clipped(GRADIENT, v), [0, -1]),
]


@pytest.mark.parametrize("name, call, bad", [(name, call, bad) for name, call, outside in NUMBERS
                                             for bad in (*outside, np.nan, np.inf)])
def test_numbers_outside_their_range(name, call, bad):
    refused(ValueError, call, bad, name, "finite number in", bad)


@pytest.mark.parametrize("name, call, _", NUMBERS)
@pytest.mark.parametrize("bad", [True, "0.1", [0.1], 1j])
def test_what_is_no_number(name, call, _, bad):
    refused(TypeError, call, bad, name, "real number", type(bad).__name__)


@pytest.mark.parametrize("bad", [None, 3, PARAMS.theta])
@pytest.mark.parametrize("name, call", [
    ("params", lambda v: SGD(0.1).step(v, GRADIENT)), ("gradient", lambda v: SGD(0.1).step(PARAMS, v)),
    ("gradient", lambda v: clipped(v, 1.0))])
def test_what_is_no_parameters(name, call, bad):
    refused(TypeError, call, bad, name, "Parameters", type(bad).__name__)


@each_optimizer
def test_a_gradient_of_another_network(optimizer):
    other = a_network("lif").init(RNG)
    refused(ValueError, lambda v: optimizer.fresh().step(PARAMS, v), other, "gradient.theta", other.theta.shape)


@each_optimizer
def test_a_gradient_that_is_not_finite(optimizer):
    bad = each(lambda g: g * np.nan, GRADIENT)
    refused(ValueError, lambda v: optimizer.fresh().step(PARAMS, v), bad, "gradient.theta", "finite")


@pytest.mark.parametrize("optimizer", [SGD(0.1, momentum=0.9), Adam(0.1)], ids=str)
def test_parameters_of_another_network_than_before(optimizer):
    used, other = optimizer.fresh(), a_network("lif").init(RNG)
    used.step(PARAMS, GRADIENT)
    refused(ValueError, lambda v: used.step(v, v), other, "state", PARAMS.theta.shape, other.theta.shape)
