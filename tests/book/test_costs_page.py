"""The measured times that chapter 7 shows bear out what it predicts."""

import numpy as np
import pytest

from taxrec_lite import costs, data
from taxrec_lite.figures.costs import exponent, fitted

MEASURED, SPEED, TARGETS = data.scaling(), data.speed(), data.targets()
AGAINST_N = [fitted(curve) for curve in MEASURED["time"] if curve["along"] == "n"]
GROWTH = [(curve, what) for kind, what in (("time", "seconds"), ("memory", "bytes")) for curve in MEASURED[kind]]


def slope(x, y):
    return np.polyfit(np.log(x), np.log(y), 1)[0]


def name(curve):
    return curve["rule"] if curve["m"] is None else f"{curve['rule']}-{curve['m']}"


def in_a_product(curve):
    """Multiply–adds of a curve in the matrix product R Z, n² P of a leaky RNN with eight inputs."""
    n = np.array(curve["n"], float)
    return n**3 * (n + 9) * (name(curve) in ("rtrl", "m_order-3"))


def predicted(curve):
    """Seconds, with a speed for passes through memory, that of order 2, and one for products, that of the largest RTRL."""
    order_2, rtrl = ({name(each): each for each in AGAINST_N}[rule] for rule in ("m_order-2", "rtrl"))
    one_pass = np.median(np.array(order_2["seconds"]) / order_2["multiply_adds"])
    product = in_a_product(rtrl)[-1]
    one_product = (rtrl["seconds"][-1] - one_pass * (rtrl["multiply_adds"][-1] - product)) / product
    return one_pass * (curve["multiply_adds"] - in_a_product(curve)) + one_product * in_a_product(curve)


@pytest.mark.parametrize("curve", AGAINST_N, ids=name)
def test_a_fitted_exponent_is_the_predicted_one(curve):
    assert slope(curve["n"], curve["seconds"]) == pytest.approx(slope(curve["n"], predicted(curve)), abs=0.3)


@pytest.mark.parametrize("curve", AGAINST_N, ids=name)
def test_a_fitted_exponent_is_that_of_table_1(curve):
    power = costs.growth(curve["rule"], "n", m=curve["m"])["time"]
    assert slope(curve["n"], curve["seconds"]) == pytest.approx(power, abs=0.3)


@pytest.mark.parametrize("curve", MEASURED["sparsity"], ids=name)
def test_a_sparser_network_is_counted_and_measured_to_cost_less(curve):
    density = np.array(curve["density"])
    for what in ("multiply_adds", "seconds"):
        values = np.array(curve[what])
        assert slope(density[density <= 0.2], values[density <= 0.2]) > 0.25 and values[0] < 0.25 * values[-1]


RULES = {"bptt", "eprop", "m_order-2", "m_order-3", "rtrl"}


@pytest.mark.parametrize("kind", ["time", "memory"])
def test_every_rule_is_measured_against_all_that_grows_over_a_factor_of_sixteen(kind):
    for along in ("n", "T", "m", "B"):
        curves = [curve for curve in MEASURED[kind] if curve["along"] == along]
        assert {curve["rule"] if along == "m" else name(curve) for curve in curves} == ({"m_order"} if along == "m" else RULES)
        assert all(curve[along][-1] >= 16 * curve[along][0] for curve in curves)


@pytest.mark.parametrize("curve, what", GROWTH, ids=lambda each: each if isinstance(each, str) else f"{each['rule']}-{each['along']}")
def test_a_fitted_exponent_is_that_of_the_formulas(curve, what):
    measured, power = exponent(curve, what)
    assert measured == pytest.approx(power, abs=0.3)


def test_what_falls_short_of_its_target_is_told_and_nothing_else():
    assert len(TARGETS) > 15
    for row in TARGETS:
        met = {"at least": np.greater_equal, "at most": np.less_equal}[row["side"]] if row["side"] else np.isfinite
        assert (row["short"] == 1) == met(row["measured"], *([row["target"]] if row["side"] else [])).all()


def test_what_was_measured_says_when_and_where():
    assert all(MEASURED[key] for key in ("date", "cpu", "numpy", "python"))
    assert all(SPEED[key] for key in ("date", "cpu", "numpy", "torch", "jax", "python"))


@pytest.mark.parametrize("pair", SPEED["pairs"], ids=lambda pair: f"{pair['what']}, {pair['beside']}, {pair['n']}, {pair['B']}")
def test_no_best_time_is_above_its_median(pair):
    assert all(0 < best <= median for best, median in (pair["ours"], pair["theirs"]))


def test_one_step_at_a_time_the_package_is_ahead_of_the_layers_of_pytorch():
    layers = [pair for pair in SPEED["pairs"] if pair["beside"].startswith("PyTorch, nn") and pair["B"] == 1]
    assert len(layers) == 10
    assert all(pair["theirs"][0] > 2 * pair["ours"][0] for pair in layers if pair["what"] != "all orders")
