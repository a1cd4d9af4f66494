"""Bad input of a training is refused by an error that names the argument, what was given and what is accepted."""

import numpy as np
import pytest

import taxrec_lite as tx
from taxrec_lite.record import Record
from taxrec_lite.training import Training, train
from tests.nets import a_network
from tests.test_bad_input import refused
from tests.test_training import NET, TASK, a_training

INTEGERS = [
    ("B", lambda v: a_training(B=v), 1), ("seed", lambda v: a_training(seed=v), 0),
    ("alignment", lambda v: a_training(alignment=v), 1), ("m", lambda v: a_training("m_order", numbers={"m": v}), 1),
    ("updates", lambda v: a_training().run(v), 1), ("updates", lambda v: train(NET, TASK, "bptt", v), 1),
    ("trials", lambda v: a_training().evaluate(v), 1),
]
NUMBERS = [
    ("gain", lambda v: a_training(gain=v), [-0.1]),
    ("decay", lambda v: a_training("adaptive_eprop", decay=v), [-0.1, 1.1]),
]
INSTANCES = [
    ("network", lambda v: Training(v, TASK, "bptt"), "Network"), ("task", lambda v: Training(NET, v, "bptt"), "Task"),
    ("optimizer", lambda v: a_training(optimizer=v), "Optimizer"), ("online", lambda v: a_training(online=v), "bool"),
    ("numbers", lambda v: a_training(numbers=v), "dict"), ("progress", lambda v: a_training().run(1, v), "bool"),
    ("params", lambda v: setattr(a_training(), "params", v), "Parameters"),
]


@pytest.mark.parametrize("name, call, least", INTEGERS)
def test_integers_that_are_too_small(name, call, least):
    refused(ValueError, call, least - 1, name, f"at least {least}", least - 1)


@pytest.mark.parametrize("name, call, _", INTEGERS)
@pytest.mark.parametrize("bad", [2.0, True, "3", [3]])
def test_what_is_no_integer(name, call, _, bad):
    refused(TypeError, call, bad, name, "integer", repr(bad))


@pytest.mark.parametrize("name, call, bad", [
    (name, call, bad) for name, call, outside in NUMBERS for bad in (*outside, np.nan, np.inf)])
def test_numbers_outside_their_range(name, call, bad):
    refused(ValueError, call, bad, name, "finite number in", bad)


@pytest.mark.parametrize("name, call, _", NUMBERS)
@pytest.mark.parametrize("bad", [True, "0.1", [0.1]])
def test_what_is_no_number(name, call, _, bad):
    refused(TypeError, call, bad, name, "real number", type(bad).__name__)


@pytest.mark.parametrize("name, call, kind", INSTANCES)
@pytest.mark.parametrize("bad", [None, 3, "nonsense", tx.LIF])
def test_what_is_of_another_class(name, call, kind, bad):
    refused(TypeError, call, bad, name, kind, type(bad).__name__)


def test_unknown_rules():
    refused(ValueError, lambda v: Training(NET, TASK, v), "nonsense", "rule", "'nonsense'", "'bptt'")
    refused(TypeError, lambda v: Training(NET, TASK, v), None, "rule", "NoneType", "'bptt'")


@pytest.mark.parametrize("rule, settings, words", [
    ("bptt", {"numbers": {"m": 2}}, ["m", "no option"]), ("m_order", {"numbers": {}}, ["m", "needed"]),
    ("eprop", {"decay": 0.1}, ["decay", "no option"]), ("adaptive_eprop", {"decay": None}, ["decay", "needed"]),
    ("bptt", {"online": True}, ["rule", "causal"])])
def test_settings_that_do_not_fit_the_rule(rule, settings, words):
    refused(ValueError, lambda v: a_training(rule, **v), settings, *words, repr(rule))


@pytest.mark.parametrize("name, wanted, sizes", [("n_in", 4, {"n_in": 2, "n_out": 2}), ("n_out", 2, {"n_in": 4, "n_out": 1})])
def test_a_network_of_the_wrong_size(name, wanted, sizes):
    words = "network", f"{name} = {wanted}", sizes[name], "'store_recall'"
    refused(ValueError, lambda v: a_training(network=v), a_network("lstm", **sizes), *words)


def test_files_of_another_kind(tmp_path):
    a_training().save(tmp_path / "training")
    a_training().record.save(tmp_path / "record")
    np.savez(tmp_path / "other.npz", x=np.zeros(3))
    np.save(tmp_path / "other.npy", np.zeros(3))
    (tmp_path / "words").write_text("a training")
    for load, kind, name in ((Training.load, "Training", "record"), (Record.load, "Record", "training"),
                             (Training.load, "Training", "other.npz"), (Record.load, "Record", "other.npy"),
                             (Training.load, "Training", "words")):
        refused(ValueError, load, tmp_path / name, "path", kind, name)


@pytest.mark.parametrize("call", [
    Training.load, Record.load, lambda v: a_training().save(v), lambda v: a_training().record.save(v)])
def test_what_is_no_path(call):
    refused(TypeError, call, 3, "PathLike", "int")


def test_files_that_do_not_exist(tmp_path):
    refused(FileNotFoundError, Training.load, tmp_path / "nowhere", "nowhere")


def test_a_file_with_a_task_that_nobody_knows(tmp_path, monkeypatch):
    a_training().save(tmp_path / "training")
    monkeypatch.setattr("taxrec_lite._describe._below", lambda kind: [])
    refused(ValueError, Training.load, tmp_path / "training", "kind", "Network")
