"""The explorer of the whole family: its marks are the biases, spreads and costs of the engine."""

import numpy as np
import pytest

import taxrec_lite as tx
from taxrec_lite import costs
from taxrec_lite.derivation import chapter12
from taxrec_lite import live
from taxrec_lite.explorers.orders import GAINS
from taxrec_lite.live import family
from taxrec_lite.live.orders import random_run

SIZE = {"n": 4, "T": 8, "seed": 1}
TITLES = [member.title for member in family.members(SIZE["n"])]


def answer_of(cell, regime):
    return live.compute("family", {**live.start("family"), **SIZE, "cell": cell, "gain": GAINS[cell][regime], "draws": 40})


def run_of(cell, regime):
    return random_run(cell, GAINS[cell][regime], **SIZE)


def places(answer, mark):
    return dict(zip(TITLES, answer.marks[mark]["x"]))


def test_every_rule_of_the_registry_is_a_member():
    assert {member.rule for member in family.members(4)} == set(tx.rules.names())


@pytest.mark.parametrize("cell", GAINS)
def test_biases_stand_where_they_are(cell):
    at, run = places(answer_of(cell, "critical"), "bias"), run_of(cell, "critical")
    exact = tx.bptt(run)
    for title, gradient in (("order 2", tx.m_order(run, 2)), ("e-prop", tx.eprop(run))):
        assert at[title] == pytest.approx(np.log10(tx.relative_error(gradient, exact)))
    assert {title for title in TITLES if at[title] == family.ZERO} == {"BPTT", "hybrid, blocks of 4", "RTRL", "UORO", "KF-RTRL"}


def test_only_random_rules_have_a_spread():
    at = places(answer_of("lstm", "critical"), "spread")
    assert {title for title in TITLES if at[title] > family.ZERO} == {"UORO", "KF-RTRL"}
    assert at["UORO"] == pytest.approx(np.log10(family.spread("uoro", run_of("lstm", "critical"), number=40)))


@pytest.mark.parametrize("number", [0, 10, 30])
def test_draws_come_in_whole_lots(number):
    with pytest.raises(ValueError, match=f"number must be a multiple of 20, and at least that, not {number}"):
        family.spread("uoro", run_of("lstm", "critical"), number=number)


def test_costs_are_those_of_the_formulas():
    marks = answer_of("alif", "critical").marks
    network = run_of("alif", "critical").network
    paid = [costs.of(member.rule, network, 8, **member.numbers) for member in family.members(4)]
    assert marks["work"]["x"].tolist() == [cost.time for cost in paid]
    assert marks["held"]["x"].tolist() == [cost.memory for cost in paid]


@pytest.mark.parametrize("rule", ["uoro", "kf_rtrl"])
@pytest.mark.parametrize("cell", GAINS)
def test_draws_add_up_to_what_the_rule_gives(cell, rule):
    """One draw for each sample of a batch, and their sum the gradient of the batch."""
    run = run_of(cell, "critical")
    each = family.draws(rule, run, 5, np.random.default_rng(3))
    whole = tx.rules.get(rule).gradient(chapter12.copies(run, 5), np.random.default_rng(3))
    assert each.shape == (5, *run.params.theta.shape)
    assert tx.agree(each.sum(0), whole)


@pytest.mark.parametrize("rule", ["uoro", "kf_rtrl"])
def test_the_mean_of_the_draws_is_no_further_off_than_chance(rule):
    run = run_of("leaky_rnn", "critical")
    exact, many = tx.bptt(run).theta, family.draws(rule, run, 4000, np.random.default_rng(0))
    off = np.linalg.norm(many.mean(0) - exact) / np.linalg.norm(exact)
    assert off < 2 * family.spread(rule, run) / np.sqrt(4000)


def test_what_is_told_is_so():
    run, told = run_of("leaky_rnn", "contracting"), answer_of("leaky_rnn", "contracting").sentence
    assert f"e-prop has <b>{family.number(tx.relative_error(tx.eprop(run), tx.bptt(run)))}</b>" in told
    assert f"one of UORO <b>{family.number(family.spread('uoro', run, number=40))}</b>" in told
    biased = {member.title: family.found(member, run).bias for member in family.members(4)}
    best = min((title for title in biased if biased[title]), key=biased.get)
    assert f"<b>{best}</b> has the least" in told


@pytest.mark.parametrize("cell", GAINS)
def test_marks_lie_within_the_axes(cell):
    answer = answer_of(cell, "expanding")
    for axes, marks in (("errors", ("bias", "spread")), ("costs", ("work", "held"))):
        low, high = answer.frames[axes].x
        assert all((low < answer.marks[mark]["x"]).all() and (answer.marks[mark]["x"] < high).all() for mark in marks)
