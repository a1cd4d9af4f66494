"""What each rule holds in memory as time goes by, and when it knows the gradient."""

import numpy as np

from taxrec_lite import rules
from taxrec_lite.explorers.orders import random_run
from taxrec_lite.figures.picture import layer
from taxrec_lite.figures.style import COLOURS, figure, style
from taxrec_lite.graphs.views import rule_view
from taxrec_lite.widgets import Explorer, Selector, View

T = 16
SHOWN = {"bptt": None, "eprop": None, "m_order": 2, "rtrl": None}  # with the order, where a rule has one


def explorer():
    """Time on a slider, the rule on buttons."""
    return Explorer("memory", "What a rule remembers, and what it knows", view)


def view(n=8):
    """All times and rules, for a leaky RNN of n neurons."""
    run = random_run("leaky_rnn", 1.0, n, T, seed=0)
    views = {name: rule_view(run, name, m=m) for name, m in SHOWN.items()}
    held = {name: np.array([sum(view.remembers(t).values()) for t in range(1, T + 1)]) for name, view in views.items()}
    with style():
        panels = (_memory_panel(held), _knowledge_panel(views))
    return View(
        selectors=(Selector("t", "time t", {t: str(t) for t in range(1, T + 1)}, start=6, slider=True),
                   Selector("rule", "rule", {name: _title(name) for name in SHOWN}, start="bptt")),
        panels=panels,
        sentences={(t, name): _sentence(view, t) for name, view in views.items() for t in range(1, T + 1)},
    )


def _title(name):
    return "order 2" if name == "m_order" else rules.get(name).title


def _sentence(view, t):
    held = view.remembers(t)
    things = ", ".join(f"{what} ({count})" for what, count in held.items())
    known = [s for s in range(1, t + 1) if view.known_at(s) <= t]
    what = f"the gradient of the losses up to now, E¹ … E<sup>{t}</sup>" if known else "no gradient yet"
    return (f"{_title(view.rule.name)} at t = {t} holds <b>{sum(held.values())} numbers</b>: {things}. "
            f"It knows <b>{what}</b>.")


def _memory_panel(held):
    panel = figure(2.8)
    axes = panel.subplots()
    times = np.arange(1, T + 1)
    for name, numbers in held.items():
        axes.plot(times, numbers, color=COLOURS["parameter"], linewidth=1)
        constant = numbers[0] == numbers[-1]
        axes.annotate(_title(name), (1 if constant else T, numbers[-1]), xytext=(0, -4 if name == "rtrl" else 3),
                      textcoords="offset points", ha="left" if constant else "right",
                      va="top" if name == "rtrl" else "bottom", fontsize=8)
        layer(axes.plot(times, numbers, color=COLOURS["ink"], linewidth=2), rule=name)
        for t, number in zip(times, numbers):
            layer(axes.plot(t, number, "o", color=COLOURS["choice"], markeredgecolor=COLOURS["ink"], markersize=7,
                            zorder=4), rule=name, t=int(t))
    axes.set(yscale="log", xlabel="time t", ylabel="numbers held", xticks=[1, 5, 10, 15], xlim=(0.5, T + 0.5))
    return panel, ("Numbers held against time, on a logarithmic axis: BPTT's grow with time, those of e-prop, order 2 and "
                   "RTRL stay as they are, at three very different heights.")


def _knowledge_panel(views):
    panel = figure(1.3)
    axes = panel.subplots()
    for name, view in views.items():
        for t in range(1, T + 1):
            known = [s for s in range(1, t + 1) if view.known_at(s) <= t]
            waiting = [s for s in range(1, t + 1) if view.known_at(s) > t]
            for times, colour, marker in ((known, COLOURS["loss"], "h"), (waiting, COLOURS["dropped"], "h")):
                layer(axes.plot(times, [0] * len(times), marker, color=colour, markersize=7), rule=name, t=t)
    for t in range(1, T + 1):
        layer(axes.plot([t, t], [-0.5, 0.5], color=COLOURS["choice"], linewidth=2), t=t)
    axes.plot(range(1, T + 1), [0] * T, "h", color=COLOURS["ink"], markerfacecolor="none", markersize=7, markeredgewidth=0.8)
    axes.set(yticks=[], ylim=(-1, 1), xlim=(0.3, T + 0.7), xticks=[1, 5, 10, 15], xlabel="loss of time s",
             title="green: its gradient is known at t")
    axes.spines["left"].set_visible(False)
    return panel, ("A row of hexagons, the losses of all times. Those whose gradient the rule knows at time t are green: "
                   "for BPTT none before the end, for the causal rules all up to now.")
