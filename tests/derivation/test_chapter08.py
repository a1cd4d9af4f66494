"""A run as it is differentiated with another surrogate."""

import numpy as np
import pytest

import taxrec_lite as tx
from taxrec_lite.derivation.chapter08 import with_surrogate
from taxrec_lite.derivation.example import example_run
from taxrec_lite.live.surrogate import spiking_run


@pytest.mark.parametrize("cell", [tx.LIF, tx.ALIF])
def test_it_is_the_run_of_the_network_with_this_surrogate(cell):
    surrogate = tx.Logistic(height=0.8, width=0.4)
    run = with_surrogate(spiking_run(cell(n_in=2, n=4)), surrogate)
    fresh = spiking_run(cell(n_in=2, n=4, surrogate=surrogate))
    assert np.array_equal(run.c, fresh.c) and tx.agree(tx.bptt(run), tx.bptt(fresh))


def test_a_smooth_run_is_refused():
    with pytest.raises(ValueError, match="must not be smooth"):
        with_surrogate(example_run("lif"), tx.Logistic())


def test_a_run_that_does_not_spike_is_refused():
    with pytest.raises(TypeError, match="run.network.cell"):
        with_surrogate(example_run("leaky_rnn"), tx.Logistic())


def test_a_surrogate_must_be_one():
    with pytest.raises(TypeError, match="surrogate"):
        with_surrogate(spiking_run(tx.LIF(n_in=2, n=2)), 0.3)
