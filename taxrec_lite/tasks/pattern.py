"""Pattern generation: a fixed curve, to be drawn from a clock."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from taxrec_lite import _check
from taxrec_lite.tasks.base import Score, Task, guess_mean


@dataclass(frozen=True)
class Pattern(Task):
    """Every trial is the same: inputs that are on one after another, and as target a fixed sum of four sinusoids.

    In the manner of Nicola & Clopath (2017) and Bellec et al. (2020). The sinusoids have 1, 2, 3 and 5 periods a trial and
    random phases and amplitudes; the largest value of each output is one.

    T : time steps of a trial
    n_in : inputs of the clock, each of them on for T / n_in steps; at most T
    n_out : outputs, with a curve each
    seed : of the curves
    """

    T: int = 100
    n_in: int = 5
    n_out: int = 1
    seed: int = 0

    name = "pattern"
    title = "pattern generation"
    loss = "mse"

    def __post_init__(self):
        for name, least in (("T", 1), ("n_in", 1), ("n_out", 1), ("seed", 0)):
            object.__setattr__(self, name, _check.integer(name, getattr(self, name), least))
        if self.n_in > self.T:
            raise ValueError(f"n_in must be at most T = {self.T}, one step for each input of the clock, not {self.n_in}")

    @cached_property
    def curves(self) -> np.ndarray:
        """The target, (T, n_out)."""
        rng = np.random.default_rng(self.seed)
        periods = np.array([1, 2, 3, 5])[:, None, None]
        amplitude = rng.uniform(0.5, 2.0, (4, 1, self.n_out))
        phase = rng.uniform(0, 2 * np.pi, (4, 1, self.n_out))
        time = np.arange(self.T)[:, None] / self.T
        total = (amplitude * np.sin(2 * np.pi * periods * time + phase)).sum(0)
        return total / np.abs(total).max(0)

    @property
    def chance(self) -> Score:
        """The Score of answering with the mean of each curve."""
        return guess_mean(self.curves.var(0).sum(), self.T)

    def _trials(self, rng, B):
        clock = np.eye(self.n_in)[np.arange(self.T) * self.n_in // self.T]
        x, target = (np.repeat(trial[:, None], B, 1) for trial in (clock, self.curves))
        return x, target, np.ones((self.T, B))
