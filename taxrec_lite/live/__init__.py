"""Figures that the reader's own browser computes: what can be set, and the numbers that follow. Needs NumPy only.

Each module here has `CONTROLS`, and `compute`, which takes a value for each of them and returns an `Answer`. The explorer
of the same name draws answers with matplotlib when the book is built (`prepared`, `figures.live`); in the page, a script moves the
marks of that drawing to the answers that Python gives there.
"""

from dataclasses import asdict, dataclass, field
from importlib import import_module
from typing import NamedTuple


@dataclass(frozen=True)
class Slider:
    """A number from `low` to `high`: in steps, or in equal factors where `step` is None, of three digits or `whole`.

    at_most : the key of another slider, whose value this one does not exceed
    when : {key of a choice: its values for which this slider is there}; always where it is empty
    grows : what takes long is computed in pieces, up to this number from below; answers to less are parts of those to more
    shows : what it sets is what is shown of what was computed, so that what grows goes on from where it is
    """

    key: str
    label: str
    low: float
    high: float
    start: float
    step: float | None = 1
    at_most: str | None = None
    when: dict | None = None
    whole: bool = False
    grows: bool = False
    shows: bool = False


@dataclass(frozen=True)
class Choice:
    """One of several; `options` maps each value to the words shown, `shows` is as for a `Slider`."""

    key: str
    label: str
    options: dict
    start: str
    shows: bool = False


class Frame(NamedTuple):
    """The limits of a pair of axes, and what stands at their ticks: pairs of a place and its words."""

    x: tuple
    y: tuple
    xticks: list
    yticks: list


@dataclass(frozen=True)
class Answer:
    """What a figure shows: frames by the label of their axes, marks by name, and a sentence, marked up.

    lead : marked up and with mathematics, before the sentence
    layers : {selector: value} whose layers are seen in the panels that the prepared figure lends

    A line or a point has x and y, a text x, y and its words, an arrow whether it is shown, an image its rows one after
    another, its shape, and the scale at which its colours end.
    """

    frames: dict
    marks: dict
    sentence: str
    lead: str = ""
    layers: dict = field(default_factory=dict)


def start(name: str) -> dict:
    """The value of every control of a figure to begin with."""
    return {control.key: control.start for control in _module(name).CONTROLS}


def controls(name: str) -> list[dict]:
    """The controls of a figure as plain data."""
    return [asdict(control) for control in _module(name).CONTROLS]


def compute(name: str, values: dict) -> Answer:
    """What the figure `name` shows for a value of each of its controls."""
    return _module(name).compute(**values)


def _module(name):
    return import_module(f"taxrec_lite.live.{name.replace('-', '_')}")
