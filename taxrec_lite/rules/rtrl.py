"""Real-time recurrent learning."""

from taxrec_lite import _check
from taxrec_lite.parameters import Parameters
from taxrec_lite.rules.causal import accumulate
from taxrec_lite.rules.traces import influence_trace
from taxrec_lite.trajectory import Run


def rtrl(run: Run) -> Parameters:
    """The exact gradient of run.loss, as Parameters, going forward in time (Williams & Zipser 1989).

    It carries the recurrence variable dc/dθ along, O(n² d · n · gates · p) operations a time step. Equals `bptt`
    to rounding. Where neurons never reach others, as in a diagonal network, what would stay zero is left out. Raises TypeError unless `run` is a Run.
    """
    _check.instance("run", run, Run)
    return accumulate(run, influence_trace(run.network, run.x.shape[1]))
