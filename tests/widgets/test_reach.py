"""The explorer of reach: the pairs it draws are those of the powers of the connectivity, and its costs those counted."""

import numpy as np
import pytest

from taxrec_lite import costs
from taxrec_lite.explorers import reach
from taxrec_lite.live import reach as live


@pytest.fixture(scope="module")
def view():
    return reach.view()


def drawn(view, m, heard):
    """The pairs that are seen in a state, Booleans (N, N)."""
    seen = np.zeros((reach.N, reach.N), bool)
    for image in view.panels[0][0].axes[0].images:
        where = dict(part.split("=") for part in image.get_gid().removeprefix("layer:").split(";"))
        if str(m) in where["m"].split() and where.get("heard", str(heard)) == str(heard):
            seen |= image.get_array()[..., 3] > 0
    return seen


@pytest.mark.parametrize("m, heard", [(1, 3), (2, 3), (4, 2), (8, 1), (3, 48)])
def test_the_pairs_drawn_are_those_that_paths_join(view, m, heard):
    synapses = live.network(heard).wiring.synapses
    joined = np.linalg.matrix_power(np.eye(reach.N) + synapses, m - 1) > 0
    assert np.array_equal(drawn(view, m, heard), joined)
    assert f"<b>{joined.mean():.0%}</b> are reached" in view.sentences[m, heard]


@pytest.mark.parametrize("m, heard", [(2, 2), (3, 5), (5, 3), (3, 48)])
def test_costs_are_those_counted(view, m, heard):
    cost = reach.cost_of(heard, m)
    assert cost.time == costs.counted("m_order", live.network(heard), m=m)
    marks = [line for axes in view.panels[1][0].axes for line in axes.lines
             if line.get_gid() == f"layer:heard={heard};m={m}" and line.get_marker() == "o"]
    assert [float(mark.get_ydata()[0]) for mark in marks[1:]] == [cost.time, cost.memory]


def test_each_neuron_hears_as_many_as_is_said():
    for heard in reach.HEARD:
        assert (live.network(heard).wiring.synapses.sum(1) == heard).all()


@pytest.mark.parametrize("ratio, words", [(1.0, "100%"), (0.19, "19%"), (0.0123, "1.2%"), (0.0996, "10%"),
                                          (0.0002, "under 0.1%")])
def test_shares(ratio, words):
    assert live.share(ratio) == words


def test_one_neuron_is_one():
    assert live._neurons(1) == "1 neuron" and live._neurons(2) == "2 neurons"
