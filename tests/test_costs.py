"""The formulas of what rules cost, against counted operations and held arrays."""

import tracemalloc
from itertools import pairwise

import numpy as np
import pytest

import taxrec_lite as tx
from taxrec_lite import costs
from taxrec_lite.counting import counted
from tests.nets import a_network, each_cell, some_data

SPARSE = np.random.default_rng(3).random((9, 9)) < 0.2
CASES = [(name, m) for name in tx.rules.names() for m in ((1, 2, 3, 5) if "m" in tx.rules.get(name).options else (None,))]
each_rule = pytest.mark.parametrize("rule, m", CASES)
each_network = pytest.mark.parametrize("kappa, connectivity", [(0.0, None), (0.8, None), (0.0, SPARSE), (0.8, SPARSE)],
                                       ids=["dense", "dense-leaky", "sparse", "sparse-leaky"])


@each_rule
@each_network
@each_cell
def test_a_formula_is_what_is_counted(cell, options, kappa, connectivity, rule, m):
    network = a_network(cell, kappa, n=9, connectivity=connectivity, **options)
    assert costs.of(rule, network, 3, m).time == costs.counted(rule, network, m)


@pytest.mark.parametrize("rule, m", [case for case in CASES if tx.rules.get(case[0]).causal])
def test_a_trace_holds_what_the_formula_says(rule, m):
    for connectivity in (None, SPARSE):
        network = a_network("alif", 0.8, n=9, connectivity=connectivity)
        trace = tx.rules.get(rule).trace(network, 1, *(() if m is None else (m,)))
        floats = costs.of(rule, network, 3, m).floats
        carried = sum(size for name, size in floats.items() if name.endswith(("variable", "trace")) and "read-out" not in name)
        assert trace.floats_held == carried


def floats_taken(make):
    """How many numbers, of eight bytes, what `make` returns keeps allocated."""
    tracemalloc.start()
    kept = make()
    taken, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    del kept
    return taken / 8


@pytest.mark.parametrize("rule, m", [("eprop", None), ("m_order", 2), ("m_order", 4), ("rtrl", None)])
def test_a_trace_takes_the_memory_that_the_formula_says(rule, m):
    network = a_network("lstm", n=40)
    taken = floats_taken(lambda: tx.rules.get(rule).trace(network, 1, *(() if m is None else (m,))))
    assert taken == pytest.approx(costs.of(rule, network, 1, m).memory, rel=0.01)


def test_the_history_that_bptt_needs_takes_the_memory_that_the_formula_says():
    """Beside it a run keeps its targets and outputs."""
    network = a_network("lstm", n=40)
    rng = np.random.default_rng(0)
    params, short, long = network.init(rng), some_data(network, rng, T=400), some_data(network, rng, T=800)
    taken = [floats_taken(lambda data=data: (run := network.run(params, *data), run.dE_dy)) for data in (short, long)]
    formula = [costs.of("bptt", network, T).memory for T in (400, 800)]
    assert taken[1] - taken[0] == pytest.approx(formula[1] - formula[0], rel=0.03)


def test_growth_is_that_of_the_paper_s_table():
    found = {(rule, m): [costs.growth(rule, along, m) for along in ("n", "T")] for rule, m in
             (("bptt", None), ("rtrl", None), ("eprop", None), ("m_order", 1), ("m_order", 2), ("m_order", 3))}
    powers = {key: [tuple(growth.values()) for growth in value] for key, value in found.items()}
    assert powers == {
        ("bptt", None): [(2, 1), (0, 1)], ("rtrl", None): [(4, 3), (0, 0)], ("eprop", None): [(2, 2), (0, 0)],
        ("m_order", 1): [(2, 2), (0, 0)], ("m_order", 2): [(3, 3), (0, 0)], ("m_order", 3): [(4, 3), (0, 0)],
    }


def test_an_order_from_three_on_costs_as_much_as_a_step_of_rtrl():
    network = a_network("leaky_rnn", n=50)
    time = {m: costs.of("m_order", network, 5, m).time for m in (2, 3, 4, 5)}
    rtrl = costs.of("rtrl", network, 5).time
    assert time[4] - time[3] == time[5] - time[4] == pytest.approx(rtrl, rel=0.03)
    assert time[2] < 0.1 * rtrl


@pytest.mark.parametrize("m", [2, 3])
def test_orders_of_a_sparser_network_cost_and_hold_less(m):
    rng = np.random.default_rng(0)
    order = rng.random((60, 60))
    found = [costs.of("m_order", tx.Network(tx.LeakyRNN(1, 60), tx.Readout(1), order < density), 5, m)
             for density in (0.02, 0.05, 0.1, 0.2)]
    for sparser, denser in pairwise(found):
        assert sparser.time < 0.6 * denser.time and sparser.memory < 0.8 * denser.memory


def test_arrays_count_what_is_made_of_them():
    tally = [0]
    a, b = counted(np.ones((2, 3, 4)), tally), np.ones((2, 4, 5))
    checks = [(lambda: a * a, 24), (lambda: a * 2.0, 24), (lambda: a @ b, 2 * 3 * 4 * 5), (lambda: a + a, 0),
              (lambda: a * (a > 0), 0), (lambda: np.einsum("...ij,...jk->...ik", a, b), 120),
              (lambda: np.einsum("bij,bij->b", a, a), 24), (lambda: np.einsum("...ij->...ji", a), 0),
              (lambda: np.tensordot(a, np.ones((3, 4, 7)), axes=2), 2 * 7 * 12), (lambda: (a.T + 1)[0] * 3, 6),
              (lambda: np.concatenate([a, a]) * a[0], 48), (lambda: a.sum() * 2.0, 0)]
    for call, expected in checks:
        tally[0] = 0
        call()
        assert tally[0] == expected
    tally[0] = 0
    a *= 2
    assert tally[0] == 24 and (np.asarray(a) == 2).all()


@pytest.mark.parametrize("call, words", [
    (lambda: costs.of("sgd", a_network("lif"), 3), "rule must be one of"),
    (lambda: costs.of("m_order", a_network("lif"), 3), "m is needed by rule 'm_order'"),
    (lambda: costs.of("rtrl", a_network("lif"), 3, 2), "m is no option of rule 'rtrl'"),
    (lambda: costs.of("m_order", a_network("lif"), 3, 0), "m must be an integer of at least 1, not 0"),
    (lambda: costs.of("rtrl", a_network("lif"), 0), "T must be an integer of at least 1, not 0"),
    (lambda: costs.growth("rtrl", "B"), "along must be one of 'n', 'T', 'm', not 'B'"),
])
def test_bad_input(call, words):
    with pytest.raises(ValueError, match=words):
        call()


def test_the_network_is_a_network():
    with pytest.raises(TypeError, match="network must be a Network, not NoneType"):
        costs.of("rtrl", None, 3)
