"""A feedback on its way from random to symmetric."""

import numpy as np

from taxrec_lite._words import power
from taxrec_lite.rules.eprop import random_feedback

DECAY = 0.05


def feedback_after(run, updates, seed=0, decay=DECAY):
    """B after so many updates of (4.4) from a random one, with the read-out held still; "all" for its limit W_outᵀ."""
    W = run.params.W_out.T
    left = 0.0 if updates == "all" else (1 - decay) ** updates
    return W + left * (random_feedback(np.random.default_rng(seed), run.network) - W)


def angle(B, W_out):
    """The angle between a feedback matrix and W_outᵀ, in degrees."""
    return between(B, W_out.T)


def between(a, b):
    """The angle between two arrays, in degrees, as exact where it is small as elsewhere; ValueError if one is zero."""
    if not (a.any() and b.any()):
        raise ValueError("an array of zeros has no direction")
    a, b = (each / np.abs(each).max() for each in (a, b))
    a, b = (each / np.linalg.norm(each) for each in (a, b))
    return float(np.degrees(2 * np.arctan2(np.linalg.norm(a - b), np.linalg.norm(a + b))))


def number(value):
    """Three digits; a power of ten only of what is very large."""
    if value < 1e-4:
        return "below 0.0001" if value > 1e-12 else "0 to rounding"
    return power(value) if value >= 1e6 else f"{value:.0f}" if value >= 100 else f"{value:#.3g}"
