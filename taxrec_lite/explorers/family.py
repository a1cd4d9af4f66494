"""The explorer of chapter 12: bias, spread, work and memory of every rule, on one network in any of its regimes."""

import ipywidgets as widgets
import numpy as np
from matplotlib.ticker import FixedFormatter, FixedLocator, NullLocator

from taxrec_lite import cells, costs
from taxrec_lite.explorers.orders import GAINS, all_gains, random_run
from taxrec_lite.figures import live_family
from taxrec_lite.figures.costs import power_axis
from taxrec_lite.figures.live_family import BIAS, HELD, SPREAD, WORK
from taxrec_lite.figures.picture import layer
from taxrec_lite.figures.style import COLOURS, figure, style
from taxrec_lite.live.family import LOWEST, ZERO, draws, found, members, place, sentence, spread  # noqa: F401 (chapter 12)
from taxrec_lite.widgets import Explorer, Selector, View


def explorer():
    """The explorer; with a kernel, size, length and seed are free."""
    free = {
        "n": widgets.IntSlider(8, 2, 16, description="neurons n", continuous_update=False),
        "T": widgets.IntSlider(24, 8, 40, description="steps T", continuous_update=False),
        "seed": widgets.IntSlider(1, 0, 50, description="seed", continuous_update=False),
    }
    return Explorer("family", "The whole family on one network", view, free, live_family.panels)


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
        meanings=tuple(({"cell": cell, "gain": regime}, {"gain": gain}) for cell, gains in all_gains().items()
                       for regime, gain in gains.items()),
    )


def _sentence(state, results, n):
    cell, regime = state
    return sentence(f"{cells.get(cell).title}, {regime}", members(n), results)


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
        layer(axes.plot([place(one.bias) for one in found], at, **BIAS), cell=cell, gain=regime)
        layer(axes.plot([place(one.spread) for one in found], at, **SPREAD), cell=cell, gain=regime)
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


def _power(power):
    return f"{10.0**power:g}" if power <= 4 else rf"$10^{{{power}}}$"


def _legend(drawing, axes, looks):
    for title, look in looks.items():
        axes.plot([], [], label=title, **look)
    drawing.legend(loc="outside lower center", fontsize=8, ncols=2, handletextpad=0.3)
