"""Surrogate derivatives of the spike, each with the smooth spike whose true derivative it is."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from taxrec_lite import _check


@dataclass(frozen=True)
class Surrogate(ABC):
    """ψ(s) = height · shape(s / width), where s is the distance to threshold.

    Both numbers are positive; `width` is in the units of s. A shape is even and has its top, 1, at 0.
    """

    height: float = 0.3
    width: float = 1.0

    title: ClassVar[str]

    def __post_init__(self):
        _check.number("height", self.height, 0, above=True)
        _check.number("width", self.width, 0, above=True)

    def derivative(self, s: np.ndarray) -> np.ndarray:
        """ψ(s), elementwise."""
        return self.height * self.shape(s / self.width)

    def smooth_spike(self, s: np.ndarray) -> np.ndarray:
        """∫ψ up to s, elementwise; real or complex (for complex-step derivatives)."""
        return self.height * self.width * self.integral(s / self.width)

    @staticmethod
    @abstractmethod
    def shape(r: np.ndarray) -> np.ndarray:
        """The shape at real r, elementwise."""

    @staticmethod
    @abstractmethod
    def integral(r: np.ndarray) -> np.ndarray:
        """∫ shape up to r, elementwise; real or complex."""


class Triangular(Surrogate):
    """shape(r) = max(0, 1 − |r|) (Bellec et al. 2020)."""

    title = "triangular"

    @staticmethod
    def shape(r):
        return np.maximum(0, 1 - np.abs(r))

    @staticmethod
    def integral(r):
        r = _clip(r)
        return 0.5 + r - 0.5 * r * r * np.sign(r.real)


class Rectangular(Surrogate):
    """shape(r) = 1 for |r| < 1, else 0."""

    title = "rectangular"

    @staticmethod
    def shape(r):
        return np.where(np.abs(r) < 1, 1.0, 0.0)

    @staticmethod
    def integral(r):
        return 1 + _clip(r)


class FastSigmoid(Surrogate):
    """shape(r) = 1/(1 + |r|)², that of SuperSpike (Zenke & Ganguli 2018)."""

    title = "fast sigmoid"

    @staticmethod
    def shape(r):
        return (1 + np.abs(r)) ** -2.0

    @staticmethod
    def integral(r):
        return 1 + r / (1 + r * np.sign(np.real(r)))


class Logistic(Surrogate):
    """shape(r) = 1 − tanh²(r): the smooth spike is a logistic function."""

    title = "logistic"

    @staticmethod
    def shape(r):
        return 1 - np.tanh(r) ** 2

    @staticmethod
    def integral(r):
        return 1 + np.tanh(r)


def _clip(r):
    """r between −1 and 1 by its real part, and constant beyond."""
    r = np.asarray(r)
    return np.where(np.abs(r.real) < 1, r, np.sign(r.real))
