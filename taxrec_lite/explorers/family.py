"""The explorer of chapter 12: bias, spread, work and memory of every rule, on one network in any of its regimes."""

from dataclasses import dataclass
from typing import NamedTuple

import ipywidgets as widgets
import numpy as np
from matplotlib.ticker import FixedFormatter, FixedLocator, NullLocator

from taxrec_lite import cells, costs, rules
from taxrec_lite.derivation.chapter12 import copies
from taxrec_lite.explorers.dropped import feedback_after, number
from taxrec_lite.explorers.orders import GAINS, all_gains, random_run
from taxrec_lite.figures.costs import power_axis
from taxrec_lite.figures.picture import layer
from taxrec_lite.figures.style import COLOURS, figure, style
from taxrec_lite.measures import relative_error
from taxrec_lite.rules.bptt import bptt
from taxrec_lite.widgets import Explorer, Selector, View

DRAWS, UPDATES = 400, 20
K = 6
LOWEST, ZERO = -3, -4  # powers of ten: the least that is drawn, and where zero stands


class Member(NamedTuple):
    """A rule, at the numbers at which it is shown."""

    title: str
    rule: str
    numbers: dict


def members(n):
    """All rules, those that are exact first and those that readers registered last, for a network of n neurons."""
    own = (
        Member("BPTT", "bptt", {}), Member(f"hybrid, blocks of {n}", "hybrid", {"block": n}), Member("RTRL", "rtrl", {}),
        Member("KF-RTRL", "kf_rtrl", {}), Member("UORO", "uoro", {}),
        Member(f"TBPTT, k = {K}", "tbptt", {"k": K}), Member("SnAp-1", "snap", {"steps": 1}),
        Member("order 3", "m_order", {"m": 3}), Member("order 2", "m_order", {"m": 2}), Member("e-prop", "eprop", {}),
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


def found(member, run):
    """The `Found` of a member on a run of one sample."""
    rule, exact = rules.get(member.rule), bptt(run)
    if rule.unbiased:
        return Found(0.0, spread(member.rule, run))
    if rule.exact:
        return Found(0.0, 0.0)
    updates = {"adaptive_eprop": UPDATES}.get(member.rule, 0)
    given = {"feedback": lambda: feedback_after(run, updates), "rng": lambda: np.random.default_rng(0)}
    options = {name: give() for name, give in given.items() if name in rule.options}
    return Found(relative_error(rule.gradient(run, **member.numbers, **options), exact), 0.0)


def spread(rule, run, seed=0):
    """How far the draws of an unbiased rule are from the exact gradient, as a root mean square, relative to its length."""
    exact = bptt(run).theta
    distances = draws(rule, run, DRAWS, np.random.default_rng(seed)) - exact
    return float(np.sqrt((distances**2).sum((1, 2, 3)).mean()) / np.linalg.norm(exact))


def draws(rule, run, number, rng):
    """So many independent θ-gradients of a random rule on a run of one sample, (number, gates, n, p)."""
    wide, rule = copies(run, number), rules.get(rule)
    trace, total = rule.trace(run.network, number, rng=rng), 0.0
    for t in range(run.T):
        trace.step(wide.local[t], wide.pre[t], run.params.W_rec)
        total = total + _each_learned(trace, wide.dE_dy[t] @ run.params.W_out)
    return total


def _each_learned(trace, signal):
    """`learned`, for each sample by itself."""
    Z = trace.trace
    if Z.ndim == 2:
        return (signal * Z).sum(1)[:, None, None, None] * trace.theta
    B, gates, n = len(Z), Z.shape[2] // Z.shape[1], Z.shape[1]
    return np.einsum("br,brk->bk", signal, Z).reshape(B, gates, n, 1) * trace.wiring.rows(trace.row)


def explorer():
    """The explorer; with a kernel, size, length and seed are free."""
    free = {
        "n": widgets.IntSlider(8, 2, 16, description="neurons n", continuous_update=False),
        "T": widgets.IntSlider(24, 8, 40, description="steps T", continuous_update=False),
        "seed": widgets.IntSlider(1, 0, 50, description="seed", continuous_update=False),
    }
    return Explorer("family", "The whole family on one network", view, free)


def view(n=8, T=24, seed=1):
    """All states of the explorer for networks of n neurons over T steps."""
    runs = {(cell, regime): random_run(cell, gain, n, T, seed)
            for cell, gains in all_gains().items() for regime, gain in gains.items()}
    results = {state: [found(member, run) for member in members(n)] for state, run in runs.items()}
    paid = {cell: [costs.of(member.rule, runs[cell, "critical"].network, T, **member.numbers) for member in members(n)]
            for cell in cells.names()}
    with style():
        panels = (_errors(results, n), _costs(paid, n))
    return View(
        selectors=(
            Selector("cell", "cell", {name: cells.get(name).title for name in cells.names()}, start="leaky_rnn"),
            Selector("gain", "regime", {regime: regime for regime in GAINS["lstm"]}, start="critical"),
        ),
        panels=panels,
        sentences={state: _sentence(state, results[state], n) for state in runs},
    )


def _sentence(state, results, n):
    cell, regime = state
    of = dict(zip((member.title for member in members(n)), results))
    biased = {title: one.bias for title, one in of.items() if one.bias}
    best = min(biased, key=biased.get)
    return (f"{cells.get(cell).title}, {regime}. Of the rules with a bias, <b>{best}</b> has the least, "
            f"{number(biased[best])} of the gradient's length; e-prop has <b>{number(biased['e-prop'])}</b>, with random feedback "
            f"{number(biased['random e-prop'])}. One draw of KF-RTRL is <b>{number(of['KF-RTRL'].spread)}</b> from the gradient, "
            f"one of UORO <b>{number(of['UORO'].spread)}</b>.")


def _errors(results, n):
    drawing, axes = _rows(n, "in lengths of the gradient")
    highest = max(max(one.bias, one.spread) for found in results.values() for one in found)
    top = int(np.ceil(np.log10(highest)))
    axes.set(xlim=(ZERO - 0.4, top + 0.1))
    powers = range(LOWEST + 1, top + 1, 2)
    axes.xaxis.set_major_locator(FixedLocator([ZERO, *powers]))
    axes.xaxis.set_major_formatter(FixedFormatter(["0", *(_power(power) for power in powers)]))
    axes.axvline((ZERO + LOWEST) / 2, color=COLOURS["parameter"], linewidth=0.6)
    for (cell, regime), found in results.items():
        at = range(len(found))
        layer(axes.plot([_place(one.bias) for one in found], at, **BIAS), cell=cell, gain=regime)
        layer(axes.plot([_place(one.spread) for one in found], at, **SPREAD), cell=cell, gain=regime)
    _legend(drawing, axes, {"bias": BIAS, "spread of draws": SPREAD})
    return drawing, ("A row for each rule, with a dot at its bias and a ring at the spread of its draws, on a logarithmic axis "
                     "that begins with a column for zero. BPTT, the hybrid and RTRL have neither, KF-RTRL and UORO have spread "
                     "only, all others bias only.")


def _costs(paid, n):
    drawing, axes = _rows(n, "how many")
    counts = [count for found in paid.values() for cost in found for count in (cost.time, cost.memory)]
    low, high = int(np.floor(np.log10(min(counts) / 1.2))), int(np.ceil(np.log10(1.2 * max(counts))))
    axes.set(xscale="log", xlim=(10.0**low, 10.0**high))
    power_axis(axes.xaxis, range(low, high + 1))
    axes.xaxis.set_minor_locator(NullLocator())
    for cell, found in paid.items():
        layer(axes.plot([cost.time for cost in found], range(len(found)), **WORK), cell=cell)
        layer(axes.plot([cost.memory for cost in found], range(len(found)), **HELD), cell=cell)
    _legend(drawing, axes, {"multiply–adds a step": WORK, "numbers held": HELD})
    return drawing, ("A row for each rule, with a square at its multiply–adds a step and a triangle at the numbers it holds, on "
                     "a logarithmic axis. RTRL and order 3 take most work, e-prop and its relatives least.")


def _rows(n, xlabel):
    names = [member.title for member in members(n)]
    drawing = figure(3.6)
    axes = drawing.subplots()
    axes.set(ylim=(len(names) - 0.4, -0.6), yticks=range(len(names)), yticklabels=names, xlabel=xlabel)
    axes.tick_params(axis="y", length=0)
    for row in range(len(names)):
        axes.axhline(row, color=COLOURS["dropped"], linewidth=0.5, zorder=0)
    return drawing, axes


def _place(value):
    """Where a value stands on the axis of powers of ten."""
    return ZERO if value == 0 else max(np.log10(value), LOWEST)


def _power(power):
    return f"{10.0**power:g}" if power <= 4 else rf"$10^{{{power}}}$"


def _legend(drawing, axes, looks):
    for title, look in looks.items():
        axes.plot([], [], label=title, **look)
    drawing.legend(loc="outside lower center", fontsize=8, ncols=2, handletextpad=0.3)


_MARK = {"linestyle": "none", "zorder": 3, "markeredgewidth": 1.4}
BIAS = {**_MARK, "marker": "o", "markersize": 6.5, "color": COLOURS["explicit"]}
SPREAD = {**_MARK, "marker": "o", "markersize": 9.5, "color": COLOURS["loss"], "markerfacecolor": "none"}
WORK = {**_MARK, "marker": "s", "markersize": 6, "color": COLOURS["ink"]}
HELD = {**_MARK, "marker": "^", "markersize": 8, "color": COLOURS["implicit"], "markerfacecolor": "none"}
