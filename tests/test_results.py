"""The stored comparison: it comes from this code, is what the command would make, and comes back from its file."""

import dataclasses
import json

import numpy as np
import pytest

import taxrec_lite as tx
from taxrec_lite import results
from taxrec_lite._describe import build, describe
from taxrec_lite.record import Record
from taxrec_lite.training import Training
from tests.test_bad_input import refused

STORED = results.read()
TRAINED = [(name, rule) for name, part in STORED["parts"].items() for rule in part["results"]]
SMALL = tx.tasks.Score(1.0, 0.5)


def rebuilt(part, change, **more):
    settings = {name: build(value) for name, value in part["training"].items() if name != "kind"}
    return Training(**{**settings, **change, "seed": STORED["seeds"][0], **more})


@pytest.mark.parametrize("name, rule", TRAINED)
def test_a_training_begins_as_the_stored_one(name, rule):
    """To 1e-7: rounding differs between builds of BLAS and grows; a change of the code is seen at the first digits."""
    part = STORED["parts"][name]
    result = part["results"][rule]
    record = rebuilt(part, result.settings).run(len(result.beginning)).record
    assert record.loss == pytest.approx(result.beginning, rel=1e-7)
    assert record.cost == pytest.approx(result.cost)
    assert np.ptp(result.beginning) > 1e-3 * result.beginning[0]


def test_a_small_part_is_learned_as_stored():
    part = STORED["parts"]["pattern"]
    result = part["results"]["BPTT"]
    training = rebuilt(part, result.settings, alignment=None).run(part["updates"])
    assert training.evaluate(STORED["trials"]).loss == pytest.approx(result.test_loss[0], rel=0.05)


def test_the_settings_are_those_of_the_command():
    experiments = pytest.importorskip("experiments.learning")
    assert list(STORED["parts"]) == list(experiments.PARTS) and list(STORED["delays"]) == list(experiments.DELAYS)
    assert STORED["seeds"] == list(experiments.SEEDS) and STORED["trials"] == experiments.TRIALS
    for name, (common, updates, rules) in experiments.PARTS.items():
        part = STORED["parts"][name]
        stored = {setting: value for setting, value in part["training"].items() if setting != "alignment"}
        assert stored == {setting: value for setting, value in json.loads(json.dumps(describe(common))).items()
                          if setting != "alignment"}
        assert part["updates"] == updates and list(part["results"]) == list(rules)
        assert {rule: result.settings for rule, result in part["results"].items()} == rules
    for name, (cell, _, updates, delays) in experiments.DELAYS.items():
        found = STORED["delays"][name]
        assert (build(found["training"]["network"]).cell, found["updates"], found["delays"]) == (cell, updates, list(delays))


def test_the_stored_comparison_is_whole_and_small():
    assert results.STORED.stat().st_size < 150_000
    for part in STORED["parts"].values():
        assert part["provenance"]["processor"] and part["provenance"]["date"]
        for result in part["results"].values():
            assert len(result.test_loss) == len(STORED["seeds"]) >= 5
            for curve in result.curves.values():
                assert (curve.low <= curve.mean * (1 + 1e-3)).all() and (curve.mean <= curve.high * (1 + 1e-3)).all()


def test_the_command_keeps_the_parts_that_it_does_not_do(tmp_path, monkeypatch):
    pytest.importorskip("joblib")
    experiments = pytest.importorskip("experiments.learning")
    path = tmp_path / "learning.json"
    path.write_text(json.dumps({"parts": {"other": {"results": {}}}, "delays": {}}))
    small = dataclasses.replace(experiments.PARTS["store–recall"][0], B=2)
    monkeypatch.setitem(experiments.PARTS, "store–recall", (small, 6, {"BPTT": {"rule": "bptt"}}))
    monkeypatch.setattr(experiments, "TRIALS", 4)
    experiments.main(["store–recall"], 1, path)
    parts = results.read(path)["parts"]
    assert list(parts) == ["store–recall", "other"]
    again = dataclasses.replace(small).run(5).record
    assert parts["store–recall"]["results"]["BPTT"].beginning == pytest.approx(again.loss, rel=1e-12)


def a_record(loss, test=None):
    rest = np.full(len(loss), np.nan)
    return Record({}, SMALL, 7.0, np.array(loss), rest, rest, test)


def test_a_summary_is_of_means_and_spreads():
    one = a_record([1.0, 2.0, 3.0, 4.0], tx.tasks.Score(2.0, 0.25))
    other = a_record([3.0, 4.0, 5.0, 6.0], tx.tasks.Score(3.0, 0.5))
    result = results.summary([one, other], {"rule": "bptt"}, points=2)
    at, mean, low, high = result.curves["loss"]
    assert np.array_equal([at, mean, low, high], [[2, 4], [2.5, 4.5], [1.5, 3.5], [3.5, 5.5]])
    assert list(result.curves) == ["loss"] and result.cost == 7
    assert list(result.test_loss) == [2, 3] and list(result.test_accuracy) == [0.25, 0.5]
    assert list(result.beginning) == [1, 2, 3, 4]


def test_a_training_that_diverged_has_no_test_and_ends_the_curve():
    result = results.summary([a_record([1.0, 1.0, 1.0, 1.0], tx.tasks.Score(2.0)), a_record([1.0, 1.0])], {}, points=2)
    assert list(result.curves["loss"].at) == [2]
    assert np.isnan(result.test_loss[1]) and result.test_accuracy is None


def test_a_result_comes_back_from_json(tmp_path):
    kept = results.summary([a_record([0.123456, 2.0])], {"rule": "bptt"})
    path = tmp_path / "kept.json"
    path.write_text(json.dumps({"parts": {"one": {"results": {"BPTT": results.plain(kept)}}}}))
    back = results.read(path)["parts"]["one"]["results"]["BPTT"]
    assert np.array_equal(back.beginning, kept.beginning) and list(back.curves["loss"].mean) == [0.1235, 2]
    assert np.isnan(back.test_loss).all() and back.test_accuracy is None and back.settings == {"rule": "bptt"}


def test_only_a_result_is_made_plain():
    refused(TypeError, results.plain, {}, "result", "Result", "dict")
