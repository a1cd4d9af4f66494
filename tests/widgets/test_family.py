"""The explorer of the whole family: its marks are the biases, spreads and costs of the engine."""

import numpy as np
import pytest

import taxrec_lite as tx
from taxrec_lite import costs
from taxrec_lite.derivation import chapter12
from taxrec_lite.explorers import family
from taxrec_lite.live import family as live_family
from taxrec_lite.explorers.orders import GAINS, random_run

SIZE = {"n": 4, "T": 8, "seed": 1}
TITLES = [member.title for member in family.members(SIZE["n"])]


@pytest.fixture(scope="module")
def view():
    return family.view(**SIZE)


def run_of(cell, regime):
    return random_run(cell, GAINS[cell][regime], **SIZE)


def marks(view, panel, gid):
    return [line for line in view.panels[panel][0].axes[0].lines if line.get_gid() == f"layer:{gid}"]


def test_every_rule_of_the_registry_is_a_member():
    assert {member.rule for member in family.members(4)} == set(tx.rules.names())


@pytest.mark.parametrize("cell", GAINS)
def test_biases_stand_where_they_are(view, cell):
    bias, _ = marks(view, 0, f"cell={cell};gain=critical")
    at, run = dict(zip(TITLES, bias.get_xdata())), run_of(cell, "critical")
    exact = tx.bptt(run)
    for title, gradient in (("order 2", tx.m_order(run, 2)), ("e-prop", tx.eprop(run))):
        assert at[title] == pytest.approx(np.log10(tx.relative_error(gradient, exact)))
    assert {title for title in TITLES if at[title] == family.ZERO} == {"BPTT", "hybrid, blocks of 4", "RTRL", "UORO", "KF-RTRL"}


def test_only_random_rules_have_a_spread(view):
    _, spread = marks(view, 0, "cell=lstm;gain=critical")
    at = dict(zip(TITLES, spread.get_xdata()))
    assert {title for title in TITLES if at[title] > family.ZERO} == {"UORO", "KF-RTRL"}
    assert at["UORO"] == pytest.approx(np.log10(family.spread("uoro", run_of("lstm", "critical"))))


def test_costs_are_those_of_the_formulas(view):
    time, memory = marks(view, 1, "cell=alif")
    network = run_of("alif", "critical").network
    paid = [costs.of(member.rule, network, 8, **member.numbers) for member in family.members(4)]
    assert list(time.get_xdata()) == [cost.time for cost in paid]
    assert list(memory.get_xdata()) == [cost.memory for cost in paid]


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


def test_what_is_told_is_so(view):
    run = run_of("leaky_rnn", "contracting")
    told = view.sentences["leaky_rnn", "contracting"]
    assert f"e-prop has <b>{live_family.number(tx.relative_error(tx.eprop(run), tx.bptt(run)))}</b>" in told
    assert f"one of UORO <b>{live_family.number(family.spread('uoro', run))}</b>" in told
    biased = {member.title: family.found(member, run).bias for member in family.members(4)}
    best = min((title for title in biased if biased[title]), key=biased.get)
    assert f"<b>{best}</b> has the least" in told


def test_marks_lie_within_the_axes(view):
    for figure, *_ in view.panels:
        [axes] = figure.axes
        low, high = axes.get_xlim()
        for line in axes.lines:
            if (line.get_gid() or "").startswith("layer"):
                x = np.asarray(line.get_xdata())
                assert (low < x).all() and (x < high).all()
