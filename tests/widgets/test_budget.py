"""The explorer of costs: its curves, marks and crossings are the formulas' numbers."""

from itertools import product

import pytest

from taxrec_lite import cells, costs, live
from taxrec_lite.live.budget import CURVES, NEURONS
from taxrec_lite.network import Network
from taxrec_lite.readout import Readout

RULES = {"BPTT": ("bptt", {}), "e-prop": ("eprop", {}), "order 2": ("m_order", {"m": 2}), "order m": ("m_order", {"m": 3}),
         "RTRL": ("rtrl", {})}


def network(cell, n):
    return Network(cells.get(cell)(n_in=8, n=n), Readout(n_out=2))


def cost_of(title, cell, n, T):
    rule, numbers = RULES[title]
    return costs.of(rule, network(cell, n), T, **numbers)


def answer(cell, n, T, **values):
    return live.compute("budget", {**live.start("budget"), "cell": cell, "n": n, "T": T, **values})


def test_curves_of_time_are_the_formulas():
    rtrl = answer("lstm", 20, 7).marks["time-RTRL"]
    assert list(rtrl["x"]) == list(NEURONS)
    assert list(rtrl["y"]) == [costs.of("rtrl", network("lstm", n), 7).time for n in NEURONS]


def test_marks_of_time_are_those_of_all_rules():
    marks = answer("alif", 500, 1).marks["time-chosen"]
    assert list(marks["y"]) == [cost_of(title, "alif", 500, 1).time for title in RULES] and set(marks["x"]) == {500}


def test_memory_is_eight_bytes_a_number():
    marks = answer("leaky_rnn", 100, 1000).marks
    assert list(marks["neurons-BPTT"]["y"]) == [8 * costs.of("bptt", network("leaky_rnn", n), 1000).memory for n in NEURONS]
    assert list(marks["neurons-chosen"]["y"]) == list(marks["steps-chosen"]["y"]) == [
        8 * cost_of(title, "leaky_rnn", 100, 1000).memory for title in CURVES]


def test_bptt_holds_more_from_the_rings_on_and_no_sooner():
    rings = answer("alif", 50, 1).marks["rings"]
    for T, held, title in zip(rings["x"].astype(int).tolist(), rings["y"], ("e-prop", "RTRL"), strict=True):
        before, bptt = (cost_of("BPTT", "alif", 50, steps).memory for steps in (T - 1, T))
        assert before <= cost_of(title, "alif", 50, T).memory < bptt and held == 8 * bptt


def test_what_is_told_is_so():
    found = answer("leaky_rnn", 1000, 100)
    assert "Too large for 16 GB: order 3." in found.sentence
    assert "RTRL <b>8.1 GB</b>" in found.sentence and "RTRL <b>1.0\u00a0·\u00a010¹²</b>" in found.sentence
    assert "All of them fit into 16 GB." in answer("lstm", 10, 1).sentence
    assert f"<b>T = {found.marks['rings']['x'][0]:.0f}</b>" in found.sentence


def test_costs_do_not_depend_on_time_but_for_the_memory_of_bptt():
    for title in RULES:
        short, long = (cost_of(title, "lstm", 20, T) for T in (1, 50))
        assert short.time == long.time and (short.memory == long.memory) == (title != "BPTT")


@pytest.mark.parametrize("cell", cells.names())
@pytest.mark.parametrize("n, T, m", [*product((2, 10000), (1, 10**6), (2, 20))])
def test_all_lies_within_the_frames_which_never_change(cell, n, T, m):
    for wide in (1, 1000):
        found = answer(cell, n, T, m=m, n_in=wide, n_out=wide)
        for name, frame in found.frames.items():
            for mark, values in found.marks.items():
                if mark.startswith(name) or (mark, name) == ("rings", "steps"):
                    for (low, high), places in zip(frame[:2], (values["x"], values["y"])):
                        assert (low <= places).all() and (places <= high).all(), (mark, name)
