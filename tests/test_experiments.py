"""Many trainings side by side give what each gives alone."""

import sys

import numpy as np
import pytest

import taxrec_lite as tx
from taxrec_lite import experiments, tasks
from taxrec_lite.optimizers import SGD
from taxrec_lite.training import Training
from tests.test_bad_input import refused
from tests.test_training import an_explosion, assert_same_record

TRAINING = Training(tx.Network(tx.LSTM(4, 4), tx.Readout(2)), tasks.StoreRecall(delay=2), "eprop", B=2)
VARIANTS = {"e-prop": {}, "order 2": {"rule": "m_order", "numbers": {"m": 2}}, "slow": {"optimizer": SGD(0.01), "online": True}}


def a_few(training=TRAINING, variants=VARIANTS, seeds=(3, 4), updates=3, trials=5, **jobs):
    return experiments.run(training, variants, seeds, updates, trials, **jobs)


@pytest.mark.parametrize("jobs", [None, 2])
def test_each_record_is_that_of_its_own_training(jobs):
    pytest.importorskip("joblib")
    records = a_few(jobs=jobs)
    assert list(records) == list(VARIANTS)
    for name, changes in VARIANTS.items():
        for seed, record in zip((3, 4), records[name], strict=True):
            alone = Training(TRAINING.network, TRAINING.task, **{"rule": "eprop", "B": 2, "seed": seed, **changes}).run(3)
            alone.evaluate(5)
            assert_same_record(record, alone.record)


def test_what_the_training_has_learned_does_not_matter():
    pytest.importorskip("joblib")
    learned = Training(TRAINING.network, TRAINING.task, "eprop", B=2, seed=9).run(2)
    [record] = a_few(learned, {"one": {}}, seeds=np.arange(3, 4))["one"]
    assert_same_record(record, a_few(variants={"one": {}})["one"][0])


def test_a_training_that_diverges_leaves_a_shorter_record():
    pytest.importorskip("joblib")
    with np.errstate(all="ignore"):
        [record] = a_few(an_explosion(), {"one": {}}, [0], updates=100)["one"]
    assert 0 < record.updates < 100 and record.test is None


def test_without_joblib_an_error_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "joblib", None)
    with pytest.raises(ImportError, match="needs joblib.*pip install joblib"):
        a_few()


@pytest.mark.parametrize("name, least", [("updates", 1), ("trials", 1), ("jobs", -1)])
def test_integers(name, least):
    refused(ValueError, lambda v: a_few(**{name: v}), least - 1, name, f"at least {least}")
    refused(TypeError, lambda v: a_few(**{name: v}), 1.5, name, "integer", 1.5)


def test_no_jobs():
    refused(ValueError, lambda v: a_few(jobs=v), 0, "jobs", "at least 1", 0)


@pytest.mark.parametrize("name, kind", [("training", "Training"), ("variants", "dict"), ("seeds", "Iterable")])
def test_what_is_of_another_class(name, kind):
    refused(TypeError, lambda v: a_few(**{name: v}), 3, name, kind, "int")


def test_a_variant_is_a_dictionary_of_settings():
    refused(TypeError, lambda v: a_few(variants=v), {"one": "eprop"}, "variants", "dict", "str")
    refused(TypeError, lambda v: a_few(variants=v), {"one": {"nonsense": 3}}, "nonsense")
    refused(ValueError, lambda v: a_few(variants=v), {"one": {"rule": "m_order"}}, "m", "needed")


def test_seeds_are_integers():
    refused(TypeError, lambda v: a_few(seeds=v), [1, "two"], "seeds", "integer", "'two'")
    refused(ValueError, lambda v: a_few(seeds=v), [-1], "seeds", "at least 0", -1)
