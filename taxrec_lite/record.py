"""What happened in a training."""

from dataclasses import dataclass, replace
from functools import cached_property
from os import PathLike

import numpy as np

from taxrec_lite import _check, _files
from taxrec_lite.tasks import Score

CURVES = ("loss", "accuracy", "alignment")


@dataclass(frozen=True, eq=False)
class Record:
    """The course of a training, one entry an update.

    settings : of the Training, as words and numbers, its seed among them
    chance : the Score of the best answer that ignores the input
    cost : multiply–adds of the rule for one update, see `costs.of`; the forward pass, common to all rules, is not counted
    loss, accuracy : of the batch that each update learns from, met for the first time, (updates,); NaN where there is none
    alignment : the cosine of each update's gradient with that of BPTT, over θ, (updates,); NaN where it was not measured
    test : the Score on fresh trials when they were last tried; None before

    Raises TypeError for a chance that is no Score.
    """

    settings: dict
    chance: Score
    cost: float
    loss: np.ndarray
    accuracy: np.ndarray
    alignment: np.ndarray
    test: Score | None = None

    def __post_init__(self):
        _check.instance("chance", self.chance, Score)

    @classmethod
    def empty(cls, settings: dict, chance: Score, cost: float) -> "Record":
        """The Record of a training that has not begun."""
        return cls(settings, chance, cost, *(np.empty(0) for _ in CURVES))

    @property
    def updates(self) -> int:
        """How many updates there were."""
        return len(self.loss)

    @property
    def seed(self) -> int:
        """The seed of everything random in the training."""
        return self.settings["seed"]

    @cached_property
    def multiply_adds(self) -> np.ndarray:
        """Multiply–adds up to and with each update, (updates,)."""
        return self.cost * np.arange(1, self.updates + 1)

    def extended(self, *entries: float | None) -> "Record":
        """This Record with one more loss, accuracy and alignment; None for what there is not."""
        values = (np.nan if entry is None else entry for entry in entries)
        pairs = zip(self.curves.items(), values, strict=True)
        return replace(self, **{name: np.append(curve, value) for (name, curve), value in pairs})

    def plot(self) -> "matplotlib.figure.Figure":
        """Its curves, as a matplotlib Figure."""
        from taxrec_lite.figures.learning import learning

        return learning(self)

    def save(self, path: str | PathLike) -> None:
        """Write it to a file."""
        _files.write(path, {"holds": "Record", **self.header}, self.curves)

    @classmethod
    def load(cls, path: str | PathLike) -> "Record":
        """The Record in a file. Raises ValueError for a file of another kind."""
        return cls.rebuilt(*_files.read(path, "Record"))

    @property
    def header(self) -> dict:
        """All but the curves, as words and numbers."""
        test = None if self.test is None else vars(self.test)
        return {"settings": self.settings, "chance": vars(self.chance), "cost": self.cost, "test": test}

    @property
    def curves(self) -> dict[str, np.ndarray]:
        """{name: array (updates,)} of all that is measured at each update."""
        return {name: getattr(self, name) for name in CURVES}

    @classmethod
    def rebuilt(cls, header: dict, curves: dict[str, np.ndarray]) -> "Record":
        """The Record with this header and these curves."""
        test = None if header["test"] is None else Score(**header["test"])
        return cls(header["settings"], Score(**header["chance"]), header["cost"], *(curves[name] for name in CURVES), test)
