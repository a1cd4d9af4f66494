"""What holds for every task: shapes, seeds, the loss of a guess and of the right answer."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import taxrec_lite as tx
from taxrec_lite import losses, tasks
from tests.tasks.some import SMALL, each_task, some_batch


def score(task, y, batch):
    """The Score of these outputs."""
    loss = (batch.mask * losses.get(task.loss).value(y, batch.target)).sum() / batch.mask.shape[1]
    return tasks.Score(float(loss), task.accuracy(y, batch))


def constant(task, batch):
    """The best constant outputs for this batch: the mean of the targets that count, as logits for classes."""
    mean = (batch.mask[..., None] * batch.target).sum((0, 1)) / batch.mask.sum()
    return np.broadcast_to(mean if task.loss == "mse" else np.log(mean), batch.target.shape)


def test_the_registry_gives_what_it_names():
    for name in tasks.names():
        assert tasks.get(name).name == name
    assert len({tasks.get(name).title for name in tasks.names()}) == len(tasks.names())


def test_every_task_is_public_and_tried():
    assert all(hasattr(tasks, name) for name in tasks.__all__)
    assert set(SMALL) == set(tasks.names())
    assert {tasks.get(name).__name__ for name in tasks.names()} <= set(tasks.__all__)


@each_task
def test_a_task_needs_no_arguments(task):
    assert type(task)() == type(task)()


@each_task
def test_a_network_takes_the_trials(task):
    batch = some_batch(task)
    net = tx.Network(tx.LSTM(task.n_in, 3), tx.Readout(task.n_out))
    run = net.run(net.init(np.random.default_rng(0)), batch.x, batch.target, task.loss, batch.mask)
    assert run.y.shape == (task.T, 5, task.n_out) and np.isfinite(run.loss)


@each_task
def test_the_loss_counts_or_it_does_not(task):
    mask = some_batch(task).mask
    assert set(np.unique(mask)) <= {0, 1} and (mask == mask[:, :1]).all()
    assert mask[-1].all()


@each_task
def test_the_same_seed_draws_the_same_trials(task):
    one, same, other = (some_batch(task, seed=seed) for seed in (3, 3, 4))
    for name, array in vars(one).items():
        assert (array == getattr(same, name)).all()
    assert task.name == "pattern" or (one.x != other.x).any()


@each_task
def test_trials_do_not_share_memory_with_the_task(task):
    before = some_batch(task)
    some_batch(task).x[:] = 7
    assert (some_batch(task).x == before.x).all()


@each_task
def test_a_constant_output_is_at_chance(task):
    batch = some_batch(task, 20000)
    measured = score(task, constant(task, batch), batch)
    assert measured.loss == pytest.approx(task.chance.loss, rel=0.02)
    assert measured.accuracy == pytest.approx(task.chance.accuracy, abs=0.02)


@each_task
def test_the_right_answer_has_no_loss(task):
    batch = some_batch(task)
    y = batch.target if task.loss == "mse" else 100 * batch.target
    assert score(task, y, batch).loss < 1e-12
    assert score(task, y, batch).accuracy == (None if task.loss == "mse" else 1)


@each_task
def test_what_is_answered_where_nothing_counts_does_not_matter(task):
    batch = some_batch(task)
    y = np.random.default_rng(1).standard_normal(batch.target.shape)
    other = np.where(batch.mask[..., None] == 1, y, 50.0)
    assert score(task, y, batch) == score(task, other, batch)


@each_task
def test_a_task_is_tested_on_trials_of_the_same_kind(task):
    test = task.held_out()
    assert (test.T, test.n_in, test.n_out, test.loss) == (task.T, task.n_in, task.n_out, task.loss)


@st.composite
def any_task(draw):
    small = st.integers(1, 4)
    return draw(st.one_of(
        st.builds(tasks.StoreRecall, st.integers(0, 5), small),
        st.builds(tasks.Evidence, st.sampled_from([1, 3, 5]), small, st.integers(0, 3), st.integers(0, 3), small, small,
                  *3 * [st.floats(0, 1)]),
        st.integers(1, 9).flatmap(lambda T: st.builds(tasks.Pattern, st.just(T), st.integers(1, T), small, st.integers(0, 9))),
        st.builds(tasks.Adding, st.integers(2, 9)),
    ))


@settings(deadline=None, derandomize=True, max_examples=100)
@given(any_task(), st.integers(1, 4), st.integers(0, 2**32))
def test_shapes_and_values(task, B, seed):
    batch = task.batch(np.random.default_rng(seed), B)
    for array, shape in ((batch.x, (task.T, B, task.n_in)), (batch.target, (task.T, B, task.n_out)), (batch.mask, (task.T, B))):
        assert array.shape == shape and array.dtype == np.float64 and np.isfinite(array).all()
    losses.get(task.loss).check_target(batch.target)
    assert task.chance.loss >= 0
    assert (task.chance.accuracy is None) == (task.loss == "mse")
