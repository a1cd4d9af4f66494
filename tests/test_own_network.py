"""The equations of one's own network: those that are left out are zero, those that are written give the gradient."""

import re
from collections import defaultdict
from functools import reduce
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import taxrec_lite as tx
from taxrec_lite.own_network import OwnNetwork
from taxrec_lite.rules.traces import ImplicitTrace, OrderTrace, RecurrenceTrace
from tests.nets import KAPPAS, a_mask, cell_variants, each_cell, some_data, some_params, unusual

GRAPHS = {
    "one neuron": ([], [(1, 1)]),
    "one neuron connected to itself": ([(1, 1)], [(1, 1)]),
    "chain": ([(1, 2), (2, 3), (3, 4)], [(1, 1)]),
    "chain with a self-connection": ([(1, 1), (1, 2), (2, 3)], [(1, 1)]),
    "ring": ([(1, 2), (2, 3), (3, 1)], [(2, 1), (1, 3)]),
    "feed-forward": ([(1, 3), (2, 3), (2, 4), (3, 5), (4, 5), (1, 5)], [(1, 1), (2, 2), (1, 2)]),
    "two pairs and a neuron alone": ([(1, 2), (2, 1), (4, 5)], [(1, 1), (1, 3), (3, 4)]),
    "dense": (list(product((1, 2, 3), repeat=2)), list(product((1, 2), (1, 2, 3)))),
}
each_graph = pytest.mark.parametrize("graph", GRAPHS.values(), ids=GRAPHS)
sometimes = settings(deadline=None, derandomize=True, max_examples=25)
NEAR_THRESHOLD = {"surrogate": tx.Triangular(0.5, 8.0), "smooth": True}  # a neuron that rests moves nothing


def own_network(graph, cell, kappa=0.0, **options):
    return OwnNetwork(*graph, cell, tx.Readout(2, kappa), **{**unusual(tx.cells.get(cell)), **options})


def a_run(own, T=6, B=2, seed=0):
    rng = np.random.default_rng(seed)
    params = some_params(own.network, rng)
    x, target = some_data(own.network, rng, T, B)
    params = tx.Parameters(params.theta * own.mask, params.W_out, params.b_out)
    return own.network.run(params, x, target, mask=a_mask(rng, T, B))


def exact(own, run, m):
    """The engine's gradient of the weights that exist."""
    return own.mask * (tx.rtrl(run) if m is None else tx.m_order(run, m)).theta


def assert_equal(found, expected):
    assert np.linalg.norm(found - expected) <= 1e-12 * np.linalg.norm(expected)


@st.composite
def graphs(draw):
    n, n_in = draw(st.integers(1, 4)), draw(st.integers(1, 2))
    neurons = range(1, n + 1)
    edges = draw(st.sets(st.sampled_from(list(product(neurons, repeat=2)))))
    return edges, draw(st.sets(st.sampled_from(list(product(range(1, n_in + 1), neurons))), min_size=1))


# The gradient

@each_graph
@pytest.mark.parametrize("kappa", KAPPAS)
@each_cell
def test_the_recursions_give_the_gradient_of_every_rule(cell, options, kappa, graph):
    own = own_network(graph, cell, kappa, **options)
    run = a_run(own, T=5)  # one crossing more than the longest path of these graphs
    assert tx.bptt(run).theta[own.mask].any()
    for m in (None, *range(1, run.T + 2)):
        assert_equal(own.gradient(run, m), exact(own, run, m))


@sometimes
@given(graphs(), st.sampled_from(cell_variants()), st.sampled_from(KAPPAS), st.integers(0, 2**32))
def test_the_recursions_give_the_gradient_on_any_graph(graph, variant, kappa, seed):
    _, cell, options = variant
    own = own_network(graph, cell, kappa, **options)
    run = a_run(own, seed=seed)
    for m in (None, *range(1, run.T + 1)):
        assert_equal(own.gradient(run, m), exact(own, run, m))


def test_orders_beyond_the_run_are_its_last():
    own = own_network(GRAPHS["ring"], "lstm")
    run = a_run(own)
    assert (own.gradient(run, 10**9) == own.gradient(run, run.T)).all()


# The elements

def moved_in_run(own, run, m):
    """Which elements of the engine's A and Z, by existing weights, differ from zero at some time of a run."""
    trace = RecurrenceTrace(own.network, 1) if m is None else OrderTrace(own.network, 1, m)
    top = trace if m is None else trace.orders[-1]
    A = Z = np.zeros((own.cell.n, *own.mask.shape), bool)
    for t in range(run.T):
        trace.step(run.local[t], run.pre[t], run.params.W_rec)
        variable, observable = top.variable[0] != 0, top.trace[0] != 0
        if isinstance(top, ImplicitTrace):
            own_neuron = np.eye(own.cell.n, dtype=bool)[:, None, :, None]
            A, Z = A | own_neuron & variable.any(2), Z | own_neuron & observable
        else:
            A, Z = A | variable.any(1), Z | observable
    return A & own.mask, Z & own.mask


def assert_elements_are_those_that_move(own, orders):
    for m in orders:
        elements, moved = np.array(own.elements(m)), False
        for seed in range(40):
            moved = moved | np.array(moved_in_run(own, a_run(own, 2 * own.cell.n + 3, 1, seed), m))
            assert not (moved & ~elements).any(), "said to be zero and is not"
            if (moved == elements).all():
                break
        assert (moved == elements).all(), "listed and zero in every run"


@each_graph
@each_cell
def test_an_element_is_listed_if_and_only_if_it_can_move(cell, options, graph):
    own = own_network(graph, cell, **options, **(NEAR_THRESHOLD if cell in ("lif", "alif") else {}))
    assert_elements_are_those_that_move(own, (None, *range(1, own.cell.n + 3)))


@sometimes
@given(graphs(), st.sampled_from(["leaky_rnn", "lstm"]))
def test_an_element_is_listed_if_and_only_if_it_can_move_on_any_graph(graph, cell):
    assert_elements_are_those_that_move(own_network(graph, cell), (None, 1, 2, 4))


@each_cell
def test_elements_follow_reachability(cell, options):
    """On a chain the weight into neuron j moves neuron r ≥ j, from order r − j + 1 on."""
    own = own_network(GRAPHS["chain"], cell, **options)
    for m in (None, 1, 2, 3, 4, 5):
        _, Z = own.elements(m)
        for r, j in product(range(4), repeat=2):
            assert Z[r, :, j, -1].all() == Z[r, :, j, -1].any() == (0 <= r - j < (m or 4))


def test_an_explicit_reset_is_a_self_connection_without_a_weight():
    explicit, detached = (own_network(GRAPHS["chain"], "lif", reset=reset) for reset in ("explicit", "detached"))
    crossed = [{(one.r, k) for one in own.recursions() for k in one.through_R} for own in (explicit, detached)]
    assert crossed[0] - crossed[1] == {(r, r) for r in range(4)} and crossed[1] == {(1, 0), (2, 1), (3, 2)}
    assert (explicit.mask == detached.mask).all() and not explicit.mask[0, range(4), range(4)].any()


@each_graph
@each_cell
def test_the_numbers_that_are_carried_are_counted(cell, options, graph):
    own = own_network(graph, cell, **options)
    A, _ = own.elements()
    assert own.counts() == (own.cell.d * A.sum(), RecurrenceTrace(own.network, 1).variable.size)
    for m in (1, 2, 4):
        needed = own.cell.d * sum(own.elements(order)[0].sum() for order in range(1, m + 1))
        assert own.counts(m) == (needed, sum(order.variable.size for order in OrderTrace(own.network, 1, m).orders))


def test_a_dense_network_needs_all_elements():
    needed, dense = own_network(GRAPHS["dense"], "leaky_rnn").counts()
    assert needed == dense == 3 * 3 * 6


# The equations in LaTeX

LEFT = re.compile(r"(?P<name>[AZ])_\{((?P<order>\d+);\\,)?(?P<r>\d+),\(((?P<gate>g|\\mathrm\{\w\}),\\,)?"
                  r"(?P<j>\d)((?P<i>\d)|x_\{(?P<k>\d)\}|b)\)\}\^\{t\}")


def gates_of(own):
    """Which gates a symbol stands for, by what `symbols` says."""
    listed = {symbol: words.split(": ")[1].split(", ") for symbol, words in own.symbols.items() if words.startswith("which gate")}
    return {symbol: [own.cell.gates.index(name) for name in names] for symbol, names in listed.items()} or {None: [0]}


def meant(own, left):
    """What the left-hand side of a line names: (A or Z, order, gate symbol, and r, j, column from zero)."""
    part = LEFT.fullmatch(left).groupdict()
    n = own.cell.n
    column = int(part["i"]) - 1 if part["i"] else n + int(part["k"]) - 1 if part["k"] else own.cell.p - 1
    order = None if part["order"] is None else int(part["order"])
    return part["name"], order, part["gate"], int(part["r"]) - 1, int(part["j"]) - 1, column


@each_graph
@pytest.mark.parametrize("m", [None, 1, 2, 3])
@each_cell
def test_the_lines_name_the_elements_and_no_others(cell, options, graph, m):
    own = own_network(graph, cell, **options)
    gates = gates_of(own)
    assert sorted(sum(gates.values(), [])) == list(range(len(own.cell.gates)))
    named = [(name, order, r, gate, j, column)
             for line in own.latex(m)
             for name, order, symbol, r, j, column in [meant(own, line.split(" = ")[0])]
             for gate in gates[symbol]]
    orders = [None] if m is None else range(1, m + 1)
    expected = {(name, order, *index) for order in orders for name, elements in zip("AZ", own.elements(order))
                for index in np.argwhere(elements).tolist()}
    assert len(named) == len(set(named)) and set(named) == expected


def values_at(run, t, gates):
    """The value of each symbol that is no element, at a time and for the gate that each gate symbol stands for."""
    local, n = run.local[t], run.network.cell.n
    R, S = local.R(run.params.W_rec)[0], local.S(run.params.W_rec)
    values = {f"x_{{{k}}}^t": x for k, x in enumerate(run.x[t, 0], 1)}
    for r in range(n):
        values |= {f"D_{{{r + 1}}}^t": local.D[0, r], f"G_{{{r + 1}}}^t": local.G[0, r],
                   f"z_{{{r + 1}}}^{{t-1}}": run.activity[t, 0, r]}
        for symbol, gate in gates.items():
            feeds = f"{symbol},{r + 1}" if symbol else f"{r + 1}"
            values[rf"\varphi_{{{feeds}}}^t"] = local.phi[0, gate, r]
            values[f"q_{{{feeds}}}^t"] = None if local.q is None else local.q[0, gate, r]
        for k in range(n):
            values |= {f"R_{{{r + 1}{k + 1}}}^t": R[r, :, k], f"S_{{{r + 1}{k + 1}}}^t": None if S is None else S[0, r, k]}
    return values


def gradient_as_written(own, run, m):
    """The gradient, read from the LaTeX and computed term by term, once for each gate that g can stand for."""
    lines = [line.split(" = ") for line in own.latex(m)]
    theta = np.zeros(own.mask.shape)
    alike = gates_of(own)
    for nth in range(max(map(len, alike.values()))):
        gates = {symbol: members[nth % len(members)] for symbol, members in alike.items()}
        gradient = defaultdict(float)
        before = {left: np.zeros(own.cell.d) if left[0] == "A" else 0.0 for left, _ in lines}
        for t in range(run.T):
            values = values_at(run, t, gates) | {left.replace("^{t}", "^{t-1}"): value for left, value in before.items()}
            for left, right in lines:
                values[left] = sum(reduce(np.dot, [values[factor] for factor in term.split()])
                                   for term in right.split(" + "))
                name, order, symbol, r, j, column = meant(own, left)
                if name == "Z" and order == m:
                    gradient[gates[symbol], j, column] += run.learning_signal[t, 0, r] * values[left]
            before = {left: values[left] for left, _ in lines}
        for weight, value in gradient.items():
            theta[weight] = value
    return theta


@each_graph
@pytest.mark.parametrize("m", [None, 1, 2, 3])
@each_cell
def test_the_lines_computed_as_they_are_written_give_the_gradient(cell, options, graph, m):
    own = own_network(graph, cell, kappa=0.8, **options)
    run = a_run(own, B=1)
    assert_equal(gradient_as_written(own, run, m), exact(own, run, m))


@each_graph
@each_cell
def test_every_connection_and_every_reset_is_crossed_and_nothing_else(cell, options, graph):
    own = own_network(graph, cell, **options)
    edges = {(j, i) for i, j in graph[0]}
    resets = {(r, r) for r in range(1, own.cell.n + 1)} if getattr(own.cell, "reset", None) == "explicit" else set()
    for symbol, expected in (("R", edges | resets), ("S", edges if cell == "lstm" else set())):
        crossed = {tuple(map(int, pair)) for line in own.latex() for pair in re.findall(symbol + r"_\{(\d)(\d)\}", line)}
        assert crossed == expected


def test_a_chain_whose_first_neuron_is_connected_to_itself():
    own = OwnNetwork([(1, 1), (1, 2), (2, 3)], [(1, 1)])
    lines = own.latex()
    assert [line for line in lines if ",(11)}^{t} =" in line] == [
        r"A_{1,(11)}^{t} = D_{1}^t A_{1,(11)}^{t-1} + R_{11}^t Z_{1,(11)}^{t-1} + \varphi_{1}^t z_{1}^{t-1}",
        r"Z_{1,(11)}^{t} = G_{1}^t A_{1,(11)}^{t}",
        r"A_{2,(11)}^{t} = D_{2}^t A_{2,(11)}^{t-1} + R_{21}^t Z_{1,(11)}^{t-1}",
        r"Z_{2,(11)}^{t} = G_{2}^t A_{2,(11)}^{t}",
        r"A_{3,(11)}^{t} = D_{3}^t A_{3,(11)}^{t-1} + R_{32}^t Z_{2,(11)}^{t-1}",
        r"Z_{3,(11)}^{t} = G_{3}^t A_{3,(11)}^{t}",
    ]
    assert [line for line in own.latex(2) if ",(21)}^{t} =" in line] == [
        r"A_{1;\,2,(21)}^{t} = D_{2}^t A_{1;\,2,(21)}^{t-1} + \varphi_{2}^t z_{1}^{t-1}",
        r"Z_{1;\,2,(21)}^{t} = G_{2}^t A_{1;\,2,(21)}^{t}",
        r"A_{2;\,2,(21)}^{t} = D_{2}^t A_{2;\,2,(21)}^{t-1} + \varphi_{2}^t z_{1}^{t-1}",
        r"Z_{2;\,2,(21)}^{t} = G_{2}^t A_{2;\,2,(21)}^{t}",
        r"A_{2;\,3,(21)}^{t} = D_{3}^t A_{2;\,3,(21)}^{t-1} + R_{32}^t Z_{1;\,2,(21)}^{t-1}",
        r"Z_{2;\,3,(21)}^{t} = G_{3}^t A_{2;\,3,(21)}^{t}",
    ]


def test_the_weights_of_an_output_gate_pass_the_hidden_state_of_their_own_neuron_by():
    lines = OwnNetwork([(1, 2)], [(1, 1)], "lstm").latex()
    assert [line for line in lines if r"(\mathrm{o},\,1x_{1})}^{t} =" in line] == [
        r"Z_{1,(\mathrm{o},\,1x_{1})}^{t} = q_{\mathrm{o},1}^t x_{1}^t",
        r"A_{2,(\mathrm{o},\,1x_{1})}^{t} = D_{2}^t A_{2,(\mathrm{o},\,1x_{1})}^{t-1} + R_{21}^t Z_{1,(\mathrm{o},\,1x_{1})}^{t-1}",
        r"Z_{2,(\mathrm{o},\,1x_{1})}^{t} = G_{2}^t A_{2,(\mathrm{o},\,1x_{1})}^{t} + S_{21}^t Z_{1,(\mathrm{o},\,1x_{1})}^{t-1}",
    ]


def test_without_leak_nothing_stays_inside_a_neuron():
    lines = OwnNetwork([(1, 1)], [(1, 1)], leak=0.0).latex()
    assert r"A_{1,(11)}^{t} = R_{11}^t Z_{1,(11)}^{t-1} + \varphi_{1}^t z_{1}^{t-1}" in lines
    assert not any("D_" in line for line in lines)


def test_numbers_above_nine_are_told_apart():
    own = OwnNetwork([(i, i + 1) for i in range(1, 12)] + [(1, 12), (11, 2), (1, 2 + 9)], [(1, 1), (11, 2)])
    lefts = [line.split(" = ")[0] for line in own.latex()]
    assert len(lefts) == len(set(lefts))
    assert "A_{12,(12,11)}^{t}" in lefts and "A_{12,(2,x_{11})}^{t}" in lefts and "Z_{12,(12,b)}^{t}" in lefts
    assert any("R_{12,11}^t" in line for line in own.latex())


@each_cell
def test_every_symbol_is_explained(cell, options):
    own = own_network(GRAPHS["chain with a self-connection"], cell, **options)
    symbols = r"\\varphi|\\mathrm\{\w\}|[A-Zqxzgob]"
    explained = {symbol for key in own.symbols for symbol in re.findall(symbols, key)}
    used = {symbol for line in own.latex() for symbol in re.findall(symbols, line)}
    assert used - explained == set()
    assert explained - used == set()
    assert all(own.symbols.values())


# Its construction

@each_cell
def test_parameters_are_those_of_the_network_where_there_are_weights(cell, options):
    own = own_network(GRAPHS["feed-forward"], cell, **options)
    params, full = (network.init(np.random.default_rng(3), 1.5) for network in (own, own.network))
    assert (params.theta == np.where(own.mask, full.theta, 0)).all() and (params.W_out == full.W_out).all()
    assert (params.theta[:, :, :-1][own.mask[:, :, :-1]] != 0).all()


def test_the_mask_holds_connections_inputs_and_biases():
    own = OwnNetwork([(1, 2), (3, 3)], [(2, 1)], "lstm")
    expected = np.zeros((3, 6), bool)
    expected[1, 0] = expected[2, 2] = expected[0, 4] = True
    expected[:, 5] = True
    assert (own.mask == expected).all() and own.mask.shape == (4, 3, 6)


def test_constants_and_the_readout_reach_the_network():
    own = OwnNetwork([], [(1, 1)], "alif", tx.Readout(3, 0.5), beta=0.1, reset="detached")
    assert own.network.cell == tx.ALIF(1, 1, beta=0.1, reset="detached")
    assert own.network.readout == tx.Readout(3, 0.5)


OWN = own_network(GRAPHS["chain"], "lif")


@pytest.mark.parametrize("name", ["edges", "inputs"])
@pytest.mark.parametrize("bad, error, words", [
    (3, TypeError, ["pairs of integers", "3"]),
    (None, TypeError, ["pairs of integers", "None"]),
    ([1, 2], TypeError, ["pairs of integers", "[1, 2]"]),
    ([(1, 2, 3)], ValueError, ["pairs of integers", "(1, 2, 3)"]),
    ([(1,)], ValueError, ["pairs of integers", "(1,)"]),
    (["12"], TypeError, ["integer of at least 1", "'1'"]),
    ([(1, 2.0)], TypeError, ["integer of at least 1", "2.0"]),
    ([(True, 1)], TypeError, ["integer of at least 1", "True"]),
    ([(0, 1)], ValueError, ["integer of at least 1", "0"]),
    ([(1, -2)], ValueError, ["integer of at least 1", "-2"]),
    ([(1, 1), (1, 2), (1, 1)], ValueError, ["once", "(1, 1)"]),
])
def test_bad_pairs(name, bad, error, words):
    refused(error, lambda: OwnNetwork(**{"edges": [(1, 1)], "inputs": [(1, 1)], name: bad}), name, *words)


def refused(error, call, *words):
    with pytest.raises(error) as caught:
        call()
    missing = [word for word in words if word not in str(caught.value)]
    assert not missing, f"{str(caught.value)!r} lacks {missing}"


def test_other_bad_arguments():
    refused(ValueError, lambda: OwnNetwork([(1, 1)], []), "inputs", "at least one")
    refused(ValueError, lambda: OwnNetwork([], [(1, 1)], "rnn"), "cell", "'rnn'", "'lstm'")
    refused(TypeError, lambda: OwnNetwork([], [(1, 1)], tx.LSTM), "cell", "'lstm'")
    refused(TypeError, lambda: OwnNetwork([], [(1, 1)], readout=2), "readout", "Readout")
    refused(TypeError, lambda: OwnNetwork([], [(1, 1)], decay=0.5), "decay")
    refused(ValueError, lambda: OwnNetwork([], [(1, 1)], leak=1.5), "leak", "1.5")
    refused(TypeError, lambda: OWN.init(0), "rng", "Generator")
    refused(ValueError, lambda: OWN.init(np.random.default_rng(0), -1), "gain", "-1")


@pytest.mark.parametrize("call", [
    OWN.elements, OWN.recursions, OWN.counts, OWN.latex, lambda m: OWN.gradient(a_run(OWN), m)])
def test_bad_orders(call):
    refused(ValueError, lambda: call(0), "m", "at least 1", "0")
    refused(TypeError, lambda: call(2.0), "m", "at least 1", "2.0")


def test_bad_runs():
    full = some_params(OWN.network, np.random.default_rng(0))
    run = a_run(OWN)
    refused(TypeError, lambda: OWN.gradient(None), "run", "Run", "NoneType")
    refused(ValueError, lambda: OWN.gradient(OWN.network.run(full, run.x, run.target)), "run", "theta[0, 0, 0]")
    other = own_network(GRAPHS["chain"], "lif", reset="detached")
    refused(ValueError, lambda: OWN.gradient(a_run(other)), "run", "detached", "explicit")
