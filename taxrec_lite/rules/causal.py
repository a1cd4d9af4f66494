"""Gradients in time: a learning signal times an eligibility trace, added up step by step."""

from functools import reduce
from operator import iadd

import numpy as np

from taxrec_lite.parameters import Parameters
from taxrec_lite.rules.adjoint import with_readout


class CausalGradient:
    """The gradient of one causal rule, advanced a step at a time; it holds traces and no history.

    trace : an eligibility trace from `rules.traces`, at its start

    A leaky read-out has an implicit recurrence of its own. Filtering the trace by it, F^t = κ F^{t−1} + Z^t (the
    read-out implicit eligibility trace), leaves a learning signal that needs nothing from the future.
    """

    def __init__(self, network, trace):
        self.kappa = network.readout.kappa
        self.filters_trace = self.kappa > 0 and not getattr(trace, "follows_readout", False)
        self.unpack, self.read = network.wiring.unpack, network.wiring.read
        self.trace = trace
        self.filtered_trace = np.zeros_like(trace.trace) if self.filters_trace else None
        self.filtered_z = self.filtered_one = 0.0

    def step(self, params, local, pre, z, dE_dy, feedback=None):
        """What time t adds to the gradient: ∇^t = Σ_b Σ_r (W_outᵀ ∂E^t/∂y^t)_r F_r^t, as Parameters.

        local, pre (B, p), z (B, n), dE_dy (B, n_out) : those of time t
        feedback : (n, n_out) in the place of W_outᵀ, or None
        """
        self.filtered_z = self._filter(self.filtered_z, z)
        self.filtered_one = self._filter(self.filtered_one, 1.0)
        return Parameters(
            self.unpack(self.theta_step(params, local, pre, dE_dy, feedback)),
            dE_dy.T @ self.filtered_z * self.read,
            dE_dy.sum(0) * self.filtered_one,
        )

    def theta_step(self, params, local, pre, dE_dy, feedback=None):
        """What time t adds to the gradient of θ, packed as in the trace, (gates, n, K)."""
        self.trace.step(local, pre, params.W_rec)
        signal = dE_dy @ (params.W_out if feedback is None else feedback.T)
        if not self.filters_trace:
            return self.trace.learned(signal)
        self.filtered_trace *= self.kappa
        self.filtered_trace += self.trace.trace
        return self.trace.learned(signal, self.filtered_trace)

    def _filter(self, previous, value):
        return value if self.kappa == 0 else self.kappa * previous + value


def accumulate(run, trace, feedback=None):
    """The whole gradient of a run: what its steps add to that of θ, in the order of time, and that of the read-out."""
    rule = CausalGradient(run.network, trace)
    steps = (rule.theta_step(run.params, run.local[t], run.pre[t], run.dE_dy[t], feedback) for t in range(run.T))
    return with_readout(run, rule.unpack(reduce(iadd, steps)))
