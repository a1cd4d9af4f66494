"""The figures of chapter 7 hold what was counted, measured and seen."""

import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import FancyArrowPatch

import taxrec_lite as tx
from taxrec_lite.figures import costs
from taxrec_lite.figures.style import COLOURS
from taxrec_lite.graphs import rule_view
from tests.nets import a_run

def curve(rule, along, what, values, m=None, B=1):
    others = {"n": 8, "T": 4, "m": m, "B": B} | {along: [10, 20, 40, 80]}
    return others | {"rule": rule, "along": along, what: values, "fitted": 3}


# The first point of each lies on no line with the others, and is not fitted
MEASURED = {"time": [curve("rtrl", "n", "seconds", [9.0, 16.0, 256.0, 4096.0]), curve("bptt", "n", "seconds", [9.0, 2.0, 8.0, 32.0], B=2),
                     curve("eprop", "T", "seconds", [9.0, 1.0, 2.0, 4.0]), curve("m_order", "m", "seconds", [9.0, 1.0, 2.0, 4.0], m=3),
                     curve("rtrl", "B", "seconds", [9.0, 1.0, 2.0, 4.0])],
            "memory": [curve("bptt", "n", "bytes", [9e3, 2e3, 4e3, 8e3]), curve("rtrl", "T", "bytes", [9e3, 1e3, 1e3, 1e3]),
                       curve("m_order", "m", "bytes", [9e3, 2e3, 4e3, 8e3], m=3), curve("rtrl", "B", "bytes", [9e3, 2e3, 4e3, 8e3])]}
EXPONENTS = {"time, n": ["4.00 (4)", "2.00 (2)"], "memory, n": ["1.00 (1)"], "time, T": ["1.00 (1)"],
             "memory, T": ["0.00 (0)"], "time, m": ["1.00 (1)"], "memory, m": ["1.00 (1)"],
             "time, B": ["1.00 (1)"], "memory, B": ["1.00 (1)"]}


def test_each_panel_names_the_fitted_exponents_and_those_of_the_formulas():
    panels = costs.measured_growth(MEASURED).axes
    assert {axes.get_title(loc="left"): [text.get_text() for text in axes.texts] for axes in panels} == EXPONENTS


def test_a_fitted_line_goes_through_the_points_that_are_fitted_and_no_others_are_hidden():
    for axes, kind, what in zip(costs.measured_growth(MEASURED).axes, ("time", "memory") * 4, ("seconds", "bytes") * 4):
        curves = [each for each in MEASURED[kind] if f", {each['along']}" in axes.get_title(loc="left")]
        drawn, labels = axes.lines[: 2 * len(curves)], axes.lines[2 * len(curves):]
        assert [label.get_marker() for label in labels] == [points.get_marker() for points in drawn[1::2]] and len(labels) == len(curves) > 0
        for line, points, each in zip(drawn[::2], drawn[1::2], curves):
            values = np.array(each[what]) / (1 if each["along"] == "B" else each["B"])
            assert np.allclose(points.get_ydata(), values) and np.allclose(line.get_ydata(), values[-3:])


def test_sparsity_is_relative_to_the_dense_network():
    curve = {"rule": "m_order", "m": 2, "density": [0.1, 1.0], "seconds": [1.0, 4.0], "multiply_adds": [1, 100]}
    counted, measured = costs.measured_sparsity([curve]).axes
    assert list(counted.lines[-1].get_ydata()) == [0.01, 1.0] and list(measured.lines[-1].get_ydata()) == [0.25, 1.0]


def test_what_is_coloured_is_what_a_rule_sees():
    run = a_run("lstm", n=2, T=4)
    views = {title: rule_view(run, rule, **numbers) for title, (rule, numbers) in
             {"a": ("bptt", {}), "b": ("rtrl", {}), "c": ("m_order", {"m": 2}), "d": ("eprop", {})}.items()}
    for axes, view in zip(costs.what_is_seen(views, 0, 2).axes, views.values()):
        arrows = [artist for artist in axes.get_children() if isinstance(artist, FancyArrowPatch)]
        coloured = [arrow for arrow in arrows if to_hex(arrow.get_edgecolor()).lower() != COLOURS["dropped"].lower()]
        assert len(coloured) == len(view.sees(0, 2))
        assert ("waits for" in {text.get_text() for text in axes.texts}) == (not view.causal)


@pytest.mark.parametrize("value, words", [(360, "360"), (8512.0, "8.5 · 10³"), (1.04e12, "1.0 · 10¹²"), (99_960, "1.0 · 10⁵")])
def test_large_numbers_in_words(value, words):
    assert costs.power(value) == words.replace(" ", "\u00a0")


@pytest.mark.parametrize("value, words", [(320, "320 B"), (1000, "1.0 kB"), (9_840, "9.8 kB"), (17_400_000, "17 MB"),
                                          (999_600, "1.0 MB"), (1.6e13, "16 TB"), (2.5e15, "2.5 PB"), (4e18, "4000 PB")])
def test_bytes_in_words(value, words):
    assert costs.in_bytes(value) == words


def test_every_rule_that_is_measured_has_a_look():
    assert set(costs.TITLES.values()) == set(costs.LOOKS) == set(costs.MARKERS)
    assert {rule for rule, _ in costs.TITLES} <= set(tx.rules.names())
