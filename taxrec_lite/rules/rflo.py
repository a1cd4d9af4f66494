"""Random feedback local online learning."""

import numpy as np

from taxrec_lite.parameters import Parameters
from taxrec_lite.rules.eprop import eprop
from taxrec_lite.trajectory import Run


def rflo(run: Run, feedback: np.ndarray) -> Parameters:
    """Random feedback local online learning, as Parameters (Murray 2019): e-prop with a fixed random feedback (n, n_out).

    Found for rate neurons with a leak and independently of e-prop, with which it agrees. Raises as `eprop`.
    """
    return eprop(run, feedback)
