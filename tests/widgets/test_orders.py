"""The explorer of orders: what is told is so, and the other regimes stand behind the chosen one."""

from itertools import product

import numpy as np
import pytest

from taxrec_lite import cells
from taxrec_lite.explorers import orders
from taxrec_lite.figures.picture import in_state
from taxrec_lite.graphs.unrolled import count_paths
from taxrec_lite.live.orders import FLOOR, number, small_paths
from taxrec_lite.measures import by_order
from tests.own import registered


@pytest.fixture(scope="module")
def view():
    return orders.prepared().view(n=4, T=6, seed=0)


def test_there_is_a_state_for_every_cell_regime_and_order(view):
    assert set(view.sentences) == set(product(range(1, 25), cells.names(), ("contracting", "critical", "expanding")))


def test_the_chosen_regime_is_told_and_all_are_seen(view):
    cases = [by_order(orders.random_run("lif", gain, 4, 6, 0)) for gain in orders.GAINS["lif"].values()]
    assert f"error <b>{number(cases[1].error[2])}</b>" in view.sentences[3, "lif", "critical"]
    curves = [line.get_ydata().tolist() for line in view.panels[0][0].axes[0].lines
              if in_state(line.get_gid(), {"m": 3, "cell": "lif", "gain": "critical"}) and len(line.get_ydata()) == 6]
    assert sorted(curves) == sorted(np.maximum(case.error, FLOOR).tolist() for case in [*cases, cases[1]])


def test_an_order_above_the_last_is_exact(view):
    assert "Order <b>6</b> has relative error <b>below 10⁻¹²</b>" in view.sentences[24, "gru", "critical"]


def test_paths_are_those_that_the_small_graph_has():
    with registered():
        for name in cells.names():
            graph = orders.small_graph(name)
            kept = [count_paths(graph, ("theta", 0), ("E",), m)[0] for m in range(1, orders.SMALL + 1)]
            assert small_paths(name).cumsum().tolist() == kept
