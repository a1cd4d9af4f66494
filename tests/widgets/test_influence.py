"""The explorer of the influence matrix: its matrices are those of the derivation."""

import numpy as np
import pytest

from taxrec_lite import Network, Parameters, Readout, cells, live
from taxrec_lite.explorers import influence
from taxrec_lite.live.influence import influences


def moved(cell, t, gain=1.5, seed=0):
    """dc^t/dθ of the explorer's network as its matrix, from finite differences of its runs."""
    rng = np.random.default_rng(seed)
    network = Network(cell, Readout(1))
    params = network.init(rng, gain)
    params.b[...] += 0.4
    x, target = rng.standard_normal((t, 1, cell.n_in)), np.zeros((t, 1, 1))
    columns = []
    for j in range(cell.n):
        for gate in range(len(cell.gates)):
            for k in range(cell.p):
                ends = []
                for step in (1e-6, -1e-6):
                    theta = params.theta.copy()
                    theta[gate, j, k] += step
                    ends.append(network.run(Parameters(theta * network.wiring.mask, params.W_out, params.b_out), x, target).c[-1, 0].ravel())
                columns.append((ends[0] - ends[1]) / 2e-6)
    return np.array(columns).T


@pytest.mark.parametrize("name", ["leaky_rnn", "lstm", "gru"])
def test_the_matrix_of_rtrl_is_the_derivative_of_the_states(name):
    cell = cells.get(name)(n_in=2, n=3)
    found = influences(cell, T=4)["RTRL"]
    for t in (1, 4):
        assert np.allclose(found[t - 1], moved(cell, t), atol=1e-8)


def test_an_order_is_exact_until_more_crossings_than_it_has_are_possible():
    of = influences(cells.LSTM(n_in=2, n=3), T=5, m=3)
    errors = np.abs(of["RTRL"] - of["order 3"]).max((1, 2))
    assert (errors[:3] < 1e-14).all() and (errors[3:] > 1e-6).all()
    blocks = of["order 1, e-prop"][-1].reshape(3, 3, -1)
    assert not blocks[~np.eye(3, dtype=bool)].any() and blocks[np.eye(3, dtype=bool)].any()


def test_prepared_are_the_cells_as_they_are_by_themselves():
    found = influence.prepared().answers().by_state[4, "alif"]
    assert np.array_equal(found.marks["exact"]["values"], influences(cells.ALIF(n_in=2, n=5))["RTRL"][3].ravel())


def test_a_matrix_is_called_by_its_rule():
    marks = live.compute("influence", {**live.start("influence"), "m": 4}).marks
    assert [marks[f"{name}-title"]["words"] for name in influence.NAMES] == ["RTRL", "order 4", "order 1, e-prop"]
