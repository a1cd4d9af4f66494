"""The registry of learning rules: the map, the tables and the tests are generated from it."""

from dataclasses import dataclass
from typing import Callable

from taxrec_lite import _check
from taxrec_lite._registry import Registry
from taxrec_lite.rules import cost
from taxrec_lite.rules.bptt import bptt
from taxrec_lite.rules.eprop import eprop
from taxrec_lite.rules.hybrid import hybrid
from taxrec_lite.rules.kf_rtrl import KroneckerTrace, kf_rtrl
from taxrec_lite.rules.m_order import m_order
from taxrec_lite.rules.rflo import rflo
from taxrec_lite.rules.rtrl import rtrl
from taxrec_lite.rules.snap import snap, snap_trace
from taxrec_lite.rules.tbptt import tbptt
from taxrec_lite.rules.traces import ImplicitTrace, OrderTrace, influence_trace
from taxrec_lite.rules.uoro import UoroTrace, uoro


@dataclass(frozen=True)
class Change:
    """The one change that turns the rule called `origin` into another; `exact` if no number changes."""

    origin: str
    words: str
    exact: bool = False


@dataclass(frozen=True)
class Followed:
    """Which paths from a parameter to the loss a rule follows: those within every limit that is given.

    crossings : they cross fewer synapses than this
    steps : they take fewer time steps
    reach : they stay in neurons that at most so many synapses lead to
    """

    crossings: int | None = None
    steps: int | None = None
    reach: int | None = None


@dataclass(frozen=True)
class Rule:
    """A learning rule.

    name, title : in the registry, and for people
    gradient : (run, **options) → Parameters
    cost : (shapes, **numbers) → its Cost, see `rules.cost`
    exact : whether it computes the gradient of the loss, to rounding
    idea : one sentence
    options : the names of what it must be given beside the run
    trace : (network, B, **options but the feedback) → the eligibility trace it carries forward; None if it is not causal
    follows : (**numbers) → which paths it follows, `Followed`
    known : (t, T, **numbers) → when it knows what the loss of time t adds to the gradient; of no use if it is causal
    unbiased : whether it is random, with the exact gradient as its mean
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
    follows: Callable = lambda **numbers: Followed()
    known: Callable = lambda t, T: T
    unbiased: bool = False
    changes: tuple[Change, ...] = ()

    @property
    def causal(self) -> bool:
        """Whether the gradient can be had at each time from what is known by then."""
        return self.trace is not None

    @property
    def local(self) -> bool:
        """Whether what a synapse carries stays with that synapse."""
        return self.trace is ImplicitTrace

    @property
    def numbers(self) -> tuple[str, ...]:
        """Those of its options that are integers of at least 1, and say how much it does."""
        return tuple(name for name in self.options if name not in ("feedback", "rng"))

    def known_at(self, t: int, T: int, **numbers) -> int:
        """The time at which it knows what the loss of time t adds to the gradient, in a run of T steps."""
        return t if self.causal else self.known(t, T, **numbers)

    def check(self, options: dict) -> dict:
        """`options` if they are all that the rule must be given.

        Raises ValueError naming one that is missing or not taken, or a number below 1, TypeError for no integer.
        """
        for name in sorted({*options, *self.options}):
            given = options.get(name) is not None
            if given != (name in self.options):
                raise ValueError(f"{name} {'is no option of' if given else 'is needed by'} rule {self.name!r}")
        return {name: _check.integer(name, options[name], 1) if name in self.numbers else options[name] for name in self.options}

    def check_numbers(self, options: dict) -> dict:
        """As `check`, of its numbers alone."""
        self.check({name: 0 for name in self.options if name not in self.numbers} | options)
        return {name: options[name] for name in self.numbers}


def _inside(**numbers):
    return Followed(crossings=1)


_RULES = Registry("rule", (
    Rule("bptt", "BPTT", bptt, cost.bptt, exact=True,
         idea="Follow every dependency backwards, from the last time step to the first."),
    Rule("hybrid", "hybrid", hybrid, cost.hybrid, exact=True, options=("block",),
         known=lambda t, T, block: min(T, -(-t // block) * block),
         idea="Go backwards inside blocks of time, and carry the influence from block to block.",
         changes=(Change("bptt", "expand at the ends of blocks", exact=True),)),
    Rule("tbptt", "TBPTT", tbptt, cost.tbptt, exact=False, options=("k",),
         follows=lambda k: Followed(steps=k), known=lambda t, T, k: t,
         idea="Follow every dependency backwards, but each loss over few steps.",
         changes=(Change("bptt", "stop after k steps"),)),
    Rule("rtrl", "RTRL", rtrl, cost.rtrl, exact=True, trace=influence_trace,
         idea="Carry the derivative of every state by every parameter forwards.",
         changes=(Change("bptt", "expand every total derivative", exact=True), Change("hybrid", "blocks of one step", exact=True))),
    Rule("snap", "SnAp", snap, cost.snap, exact=False, options=("steps",), trace=snap_trace,
         follows=lambda steps: Followed(reach=steps - 1),
         idea="Carry the part of the influence matrix that fills within n steps.",
         changes=(Change("rtrl", "keep what fills in n steps"),)),
    Rule("uoro", "UORO", uoro, cost.uoro, exact=False, options=("rng",), trace=UoroTrace, unbiased=True,
         idea="Carry one random direction in the place of the influence matrix.",
         changes=(Change("rtrl", "a random matrix of rank one"),)),
    Rule("kf_rtrl", "KF-RTRL", kf_rtrl, cost.kf_rtrl, exact=False, options=("rng",), trace=KroneckerTrace, unbiased=True,
         idea="Carry the influence of all drives and one random presynaptic row.",
         changes=(Change("rtrl", "a random Kronecker product"),)),
    Rule("m_order", "m-order e-prop", m_order, cost.m_order, exact=False, options=("m",), trace=OrderTrace,
         follows=lambda m: Followed(crossings=m),
         idea="Follow every path that crosses fewer than m synapses.",
         changes=(Change("rtrl", "stop after m − 1 crossings"),)),
    Rule("eprop", "symmetric e-prop", eprop, cost.eprop, exact=False, trace=ImplicitTrace, follows=_inside,
         idea="Follow what happens inside each neuron and drop what leaves it.",
         changes=(Change("m_order", "m = 1", exact=True), Change("bptt", "∂E/∂z for dE/dz"),
                  Change("snap", "one step, no self-synapses"))),
    Rule("random_eprop", "random e-prop", eprop, cost.eprop, exact=False, options=("feedback",), trace=ImplicitTrace,
         follows=_inside,
         idea="Send the error back through a fixed random matrix.",
         changes=(Change("eprop", "a fixed random matrix for W_outᵀ"),)),
    Rule("rflo", "RFLO", rflo, cost.eprop, exact=False, options=("feedback",), trace=ImplicitTrace, follows=_inside,
         idea="Send the error back at random, to traces that leak as the neurons do.",
         changes=(Change("random_eprop", "rate neurons with a leak", exact=True),)),
    Rule("adaptive_eprop", "adaptive e-prop", eprop, cost.eprop, exact=False, options=("feedback",), trace=ImplicitTrace,
         follows=_inside,
         idea="Let the matrix that sends the error back learn as the read-out does.",
         changes=(Change("random_eprop", "let the feedback learn"),)),
))


def names() -> tuple[str, ...]:
    """The names of all rules, a tuple."""
    return _RULES.names()


def get(name: str) -> Rule:
    """The Rule called `name`. Raises ValueError for an unknown name, TypeError for anything but a str."""
    return _RULES.get(name)


def register(rule: Rule) -> Rule:
    """Add a rule of your own to the map, all tables, graphs and comparisons; returns it.

    rule : a `Rule`, whose `changes` lead from rules that are there

    One that is registered again under its name takes the place of the first. `unregister` takes it back. Raises TypeError
    for anything else or for a part of the wrong type, ValueError for a name or title that is taken or a change from an
    unknown rule.
    """
    _check.instance("rule", rule, Rule)
    for part in ("gradient", "cost", "follows", "known", "trace"):
        value = getattr(rule, part)
        if not (callable(value) or part == "trace" and value is None):
            raise TypeError(f"rule.{part} must be callable, not {value!r}")
    for part, kind in (("options", str), ("changes", Change)):
        for each in _check.instance(f"rule.{part}", getattr(rule, part), tuple):
            _check.instance(f"each of rule.{part}", each, kind)
    for change in rule.changes:
        _check.choice("change.origin", change.origin, names())
    _RULES.add(rule)
    return rule


def unregister(name: str) -> None:
    """Take back a rule that was registered.

    Raises ValueError for any other name, or while another rule comes out of it, TypeError for anything but a str.
    """
    children = [other for other in names() if name in {change.origin for change in get(other).changes}]
    if children and name not in _RULES.own:
        raise ValueError(f"rule must be one that no other comes out of, but {', '.join(children)} do of {name!r}")
    _RULES.remove(name)
