"""The formulas of what rules cost, against counted operations and held arrays."""

import tracemalloc
from itertools import pairwise, product

import numpy as np
import pytest

import taxrec_lite as tx
from taxrec_lite import costs
from taxrec_lite.counting import counted
from tests.nets import a_network, each_cell, some_data

SPARSE = np.random.default_rng(3).random((9, 9)) < 0.2
CASES = [(name, dict(zip(tx.rules.get(name).numbers, values))) for name in tx.rules.names()
         for values in product((1, 2, 3, 5), repeat=len(tx.rules.get(name).numbers))]
each_rule = pytest.mark.parametrize("rule, numbers", CASES)
each_network = pytest.mark.parametrize("kappa, connectivity", [(0.0, None), (0.8, None), (0.0, SPARSE), (0.8, SPARSE)],
                                       ids=["dense", "dense-leaky", "sparse", "sparse-leaky"])


@each_rule
@each_network
@each_cell
def test_a_formula_is_what_is_counted(cell, options, kappa, connectivity, rule, numbers):
    network = a_network(cell, kappa, n=9, connectivity=connectivity, **options)
    rng = {"rng": np.random.default_rng(0)} if "rng" in tx.rules.get(rule).options else {}
    assert costs.of(rule, network, 7, **numbers).time == pytest.approx(costs.counted(rule, network, 7, **numbers, **rng), rel=1e-14)


@pytest.mark.parametrize("layers", [(tx.LSTM(2, 3), tx.LeakyRNN(3, 4)), (tx.LIF(2, 3), tx.GRU(3, 4))], ids=["lstm", "direct"])
@pytest.mark.parametrize("rule, numbers", [("bptt", {}), ("eprop", {}), ("m_order", {"m": 3}), ("rtrl", {})])
def test_a_formula_is_what_is_counted_in_a_stack(layers, rule, numbers):
    network = tx.Network(list(layers), tx.Readout(2, 0.5))
    assert costs.of(rule, network, 7, **numbers).time == pytest.approx(costs.counted(rule, network, 7, **numbers), rel=1e-14)


@pytest.mark.parametrize("rule, numbers", [case for case in CASES if tx.rules.get(case[0]).causal])
def test_a_trace_holds_what_the_formula_says(rule, numbers):
    for cell, connectivity in product(("leaky_rnn", "alif"), (None, SPARSE)):
        network = a_network(cell, 0.8, n=9, connectivity=connectivity)
        trace = a_trace(rule, network, **numbers)
        assert trace.held.items() <= costs.of(rule, network, 3, **numbers).floats.items()


def a_trace(rule, network, **numbers):
    rng = {"rng": np.random.default_rng(0)} if "rng" in tx.rules.get(rule).options else {}
    return tx.rules.get(rule).trace(network, 1, **numbers, **rng)


def floats_taken(make):
    """How many numbers, of eight bytes, what `make` returns keeps allocated."""
    tracemalloc.start()
    kept = make()
    taken, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    del kept
    return taken / 8


@pytest.mark.parametrize("cell", ["lstm", "gru"])
@pytest.mark.parametrize("rule, numbers", [("eprop", {}), ("m_order", {"m": 2}), ("m_order", {"m": 4}), ("rtrl", {})])
def test_a_trace_takes_the_memory_that_the_formula_says(rule, numbers, cell):
    """Beside room to work in: for what is inside neurons, and, where parameters reach other neurons, for one influence matrix."""
    network = a_network(cell, n=60)
    taken = floats_taken(lambda: a_trace(rule, network, **numbers))
    inside = len(network.cell.gates) * network.cell.n * network.cell.p
    room = inside * ((rule != "rtrl") + (rule != "eprop") * network.cell.n)
    assert taken == pytest.approx(costs.of(rule, network, 1, **numbers).memory + room, rel=0.01)


def test_the_history_that_bptt_needs_takes_the_memory_that_the_formula_says():
    """Beside it a run keeps its targets and outputs."""
    network = a_network("lstm", n=40)
    rng = np.random.default_rng(0)
    params, short, long = network.init(rng), some_data(network, rng, T=400), some_data(network, rng, T=800)
    taken = [floats_taken(lambda data=data: (run := network.run(params, *data), run.dE_dy)) for data in (short, long)]
    formula = [costs.of("bptt", network, T).memory for T in (400, 800)]
    assert taken[1] - taken[0] == pytest.approx(formula[1] - formula[0], rel=0.03)


GROWTH = {  # of time and memory with n, and with T
    ("bptt",): [(2, 1), (0, 1)], ("rtrl",): [(4, 3), (0, 0)], ("eprop",): [(2, 2), (0, 0)],
    ("m_order", 1): [(2, 2), (0, 0)], ("m_order", 2): [(3, 3), (0, 0)], ("m_order", 3): [(4, 3), (0, 0)],
    ("tbptt", 5): [(2, 1), (0, 0)], ("snap", 1): [(2, 2), (0, 0)], ("snap", 2): [(4, 3), (0, 0)],
    ("uoro",): [(2, 2), (0, 0)], ("kf_rtrl",): [(3, 2), (0, 0)],
}


@pytest.mark.parametrize("rule, expected", GROWTH.items())
def test_growth_is_that_of_the_literature(rule, expected):
    name, *values = rule
    numbers = dict(zip(tx.rules.get(name).numbers, values))
    assert [tuple(costs.growth(name, along, **numbers).values()) for along in ("n", "T")] == expected


def test_blocks_of_about_n_steps_make_the_exact_gradient_cubic():
    at = [costs.of("hybrid", tx.Network(tx.LeakyRNN(1, n), tx.Readout(1)), 100 * n, block=n).time for n in (2**9, 2**10)]
    assert np.log2(at[1] / at[0]) == pytest.approx(3, abs=0.02)


def test_an_order_from_three_on_costs_as_much_as_a_step_of_rtrl():
    network = a_network("leaky_rnn", n=50)
    time = {m: costs.of("m_order", network, 5, m=m).time for m in (2, 3, 4, 5)}
    rtrl = costs.of("rtrl", network, 5).time
    assert time[4] - time[3] == time[5] - time[4] == pytest.approx(rtrl, rel=0.03)
    assert time[2] < 0.1 * rtrl


@pytest.mark.parametrize("m", [2, 3])
def test_orders_of_a_sparser_network_cost_and_hold_less(m):
    rng = np.random.default_rng(0)
    order = rng.random((60, 60))
    found = [costs.of("m_order", tx.Network(tx.LeakyRNN(1, 60), tx.Readout(1), order < density), 5, m=m)
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
              (lambda: np.dot(a[0], np.ones((4, 7))), 3 * 4 * 7),
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
    (lambda: costs.of("rtrl", a_network("lif"), 3, m=2), "m is no option of rule 'rtrl'"),
    (lambda: costs.of("m_order", a_network("lif"), 3, m=0), "m must be an integer of at least 1, not 0"),
    (lambda: costs.of("rtrl", a_network("lif"), 0), "T must be an integer of at least 1, not 0"),
    (lambda: costs.growth("rtrl", "B"), "along must be one of 'n', 'T', not 'B'"),
])
def test_bad_input(call, words):
    with pytest.raises(ValueError, match=words):
        call()


def test_the_network_is_a_network():
    with pytest.raises(TypeError, match="network must be a Network, not NoneType"):
        costs.of("rtrl", None, 3)
