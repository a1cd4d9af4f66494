"""Random feedback local online learning."""

from taxrec_lite.rules.eprop import eprop


def rflo(run, feedback):
    """Random feedback local online learning, as Parameters (Murray 2019): e-prop with a fixed random feedback (n, n_out).

    Found for rate neurons with a leak and independently of e-prop, with which it agrees. Raises as `eprop`.
    """
    return eprop(run, feedback)
