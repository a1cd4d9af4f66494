"""The explorer of rules in time: what it says is held and known is what the graph of a run says."""

import numpy as np
import pytest

from taxrec_lite import live
from taxrec_lite.live.orders import random_run
from taxrec_lite.graphs import rule_view
from taxrec_lite.live._marks import apart
from taxrec_lite.live.memory import held, known, shown

VALUES = {**live.start("memory"), "cell": "alif", "n": 3, "T": 7}


@pytest.mark.parametrize("rule, numbers", shown(m=3).items(), ids=shown())
def test_what_is_held_and_known_is_that_of_the_view_of_a_graph(rule, numbers):
    run = random_run("alif", 1.0, 3, 7, 0)
    view = rule_view(run, rule, **numbers)
    for t in (1, 4, 7):
        assert held(run.network, rule, t, **numbers) == view.remembers(t)
        assert known(rule, t, 7, **numbers) == [s for s in range(1, t + 1) if view.known_at(s) <= t]


@pytest.mark.parametrize("t, number", [(1, 0), (6, 0), (7, 7)])
def test_bptt_knows_nothing_before_the_end(t, number):
    marks = live.compute("memory", {**VALUES, "rule": "bptt", "t": t}).marks
    assert [np.isnan(marks[name]["x"]).sum() for name in ("known", "past", "losses")] == [number, t, 7]


def test_the_chosen_rule_has_its_mark_where_it_stands():
    answer = live.compute("memory", {**VALUES, "rule": "bptt", "t": 5})
    total = sum(held(random_run("alif", 1.0, 3, 7, 0).network, "bptt", 5).values())
    assert (answer.marks["held-now"]["x"], answer.marks["held-now"]["y"]) == ([5], [total])
    assert f"<b>{total} numbers</b>" in answer.sentence


def test_names_do_not_stand_on_each_other():
    assert apart(np.array([1.0, 3.0, 1.05, 1.0]), 0.5).tolist() == [1.0, 3.0, 2.0, 1.5]
