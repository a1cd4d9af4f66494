"""The wider family: what each of its rules is in terms of the others."""

from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np
import pytest

import taxrec_lite as tx
from taxrec_lite.cells.base import Cell, LocalJacobians
from taxrec_lite.rules.adjoint import sweep, theta_gradients
from taxrec_lite.rules.hybrid import hybrid
from taxrec_lite.rules.kf_rtrl import kf_rtrl
from taxrec_lite.rules.rflo import rflo
from taxrec_lite.rules.snap import snap
from taxrec_lite.rules.tbptt import tbptt
from taxrec_lite.rules.traces import influence_trace
from taxrec_lite.rules.uoro import uoro
from tests.nets import a_run, again, assert_same, each_cell, each_isolated_cell, some_data

RING = np.roll(np.eye(6, dtype=bool), 1, 0)


def sparse_run(cell, connectivity, **options):
    return a_run(cell, n=6, T=9, B=2, kappa=0.8, connectivity=connectivity, **options)


# The exact hybrid

@pytest.mark.parametrize("block", [1, 2, 4, 6, 7, 100])
def test_the_hybrid_is_bptt_whatever_the_block(run, block):
    assert_same(run.network.cell, hybrid(run, block), tx.bptt(run))


# Truncated BPTT

def losses_one_by_one(run, k):
    """Each loss by itself, followed back in full, and what arrives in its last k steps."""
    theta = 0.0
    for t in range(run.T):
        alone = again(run, mask=run.mask * (np.arange(run.T) == t)[:, None])
        dE_du = sweep(alone)
        dE_du[:, : max(0, t - k + 1)] = 0
        theta = theta + theta_gradients(alone, dE_du)[0]
    return theta


@pytest.mark.parametrize("k", [1, 2, 4, 6])
@each_cell
def test_truncated_bptt_is_each_loss_over_its_last_k_steps(cell, options, k):
    run = a_run(cell, B=2, masked=True, **options)
    assert tx.agree(tbptt(run, k).theta, losses_one_by_one(run, k))


def test_truncated_bptt_from_T_on_is_bptt(run):
    for k in (run.T, run.T + 1, 10**9):
        assert_same(run.network.cell, tbptt(run, k), tx.bptt(run))


# SnAp-n

def test_snap_of_two_steps_in_a_dense_network_is_rtrl(run):
    assert_same(run.network.cell, snap(run, 2), tx.rtrl(run))


@each_cell
def test_snap_is_rtrl_once_its_steps_lead_to_every_neuron(cell, options):
    run = sparse_run(cell, RING, **options)
    errors = [tx.relative_error(snap(run, steps), tx.rtrl(run)) for steps in (1, 3, 5, 6, 7)]
    assert errors[0] > 1e-6 and all(error < 1e-12 for error in errors[3:])


def own_synapses(run):
    """The run, but for credit assignment only the synapses of neurons onto themselves."""
    theta = run.params.theta.copy()
    n = run.network.cell.n
    theta[..., :n] *= np.eye(n)
    return replace(run, params=replace(run.params, theta=theta))


@each_cell
def test_snap_of_one_step_follows_the_paths_that_stay_in_their_neuron(cell, options):
    run = a_run(cell, B=2, kappa=0.8, **options)
    assert_same(run.network.cell, snap(run, 1), tx.rtrl(own_synapses(run)))


@each_isolated_cell
def test_without_self_synapses_snap_of_one_step_is_eprop(cell, options):
    run = a_run(cell, B=2, kappa=0.8, connectivity=~np.eye(4, dtype=bool), **options)
    assert_same(run.network.cell, snap(run, 1), tx.eprop(run))
    with_them = a_run(cell, B=2, kappa=0.8, **options)
    assert tx.relative_error(snap(with_them, 1), tx.eprop(with_them)) > 1e-3


# Diagonal recurrence

@each_cell
def test_rtrl_of_a_diagonal_network_is_exact_and_holds_no_more_than_eprop(cell, options):
    run = sparse_run(cell, np.eye(6, dtype=bool), **options)
    assert_same(run.network.cell, tx.rtrl(run), tx.bptt(run))
    assert sum(influence_trace(run.network, 1).held.values()) == sum(tx.rules.get("eprop").trace(run.network, 1).held.values())


# RFLO

@dataclass(frozen=True)
class RateRNN(Cell):
    """c^t = (1 − α) c^{t−1} + α tanh(u^t), z^t = c^t, the network of Murray (2019)."""

    alpha: float = 0.3
    name: ClassVar[str] = "rate_rnn"

    def step(self, c_previous, z_previous, u):
        c = (1 - self.alpha) * c_previous + self.alpha * np.tanh(u[:, 0, :, None])
        return c, c[..., 0]

    def local_jacobians(self, c_previous, u, c):
        slope = self.alpha * (1 - np.tanh(u) ** 2)
        return LocalJacobians(D=np.broadcast_to(1 - self.alpha, (*c.shape, 1)), G=np.ones(c.shape), phi=slope[..., None])


def test_rflo_is_eprop_of_murray_s_network_with_random_feedback():
    rng = np.random.default_rng(0)
    network = tx.Network(RateRNN(3, 5), tx.Readout(2))
    params, (x, target) = network.init(rng, 1.5), some_data(network, rng, T=12)
    run = network.run(params, x, target)
    feedback = tx.random_feedback(rng, network)
    trace, theta = np.zeros((5, 9)), np.zeros((5, 9))
    for t in range(12):
        heard = np.concatenate([run.activity[t, 0], x[t, 0], [1.0]])
        slope = 1 - np.tanh(params.theta[0] @ heard) ** 2
        trace = (1 - 0.3) * trace + 0.3 * np.outer(slope, heard)
        theta += (feedback @ (run.y[t, 0] - target[t, 0]))[:, None] * trace
    assert tx.agree(rflo(run, feedback), theta[None])


# The unbiased ones

BATCHES, DRAWS = 40, 50


def repeated(run, times):
    """The run of one sample with so many copies of it as its batch."""
    data = {name: np.repeat(getattr(run, name), times, 1) for name in ("x", "target", "mask")}
    return again(run, **data)


@pytest.mark.parametrize("rule", [uoro, kf_rtrl])
@each_cell
def test_the_mean_of_many_draws_is_the_exact_gradient(cell, options, rule):
    """Along the exact gradient and some random directions, within four and a half standard errors."""
    run = a_run(cell, n=3, T=5, B=1, kappa=0.8, **options)
    exact, rng = tx.bptt(run).theta, np.random.default_rng(1)
    directions = np.concatenate([exact[None], rng.standard_normal((3, *exact.shape))]).reshape(4, -1)
    copies = repeated(run, DRAWS)
    seen = np.array([directions @ rule(copies, rng).theta.ravel() / DRAWS for _ in range(BATCHES)])
    standard_error = seen.std(0, ddof=1) / np.sqrt(BATCHES)
    assert (standard_error > 0).all()
    assert (np.abs(seen.mean(0) - directions @ exact.ravel()) < 4.5 * standard_error).all()
    assert standard_error[0] * 4.5 < 0.5 * (exact**2).sum()  # or the comparison would say nothing


@pytest.mark.parametrize("rule", [uoro, kf_rtrl])
def test_draws_repeat_with_their_seed(rule):
    run = a_run("lstm", B=2)
    one, two, other = (rule(run, np.random.default_rng(seed)).theta for seed in (1, 1, 2))
    assert (one == two).all() and (one != other).any()


@pytest.mark.parametrize("rule", [uoro, kf_rtrl])
def test_samples_of_a_batch_draw_for_themselves(rule):
    """Two copies of one sample would add up to twice one draw if they shared it."""
    run = a_run("leaky_rnn", B=1)
    theta = rule(repeated(run, 2), np.random.default_rng(0)).theta
    assert tx.relative_error(theta, 2 * rule(run, np.random.default_rng(0)).theta) > 1e-3


@pytest.mark.parametrize("call, words", [
    (lambda run: tbptt(run, 0), "k must be an integer of at least 1, not 0"),
    (lambda run: hybrid(run, 0), "block must be an integer of at least 1, not 0"),
    (lambda run: snap(run, 0), "steps must be an integer of at least 1, not 0"),
])
def test_numbers_below_one_are_refused(call, words):
    with pytest.raises(ValueError, match=words):
        call(a_run("lif"))


@pytest.mark.parametrize("call, words", [
    (lambda run: tbptt(run, 2.5), "k must be an integer"), (lambda run: hybrid(run, True), "block must be an integer"),
    (lambda run: snap(run, "2"), "steps must be an integer"), (lambda run: uoro(run, 0), "rng must be a Generator"),
    (lambda run: kf_rtrl(run, None), "rng must be a Generator"), (lambda run: tbptt(None, 2), "run must be a Run"),
    (lambda run: uoro(None, np.random.default_rng(0)), "run must be a Run"), (lambda run: snap(None, 1), "run must be a Run"),
    (lambda run: kf_rtrl(None, np.random.default_rng(0)), "run must be a Run"), (lambda run: hybrid(None, 1), "run must be a Run"),
])
def test_wrong_types_are_refused(call, words):
    with pytest.raises(TypeError, match=words):
        call(a_run("lif"))
