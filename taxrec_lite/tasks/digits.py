"""Handwritten digits, read row by row."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from taxrec_lite import _check, data
from taxrec_lite.tasks.base import Score, Task, at_the_end, guess_class, one_hot


@dataclass(frozen=True)
class Digits(Task):
    """Handwritten digits, one row of pixels at each step, to be named at the last.

    1797 images of 8 × 8 pixels in [0, 1], from Alpaydin & Kaynak (1998).

    seed : of the split into images to learn from and images to test with
    share : of the images to test with, in (0, 1)
    test : whether trials are drawn from those, with replacement, or from the others
    """

    seed: int = 0
    share: float = 0.25
    test: bool = False

    name = "digits"
    title = "handwritten digits"
    loss = "cross_entropy"
    n_in = 8
    n_out = 10
    T = 8

    def __post_init__(self):
        object.__setattr__(self, "seed", _check.integer("seed", self.seed, 0))
        object.__setattr__(self, "share", _check.number("share", self.share, 0, 1, above=True, below=True))
        _check.instance("test", self.test, bool)

    @cached_property
    def examples(self) -> tuple[np.ndarray, np.ndarray]:
        """(images (N, 8, 8), classes (N,)) of this side of the split."""
        images, classes = data.digits()
        order = np.random.default_rng(self.seed).permutation(len(classes))
        size = max(1, round(self.share * len(order)))
        chosen = order[:size] if self.test else order[size:]
        return images[chosen], classes[chosen]

    @property
    def chance(self) -> Score:
        """The Score of answering with how frequent each digit is."""
        classes = self.examples[1]
        return guess_class(np.bincount(classes, minlength=self.n_out) / len(classes), 1)

    def held_out(self) -> "Digits":
        """The same split, with the images to test with."""
        return replace(self, test=True)

    def _trials(self, rng, B):
        images, classes = self.examples
        chosen = rng.integers(len(classes), size=B)
        return images[chosen].swapaxes(0, 1), *at_the_end(one_hot(classes[chosen], self.n_out), self.T, 1)
