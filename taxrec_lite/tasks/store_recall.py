"""Store and recall: one bit out of many is to be kept, and is asked for later."""

from dataclasses import dataclass

import numpy as np

from taxrec_lite import _check
from taxrec_lite.tasks.base import Score, Task, at_the_end, guess_class, one_hot


@dataclass(frozen=True)
class StoreRecall(Task):
    """A random bit is shown at all times; that of the first cue is asked for by a second, `delay` steps later.

    After the store-recall task of Bellec et al. (2018). The inputs, in this order: on while the bit is 0, on while it is 1,
    the cue to store and the cue to recall. The bits between the cues say nothing, and what does not keep them out
    forgets; were there none, a read-out of a network that learns nothing would do.

    delay : steps from the end of the first cue to the second, at least 0
    duration : for how many steps each bit is shown and each cue lasts, at least 1
    """

    delay: int = 20
    duration: int = 1

    name = "store_recall"
    title = "store and recall"
    loss = "cross_entropy"
    n_in = 4
    n_out = 2

    def __post_init__(self):
        object.__setattr__(self, "delay", _check.integer("delay", self.delay, 0))
        object.__setattr__(self, "duration", _check.integer("duration", self.duration, 1))

    @property
    def T(self) -> int:
        """Time steps of a trial."""
        return 2 * self.duration + self.delay

    @property
    def chance(self) -> Score:
        """The Score of answering both bits alike."""
        return guess_class(np.full(2, 1 / 2), self.duration)

    def _trials(self, rng, B):
        bits = one_hot(rng.integers(2, size=(-(-self.T // self.duration), B)), 2)
        x = np.zeros((self.T, B, 4))
        x[..., :2] = np.repeat(bits, self.duration, 0)[: self.T]
        x[: self.duration, :, 2] = 1
        x[-self.duration :, :, 3] = 1
        return x, *at_the_end(bits[0], self.T, self.duration)
