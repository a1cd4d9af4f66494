"""What readers register is like what was there, and leaves nothing behind; what does not fit is refused."""

from dataclasses import dataclass, replace

import numpy as np
import pytest

import taxrec_lite as tx
from taxrec_lite import costs
from taxrec_lite.oracles import complex_step
from tests.nets import a_run, assert_same
from tests.own import SIGNS, Minimal, registered


@pytest.fixture
def own():
    before = tx.cells.names(), tx.rules.names()
    with registered():
        yield
    assert (tx.cells.names(), tx.rules.names()) == before


def test_they_come_last(own):
    assert tx.cells.names()[-1] == "minimal" and tx.cells.get("minimal") is Minimal
    assert tx.rules.names()[-1] == "signs" and tx.rules.get("signs") is SIGNS


def test_a_cell_may_be_registered_by_a_decorator():
    try:
        assert tx.cells.register(Minimal) is Minimal
    finally:
        tx.cells.unregister("minimal")


def test_a_definition_that_is_run_again_takes_the_place_of_the_first(own):
    again = type("Minimal", (Minimal,), {})
    tx.cells.register(again)
    assert tx.cells.get("minimal") is again and tx.cells.names().count("minimal") == 1
    rule = tx.rules.register(replace(SIGNS, idea="Once more."))
    assert tx.rules.get("signs") is rule and tx.rules.names().count("signs") == 1


def test_every_rule_works_on_a_cell(own):
    run = a_run("minimal", kappa=0.7, B=2)
    assert_same(run.network.cell, tx.bptt(run), complex_step(run))
    assert_same(run.network.cell, tx.rtrl(run), tx.bptt(run))
    assert_same(run.network.cell, tx.m_order(run, 3, causal=True), tx.m_order(run, 3))


def test_a_rule_is_driven_in_time_and_counted(own):
    run = a_run("minimal", B=2)
    online = tx.Online(run.network, run.params, "signs", B=2, strength=1)
    for t in range(run.T):
        online.step(run.x[t], run.target[t])
    assert np.allclose(online.z, run.z[-1], rtol=1e-12, atol=1e-14)
    assert costs.of("signs", run.network, 5, strength=1) == costs.of("eprop", run.network, 5)


@dataclass(frozen=True)
class Bare(tx.cells.Cell):
    name = "bare"
    title = "bare"


@pytest.mark.parametrize("kind, error, words", [
    (3, TypeError, "subclass of Cell, not 3"),
    (Minimal(2, 3), TypeError, "subclass of Cell, not Minimal"),
    (int, TypeError, "subclass of Cell"),
    (Bare, TypeError, "local_jacobians and step, which Bare lacks"),
    (tx.cells.Stack, TypeError, "default for layers, which Stack lacks"),
    (tx.LSTM, ValueError, "cell.name .* 'lstm' is"),
    (type("Twin", (Minimal,), {"name": "twin", "title": "LSTM"}), ValueError, "cell.title .* 'LSTM' is"),
    (type("Spaced", (Minimal,), {"name": "a b"}), ValueError, "identifier, not 'a b'"),
    (type("Nameless", (Minimal,), {"name": None}), TypeError, "cell.name must be a str, not None"),
    (type("Untitled", (Minimal,), {"title": ""}), ValueError, "cell.title must be some words"),
])
def test_what_is_no_cell_is_refused(kind, error, words):
    before = tx.cells.names()
    with pytest.raises(error, match=words):
        tx.cells.register(kind)
    assert tx.cells.names() == before


@pytest.mark.parametrize("rule, error, words", [
    (len, TypeError, "rule must be a Rule"),
    (replace(SIGNS, name="bptt"), ValueError, "rule.name .* 'bptt' is"),
    (replace(SIGNS, title="RTRL"), ValueError, "rule.title .* 'RTRL' is"),
    (replace(SIGNS, gradient=None), TypeError, "rule.gradient must be callable, not None"),
    (replace(SIGNS, cost=3), TypeError, "rule.cost must be callable, not 3"),
    (replace(SIGNS, trace=3), TypeError, "rule.trace must be callable, not 3"),
    (replace(SIGNS, options="strength"), TypeError, "rule.options must be a tuple"),
    (replace(SIGNS, options=(3,)), TypeError, "each of rule.options must be a str, not int 3"),
    (replace(SIGNS, changes=("eprop",)), TypeError, "each of rule.changes must be a Change"),
    (replace(SIGNS, changes=(tx.rules.Change("nothing", "all"),)), ValueError, "change.origin must be one of .* not 'nothing'"),
])
def test_what_is_no_rule_is_refused(rule, error, words):
    before = tx.rules.names()
    with pytest.raises(error, match=words):
        tx.rules.register(rule)
    assert tx.rules.names() == before


@pytest.mark.parametrize("registry, name", [(tx.cells, "lstm"), (tx.cells, "nothing"), (tx.rules, "bptt")])
def test_only_what_was_registered_is_taken_back(registry, name):
    with pytest.raises(ValueError, match=f"registered, of .*, not '{name}'"):
        registry.unregister(name)


def test_a_rule_that_another_comes_out_of_stays(own):
    child = replace(SIGNS, name="child", title="child", changes=(tx.rules.Change("signs", "more"),))
    tx.rules.register(child)
    with pytest.raises(ValueError, match="child do of 'signs'"):
        tx.rules.unregister("signs")
    tx.rules.unregister("child")
