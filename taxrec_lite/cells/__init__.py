"""The registry of cells: tests, tables, graphs and sliders iterate over it."""

from taxrec_lite import _check
from taxrec_lite.cells.alif import ALIF
from taxrec_lite.cells.base import Cell, LocalJacobians
from taxrec_lite.cells.gru import GRU
from taxrec_lite.cells.leaky_rnn import LeakyRNN
from taxrec_lite.cells.lif import LIF, decay
from taxrec_lite.cells.lstm import LSTM
from taxrec_lite.cells.stack import Stack
from taxrec_lite.cells.surrogate import FastSigmoid, Logistic, Rectangular, Surrogate, Triangular

_CELLS = {cell.name: cell for cell in (LeakyRNN, LIF, ALIF, LSTM, GRU)}


def names():
    """The names of all cells."""
    return tuple(_CELLS)


def get(name):
    """The cell class called `name`. Raises ValueError for an unknown name, TypeError for anything but a str."""
    return _CELLS[_check.choice("cell", name, names())]


__all__ = ["ALIF", "GRU", "LIF", "LSTM", "Cell", "FastSigmoid", "LeakyRNN", "LocalJacobians", "Logistic", "Rectangular", "Stack", "Surrogate",
           "Triangular", "decay", "get", "names"]
