"""What a rule keeps of the graph, remembers and knows, against what the rule does."""

import numpy as np
import pytest

import taxrec_lite as tx
from taxrec_lite import costs
from taxrec_lite.graphs import path_sum, rule_view, unroll
from tests.nets import KAPPAS, a_run, again, each_cell, options_of

T, N, M = 4, 2, 2
each_rule = pytest.mark.parametrize("rule", tx.rules.names())
each_causal_rule = pytest.mark.parametrize("rule", [name for name in tx.rules.names() if tx.rules.get(name).causal])
each_readout = pytest.mark.parametrize("kappa", KAPPAS)


def a_view(rule, cell="lstm", kappa=0.0, **options):
    run = a_run(cell, kappa, T=T, n=N, **options)
    return run, rule_view(run, rule, **_m(rule))


def options_for(rule, run):
    return options_of(tx.rules.get(rule), run, M)


def _m(rule):
    return {name: M for name in tx.rules.get(rule).numbers}


@each_readout
@each_rule
@each_cell
def test_the_paths_that_a_rule_keeps_add_up_to_its_gradient(cell, options, rule, kappa):
    run, view = a_view(rule, cell, kappa, **options)
    given = options_for(rule, run)
    if view.replaced:
        for z, y in view.replaced:
            view.graph.edges[z, y]["jacobian"] = given["feedback"][z[1], y[1]].reshape(1, 1)
    gradient = (tx.bptt(run) if view.rule.unbiased else view.rule.gradient(run, **given)).theta
    for j, total in enumerate(np.zeros((N, gradient[:, 0].size))):
        for t in range(1, T + 1):
            graph, loss = view.paths(j, t), ("E", t) if view.rule.causal else ("E",)
            total += sum(path_sum(graph, ("theta", j), loss, crossed=k)[0] for k in range(view.crossings))
        assert np.allclose(total, gradient[:, j].ravel(), rtol=1e-12, atol=1e-13)


@each_rule
@each_cell
def test_kept_and_dropped_edges_are_the_graph(cell, options, rule):
    run, view = a_view(rule, cell, **options)
    assert view.kept | view.dropped == set(unroll(run).edges)
    assert not view.kept & view.dropped
    assert not (view.dropped and view.rule.exact)


@pytest.mark.parametrize("rule", ["eprop", "random_eprop", "adaptive_eprop"])
@each_cell
def test_a_local_rule_drops_the_explicit_edges_and_no_others(cell, options, rule):
    run, view = a_view(rule, cell, **options)
    assert {(tail, head) for tail, head, kind in unroll(run).edges(data="kind") if kind == "explicit"} == view.dropped


@each_rule
def test_rules_with_feedback_replace_the_readouts_edges(rule):
    run, view = a_view(rule)
    expected = T * N * run.network.readout.n_out if "feedback" in view.rule.options else 0
    assert len(view.replaced) == expected


@each_readout
@each_causal_rule
@each_cell
def test_a_causal_rule_remembers_the_present_and_the_traces_that_it_holds(cell, options, rule, kappa):
    run, view = a_view(rule, cell, kappa, **options)
    learner = tx.Online(run.network, run.params, rule, **options_for(rule, run))
    for t in range(T):
        learner.step(run.x[t], run.target[t])
        held = view.remembers(t + 1)
        present = {"hidden state", "observable state", "output"}
        assert sum(size for name, size in held.items() if name not in present) == learner.floats_held
        assert held["hidden state"] == learner.c.size
        assert held["observable state"] == learner.z.size
        assert held.get("output", 0) == (learner.y.size if kappa else 0)


@each_readout
@each_rule
@each_cell
def test_the_formula_of_what_is_held_is_what_is_remembered(cell, options, rule, kappa):
    run, view = a_view(rule, cell, kappa, **options)
    assert costs.of(rule, run.network, T, **_m(rule)).floats == view.remembers(T)


@each_readout
@each_rule
@each_cell
def test_causality_and_locality_are_what_the_registry_says(cell, options, rule, kappa):
    _, view = a_view(rule, cell, kappa, **options)
    assert (view.causal, view.local) == (view.rule.causal, view.rule.local)


def test_bptt_waits_for_the_end_and_sees_every_neuron():
    _, view = a_view("bptt")
    assert [view.waits_until(t) for t in range(1, T + 1)] == [T] * T
    assert ("c", 1, T) in {head for _, head in view.sees(0, 1)}


def test_order_two_of_a_sparse_network_sees_the_neurons_that_it_reaches():
    ring = np.roll(np.eye(5, dtype=bool), 1, 0)
    view = rule_view(a_run("leaky_rnn", T=6, n=5, connectivity=ring), "m_order", m=3)
    assert {node[1] for edge in view.sees(1, 6) for node in edge if node[0] == "c"} == {1, 2, 3}


def test_traces_are_called_by_their_names():
    def traces(rule, cell):
        return [name for name in a_view(rule, cell)[1].remembers(1) if "state" not in name]
    assert traces("eprop", "gru") == ["implicit variable", "implicit eligibility trace"]
    assert traces("rtrl", "lstm") == ["recurrence variable", "recurrence eligibility trace"]
    assert traces("rtrl", "gru") == ["recurrence variable", "∂z/∂c"]
    assert traces("m_order", "lstm") == ["order 1 implicit variable", "order 1 implicit eligibility trace",
                                         "order 2 recurrence variable", "order 2 recurrence eligibility trace"]


@each_cell
def test_bptt_remembers_all_that_has_happened(cell, options):
    run, view = a_view("bptt", cell, **options)
    per_step = run.c[0].size + run.z[0].size + run.x[0].size + run.u[0].size + run.dE_dy[0].size
    assert [sum(view.remembers(t).values()) for t in range(1, T + 1)] == [t * per_step for t in range(1, T + 1)]


@each_readout
@each_causal_rule
def test_a_causal_rule_knows_by_t_what_the_losses_until_t_add(rule, kappa):
    run, view = a_view(rule, kappa=kappa)
    learner = tx.Online(run.network, run.params, rule, **options_for(rule, run))
    so_far = 0
    for t in range(1, T + 1):
        so_far = so_far + learner.step(run.x[t - 1], run.target[t - 1]).theta
        until = (np.arange(T) < view.known_at(t)).astype(float)[:, None]
        expected = view.rule.gradient(again(run, mask=until), **options_for(rule, run)).theta
        assert np.allclose(so_far, expected, rtol=1e-12, atol=1e-13)


@pytest.mark.parametrize("rule, known", [("bptt", [4, 4, 4, 4]), ("tbptt", [1, 2, 3, 4]), ("hybrid", [2, 2, 4, 4]), ("rtrl", [1, 2, 3, 4])])
def test_when_the_part_of_each_loss_is_known(rule, known):
    _, view = a_view(rule)
    assert [view.known_at(t) for t in range(1, T + 1)] == known
    assert (view.total_derivative is None) is view.rule.causal


@pytest.mark.parametrize("rule, waits", [("bptt", [4, 4, 4, 4]), ("tbptt", [2, 3, 4, 4]), ("eprop", [1, 2, 3, 4]), ("snap", [1, 2, 3, 4])])
def test_what_a_rule_waits_for(rule, waits):
    _, view = a_view(rule)
    assert [view.waits_until(t) for t in range(1, T + 1)] == waits


RUN = a_run("lif", T=5, n=2)


@pytest.mark.parametrize("error, call, words", [
    (TypeError, lambda: rule_view(None, "bptt"), "run must be a Run"),
    (ValueError, lambda: rule_view(RUN, "sgd"), "rule must be one of"),
    (ValueError, lambda: rule_view(RUN, "m_order"), "m is needed by rule 'm_order'"),
    (ValueError, lambda: rule_view(RUN, "rtrl", m=2), "m is no option of rule 'rtrl'"),
    (ValueError, lambda: rule_view(RUN, "m_order", m=0), "m must be an integer of at least 1, not 0"),
    (ValueError, lambda: rule_view(RUN, "rtrl").known_at(0), "t must be an integer of at least 1"),
    (ValueError, lambda: rule_view(RUN, "rtrl").remembers(6), "t must be at most the run's 5 time steps"),
    (TypeError, lambda: rule_view(RUN, "rtrl").remembers(1.0), "t must be an integer"),
    (ValueError, lambda: rule_view(RUN, "rtrl").sees(0, 6), "t must be at most the run's 5 time steps"),
    (ValueError, lambda: rule_view(RUN, "rtrl").sees(2, 1), "source must be a node of the graph"),
])
def test_bad_input(error, call, words):
    with pytest.raises(error, match=words):
        call()
