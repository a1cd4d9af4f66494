"""Bad input of the tasks is refused by an error that names the argument, what was given and what is accepted."""

from dataclasses import fields

import numpy as np
import pytest

from taxrec_lite import tasks
from tests.tasks.some import some_batch
from tests.test_bad_input import refused

TASK = tasks.StoreRecall(delay=2)
BATCH, RNG = some_batch(TASK), np.random.default_rng(0)
FIELDS = [(tasks.get(name), field) for name in tasks.names() for field in fields(tasks.get(name))]
LEAST = {"delay": 0, "gap": 0, "seed": 0, ("adding", "T"): 2}


def of_type(kind):
    chosen = [(task, field.name) for task, field in FIELDS if type(field.default) is kind]
    return [pytest.param(task, name, id=f"{task.name}-{name}") for task, name in chosen]


@pytest.mark.parametrize("task, name", of_type(int))
def test_integers_that_are_too_small(task, name):
    least = LEAST.get((task.name, name), LEAST.get(name, 1))
    refused(ValueError, lambda v: task(**{name: v}), least - 1, name, f"at least {least}", least - 1)


@pytest.mark.parametrize("task, name", of_type(int))
@pytest.mark.parametrize("bad", [2.0, True, "3", None, np.array([3])])
def test_what_is_no_integer(task, name, bad):
    refused(TypeError, lambda v: task(**{name: v}), bad, name, "integer", repr(bad))


@pytest.mark.parametrize("task, name", of_type(float))
@pytest.mark.parametrize("bad", [-0.1, 1.1, np.nan, np.inf])
def test_numbers_outside_their_range(task, name, bad):
    refused(ValueError, lambda v: task(**{name: v}), bad, name, "finite number in", bad)


@pytest.mark.parametrize("share", [0, 1])
def test_both_sides_of_a_split_have_images(share):
    refused(ValueError, lambda v: tasks.Digits(share=v), share, "share", "(0, 1)")


@pytest.mark.parametrize("task, name", of_type(float))
@pytest.mark.parametrize("bad", [True, "0.5", None])
def test_what_is_no_number(task, name, bad):
    refused(TypeError, lambda v: task(**{name: v}), bad, name, "real number", type(bad).__name__)


@pytest.mark.parametrize("task, name", of_type(bool))
@pytest.mark.parametrize("bad", [0, "yes", None])
def test_what_is_no_bool(task, name, bad):
    refused(TypeError, lambda v: task(**{name: v}), bad, name, "bool", type(bad).__name__)


def test_every_field_is_tried():
    assert len(FIELDS) == sum(len(of_type(kind)) for kind in (int, float, bool))


@pytest.mark.parametrize("bad", [None, 0, "seed", np.random.RandomState(0)])
def test_what_is_no_generator(bad):
    refused(TypeError, lambda v: TASK.batch(v, 2), bad, "rng", "Generator", type(bad).__name__)


@pytest.mark.parametrize("bad", [0, -1])
def test_no_trials(bad):
    refused(ValueError, lambda v: TASK.batch(RNG, v), bad, "B", "at least 1", bad)


def test_half_a_trial():
    refused(TypeError, lambda v: TASK.batch(RNG, v), 1.5, "B", "integer", 1.5)


def test_outputs_of_other_shapes():
    y = np.zeros(BATCH.target.shape)
    for bad in (y[:-1], y[:, :2], y[..., :1], y[0]):
        refused(ValueError, lambda v: TASK.accuracy(v, BATCH), bad, "y", "must have shape", bad.shape)
    refused(TypeError, lambda v: TASK.accuracy(v, BATCH), "nothing", "y", "real numbers")
    refused(ValueError, lambda v: TASK.accuracy(v, BATCH), y * np.nan, "y", "finite")


@pytest.mark.parametrize("bad", [None, BATCH.target])
def test_what_is_no_batch(bad):
    refused(TypeError, lambda v: TASK.accuracy(BATCH.target, v), bad, "batch", "Batch", type(bad).__name__)


def test_unknown_tasks():
    refused(ValueError, tasks.get, "nonsense", "task", "'nonsense'", "'adding'")
    refused(TypeError, tasks.get, 3, "task", "int", "'adding'")
