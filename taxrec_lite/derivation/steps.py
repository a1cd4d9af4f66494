"""The derivation as steps: from BPTT to its re-expression and e-prop, and by expansion to RTRL and back down to order m."""

from dataclasses import dataclass
from importlib import import_module
from typing import Callable

from taxrec_lite.derivation.equations import get
from taxrec_lite.measures import relative_error
from taxrec_lite.rules.bptt import bptt
from taxrec_lite.rules.eprop import eprop
from taxrec_lite.rules.m_order import m_order

ORDER = 2  # at which the last step stops


@dataclass(frozen=True)
class Step:
    """One line of the derivation.

    title, words : what it is called, and what it does
    latex : the line
    numbers : the equations of the book that it stands for, whose two sides can be run
    picture : (run) → the `Highlight` of the graph that it is about
    approximation : (run) → the gradient it leaves; None where nothing is lost
    """

    title: str
    words: str
    latex: str
    numbers: tuple[str, ...]
    picture: Callable
    approximation: Callable | None = None

    def residual(self, run):
        """The largest difference between the two sides of its equations, relative to the left."""
        return max(get(number).residual(run) for number in self.numbers)

    def lost(self, run):
        """The relative error of the gradient that is left, or None where nothing is lost."""
        return None if self.approximation is None else relative_error(self.approximation(run), bptt(run))


def _picture(name, *given):
    """The picture of this name, whose drawing is imported when it is asked for: numbers need no matplotlib."""
    return lambda run: getattr(import_module("taxrec_lite.figures.derivation"), name)(run, *given)


STEPS = (
    Step("BPTT across synapses", "What z does to the loss: at once through the read-out, and at the next step through every "
         "neuron that hears it.",
         r"\frac{dE}{dz_j^t} = L_j^t + \sum_r \frac{dE}{dc_r^{t+1}} R_{rj}^{t+1} + \sum_r \frac{dE}{dz_r^{t+1}} S_{rj}^{t+1}",
         ("2.1",), _picture("bptt_explicit")),
    Step("BPTT inside a neuron", "What the hidden state does: through the observable state, and through itself one step later.",
         r"\frac{dE}{dc_j^t} = \frac{dE}{dz_j^t} G_j^t + \frac{dE}{dc_j^{t+1}} D_j^{t+1}", ("2.2",), _picture("bptt_implicit")),
    Step("BPTT at the parameters", "The parameters collect what arrives at every time step.",
         r"\frac{dE}{d\theta_j} = \sum_t \Big(\frac{dE}{dc_j^t} \varphi_j^t + \frac{dE}{dz_j^t} q_j^t\Big) \otimes \text{pre}^t",
         ("2.3",), _picture("bptt_parameters")),
    Step("Implicit variable", "Go along the implicit recurrence forwards instead: what θ has done to the hidden state by now.",
         r"\epsilon_j^t = D_j^t \epsilon_j^{t-1} + \varphi_j^t \otimes \text{pre}^t", ("3.1",), _picture("implicit_variable")),
    Step("BPTT re-expressed", "With the trace e, all that is left of the future is one total derivative for each neuron and time.",
         r"\frac{dE}{d\theta_j} = \sum_t \frac{dE}{dz_j^t}\, e_j^t, \qquad e_j^t = G_j^t \epsilon_j^t + q_j^t \otimes \text{pre}^t",
         ("3.2", "3.3"), _picture("bptt_by_traces")),
    Step("e-prop", "Put the partial derivative in the place of the total one: nothing waits for the future, and every path over a "
         "synapse is lost.",
         r"\nabla_{1,j} = \sum_t L_j^t\, e_j^t", ("4.2",), _picture("symmetric_eprop"), eprop),
    Step("One crossing", "Back to the exact line: follow the trace over one synapse.",
         r"\beta_{rj}^t = D_r^t \beta_{rj}^{t-1} + R_{rj}^t\, e_j^{t-1}", ("5.1", "5.2"), _picture("explicit_variable")),
    Step("One expansion", "The total derivative, expanded once: what crosses no synapse with L, what crosses one with the total "
         "derivative of the neuron it reaches.",
         r"\frac{dE}{d\theta_j} = \sum_t L_j^t e_j^t + \sum_t \sum_r \frac{dE}{dz_r^t} \big(G_r^t \beta_{rj}^t + S_{rj}^t e_j^{t-1}\big)",
         ("5.3",), _picture("order", 2)),
    Step("k expansions", "And again: each expansion frees the paths with one more crossing. After T of them no total derivative is left.",
         r"\frac{dE}{d\theta_j} = \sum_t \sum_r \Big( L_r^t \sum_{i<k} Z_{i,rj}^t + \frac{dE}{dz_r^t} Z_{k,rj}^t \Big)",
         ("5.4", "5.5"), _picture("order", 3)),
    Step("RTRL", "Add up all crossings as they happen: one variable and one trace carry everything forwards.",
         r"\frac{dE}{d\theta_j} = \sum_t \sum_r L_r^t Z_{rj}^t, \qquad A^t = D^t A^{t-1} + R^t Z^{t-1} + [\varphi^t \otimes \text{pre}^t]",
         ("5.6", "5.7"), _picture("recurrence_variable")),
    Step("Read-out", "A leaky read-out has an implicit recurrence too. Filter the trace by it, and the error of the present suffices.",
         r"F^t = \kappa F^{t-1} + Z^t, \qquad \frac{dE}{d\theta} = \sum_t \Big(W_\text{out}^\top \frac{\partial E^t}{\partial y^t}\Big) F^t",
         ("5.8",), _picture("leaky_readout")),
    Step(f"Stop at order {ORDER}", f"Keep the crossings 0 … m − 1 only, here m = {ORDER}: m-order e-prop.",
         r"\nabla_{m,j} = \sum_t \sum_r L_r^t \sum_{k<m} Z_{k,rj}^t", ("6.3",), _picture("order", ORDER),
         lambda run: m_order(run, ORDER)),
)
