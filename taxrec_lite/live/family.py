"""The numbers of chapter 12's explorer: bias, spread, work and memory of every rule on one network."""

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from taxrec_lite import cells, costs, rules
from taxrec_lite._words import raised
from taxrec_lite.live import Answer, Choice, Frame, Slider
from taxrec_lite.live import _marks as marks
from taxrec_lite.live._feedback import feedback_after, number
from taxrec_lite.live.orders import random_run
from taxrec_lite.measures import relative_error
from taxrec_lite.rules.bptt import bptt

DRAWS, UPDATES = 400, 20
LOT = 20  # draws that are made at once
K = 6
LOWEST, ZERO, HIGHEST = -3, -4, 2  # powers of ten: the least that is drawn, where zero stands, what every frame holds

CONTROLS = (
    Choice("cell", "cell", {name: cells.get(name).title for name in cells.names()}, start="leaky_rnn"),
    Slider("gain", "gain", 0.05, 16, start=1, step=None),
    Slider("n", "neurons n", 2, 16, start=8),
    Slider("T", "steps T", 2, 40, start=24),
    Slider("m", "order m", 3, 40, start=3, at_most="T"),
    Slider("k", "window k", 1, 40, start=K, at_most="T"),
    Slider("updates", "feedback’s updates", 0, 100, start=UPDATES),
    Slider("draws", "draws", LOT, 400, start=100, step=LOT, grows=True),
    Slider("seed", "seed", 0, 200, start=1),
)


class Member(NamedTuple):
    """A rule, at the numbers at which it is shown."""

    title: str
    rule: str
    numbers: dict


def members(n, k=K, m=3):
    """All rules, those that are exact first and those that readers registered last, for a network of n neurons."""
    own = (
        Member("BPTT", "bptt", {}), Member(f"hybrid, blocks of {n}", "hybrid", {"block": n}), Member("RTRL", "rtrl", {}),
        Member("KF-RTRL", "kf_rtrl", {}), Member("UORO", "uoro", {}),
        Member(f"TBPTT, k = {k}", "tbptt", {"k": k}), Member("SnAp-1", "snap", {"steps": 1}),
        Member(f"order {m}", "m_order", {"m": m}), Member("order 2", "m_order", {"m": 2}), Member("e-prop", "eprop", {}),
        Member("adaptive e-prop", "adaptive_eprop", {}), Member("random e-prop", "random_eprop", {}),
        Member("RFLO", "rflo", {}),
    )
    others = (rules.get(name) for name in rules.names() if name not in {member.rule for member in own})
    return own + tuple(Member(rule.title, rule.name, dict.fromkeys(rule.numbers, 2)) for rule in others)


@dataclass(frozen=True)
class Found:
    """What one rule does on one run.

    bias : how far its mean is from the exact gradient, relative to its length; 0 for what is exact or unbiased
    spread : the root of the mean squared distance of its draws from their mean, likewise; 0 for what is not random
    """

    bias: float
    spread: float


def found(member, run, number=DRAWS, updates=UPDATES):
    """The `Found` of a member on a run of one sample, over so many draws and with a feedback of so many updates."""
    rule = rules.get(member.rule)
    if rule.unbiased:
        return Found(0.0, spread(member.rule, run, number=number))
    if rule.exact:
        return Found(0.0, 0.0)
    updates = updates if member.rule == "adaptive_eprop" else 0
    given = {"feedback": lambda: feedback_after(run, updates), "rng": lambda: np.random.default_rng(0)}
    options = {name: give() for name, give in given.items() if name in rule.options}
    return Found(relative_error(rule.gradient(run, **member.numbers, **options), _exact(run)), 0.0)


def spread(rule, run, seed=0, number=DRAWS):
    """How far the draws of an unbiased rule are from the exact gradient, as a root mean square, relative to its length.

    number : how many draws, in whole lots of LOT; more of them go on from fewer

    Raises ValueError for another number.
    """
    if number < LOT or number % LOT:
        raise ValueError(f"number must be a multiple of {LOT}, and at least that, not {number}")
    squares = [_squares(rule, run, seed, lot) for lot in range(number // LOT)]
    return float(np.sqrt(np.mean(squares)) / np.linalg.norm(_exact(run)))


@lru_cache(maxsize=64)
def _squares(rule, run, seed, lot):
    """The squared distance of each draw of a lot from the exact gradient, (LOT,)."""
    return ((draws(rule, run, LOT, np.random.default_rng([seed, lot])) - _exact(run)) ** 2).sum((1, 2, 3))


@lru_cache(maxsize=1)
def _exact(run):
    return bptt(run).theta


def draws(rule, run, number, rng):
    """So many independent θ-gradients of a random rule on a run of one sample, (number, gates, n, p)."""
    trace, total = rules.get(rule).trace(run.network, number, rng=rng), 0.0
    for t, pre in enumerate(run.pre.repeat(number, axis=1)):
        trace.step(run.local[t], pre, run.params.W_rec)
        total = total + _each_learned(trace, run.dE_dy[t] @ run.params.W_out)
    return total


def _each_learned(trace, signal):
    """`learned`, for each draw by itself."""
    Z = trace.trace
    if Z.ndim == 2:
        return (signal * Z).sum(1)[:, None, None, None] * trace.theta
    B, gates, n = len(Z), Z.shape[2] // Z.shape[1], Z.shape[1]
    return np.einsum("br,brk->bk", signal, Z).reshape(B, gates, n, 1) * trace.wiring.rows(trace.row)


def sentence(network, among, results):
    """What a reader is told of the members `among` whose `Found` are `results`."""
    of = dict(zip((member.title for member in among), results))
    biased = {title: one.bias for title, one in of.items() if one.bias}
    best = min(biased, key=biased.get)
    return (f"{network}. Of the rules with a bias, <b>{best}</b> has the least, "
            f"{number(biased[best])} of the gradient’s length; e-prop has <b>{number(biased['e-prop'])}</b>, with random "
            f"feedback {number(biased['random e-prop'])}. One draw of KF-RTRL is <b>{number(of['KF-RTRL'].spread)}</b> from "
            f"the gradient, one of UORO <b>{number(of['UORO'].spread)}</b>.")


def compute(cell, gain, n, T, m, k, updates, draws, seed):
    """The figure's `Answer`; an order or a window above T is T."""
    try:
        run, among, paid, certain = _begun(cell, gain, n, T, max(3, min(m, T)), min(k, T), updates, seed)
        results = [one or found(member, run, draws) for member, one in zip(among, certain)]
    except ValueError as reason:
        return Answer({}, {}, f"{cells.get(cell).title}: no gradients can be compared here: {reason}.")
    rows = range(len(among))
    return Answer(
        frames=_frames(among, results, paid),
        marks={
            "bias": marks.line([place(one.bias) for one in results], rows),
            "spread": marks.line([place(one.spread) for one in results], rows),
            "work": marks.line([cost.time for cost in paid], rows),
            "held": marks.line([cost.memory for cost in paid], rows),
        },
        sentence=f"{sentence(f'{cells.get(cell).title}, gain {gain:g}', among, results)} Spreads are over {draws} draws.",
    )


@lru_cache(maxsize=1)
def _begun(cell, gain, n, T, m, k, updates, seed):
    """What no draw changes: the run, the members, their `Cost`, and the `Found` of each but None for one that is random."""
    run, among = random_run(cell, gain, n, T, seed), members(n, k, m)
    certain = [None if rules.get(member.rule).unbiased else found(member, run, updates=updates) for member in among]
    return run, among, [costs.of(member.rule, run.network, T, **member.numbers) for member in among], certain


def _frames(among, results, paid):
    y, names = (len(among) - 0.4, -0.6), [(row, member.title) for row, member in enumerate(among)]
    top = max(HIGHEST, int(np.ceil(np.log10(max(max(one.bias, one.spread) for one in results)))))
    step = 2 if top < 6 else 2 * -(-(top - LOWEST) // 8)
    powers = range(LOWEST + 1, top + 1, step)
    counts = np.log10([count for cost in paid for count in (cost.time, cost.memory)])
    low, high = int(np.floor(counts.min())), int(np.ceil(counts.max() + 0.1))
    return {"errors": Frame((ZERO - 0.4, top + 0.2), y, [(ZERO, "0"), *((power, _power(power)) for power in powers)], names),
            "costs": Frame((10.0**low, 10.0**high), y, marks.powers(low, high, 8), names)}


def _power(power):
    return f"{10.0**power:g}" if abs(power) <= 4 else f"10{raised(power)}"


def place(value):
    """Where a value stands on the axis of powers of ten."""
    return ZERO if value == 0 else max(np.log10(value), LOWEST)
