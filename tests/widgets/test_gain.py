"""The explorer of vanishing and exploding."""

import numpy as np
import pytest

import taxrec_lite as tx
from taxrec_lite.live import gain


@pytest.mark.parametrize("name", gain.CELLS)
def test_how_far_the_last_state_moves_is_measured_by_moving_it(name):
    """dz^T/dz^s by the complex step, with the spiking cells' spikes smooth."""
    run = gain.random_run(name, 1.5, n=3, T=6, seed=2)
    net = tx.Network(run.network.cell.differentiable(), run.network.readout)
    run = net.run(run.params, run.x, run.target)
    h, norms = 1e-30, []
    for s in reversed(range(run.T)):
        moved = np.empty((3, 3))
        for j in range(3):
            c, z = run.c[s].astype(complex), run.z[s].astype(complex)
            z[0, j] += 1j * h
            for t in range(s + 1, run.T):
                c, z = _step(run, c, z, t, reached=t == s + 1)
            moved[:, j] = z[0].imag / h
        norms.append(np.linalg.norm(moved) / np.sqrt(3))
    assert np.allclose(gain.moves(run), norms, rtol=1e-12)


@pytest.mark.parametrize("name", gain.CELLS)
def test_many_networks_move_as_each_of_them_alone(name):
    among = [(0.5, 3), (2.0, 0), (2.0, 8)]
    alone = [gain.moves(gain.random_run(name, each, n=5, T=12, seed=seed)) for each, seed in among]
    assert np.allclose(gain.moves_of(name, among, n=5, T=12), alone, rtol=1e-12, atol=0)


def _step(run, c, z, t, reached):
    pre = np.concatenate([z, run.x[t], np.ones((1, 1))], -1)
    u = (pre @ run.params.theta.reshape(-1, pre.shape[1]).T).reshape(1, -1, 3)
    c_next, z_next = run.network.cell.step(c, z, u)
    if reached and run.network.cell.name == "alif":
        # a neuron's own spike into its own adaptation is implicit: moving z alone does not move a
        c_next[..., 1] = c_next[..., 1].real
        z_next = run.network.cell.spike(run.network.cell.distance(c_next))
    return c_next, z_next


def test_nothing_passes_from_one_observable_state_to_another_without_synapses():
    run = gain.random_run("leaky_rnn", 0.0, n=4, T=5)
    assert gain.moves(run).tolist() == [1, 0, 0, 0, 0]


def test_the_mark_stands_where_the_number_is():
    norms = np.array([gain.moves(gain.random_run("lstm", 2.0, 3, 11, seed)) for seed in range(4)])
    answer = gain.compute("lstm", 2.0, n=3, T=11, leak=0.9, networks=4, seed=0)
    factor = gain.factor(np.median(norms, axis=0))
    assert answer.marks["factor-chosen"]["x"] == [2.0] and answer.marks["factor-chosen"]["y"] == pytest.approx([factor], rel=1e-12)
    assert f"<b>{factor:.2f}</b>" in answer.sentence
    assert f"<b>{gain.number(np.median(norms[:, -1]))}</b>" in answer.sentence


@pytest.mark.parametrize("value, text", [
    (0, "0"), (0.0123, "0.012"), (123.4, "123"), (12345, "1 · 10<sup>4</sup>"), (2.3e-7, "2 · 10<sup>−7</sup>")])
def test_numbers_are_short(value, text):
    assert gain.number(value) == text
