"""Surrogate derivatives of the spike, each with the smooth spike whose true derivative it is."""

from dataclasses import dataclass

import numpy as np

from taxrec_lite import _check


@dataclass(frozen=True)
class Triangular:
    """ψ(s) = height · max(0, 1 − |s|/width), where s is the distance to threshold (Bellec et al. 2020).

    Both numbers are positive; `width` is in the units of s.
    """

    height: float = 0.3
    width: float = 1.0

    def __post_init__(self):
        _check.number("height", self.height, 0, above=True)
        _check.number("width", self.width, 0, above=True)

    def derivative(self, s):
        """ψ(s), elementwise."""
        return self.height * np.maximum(0, 1 - np.abs(s) / self.width)

    def smooth_spike(self, s):
        """∫ψ up to s, elementwise; real or complex (for complex-step derivatives)."""
        r = s / self.width
        r = np.where(np.abs(r.real) < 1, r, np.sign(r.real))
        return self.height * self.width * (0.5 + r - 0.5 * r * r * np.sign(r.real))
