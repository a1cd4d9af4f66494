"""What holds for every shape, cell, read-out, loss, gain and mask, drawn by Hypothesis."""

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

import taxrec_lite as tx
from tests.nets import LOSSES, a_mask, a_network, assert_same, cell_variants, some_data, some_params

sometimes = settings(deadline=None, derandomize=True, max_examples=60)


@st.composite
def runs(draw):
    _, cell, options = draw(st.sampled_from(cell_variants()))
    size = {name: draw(st.integers(1, 4)) for name in ("n", "n_in", "n_out")}
    T, B = draw(st.integers(1, 7)), draw(st.integers(1, 3))
    net = a_network(cell, draw(st.floats(0, 0.99)), smooth=draw(st.booleans()), **size, **options)
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    params = some_params(net, rng, draw(st.floats(0, 4)))
    x, target = some_data(net, rng, T, B)
    return net.run(params, x, target, draw(st.sampled_from(LOSSES)), draw(st.sampled_from([None, a_mask(rng, T, B)])))


numbers = st.floats(-1e3, 1e3, allow_subnormal=False).map(lambda v: v if abs(v) > 1e-6 else 0.0)
gradients = arrays(float, st.tuples(st.integers(1, 2), st.integers(1, 3), st.integers(3, 5)), elements=numbers)


@st.composite
def pairs(draw):
    """Two gradients of one shape, neither zero."""
    one = draw(gradients)
    other = draw(arrays(float, one.shape, elements=numbers))
    assume(one.any() and other.any())
    return one, other


@sometimes
@given(runs())
def test_exact_rules_agree(run):
    exact = tx.bptt(run)
    assert_same(run.network.cell, tx.rtrl(run), exact)
    assert_same(run.network.cell, tx.m_order(run, run.T), exact)


@sometimes
@given(runs(), st.integers(1, 9))
def test_forwards_is_backwards(run, m):
    assert_same(run.network.cell, tx.m_order(run, m, causal=True), tx.m_order(run, m))


@sometimes
@given(runs())
def test_shapes_and_types(run):
    T, B, _ = run.x.shape
    cell, readout = run.network.cell, run.network.readout
    assert run.c.shape == (T, B, cell.n, cell.d) and run.z.shape == (T, B, cell.n)
    assert run.y.shape == (T, B, readout.n_out) and type(run.loss) is float and run.loss >= 0
    for gradient in (tx.bptt(run), tx.rtrl(run), tx.eprop(run), tx.m_order(run, 2)):
        assert isinstance(gradient, tx.Parameters)
        for name in ("theta", "W_out", "b_out"):
            part, like = getattr(gradient, name), getattr(run.params, name)
            assert part.shape == like.shape and part.dtype == np.float64 and np.isfinite(part).all()
    orders = tx.all_orders(run)
    assert orders.shape == (T, *run.params.theta.shape) and orders.dtype == np.float64


@sometimes
@given(pairs())
def test_a_gradient_is_its_own_equal(pair):
    one, _ = pair
    assert tx.relative_error(one, one) == 0
    assert abs(tx.cosine(one, one) - 1) < 1e-14
    assert abs(tx.cosine(one, -one) + 1) < 1e-14
    assert tx.relative_error(np.zeros_like(one), one) == 1


@sometimes
@given(pairs())
def test_the_cosine_is_symmetric_and_at_most_one(pair):
    one, other = pair
    assert tx.cosine(one, other) == tx.cosine(other, one)
    assert abs(tx.cosine(one, other)) <= 1 + 1e-14


@sometimes
@given(pairs(), st.floats(1e-3, 1e3), st.floats(1e-3, 1e3))
def test_neither_measure_knows_the_unit(pair, a, b):
    one, other = pair
    assert np.isclose(tx.cosine(a * one, b * other), tx.cosine(one, other), rtol=1e-12, atol=1e-14)
    assert np.isclose(tx.relative_error(a * one, a * other), tx.relative_error(one, other), rtol=1e-10)


@sometimes
@given(pairs(), st.floats(0, 10))
def test_the_relative_error_of_a_rescaled_gradient(pair, a):
    one, _ = pair
    assert np.isclose(tx.relative_error(a * one, one), abs(a - 1), rtol=1e-12, atol=1e-14)


@sometimes
@given(runs())
def test_the_measures_read_parameters_and_arrays_alike(run):
    exact, approximate = tx.bptt(run), tx.eprop(run)
    assume(np.linalg.norm(exact.theta) > 1e-100 and np.linalg.norm(approximate.theta) > 1e-100)
    assert tx.relative_error(approximate, exact) == tx.relative_error(approximate.theta, exact.theta)
    assert tx.cosine(approximate, exact) == tx.cosine(approximate.theta, exact.theta)
