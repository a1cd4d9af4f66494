"""What a reader registers is in Table 1, on the map, in the graph views and in every explorer of cells or rules."""

import pytest

from taxrec_lite.explorers import derivation, dropped, family, influence, orders
from taxrec_lite.figures.taxonomy_map import taxonomy_map
from taxrec_lite.graphs import rule_view
from taxrec_lite.live.family import LOT, members
from taxrec_lite.table import rows
from tests.own import registered


@pytest.fixture(autouse=True)
def own():
    with registered():
        yield


def test_a_rule_is_in_table_1():
    row = next(row for row in rows() if row.rule.name == "signs")
    assert row.title == "sign e-prop, strength = 2"
    assert (row.causal, row.local, row.exact) == (True, True, False)


def test_a_rule_is_on_the_map():
    words = [text.get_text() for text in taxonomy_map({}).axes[0].texts]
    assert "sign e-prop" in words and "signs for W_outᵀ" in words


def test_a_rule_has_a_view_of_a_graph():
    run = orders.random_run("minimal", 1.0, 3, 4, 0)
    assert rule_view(run, "signs", strength=2).kept == rule_view(run, "eprop").kept


@pytest.mark.parametrize("view", [
    lambda: orders.prepared().view(n=4, T=6), lambda: dropped.prepared().view(n=4, T=6),
    lambda: family.prepared().view(n=3, T=8, draws=LOT), lambda: derivation.prepared().view(),
    lambda: influence.prepared().view()],
    ids=["orders", "dropped", "family", "derivation", "influence"])
def test_a_cell_is_in_every_explorer_of_cells(view):
    options = {selector.key: selector.options for selector in view().selectors}
    assert options["cell"]["minimal"] == "minimal gated"


def test_its_regimes_are_what_they_are_called():
    ratios = {regime: orders.by_order(orders.random_run("minimal", gain, 16, 24, 1)).ratio
              for regime, gain in orders.all_gains()["minimal"].items()}
    assert ratios == pytest.approx(orders.RATIOS, rel=0.02)


def test_a_rule_is_in_the_family():
    assert members(4)[-1] == ("sign e-prop", "signs", {"strength": 2})
