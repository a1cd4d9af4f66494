"""What every task is: a source of random trials, and what can be had without looking at them."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from taxrec_lite import _check


@dataclass(frozen=True, eq=False)
class Batch:
    """B trials of T time steps, as `Network.run` takes them.

    x : inputs, (T, B, n_in)
    target : (T, B, n_out); for "cross_entropy", the right class as one and the others as zero
    mask : one where the loss counts and zero elsewhere, (T, B)
    """

    x: np.ndarray
    target: np.ndarray
    mask: np.ndarray


@dataclass(frozen=True)
class Score:
    """loss : E of one trial, a mean over trials
    accuracy : the share of trials that are classified rightly; None where there is nothing to classify
    """

    loss: float
    accuracy: float | None = None


@dataclass(frozen=True)
class Task(ABC):
    """A source of random trials. Its fields say how long and how hard they are.

    n_in, n_out, T : numbers of inputs, of outputs and of the time steps of a trial
    chance : the Score of the best constant output, which is the best that ignores the input

    Class attributes: `name` in the registry, `title` for people, and `loss`, the name of its loss.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    loss: ClassVar[str]

    def batch(self, rng: "np.random.Generator", B: int) -> Batch:
        """B trials drawn from `rng`, a numpy Generator, as a `Batch`. Raises TypeError or ValueError for anything else."""
        _check.instance("rng", rng, np.random.Generator)
        return Batch(*self._trials(rng, _check.integer("B", B, 1)))

    def accuracy(self, y: np.ndarray, batch: Batch) -> float | None:
        """The share of trials of which the largest output, summed over the steps that count, is the right one.

        y : outputs, (T, B, n_out)
        batch : the Batch that they answer

        None for a task that is no classification. Raises TypeError or ValueError for anything else.
        """
        _check.instance("batch", batch, Batch)
        y = _check.array("y", y, batch.target.shape)
        if self.loss != "cross_entropy":
            return None
        answer, right = ((batch.mask[..., None] * values).sum(0).argmax(-1) for values in (y, batch.target))
        return float((answer == right).mean())

    def held_out(self) -> "Task":
        """The task whose trials test what was learned on this one: itself, if no trial ever comes back."""
        return self

    @abstractmethod
    def _trials(self, rng, B):
        """x, target and mask of a Batch."""


def guess_class(probabilities, steps):
    """The Score of always answering with the `probabilities` of the classes, over so many steps that count."""
    entropy = -sum(p * np.log(p) for p in probabilities if p > 0)
    return Score(float(steps * entropy), float(max(probabilities)))


def guess_mean(variance, steps):
    """The Score of always answering with the mean of a target of this variance, over so many steps that count."""
    return Score(float(0.5 * steps * variance))


def one_hot(classes, n_out):
    """Integers as rows of zeros with a single one, (..., n_out)."""
    return np.eye(n_out)[classes]


def at_the_end(answer, T, steps):
    """(target, mask) of trials that are asked for `answer`, (B, n_out), during their last steps, and for nothing before."""
    mask = np.zeros((T, len(answer)))
    mask[-steps:] = 1
    return np.broadcast_to(answer, (T, *answer.shape)), mask
