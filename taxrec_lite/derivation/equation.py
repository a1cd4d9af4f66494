"""A numbered equation of the book, as something that can be run."""

from dataclasses import dataclass
from typing import Callable

import numpy as np

from taxrec_lite.trajectory import Run


@dataclass(frozen=True)
class Equation:
    """A line of the book.

    number : as printed, chapter and place, such as "5.3"
    title : in words
    sides : from a run to its left and its right side, two arrays of one shape
    exact : False for the line of an approximation, whose sides differ by what was dropped
    cells : the names of the cells that it is about; None for all
    """

    number: str
    title: str
    sides: Callable[[Run], tuple[np.ndarray, np.ndarray]]
    exact: bool = True
    cells: tuple[str, ...] | None = None

    def about(self, cell: str) -> bool:
        """Whether the line is about the cell with this name."""
        return self.cells is None or cell in self.cells

    def residual(self, run: Run) -> float:
        """The largest difference between the sides, relative to the largest number on the left."""
        left, right = map(np.asarray, self.sides(run))
        if left.shape != right.shape:
            raise ValueError(f"sides of ({self.number}) must have one shape, not {left.shape} and {right.shape}")
        return float(np.abs(left - right).max() / max(np.abs(left).max(), np.finfo(float).tiny))
