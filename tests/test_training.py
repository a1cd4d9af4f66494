"""Training: what it learns, that it goes on where it stopped, and what it writes down."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import taxrec_lite as tx
from taxrec_lite import costs, tasks
from taxrec_lite.optimizers import SGD, Adam, each, zeros
from taxrec_lite.record import Record
from taxrec_lite.training import Diverged, Training, train
from tests.nets import a_network
from tests.test_optimizers import assert_equal

TASK = tasks.StoreRecall(delay=3)
NET = a_network("lstm", n_in=4, n_out=2)
CAUSAL = [name for name in tx.rules.names() if tx.rules.get(name).causal]


def a_training(rule="eprop", network=NET, task=TASK, **settings):
    """A small Training with all that its rule must be given."""
    needed = {"numbers": dict.fromkeys(tx.rules.get(rule).numbers, 2), "decay": 0.1 if rule == "adaptive_eprop" else None}
    return Training(network, task, rule, **{"B": 3, **needed, **settings})


def assert_same_training(one, other):
    assert_equal(one.params, other.params)
    assert (one.feedback is None) == (other.feedback is None)
    assert one.feedback is None or (one.feedback == other.feedback).all()
    assert_same_record(one.record, other.record)
    state, same = one._state.optimizer, other._state.optimizer
    assert state.steps == same.steps and set(state.state) == set(same.state)
    for name in state.state:
        assert_equal(state.state[name], same.state[name])


def assert_same_record(one, other):
    assert (one.settings, one.chance, one.cost, one.test) == (other.settings, other.chance, other.cost, other.test)
    for name, values in one.curves.items():
        assert np.array_equal(values, getattr(other, name), equal_nan=True), name


@pytest.mark.parametrize("rule", ["bptt", "rtrl", "eprop", "random_eprop", "adaptive_eprop"])
@pytest.mark.parametrize("online", [False, True])
def test_a_short_memory_is_learned(rule, online):
    if online and rule == "bptt":
        return
    training = a_training(rule, tx.Network(tx.LSTM(4, 8), tx.Readout(2)), optimizer=Adam(0.02), B=8, online=online, seed=1,
                          decay=0.001 if rule == "adaptive_eprop" else None)
    before, after = training.evaluate(), training.run(60).evaluate()
    assert after.loss < 0.5 * training.record.chance.loss < before.loss
    assert after.accuracy == 1 and training.record.loss[-1] < 0.5 * training.record.loss[0]


def test_spikes_learn_a_short_memory():
    task = tasks.StoreRecall(delay=3, duration=5)
    training = train(tx.Network(tx.ALIF(4, 16), tx.Readout(2)), task, "eprop", 60, optimizer=Adam(0.02), B=8)
    assert training.evaluate().loss < 0.5 * task.chance.loss


@pytest.mark.parametrize("rule", tx.rules.names())
def test_one_step_of_gradient_descent_is_one_gradient_of_the_mean_loss(rule):
    training = a_training(rule, optimizer=SGD(0.1), decay=0.0 if rule == "adaptive_eprop" else None)
    params, options = training.params, training._options()
    batch = TASK.batch(np.random.default_rng([0, 2, 0]), 3)
    run = NET.run(params, batch.x, batch.target, TASK.loss, batch.mask)
    gradient = tx.rules.get(rule).gradient(run, **options)
    training.run(1)
    moved = [(before - after) / 0.1 for before, after in zip(vars(params).values(), vars(training.params).values())]
    for step, group in zip(moved, vars(gradient).values()):
        assert np.allclose(step, group / 3, rtol=0, atol=1e-13 + 1e-12 * np.abs(group).max())
    assert training.record.loss[0] == pytest.approx(run.loss / 3)
    assert training.record.accuracy[0] == TASK.accuracy(run.y, batch)


@pytest.mark.parametrize("rule", CAUSAL)
def test_online_is_offline_where_the_learning_rate_is_small(rule):
    """With many steps that count, the parameters hardly move within a trial, and the steps add up."""
    task = tasks.Pattern(T=8, n_in=4, n_out=2)
    rate, moved = 1e-7, []
    for online in (False, True):
        training = a_training(rule, task=task, optimizer=SGD(rate), B=1, online=online,
                              decay=0.0 if rule == "adaptive_eprop" else None)
        start = training.params
        moved.append((start.theta - training.run(1).params.theta) / rate)
    assert tx.relative_error(moved[1], moved[0]) < 1e-5
    assert tx.cosine(moved[1], moved[0]) > 1 - 1e-9


@pytest.mark.parametrize("rule, decay", [("eprop", None), ("random_eprop", None), ("adaptive_eprop", 0.2)])
def test_online_training_written_out(rule, decay):
    """Every step of the optimiser, and of the feedback, is felt by the next time step of the same trial."""
    rate, task = 0.3, tasks.Pattern(T=8, n_in=4, n_out=2)
    training = a_training(rule, task=task, optimizer=SGD(rate), online=True, decay=decay)
    params, feedback, batch = training.params, training.feedback, task.batch(np.random.default_rng(0), 3)
    learner = tx.Online(NET, params, rule, 3, **({} if feedback is None else {"feedback": feedback}))
    for x, target in zip(batch.x, batch.target):
        gradient = each(lambda g: g / 3, learner.step(x, target))
        params = each(lambda w, g: w - rate * g, params, gradient)
        if decay:
            params = replace(params, W_out=params.W_out - decay * learner.params.W_out)
            learner.feedback = tx.adapt_feedback(learner.feedback, gradient, rate, decay)
        learner.params = params
    training.run(1)
    for group, value in vars(training.params).items():
        assert np.allclose(value, getattr(params, group), rtol=0, atol=1e-12), group
    assert feedback is None or np.allclose(training.feedback, learner.feedback, rtol=0, atol=1e-12)


def test_online_steps_once_for_every_step_that_counts():
    for task in (tasks.Pattern(T=8, n_in=4, n_out=2), TASK):
        training = a_training(task=task, online=True).run(2)
        counted = training.task.batch(np.random.default_rng(0), 1).mask.sum()
        assert training._state.optimizer.steps == 2 * counted


def test_online_and_offline_meet_the_same_trials():
    losses = [a_training(online=online, optimizer=SGD(0.0)).run(5).record.loss for online in (False, True)]
    assert losses[0] == pytest.approx(losses[1], rel=1e-13)


@pytest.mark.parametrize("optimizer", [SGD(0.1), SGD(0.1, momentum=0.9, clip=1.0), Adam(0.01)], ids=str)
@pytest.mark.parametrize("online, rule", [(False, rule) for rule in tx.rules.names()] + [(True, rule) for rule in CAUSAL])
def test_a_training_that_was_stopped_is_one_that_was_not(tmp_path, optimizer, online, rule):
    def start():
        return a_training(rule, optimizer=optimizer, online=online, alignment=2, seed=4)

    whole = start().run(5)
    start().run(3).save(tmp_path / "half")
    assert_same_training(Training.load(tmp_path / "half").run(2), whole)


@pytest.mark.parametrize("cell", tx.cells.names())
def test_every_cell_and_task_comes_back_from_a_file(tmp_path, cell):
    for task in (tasks.StoreRecall(1, 2), tasks.Evidence(cues=1), tasks.Pattern(9, 2), tasks.Adding(5)):
        connectivity = np.random.default_rng(0).random((4, 4)) < 0.7
        net = a_network(cell, 0.8, task.n_in, 4, task.n_out, connectivity=connectivity)
        training = a_training(network=net, task=task)
        training.save(tmp_path / "start")
        loaded = Training.load(tmp_path / "start")
        assert (loaded.network.cell, loaded.network.readout, loaded.task) == (net.cell, net.readout, task)
        assert (loaded.network.connectivity == connectivity).all()
        assert_same_training(loaded.run(1), training.run(1))


def test_a_file_keeps_the_name_it_is_given(tmp_path):
    a_training().save(tmp_path / "a.training")
    assert [path.name for path in tmp_path.iterdir()] == ["a.training"]


def test_stopping_to_evaluate_changes_nothing():
    whole, stopped = a_training().run(4), a_training()
    for _ in range(4):
        stopped.evaluate(trials=5)
        stopped.run(1)
    assert_equal(stopped.params, whole.params)


@pytest.mark.parametrize("online", [False, True])
def test_an_interrupted_update_leaves_no_trace(monkeypatch, online):
    whole, training = a_training(online=online, alignment=1).run(4), a_training(online=online, alignment=1).run(2)
    with monkeypatch.context() as patch:
        patch.setattr(tasks.StoreRecall, "accuracy", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            training.run(1)
    assert training.updates == 2
    assert_same_training(training.run(2), whole)


def an_explosion(**settings):
    """A Training whose parameters grow without bound within some updates."""
    cell = tx.LeakyRNN(2, 4, leak=0.9, activation="identity")
    return a_training("bptt", tx.Network(cell, tx.Readout(1)), tasks.Adding(8), optimizer=SGD(1e6), **settings)


def test_a_training_that_diverges_ends_before_it_does():
    training = an_explosion()
    with np.errstate(all="ignore"), pytest.raises(Diverged, match="'bptt' diverged: update .* not finite"):
        training.run(100)
    assert 0 < training.updates < 100 and np.isfinite(training.params.theta).all()
    training.network.check(training.params)


def test_settings_are_all_there_is_to_it():
    assert_same_training(a_training(seed=2).run(2), replace(a_training(seed=1).run(3), seed=2).run(2))


def test_a_seed_changes_parameters_feedback_and_trials():
    one, other = (a_training("random_eprop", task=tasks.Adding(4), network=a_network("lif", n_in=2, n_out=1), seed=seed)
                  for seed in (1, 2))
    assert (one.params.theta != other.params.theta).any() and (one.feedback != other.feedback).any()
    other.params = one.params
    assert one.run(1).record.loss != other.run(1).record.loss


def test_rules_with_the_same_seed_start_alike_and_meet_the_same_trials():
    for rule in tx.rules.names():
        training = a_training(rule, optimizer=SGD(0.0), decay=0.0 if rule == "adaptive_eprop" else None)
        assert training.run(3).record.loss == pytest.approx(a_training(optimizer=SGD(0.0)).run(3).record.loss, rel=1e-12)


def test_an_optimiser_is_shared_by_no_two_trainings():
    optimizer = Adam(0.1)
    one, other = (a_training(optimizer=optimizer).run(2) for _ in range(2))
    assert_equal(one.params, other.params)
    assert optimizer.steps == 0


def test_a_training_goes_on_from_other_parameters():
    training, start = a_training(optimizer=SGD(0.0)), NET.init(np.random.default_rng(9))
    training.params = start
    assert_equal(training.run(1).params, start)


@pytest.mark.parametrize("optimizer", [SGD(0.1), SGD(0.1, momentum=0.9), Adam(0.05, clip=0.1)], ids=str)
@pytest.mark.parametrize("online", [False, True])
def test_adaptive_feedback_approaches_the_readout_by_its_decay(optimizer, online):
    training = a_training("adaptive_eprop", optimizer=optimizer, online=online, decay=0.2)
    for _ in range(4):
        distance = training.feedback - training.params.W_out.T
        training.run(1)
        assert np.allclose(training.feedback - training.params.W_out.T, 0.8 * distance, rtol=0, atol=1e-14)


def test_random_feedback_stays_as_it_is():
    training = a_training("random_eprop")
    before = training.feedback
    assert (training.run(3).feedback == before).all()
    assert a_training("eprop").feedback is None


@pytest.mark.parametrize("online", [False, True])
def test_alignment_is_the_cosine_with_bptt(online):
    training = a_training("eprop", online=online, alignment=2, optimizer=SGD(1e-9)).run(5)
    assert np.array_equal(np.isfinite(training.record.alignment), [True, False, True, False, True])
    batch = TASK.batch(np.random.default_rng([0, 2, 0]), 3)
    run = NET.run(a_training().params, batch.x, batch.target, TASK.loss, batch.mask)
    assert training.record.alignment[0] == pytest.approx(tx.cosine(tx.eprop(run), tx.bptt(run)), rel=1e-9)


def test_the_alignment_of_an_exact_rule_is_one():
    assert a_training("bptt", alignment=1).run(3).record.alignment == pytest.approx(np.ones(3))


def test_a_silent_network_has_no_alignment():
    training = a_training(network=tx.Network(tx.LIF(4, 4), tx.Readout(2)), alignment=1)
    training.params = zeros(training.params)
    assert np.isnan(training.run(1).record.alignment).all()


def test_costs_are_those_of_the_rule():
    record = a_training("m_order").run(4).record
    assert record.multiply_adds == pytest.approx(3 * TASK.T * costs.of("m_order", NET, TASK.T, m=2).time * np.arange(1, 5))


def test_a_regression_has_no_accuracy():
    training = a_training(task=tasks.Adding(4), network=a_network("lif", n_in=2, n_out=1)).run(2)
    assert np.isnan(training.record.accuracy).all() and training.evaluate().accuracy is None


def test_an_evaluation_is_the_same_each_time_and_kept():
    training = a_training().run(2)
    assert training.record.test is None
    assert training.evaluate(50) == training.evaluate(50) == training.record.test


def test_an_evaluation_sees_what_was_not_learned_from():
    task, seen = tasks.Digits(), []

    class Watched(tasks.Digits):
        def batch(self, rng, B):
            seen.append(self.test)
            return super().batch(rng, B)

    training = a_training(task=Watched(), network=tx.Network(tx.LSTM(task.n_in, 4), tx.Readout(10))).run(1)
    training.evaluate(5)
    assert seen == [False, True]


def test_a_record_comes_back_from_its_file(tmp_path):
    training = a_training("adaptive_eprop", alignment=2).run(3)
    training.record.save(tmp_path / "untested")
    assert_same_record(Record.load(tmp_path / "untested"), training.record)
    training.evaluate()
    training.record.save(tmp_path / "tested")
    assert_same_record(Record.load(tmp_path / "tested"), training.record)
    assert training.record.seed == 0 and training.record.updates == 3


@pytest.mark.parametrize("task, titles", [
    (TASK, ["loss", "accuracy", "cosine with BPTT"]), (tasks.Adding(4), ["loss", "cosine with BPTT"])])
def test_a_plot_has_a_panel_for_each_curve(task, titles):
    pytest.importorskip("matplotlib")
    net = a_network("lstm", n_in=task.n_in, n_out=task.n_out)
    record = a_training(task=task, network=net, alignment=3).run(9).record
    panels = record.plot().axes
    assert [axes.get_ylabel() for axes in panels] == titles
    assert np.array_equal(panels[0].lines[0].get_ydata(), record.loss)
    assert set(panels[0].lines[2].get_ydata()) == {task.chance.loss}
    assert np.array_equal(panels[-1].lines[0].get_xdata(), [1, 4, 7])


def test_a_plot_smooths_a_long_training():
    pytest.importorskip("matplotlib")
    record = Record({}, TASK.chance, 1.0, np.arange(80.0), np.full(80, np.nan), np.full(80, np.nan))
    smooth = record.plot().axes[0].lines[1]
    assert np.allclose(smooth.get_ydata(), np.arange(79) + 0.5) and smooth.get_xdata()[-1] == 80


def test_a_bar_counts_updates(capsys):
    pytest.importorskip("tqdm")
    a_training().run(3, progress=True)
    assert "3/3" in capsys.readouterr().err
    a_training().run(3)
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("module", ["training", "tasks", "optimizers", "experiments", "record"])
def test_importing_it_needs_nothing_but_numpy(module):
    code = f"""
import sys, taxrec_lite.{module}
heavy = {{"matplotlib", "joblib", "tqdm", "scipy", "dask"}} & set(sys.modules)
assert not heavy, heavy
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[1], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
