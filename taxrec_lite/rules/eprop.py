"""e-prop, with symmetric, random or adaptive feedback (Bellec et al. 2020)."""

import numpy as np

from taxrec_lite import _check
from taxrec_lite.network import Network
from taxrec_lite.parameters import Parameters
from taxrec_lite.rules.causal import accumulate
from taxrec_lite.rules.traces import ImplicitTrace
from taxrec_lite.trajectory import Run


def eprop(run: Run, feedback: np.ndarray | None = None) -> Parameters:
    """Σ_t L_j^t e_j^t, (6.5), as Parameters: what follows implicit recurrences and no explicit one.

    feedback : None for symmetric e-prop, whose learning signal is L^t = W_outᵀ ∂E^t/∂y^t; or a matrix (n, n_out)
        that takes the place of W_outᵀ, fixed (`random_feedback`) or learned (`adapt_feedback`)

    The gradient of the read-out is exact in each. Raises TypeError unless `run` is a Run, ValueError for a feedback
    of the wrong shape.
    """
    _check.instance("run", run, Run)
    if feedback is not None:
        feedback = check_feedback(run.network, feedback)
    return accumulate(run, ImplicitTrace(run.network, run.x.shape[1]), feedback)


def random_feedback(rng: "np.random.Generator", network: Network) -> np.ndarray:
    """A feedback matrix (n, n_out) drawn from `rng` as `Network.init` draws W_outᵀ (Lillicrap et al. 2016)."""
    _check.instance("rng", rng, np.random.Generator)
    _check.instance("network", network, Network)
    n, n_out = network.cell.n, network.readout.n_out
    return rng.standard_normal((n, n_out)) / np.sqrt(n)


def adapt_feedback(feedback: np.ndarray, gradient: Parameters, learning_rate: float, decay: float) -> np.ndarray:
    """The next feedback matrix of adaptive e-prop: B ← (1 − decay) B − learning_rate (∂E/∂W_out)ᵀ.

    Where W_out is updated by the same rule, B − W_outᵀ shrinks by the factor 1 − decay each time (Kolen & Pollack
    1994).

    feedback : (n, n_out)
    gradient : Parameters
    learning_rate : at least 0
    decay : in [0, 1]
    """
    n_out, n = _check.instance("gradient", gradient, Parameters).W_out.shape
    feedback = _check.array("feedback", feedback, (n, n_out))
    learning_rate = _check.number("learning_rate", learning_rate, 0)
    decay = _check.number("decay", decay, 0, 1)
    return (1 - decay) * feedback - learning_rate * gradient.W_out.T


def check_feedback(network: Network, feedback: np.ndarray) -> np.ndarray:
    """`feedback` as an array (n, n_out); raises ValueError or TypeError if it is not one."""
    return _check.array("feedback", feedback, (network.cell.n, network.readout.n_out))
