"""The adding problem: two numbers out of many are to be summed."""

from dataclasses import dataclass

import numpy as np

from taxrec_lite import _check
from taxrec_lite.tasks.base import Score, Task, at_the_end, guess_mean


@dataclass(frozen=True)
class Adding(Task):
    """A random number in [0, 1) at each step, a mark at two of them, and at the end the sum of the marked numbers.

    The adding problem of Hochreiter & Schmidhuber (1997), with what later work made of its details: trials of one length,
    the first mark somewhere in their first half and the second in the other, and the plain sum as the target.

    T : time steps of a trial, at least 2
    """

    T: int = 30

    name = "adding"
    title = "adding problem"
    loss = "mse"
    n_in = 2
    n_out = 1

    def __post_init__(self):
        object.__setattr__(self, "T", _check.integer("T", self.T, 2))

    @property
    def chance(self) -> Score:
        """The Score of answering with the mean: the sum of two independent numbers has twice the variance of one, 1/12."""
        return guess_mean(2 * (1 / 12), 1)

    def _trials(self, rng, B):
        numbers, trials, half = rng.random((self.T, B)), np.arange(B), self.T // 2
        marks = np.zeros((self.T, B))
        for start, end in ((0, half), (half, self.T)):
            marks[rng.integers(start, end, size=B), trials] = 1
        return np.stack([numbers, marks], -1), *at_the_end((numbers * marks).sum(0)[:, None], self.T, 1)
