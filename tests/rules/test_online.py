"""A causal rule driven one time step at a time."""

from functools import reduce

import numpy as np
import pytest

import taxrec_lite as tx
from taxrec_lite import costs
from tests.nets import a_network, a_run, assert_same, each_cell, options_of, some_data, some_params

CAUSAL = [name for name in tx.rules.names() if tx.rules.get(name).causal]
each_rule = pytest.mark.parametrize("rule", CAUSAL)


def driven(run, rule):
    """(learner, its steps' contributions) after a whole run."""
    learner = tx.Online(run.network, run.params, rule, B=run.x.shape[1], loss=run.loss_name,
                        **options_of(tx.rules.get(rule), run))
    return learner, [learner.step(run.x[t], run.target[t], run.mask[t]) for t in range(run.T)]


def held_bytes(thing, seen):
    """Bytes of every array that `thing` refers to, and of what those are views of."""
    while isinstance(thing, np.ndarray) and thing.base is not None:
        thing = thing.base
    if id(thing) in seen or isinstance(thing, type) or callable(thing):
        return 0
    seen.add(id(thing))
    if isinstance(thing, np.ndarray):
        return thing.nbytes
    if isinstance(thing, dict):
        thing = thing.values()
    elif hasattr(thing, "__dict__"):
        thing = vars(thing).values()
    elif not isinstance(thing, (list, tuple)):
        return 0
    return sum(held_bytes(part, seen) for part in thing)


@each_rule
def test_the_steps_add_up_to_the_rule_on_the_run(run, rule):
    _, contributions = driven(run, rule)
    expected = tx.rules.get(rule).gradient(run, **options_of(tx.rules.get(rule), run))
    assert_same(run.network.cell, reduce(tx.Parameters.__add__, contributions), expected, 1e-13)


def test_the_last_state_is_that_of_the_run(run):
    learner, _ = driven(run, CAUSAL[0])
    assert np.allclose(learner.c, run.c[-1], rtol=0, atol=1e-14)
    assert np.allclose(learner.z, run.z[-1], rtol=0, atol=1e-14)
    assert np.allclose(learner.y, run.y[-1], rtol=0, atol=1e-14)


def test_the_losses_of_the_steps_add_up(run):
    learner = tx.Online(run.network, run.params, CAUSAL[0], B=run.x.shape[1], loss=run.loss_name,
                        **options_of(tx.rules.get(CAUSAL[0]), run))
    total = 0.0
    for t in range(run.T):
        learner.step(run.x[t], run.target[t], run.mask[t])
        total += learner.loss
    assert total == pytest.approx(run.loss, rel=1e-13)


def test_without_a_mask_every_sample_counts_once():
    run = a_run("lstm", B=3)
    one, other = (tx.Online(run.network, run.params, "eprop", B=3) for _ in range(2))
    assert_same(run.network.cell, one.step(run.x[0], run.target[0]), other.step(run.x[0], run.target[0], np.ones(3)), 0)


@each_rule
def test_a_contribution_depends_on_nothing_in_the_future(rule):
    run = a_run("alif", kappa=0.8, B=2, T=8)
    early = run.network.run(run.params, run.x[:5], run.target[:5])
    for whole, cut in zip(driven(run, rule)[1], driven(early, rule)[1]):
        assert_same(run.network.cell, whole, cut, 0)


@each_rule
@each_cell
def test_memory_does_not_grow_with_time(rule, cell, options):
    run = a_run(cell, kappa=0.8, B=2, T=40, **options)
    learner = tx.Online(run.network, run.params, rule, B=2, **options_of(tx.rules.get(rule), run))
    held = []
    for t in range(run.T):
        learner.step(run.x[t], run.target[t])
        held.append(held_bytes(learner, set()))
    assert held[0] > learner.trace.nbytes
    assert len(set(held[1:])) == 1


@each_rule
@pytest.mark.parametrize("kappa", [0.0, 0.8])
def test_the_floats_held_are_those_of_its_formula(rule, kappa):
    run = a_run("alif", kappa)
    learner, _ = driven(run, rule)
    numbers = {name: value for name, value in options_of(tx.rules.get(rule), run).items() if name in tx.rules.get(rule).numbers}
    floats = costs.of(rule, run.network, run.T, **numbers).floats
    present = learner.c.size + learner.z.size + (learner.y.size if kappa else 0)
    assert learner.floats_held + present == sum(floats.values())


@pytest.mark.parametrize("rule", ["eprop", "rtrl", "m_order"])
def test_the_trace_leaves_its_neuron_only_where_the_rule_is_not_local(rule):
    run = a_run("lif", B=2)
    learner, _ = driven(run, rule)
    gates, n, p = run.params.theta.shape
    assert learner.trace.shape == ((2, gates, n, p) if tx.rules.get(rule).local else (2, n, gates, n, p))


def test_the_trace_of_rtrl_is_the_derivative_of_the_activity():
    run, step = a_run("lstm", B=2, T=5), 1e-30
    trace = driven(run, "rtrl")[0].trace
    for index in np.ndindex(run.params.theta.shape):
        theta = run.params.theta.astype(complex)
        theta[index] += 1j * step
        z = switched_activity(run.network, [theta] * run.T, run.x)[-1]
        assert np.allclose(trace[(..., *index)], z.imag / step, rtol=1e-11, atol=1e-14)


@each_rule
def test_a_learner_feels_new_parameters_at_its_next_step(rule):
    run = a_run("leaky_rnn", B=2)
    other = some_params(run.network, np.random.default_rng(9))
    fresh = tx.Online(run.network, other, rule, B=2, **options_of(tx.rules.get(rule), run))
    switched = tx.Online(run.network, run.params, rule, B=2, **options_of(tx.rules.get(rule), run))
    switched.params = other
    assert_same(run.network.cell, switched.step(run.x[0], run.target[0]), fresh.step(run.x[0], run.target[0]), 0)


@pytest.mark.parametrize("cell", tx.cells.names())
@pytest.mark.parametrize("kappa", [0.0, 0.8])
def test_rtrl_stays_exact_while_theta_moves(cell, kappa):
    """The contributions add up to the derivative by a change common to the θ of all times."""
    rng = np.random.default_rng(3)
    net = a_network(cell, kappa, smooth=True)
    params = [some_params(net, rng) for _ in range(6)]
    W_out, b_out = params[0].W_out, params[0].b_out
    x, target = some_data(net, rng, T=6, B=2)

    learner = tx.Online(net, params[0], "rtrl", B=2)
    gradient = 0
    for t in range(6):
        learner.params = tx.Parameters(params[t].theta, W_out, b_out)
        gradient = gradient + learner.step(x[t], target[t]).theta

    def loss(change):
        z = switched_activity(net, [p.theta + change for p in params], x)
        y = np.zeros(target.shape[1:])
        total = 0
        for t in range(6):
            y = kappa * y + z[t] @ W_out.T + b_out
            total += 0.5 * ((y - target[t]) ** 2).sum()
        return total

    exact = np.zeros(gradient.shape)
    for index in np.argwhere(np.broadcast_to(net.wiring.mask, exact.shape)).tolist():
        index = tuple(index)
        change = np.zeros(exact.shape, complex)
        change[index] = 1e-30j
        exact[index] = loss(change).imag / 1e-30
    assert tx.relative_error(gradient, exact) < 1e-12


def switched_activity(net, thetas, x):
    """z^1 … z^T where each time step has a θ of its own."""
    B, cell = x.shape[1], net.cell
    c, z, activity = np.zeros((B, cell.n, cell.d)), np.zeros((B, cell.n)), []
    for theta, x_now in zip(thetas, x):
        pre = np.concatenate([z, x_now, np.ones((B, 1))], 1)
        c, z = cell.step(c, z, np.einsum("gnp,bp->bgn", theta, pre))
        activity.append(z)
    return activity
