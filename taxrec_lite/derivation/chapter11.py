"""The numbered equations of chapter 11: learning with them."""

import numpy as np

from taxrec_lite.derivation.equation import Equation
from taxrec_lite.optimizers import Adam
from taxrec_lite.oracles.finite_differences import complex_step
from taxrec_lite.rules.bptt import bptt


def _chance(run):
    """The loss of the best constant, found by least squares, against half the variance at each step that counts."""
    target = run.target.reshape(run.T, -1)
    best = np.linalg.lstsq(np.ones((run.T, 1)), target, rcond=None)[0]
    return [0.5 * ((best - target) ** 2).sum()], [0.5 * run.T * target.var(0).sum()]


def _trials(run):
    """This trial, its mirror image and half of it."""
    return [(factor * run.x, factor * run.target) for factor in (1.0, -1.0, 0.5)]


def _mean_over_trials(run):
    """The derivative of the mean loss of trials side by side, against the mean of the gradients of each alone."""
    x, target = (np.concatenate(parts, 1) for parts in zip(*_trials(run)))
    together = run.network.run(run.params, x, target, mask=np.full(x.shape[:2], 1 / x.shape[1]))
    alone = [bptt(run.network.run(run.params, *trial)).theta for trial in _trials(run)]
    return complex_step(together).theta, np.mean(alone, axis=0)


def _adam(run, updates=5):
    """How far Adam has moved after some updates, against quotients of weighted means of all gradients so far."""
    optimizer, params, gradients, moved = Adam(0.01), run.params, [], 0.0
    for t in range(1, updates + 1):
        gradients.append(bptt(run.network.run(params, run.x, run.target)))
        params = optimizer.step(params, gradients[-1])
        past = np.array([gradient.theta for gradient in gradients])
        mean, square = (np.average(powers, axis=0, weights=beta ** np.arange(t - 1, -1, -1))
                        for powers, beta in ((past, optimizer.beta1), (past**2, optimizer.beta2)))
        moved = moved - optimizer.learning_rate * mean / (np.sqrt(square) + optimizer.epsilon)
    return params.theta - run.params.theta, moved


EQUATIONS: tuple[Equation, ...] = (
    Equation("11.1", "chance: what the best constant loses", _chance),
    Equation("11.2", "the gradient of a mean over trials", _mean_over_trials),
    Equation("11.3", "a step of Adam", _adam),
)
