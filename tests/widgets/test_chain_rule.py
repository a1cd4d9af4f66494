"""The explorer of total and partial derivatives."""

import itertools

import numpy as np
import pytest

from taxrec_lite.explorers import chain_rule
from tests.widgets.layers import assert_every_layer_belongs_to_an_option, layers_of


@pytest.fixture(scope="module")
def view():
    return chain_rule.view(leak=0.9, weight=-1.5)


def test_there_is_a_state_for_every_x_and_function(view):
    functions = ("product", "cancel", "indirect", "neuron")
    assert set(view.sentences) == set(itertools.product(map(chain_rule.key, chain_rule.PLACES), functions))


def test_every_layer_belongs_to_an_option(view):
    assert_every_layer_belongs_to_an_option(view, layers_of(panel for panel, *_ in view.panels))


@pytest.mark.parametrize("name", ["product", "cancel", "indirect", "neuron"])
@pytest.mark.parametrize("x", [-1.25, 0.0, 0.75])
def test_its_derivatives_are_those_measured(name, x):
    example, h = chain_rule.examples(0.9, -1.5)[name], 1e-30
    partial, through, inner = example.at(x)
    y = example.y(x)
    assert partial == pytest.approx(np.imag(example.f(x + 1j * h, y)) / h, abs=1e-14)
    assert through == pytest.approx(np.imag(example.f(x, y + 1j * h)) / h, abs=1e-14)
    total = np.imag(example.f(x + 1j * h, example.y(x + 1j * h))) / h
    assert partial + through * inner == pytest.approx(total, abs=1e-14)


def test_the_slopes_drawn_are_the_derivatives(view):
    partial, through, inner = chain_rule.examples(0.9, -1.5)["product"].at(0.75)
    lines = [line for line in view.panels[1][0].axes[0].lines if line.get_gid() == "layer:x=0.75;example=product"]
    *_, held, follows, mark = lines
    slope = lambda line: np.diff(line.get_ydata())[0] / np.diff(line.get_xdata())[0]
    assert slope(held) == pytest.approx(partial) and slope(follows) == pytest.approx(partial + through * inner)
    assert (mark.get_xdata(), mark.get_ydata()) == ([0.75], [0.75**3])


def test_the_numbers_of_the_graph_are_those_of_the_sentence(view):
    texts = {text.get_text() for text in view.panels[0][0].axes[0].texts if text.get_gid() == "layer:x=-1.5;example=product"}
    assert texts == {"2.25", "−1.5", "−3", "−3.38"}
    assert "∂f/∂x = <b>2.25</b>" in view.sentences["-1.5", "product"]
    assert "2.25 − 1.5 · (−3) = <b>6.75</b>" in view.sentences["-1.5", "product"]


@pytest.mark.parametrize("value, text", [(0.0, "0"), (-0.0, "0"), (-0.5, "−0.5"), (0.123456, "0.123"), (1e-17, "0")])
def test_numbers_are_written_with_three_figures(value, text):
    assert chain_rule.number(value) == text
