"""Optimisers: what becomes of the parameters once a gradient is known."""

from abc import ABC, abstractmethod
from dataclasses import dataclass, replace

import numpy as np

from taxrec_lite import _check
from taxrec_lite.parameters import Parameters


class Optimizer(ABC):
    """A way to turn gradients into steps, and what it remembers of the gradients so far.

    `state`, {name: Parameters}, and `steps`, their number, are all that it remembers. A step replaces both and changes no
    array in place, so a shallow copy is a copy.
    """

    def __post_init__(self):
        self.learning_rate = _check.number("learning_rate", self.learning_rate, 0)
        if self.clip is not None:
            self.clip = _check.number("clip", self.clip, 0, above=True)
        self.state, self.steps = {}, 0

    def fresh(self):
        """Another with the same settings and nothing to remember."""
        return replace(self)

    def step(self, params, gradient):
        """The next Parameters, from these and a gradient of their shapes.

        Raises TypeError unless both are Parameters, ValueError where the shapes differ, or are not those of earlier steps.
        """
        _check.instance("params", params, Parameters)
        gradient = _like(params, "gradient", _check.instance("gradient", gradient, Parameters))
        state = {name: _like(params, "state", kept) for name, kept in self.state.items()} or self._start(params)
        self.steps += 1
        params, self.state = self._step(params, gradient if self.clip is None else clipped(gradient, self.clip), **state)
        return params

    @abstractmethod
    def _start(self, params):
        """What it remembers before its first step."""

    @abstractmethod
    def _step(self, params, gradient, **state):
        """(the next Parameters, the next state)."""


@dataclass(eq=False)
class SGD(Optimizer):
    """v ← μ v + ∇,  θ ← θ − η v: gradient descent, with the momentum of Polyak (1964).

    learning_rate : η, at least 0
    momentum : μ in [0, 1)
    clip : the longest gradient, see `clipped`; None for any
    """

    learning_rate: float
    momentum: float = 0.0
    clip: float | None = None

    def __post_init__(self):
        super().__post_init__()
        self.momentum = _check.number("momentum", self.momentum, 0, 1, below=True)

    def _start(self, params):
        return {"velocity": zeros(params)}

    def _step(self, params, gradient, velocity):
        velocity = each(lambda v, g: self.momentum * v + g, velocity, gradient)
        return each(lambda w, v: w - self.learning_rate * v, params, velocity), {"velocity": velocity}


@dataclass(eq=False)
class Adam(Optimizer):
    """m ← β₁ m + (1 − β₁) ∇,  s ← β₂ s + (1 − β₂) ∇²,  θ ← θ − η m̂ / (√ŝ + ε) (Kingma & Ba 2015).

    m̂ = m / (1 − β₁ᵗ) and ŝ = s / (1 − β₂ᵗ) take out, at step t, that both start at zero.

    learning_rate : η, at least 0
    beta1, beta2 : β₁ and β₂ in [0, 1)
    epsilon : ε > 0
    clip : the longest gradient, see `clipped`; None for any
    """

    learning_rate: float
    beta1: float = 0.9
    beta2: float = 0.999
    epsilon: float = 1e-8
    clip: float | None = None

    def __post_init__(self):
        super().__post_init__()
        self.beta1 = _check.number("beta1", self.beta1, 0, 1, below=True)
        self.beta2 = _check.number("beta2", self.beta2, 0, 1, below=True)
        self.epsilon = _check.number("epsilon", self.epsilon, 0, above=True)

    def _start(self, params):
        return {"mean": zeros(params), "square": zeros(params)}

    def _step(self, params, gradient, mean, square):
        mean = each(lambda m, g: self.beta1 * m + (1 - self.beta1) * g, mean, gradient)
        square = each(lambda s, g: self.beta2 * s + (1 - self.beta2) * g**2, square, gradient)
        mean_weight, square_weight = 1 - self.beta1**self.steps, 1 - self.beta2**self.steps

        def moved(w, m, s):
            return w - self.learning_rate * (m / mean_weight) / (np.sqrt(s / square_weight) + self.epsilon)

        return each(moved, params, mean, square), {"mean": mean, "square": square}


def clipped(gradient, clip):
    """∇ min(1, clip / ‖∇‖), where the norm is that of all parameters together (Pascanu, Mikolov & Bengio 2013).

    gradient : Parameters; clip : above 0. Raises TypeError or ValueError for anything else.
    """
    _check.instance("gradient", gradient, Parameters)
    clip = _check.number("clip", clip, 0, above=True)
    values = np.concatenate([group.ravel() for group in vars(gradient).values()])
    # Divided by the largest before anything is squared, which would overflow where gradients explode
    largest = np.abs(values).max() or 1.0
    norm = largest * np.linalg.norm(values / largest)
    return gradient if norm <= clip else each(lambda g: g * (clip / norm), gradient)


def each(function, *parameters):
    """Parameters of what the function makes of each group, theta, W_out and b_out, in turn."""
    return Parameters(*(function(*groups) for groups in zip(*(vars(one).values() for one in parameters))))


def zeros(params):
    """Parameters of the same shapes, all zero."""
    return each(np.zeros_like, params)


def _like(params, name, other):
    """`other` if it has the shapes of `params`."""
    for group, value in vars(params).items():
        _check.array(f"{name}.{group}", getattr(other, group), value.shape)
    return other
