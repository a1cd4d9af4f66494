"""The registry of learning rules: the map, the tables and the tests are generated from it."""

from dataclasses import dataclass
from typing import Callable

from taxrec_lite import _check
from taxrec_lite.rules import cost
from taxrec_lite.rules.bptt import bptt
from taxrec_lite.rules.eprop import eprop
from taxrec_lite.rules.m_order import m_order
from taxrec_lite.rules.rtrl import rtrl
from taxrec_lite.rules.traces import ImplicitTrace, OrderTrace, RecurrenceTrace


@dataclass(frozen=True)
class Change:
    """The one change that turns the rule called `origin` into another; `exact` if no number changes."""

    origin: str
    words: str
    exact: bool = False


@dataclass(frozen=True)
class Rule:
    """A learning rule.

    name, title : in the registry, and for people
    gradient : (run, **options) → Parameters
    options : the names of what it must be given beside the run
    trace : (network, B) or (network, B, m) → the eligibility trace it carries forward; None if it is not causal
    cost : (shapes) or (shapes, m) → its Cost, see `rules.cost`
    exact : whether it computes the gradient of the loss, to rounding
    idea : one sentence
    changes : how it comes out of other rules
    """

    name: str
    title: str
    gradient: Callable
    cost: Callable
    exact: bool
    idea: str
    options: tuple[str, ...] = ()
    trace: Callable | None = None
    changes: tuple[Change, ...] = ()

    @property
    def causal(self):
        """Whether the gradient can be had at each time from what is known by then."""
        return self.trace is not None

    @property
    def local(self):
        """Whether what a synapse carries stays with that synapse."""
        return self.trace is ImplicitTrace


_RULES = {rule.name: rule for rule in (
    Rule("bptt", "BPTT", bptt, cost.bptt, exact=True,
         idea="Follow every dependency backwards, from the last time step to the first."),
    Rule("rtrl", "RTRL", rtrl, cost.rtrl, exact=True, trace=RecurrenceTrace,
         idea="Carry the derivative of every state by every parameter forwards.",
         changes=(Change("bptt", "expand every total derivative", exact=True),)),
    Rule("m_order", "m-order e-prop", m_order, cost.m_order, exact=False, options=("m",), trace=OrderTrace,
         idea="Follow every path that crosses fewer than m synapses.",
         changes=(Change("rtrl", "stop after m − 1 crossings"),)),
    Rule("eprop", "symmetric e-prop", eprop, cost.eprop, exact=False, trace=ImplicitTrace,
         idea="Follow what happens inside each neuron and drop what leaves it.",
         changes=(Change("m_order", "m = 1", exact=True), Change("bptt", "∂E/∂z for dE/dz"))),
    Rule("random_eprop", "random e-prop", eprop, cost.eprop, exact=False, options=("feedback",), trace=ImplicitTrace,
         idea="Send the error back through a fixed random matrix.",
         changes=(Change("eprop", "a fixed random matrix for W_outᵀ"),)),
    Rule("adaptive_eprop", "adaptive e-prop", eprop, cost.eprop, exact=False, options=("feedback",), trace=ImplicitTrace,
         idea="Let the matrix that sends the error back learn as the read-out does.",
         changes=(Change("random_eprop", "let the feedback learn"),)),
)}


def names():
    """The names of all rules."""
    return tuple(_RULES)


def get(name):
    """The Rule called `name`. Raises ValueError for an unknown name, TypeError for anything but a str."""
    return _RULES[_check.choice("rule", name, names())]
