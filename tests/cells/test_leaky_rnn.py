"""What is particular to the activations of the leaky recurrent network."""

import numpy as np

import taxrec_lite as tx
from tests.nets import a_run

C = np.array([-2.0, -0.0, 0.0, 0.5]).reshape(1, 4, 1)


def activity_and_slope(activation):
    cell = tx.LeakyRNN(1, 4, leak=0.0, activation=activation)
    c, z = cell.step(np.zeros((1, 4, 1)), np.zeros((1, 4)), C[None, ..., 0])
    assert (c == C).all()
    return z[0], cell.local_jacobians(np.zeros_like(C), C[None, ..., 0], C).G[0, :, 0]


def test_each_activation_is_what_its_name_says():
    for activation, z, slope in [
        ("tanh", np.tanh([-2, 0, 0, 0.5]), 1 / np.cosh([-2, 0, 0, 0.5]) ** 2),
        ("identity", [-2, 0, 0, 0.5], [1, 1, 1, 1]),
        ("relu", [0, 0, 0, 0.5], [0, 0, 0, 1]),  # no slope at the kink
    ]:
        for found, expected in zip(activity_and_slope(activation), (z, slope)):
            assert np.allclose(found, expected, rtol=1e-15, atol=1e-15)


def test_a_state_and_its_activity_are_not_one_array():
    c, z = tx.LeakyRNN(1, 1, activation="identity").step(np.zeros((1, 1, 1)), np.zeros((1, 1)), np.ones((1, 1, 1)))
    z += 1
    assert c == 1


def test_the_relu_runs_are_on_both_sides_of_the_kink_and_off_it():
    run = a_run("leaky_rnn", B=3, activation="relu")
    assert 0.2 < (run.c > 0).mean() < 0.8 and np.abs(run.c).min() > 1e-3
