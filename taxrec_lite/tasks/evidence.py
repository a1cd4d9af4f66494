"""The accumulation of evidence: which side showed more cues?"""

from dataclasses import dataclass, fields

import numpy as np

from taxrec_lite import _check
from taxrec_lite.tasks.base import Score, Task, at_the_end, guess_class, one_hot


@dataclass(frozen=True)
class Evidence(Task):
    """Cues to the left or the right, a delay, and the question which side had more of them (Bellec et al. 2020).

    The inputs are spikes of four equal populations, in this order: one fires during left cues, one during right cues,
    one while an answer is asked for, and one always, as noise. Bellec et al. count in milliseconds; a step here stands
    for 10 ms of theirs, in which a neuron of 40 Hz fires with probability 0.4 and one of 10 Hz with 0.1. Their delay is
    longer.

    cues : how many, an odd number
    cue, gap : steps that each lasts, and the silent steps before it
    delay : silent steps after the last of them
    decision : steps at the end, at least 1, where an answer is asked for and the loss counts
    population : neurons in each of the four
    rate, noise : probabilities of a spike in a step, of a population that is active and of the one that always is
    reliability : the probability with which each cue is on the side that the trial favours
    """

    cues: int = 7
    cue: int = 10
    gap: int = 5
    delay: int = 50
    decision: int = 15
    population: int = 10
    rate: float = 0.4
    noise: float = 0.1
    reliability: float = 0.7

    name = "evidence"
    title = "evidence accumulation"
    loss = "cross_entropy"
    n_out = 2

    def __post_init__(self):
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(field.default, float):
                value = _check.number(field.name, value, 0, 1)
            else:
                value = _check.integer(field.name, value, 0 if field.name in ("gap", "delay") else 1)
            object.__setattr__(self, field.name, value)
        if self.cues % 2 == 0:
            raise ValueError(f"cues must be odd, or neither side may have more of them, not {self.cues}")

    @property
    def n_in(self) -> int:
        """Input neurons, four populations."""
        return 4 * self.population

    @property
    def T(self) -> int:
        """Time steps of a trial."""
        return self.cues * (self.gap + self.cue) + self.delay + self.decision

    @property
    def chance(self) -> Score:
        """The Score of answering both sides alike."""
        return guess_class(np.full(2, 1 / 2), self.decision)

    def _trials(self, rng, B):
        favoured = rng.integers(2, size=B)
        sides = np.where(rng.random((self.cues, B)) < self.reliability, favoured, 1 - favoured)
        spikes = rng.random((self.T, B, 4, self.population)) < self._rates(sides)[..., None]
        more = (sides.sum(0) > self.cues / 2).astype(int)
        return spikes.reshape(self.T, B, self.n_in).astype(float), *at_the_end(one_hot(more, 2), self.T, self.decision)

    def _rates(self, sides):
        """The probability of a spike in each population, (T, B, 4), from the side of each cue, (cues, B)."""
        rates = np.zeros((self.T, sides.shape[1], 4))
        for k, side in enumerate(sides):
            start = k * (self.gap + self.cue) + self.gap
            rates[start : start + self.cue, :, :2] = self.rate * one_hot(side, 2)
        rates[-self.decision :, :, 2] = self.rate
        rates[..., 3] = self.noise
        return rates
