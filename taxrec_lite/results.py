"""What is kept of many trainings: means and spreads over seeds, thinned, and final scores; small enough for a page."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np

from taxrec_lite import _check, data
from taxrec_lite.record import CURVES

STORED = data.FOLDER / "learning.json"
BEGINNING = 5


class Curve(NamedTuple):
    """Something over updates: at so many of them the mean, the lowest and the highest of the seeds, all (points,)."""

    at: np.ndarray
    mean: np.ndarray
    low: np.ndarray
    high: np.ndarray


@dataclass(frozen=True, eq=False)
class Result:
    """One rule on one task, over seeds.

    settings : what the rule changes in the Training that is common to all
    cost : multiply–adds of an update
    curves : {"loss", "accuracy", "alignment": Curve}, those that there are
    test_loss, test_accuracy : of each seed, (seeds,), NaN where it diverged; the second is None where nothing is classified
    beginning : the losses of the first updates of the first seed, in full, by which another run can be told to be the same
    """

    settings: dict
    cost: float
    curves: dict
    test_loss: np.ndarray
    test_accuracy: np.ndarray | None
    beginning: np.ndarray


def summary(records, settings, points=24):
    """The Result of the Records of one rule, a seed each; each point of a curve is a mean over equally many updates."""
    tests = [record.test for record in records]
    losses, accuracies = (np.array([np.nan if test is None else getattr(test, name) for test in tests], float)
                          for name in ("loss", "accuracy"))
    curves = {name: curve(_side_by_side(records, name), points) for name in CURVES}
    return Result(settings, records[0].cost, {name: values for name, values in curves.items() if len(values.at)}, losses,
                  accuracies if np.isfinite(accuracies).any() else None, records[0].loss[:BEGINNING])


def curve(values, points):
    """The Curve of values (seeds, updates), NaN where nothing was measured: means over at most so many windows of updates."""
    kept = []
    for window in np.array_split(np.arange(values.shape[1]), min(points, values.shape[1])):
        there = window[np.isfinite(values[:, window]).all(0)]
        if len(there):
            means = values[:, there].mean(1)
            kept.append((there[-1] + 1, means.mean(), means.min(), means.max()))
    return Curve(*np.array(kept).reshape(-1, 4).T)


def _side_by_side(records, name):
    """(seeds, updates), NaN after a divergence."""
    length = max(record.updates for record in records)
    padded = [np.pad(getattr(record, name), (0, length - record.updates), constant_values=np.nan) for record in records]
    return np.array(padded)


def read(path=STORED):
    """The stored comparison as {"provenance": {…}, "parts": {name: {…, "results": {rule: Result}}}, "delays": {…}}."""
    stored = json.loads(Path(path).read_text(encoding="utf-8"))
    for part in stored["parts"].values():
        part["results"] = {rule: _result(**kept) for rule, kept in part["results"].items()}
    return stored


def plain(result):
    """A Result as JSON keeps it, numbers of curves to four digits; `read` brings it back."""
    _check.instance("result", result, Result)
    curves = {name: [_digits(values) for values in drawn] for name, drawn in result.curves.items()}
    accuracy = None if result.test_accuracy is None else _digits(result.test_accuracy)
    return vars(result) | {"curves": curves, "test_loss": _digits(result.test_loss), "test_accuracy": accuracy,
                           "beginning": result.beginning.tolist()}


def _result(curves, test_loss, test_accuracy, beginning, **rest):
    accuracy = None if test_accuracy is None else np.array(test_accuracy, float)
    return Result(curves={name: Curve(*map(np.array, values)) for name, values in curves.items()},
                  test_loss=np.array(test_loss, float), test_accuracy=accuracy, beginning=np.array(beginning), **rest)


def _digits(values):
    return [None if np.isnan(value) else float(f"{value:.4g}") for value in values]
