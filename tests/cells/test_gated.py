"""What is particular to cells with gates."""

import numpy as np
import pytest

import taxrec_lite as tx
from tests.nets import a_network, a_run, again, some_data, some_params

OPEN, CLOSED = 40.0, -40.0  # drives at which a gate is one or zero to rounding


def stepped(cell, c, **drives):
    """(c, z) after one step from the hidden states c (n,), with each gate driven as given, by its name, or by zero."""
    u = np.array([np.full(cell.n, drives.pop(gate.replace(" ", "_"), 0.0)) for gate in cell.gates])
    assert not drives
    c, z = cell.step(np.reshape(c, (1, cell.n, 1)), np.zeros((1, cell.n)), u[None])
    return c[0, :, 0], z[0]


STATES = np.array([-1.5, 0.3, 2.0])


def test_an_lstm_keeps_its_state_while_it_forgets_and_reads_nothing():
    c, _ = stepped(tx.LSTM(1, 3), STATES, forget=OPEN, input=CLOSED, candidate=0.7)
    assert np.allclose(c, STATES, atol=1e-15)


def test_an_lstm_forgets_all_with_a_closed_forget_gate():
    c, _ = stepped(tx.LSTM(1, 3), STATES, forget=CLOSED, input=OPEN, candidate=0.7)
    assert np.allclose(c, np.tanh(0.7), atol=1e-15)


@pytest.mark.parametrize("drive, shown", [(OPEN, np.tanh(STATES)), (CLOSED, 0)])
def test_the_output_gate_of_an_lstm_shows_or_hides_and_changes_no_state(drive, shown):
    c, z = stepped(tx.LSTM(1, 3), STATES, forget=OPEN, input=CLOSED, output=drive)
    assert np.allclose(z, shown, atol=1e-15) and np.allclose(c, STATES, atol=1e-15)


def test_the_output_gate_of_an_lstm_alone_reaches_past_the_hidden_state():
    local = a_run("lstm").local
    output = tx.LSTM.gates.index("output")
    assert not local.phi[:, :, output].any() and local.q[:, :, output].any()
    assert not np.delete(local.q, output, 2).any()


def test_the_forget_gate_starts_open():
    params = tx.Network(tx.LSTM(2, 3), tx.Readout(1)).init(np.random.default_rng(0))
    assert (params.b[tx.LSTM.gates.index("forget")] == 1).all()
    assert not np.delete(params.b, tx.LSTM.gates.index("forget"), 0).any()


def test_a_gru_keeps_its_state_with_an_open_update_gate():
    c, z = stepped(tx.GRU(1, 3), STATES, update=OPEN, input_candidate=0.7, recurrent_candidate=-0.2)
    assert np.allclose(c, STATES, atol=1e-15) and np.array_equal(c, z)


def test_a_gru_takes_the_candidate_with_a_closed_update_gate():
    c, _ = stepped(tx.GRU(1, 3), STATES, update=CLOSED, input_candidate=0.7)
    assert np.allclose(c, np.tanh(0.7), atol=1e-15)


@pytest.mark.parametrize("drive, heard", [(OPEN, 1), (CLOSED, 0)])
def test_the_reset_gate_of_a_gru_says_how_much_recurrence_is_heard(drive, heard):
    c, _ = stepped(tx.GRU(1, 3), STATES, update=CLOSED, reset=drive, input_candidate=0.7, recurrent_candidate=-0.2)
    assert np.allclose(c, np.tanh(0.7 - 0.2 * heard), atol=1e-15)


def test_with_an_open_update_gate_a_gru_has_no_explicit_recurrence():
    run = a_run("gru")
    params = tx.Parameters(run.params.theta.copy(), run.params.W_out, run.params.b_out)
    params.b[tx.GRU.gates.index("update")] = OPEN
    kept = again(run, params=params)
    assert np.allclose(kept.local.D, 1, atol=1e-15)
    assert np.abs(kept.local.R(params.W_rec)).max() < 1e-14 < np.abs(run.local.R(run.params.W_rec)).max()


def test_a_gru_shows_its_hidden_state_and_has_no_path_past_it():
    local = a_run("gru").local
    assert (local.G == 1).all() and local.q is None and local.reset is None


def test_the_candidate_of_a_gru_hears_inputs_and_activity_in_two_rows():
    cell = tx.GRU(n_in=2, n=3)
    inputs, recurrent = cell.exists[2, 0], cell.exists[3, 0]
    assert inputs.tolist() == [False] * 3 + [True] * 3
    assert recurrent.tolist() == [True] * 3 + [False] * 2 + [True]
    assert cell.exists[:2].all()


@pytest.mark.parametrize("place", [(2, 1, 0), (3, 1, 4)])
def test_a_gru_refuses_a_weight_that_it_does_not_have(place):
    net = a_network("gru")
    rng = np.random.default_rng(0)
    params = some_params(net, rng)
    params.theta[place] = 0.1
    with pytest.raises(ValueError, match=r"params.theta must be zero where the network has no parameter, "
                                         rf"but theta\[{place[0]}, {place[1]}, {place[2]}\] is not"):
        net.run(params, *some_data(net, rng))


@pytest.mark.parametrize("rule", [tx.bptt, tx.rtrl, tx.eprop, lambda run: tx.m_order(run, 2)])
def test_no_rule_gives_a_gradient_to_a_weight_that_a_gru_does_not_have(rule):
    run = a_run("gru")
    missing = ~np.broadcast_to(run.network.wiring.mask, run.params.theta.shape)
    assert missing.any() and not rule(run).theta[missing].any()
