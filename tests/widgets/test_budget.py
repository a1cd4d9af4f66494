"""The explorer of costs: its curves, marks and crossings are the formulas' numbers."""

import numpy as np
import pytest

from taxrec_lite import cells, costs
from taxrec_lite.explorers import budget
from taxrec_lite.network import Network
from taxrec_lite.readout import Readout


@pytest.fixture(scope="module")
def view():
    return budget.view()


def network(cell, n):
    return Network(cells.get(cell)(n_in=8, n=n), Readout(n_out=2))


def layers(view, panel, gid):
    return [line for line in view.panels[panel][0].axes[0].lines if line.get_gid() == f"layer:{gid}"]


def test_curves_of_time_are_the_formulas(view):
    rtrl = layers(view, 0, "cell=lstm")[-1]
    assert list(rtrl.get_xdata()) == list(budget.NEURONS)
    assert list(rtrl.get_ydata()) == [costs.of("rtrl", network("lstm", n), 7).time for n in budget.NEURONS]


def test_marks_of_time_stand_on_the_curves(view):
    [marks] = layers(view, 0, "n=500;cell=alif")
    expected = [costs.of(rule, network("alif", 500), 1, m=m).time for rule, m in budget.RULES.values()]
    assert list(marks.get_ydata()) == expected and set(marks.get_xdata()) == {500}


def test_memory_is_eight_bytes_a_number(view):
    [bptt, *marks] = layers(view, 1, "T=1000;cell=leaky_rnn")
    assert list(bptt.get_ydata()) == [8 * costs.of("bptt", network("leaky_rnn", n), 1000).memory for n in budget.NEURONS]
    [mark] = layers(view, 1, "n=100;T=1000;cell=leaky_rnn")
    assert mark.get_ydata()[0] == bptt.get_ydata()[budget.NEURONS.index(100)]


@pytest.mark.parametrize("title", ["e-prop", "RTRL"])
def test_bptt_holds_more_from_the_crossing_on_and_no_sooner(title):
    T, (rule, _) = budget.crossing(title, "alif", 50), budget.RULES[title]
    bptt = [costs.of("bptt", network("alif", 50), steps).memory for steps in (T - 1, T)]
    assert bptt[0] <= costs.of(rule, network("alif", 50), T).memory < bptt[1]


def test_rings_stand_at_the_crossings(view):
    rings = [line for line in layers(view, 2, "n=100;cell=leaky_rnn") if line.get_marker() == "o"]
    assert [line.get_xdata()[0] for line in rings] == [budget.crossing(title, "leaky_rnn", 100) for title in ("e-prop", "RTRL")]


def test_what_is_told_is_so(view):
    told = view.sentences[1000, 100, "leaky_rnn"]
    assert "Too large for 16 GB: order 3." in told
    assert "RTRL <b>8.1 GB</b>" in told and "RTRL <b>1.0\u00a0·\u00a010¹²</b>" in told
    assert "All of them fit into 16 GB." in view.sentences[10, 1, "lstm"]
    assert f"<b>T = {budget.crossing('e-prop', 'leaky_rnn', 1000)}</b>" in told


def test_costs_do_not_depend_on_time_but_for_the_memory_of_bptt():
    for title in budget.RULES:
        short, long = (budget.cost_of(title, "lstm", 20, T) for T in (1, 50))
        assert short.time == long.time and (short.memory == long.memory) == (title != "BPTT")


def test_marks_lie_within_the_axes(view):
    for figure, *_ in view.panels:
        [axes] = figure.axes
        (left, right), (low, high) = axes.get_xlim(), axes.get_ylim()
        for line in axes.lines:
            if (line.get_gid() or "").startswith("layer"):
                x, y = map(np.asarray, line.get_data())
                assert (left <= x).all() and (x <= right).all() and (low <= y).all() and (y <= high).all()
