"""A network and a causal rule that advance together, one time step at a time."""

import numpy as np

from taxrec_lite import _check, losses
from taxrec_lite.network import Network
from taxrec_lite.parameters import Parameters
from taxrec_lite.rules import registry
from taxrec_lite.rules.causal import CausalGradient
from taxrec_lite.rules.eprop import check_feedback
from taxrec_lite.trajectory import drive, presynaptic


class Online:
    """A causal rule as a learner in time would drive it: it holds the present and its traces, and no history.

    network, params : as for `Network.run`; assign to `params` between steps to learn online. A leaky read-out's
        filtered trace then meets the present W_out, the usual approximation while W_out moves
    rule : the name of a causal rule, see `rules.names()`
    B : batch size
    loss : "mse" or "cross_entropy"
    options : what the rule must be given, such as m, the order, or feedback (n, n_out)

    After a step: `c` (B, n, d), `z` (B, n), `y` (B, n_out), `loss` (of that step alone) and `trace`, the rule's
    eligibility trace. Raises ValueError for a rule that is not causal, or for an option that it lacks or does not take.
    """

    def __init__(self, network: Network, params: Parameters, rule: str, B: int = 1, loss: str = "mse", **options):
        self.network = _check.instance("network", network, Network)
        self.params = params
        self._loss = losses.get(loss)
        B = _check.integer("B", B, 1)
        rule = registry.get(rule)
        if not rule.causal:
            causal = [repr(name) for name in registry.names() if registry.get(name).causal]
            raise ValueError(f"rule must be causal to be driven in time, one of {', '.join(causal)}, not {rule.name!r}")
        options = rule.check(options)
        feedback = options.pop("feedback", None)
        self.feedback = None if feedback is None else check_feedback(network, feedback)
        self._gradient = CausalGradient(network, rule.trace(network, B, **options))
        self.c = np.zeros((B, network.cell.n, network.cell.d))
        self.z = np.zeros((B, network.cell.n))
        self.y = np.zeros((B, network.readout.n_out))
        self.loss = 0.0

    @property
    def params(self) -> Parameters:
        """The parameters of the next step; assign Parameters of this network to learn online."""
        return self._params

    @params.setter
    def params(self, params: Parameters) -> None:
        self._params = self.network.check(params)

    @property
    def trace(self) -> np.ndarray:
        """The eligibility trace at the present, as the rule holds it, a copy."""
        return np.array(self._gradient.filtered_trace if self._gradient.filters_trace else self._gradient.trace.trace)

    @property
    def floats_held(self) -> int:
        """How many numbers the rule's traces hold; a leaky read-out adds a filtered copy of the trace."""
        held = sum(self._gradient.trace.held.values())
        return held + self.trace.size if self._gradient.filters_trace else held

    def step(self, x: np.ndarray, target: np.ndarray, mask: np.ndarray | None = None) -> Parameters:
        """Advance by one time step and return what it adds to the gradient, as Parameters.

        x (B, n_in), target (B, n_out), mask (B,) or None. Raises ValueError or TypeError for anything else.
        """
        B, cell, params = len(self.z), self.network.cell, self.params
        x = _check.array("x", x, (B, cell.n_in))
        target = self._loss.check_target(_check.array("target", target, self.y.shape))
        mask = np.ones(B) if mask is None else _check.array("mask", mask, (B,))
        pre = presynaptic(self.z, x)
        u = drive(params.theta, pre)
        c_previous = self.c
        self.c, self.z = cell.step(c_previous, self.z, u)
        self.y = self.network.readout.step(self.y, self.z, params.W_out, params.b_out)
        self.loss = float((mask * self._loss.value(self.y, target)).sum())
        dE_dy = mask[:, None] * self._loss.derivative(self.y, target)
        local = cell.local_jacobians(c_previous, u, self.c)
        return self._gradient.step(params, local, pre, self.z, dE_dy, self.feedback)
