"""The registry of cells: tests, tables, graphs and sliders iterate over it."""

from dataclasses import MISSING, fields

from taxrec_lite._registry import Registry
from taxrec_lite.cells.alif import ALIF
from taxrec_lite.cells.base import Cell, LocalJacobians
from taxrec_lite.cells.gru import GRU
from taxrec_lite.cells.leaky_rnn import LeakyRNN
from taxrec_lite.cells.lif import LIF, decay
from taxrec_lite.cells.lstm import LSTM
from taxrec_lite.cells.stack import Stack
from taxrec_lite.cells.surrogate import FastSigmoid, Logistic, Rectangular, Surrogate, Triangular

_CELLS = Registry("cell", (LeakyRNN, LIF, ALIF, LSTM, GRU))


def names() -> tuple[str, ...]:
    """The names of all cells, a tuple."""
    return _CELLS.names()


def get(name: str) -> type[Cell]:
    """The cell class called `name`. Raises ValueError for an unknown name, TypeError for anything but a str."""
    return _CELLS.get(name)


def register(kind: type[Cell]) -> type[Cell]:
    """Add a cell of your own to all tables, graphs, comparisons and explorers; returns it, so that it may decorate a class.

    kind : a subclass of `Cell`, a dataclass with `name` and `title`, `step` and `local_jacobians`, in which all fields but
        `n_in` and `n` have defaults

    One that is registered again under its name takes the place of the first, so that a notebook's cell can be run again.
    `unregister` takes it back. Raises TypeError for anything else, ValueError for a name or title that is taken.
    """
    if not (isinstance(kind, type) and issubclass(kind, Cell)):
        raise TypeError(f"cell must be a subclass of Cell, not {kind!r}")
    if kind.__abstractmethods__:
        raise TypeError(f"cell must have {' and '.join(sorted(kind.__abstractmethods__))}, which {kind.__name__} lacks")
    needed = [field.name for field in fields(kind) if field.name not in ("n_in", "n") and field.default is MISSING]
    if needed:
        raise TypeError(f"cell must have a default for {', '.join(needed)}, which {kind.__name__} lacks")
    _CELLS.add(kind)
    return kind


def unregister(name: str) -> None:
    """Take back a cell that was registered. Raises ValueError for any other name, TypeError for anything but a str."""
    _CELLS.remove(name)


__all__ = ["ALIF", "GRU", "LIF", "LSTM", "Cell", "FastSigmoid", "LeakyRNN", "LocalJacobians", "Logistic", "Rectangular", "Stack", "Surrogate",
           "Triangular", "decay", "get", "names", "register", "unregister"]
