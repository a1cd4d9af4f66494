"""What is particular to neurons that spike."""

import numpy as np
import pytest

import taxrec_lite as tx

each_cell = pytest.mark.parametrize("cell", [tx.LIF, tx.ALIF])


def driven(cell, drive, n_steps):
    """(hidden states, spikes) of one neuron under a constant drive."""
    c, z, states, spikes = np.zeros((1, 1, cell.d)), np.zeros((1, 1)), [], []
    for _ in range(n_steps):
        c, z = cell.step(c, z, np.full((1, 1, 1), drive))
        states.append(c[0, 0])
        spikes.append(z[0, 0])
    return np.array(states), np.array(spikes)


@each_cell
def test_a_spike_takes_the_threshold_off_the_membrane(cell):
    states, spikes = driven(cell(1, 1, alpha=0.9, threshold=2.0), 0.7, 20)
    v = np.concatenate([[0], states[:, 0]])
    z = np.concatenate([[0], spikes])
    assert 0 < spikes.sum() < 20
    assert np.allclose(v[1:], 0.9 * v[:-1] + 0.7 - 2.0 * z[:-1], atol=1e-15)


def test_a_neuron_spikes_above_its_threshold_and_not_at_it():
    cell = tx.LIF(1, 1, threshold=1.0)
    assert driven(cell, 1.0, 1)[1] == [0]
    assert driven(cell, np.nextafter(1.0, 2), 1)[1] == [1]


def test_adaptation_slows_a_neuron_down():
    plain, adaptive = (driven(tx.ALIF(1, 1, beta=beta), 0.8, 100)[1].sum() for beta in (0.0, 0.5))
    assert 0 < adaptive < plain


@pytest.mark.parametrize("smooth", [False, True])
def test_adaptation_sums_decaying_spikes(smooth):
    """From no spike at time 0, even where a resting membrane is within the reach of the smooth spike."""
    states, spikes = driven(tx.ALIF(1, 1, rho=0.8, surrogate=tx.Triangular(width=1.5), smooth=smooth), 1.5, 12)
    expected = [sum(0.8 ** (t - 1 - s) * spikes[s] for s in range(t)) for t in range(12)]
    assert np.allclose(states[:, 1], expected, atol=1e-14)


def test_without_adaptation_alif_is_lif():
    lif, alif = driven(tx.LIF(1, 1), 0.8, 50), driven(tx.ALIF(1, 1, beta=0.0), 0.8, 50)
    assert np.allclose(lif[0][:, 0], alif[0][:, 0], atol=1e-14) and (lif[1] == alif[1]).all()


@each_cell
def test_detaching_the_reset_changes_no_state(cell):
    one, other = (driven(cell(1, 1, reset=reset), 0.8, 50) for reset in ("explicit", "detached"))
    assert (one[0] == other[0]).all() and one[1].sum() > 0


@each_cell
def test_only_the_differentiable_cell_is_smooth(cell):
    assert not cell(1, 1).smooth and cell(1, 1).differentiable().smooth
    smooth = driven(cell(1, 1).differentiable(), 0.8, 20)[1]
    assert ((smooth > 0) & (smooth < 0.3)).any()
