"""Real-time recurrent learning."""

from taxrec_lite import _check
from taxrec_lite.parameters import Parameters
from taxrec_lite.rules.causal import accumulate
from taxrec_lite.rules.traces import influence_trace
from taxrec_lite.trajectory import Run


def rtrl(run: Run, dtype: str = "float64") -> Parameters:
    """The exact gradient of run.loss, as Parameters, going forward in time (Williams & Zipser 1989).

    It carries the recurrence variable dc/dθ along, O(n² d · n · gates · p) operations a time step. Equals `bptt`
    to rounding. Where neurons never reach others, as in a diagonal network, what would stay zero is left out.

    dtype : "float64", or "float32" to hold the influence matrix, and the gradient of θ, in half the memory and take half
        the time; the run itself stays in float64

    Raises TypeError unless `run` is a Run and dtype a str, ValueError for another dtype.
    """
    _check.instance("run", run, Run)
    _check.choice("dtype", dtype, ("float64", "float32"))
    return accumulate(run, influence_trace(run.network, run.x.shape[1], dtype))
