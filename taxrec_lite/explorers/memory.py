"""What each rule holds in memory as time goes by, and when it knows the gradient."""

import numpy as np

from taxrec_lite.cells import LeakyRNN
from taxrec_lite.figures import live_memory
from taxrec_lite.figures.picture import layer
from taxrec_lite.figures.style import COLOURS, figure, style
from taxrec_lite.live.memory import held, known, sentence, shown, title
from taxrec_lite.network import Network
from taxrec_lite.readout import Readout
from taxrec_lite.widgets import Explorer, Selector, View

T = 16
TITLES = {rule: title(rule, **numbers) for rule, numbers in shown().items()}


def explorer():
    """Time on a slider, the rule on buttons."""
    return Explorer("memory", "What a rule remembers, and what it knows", view, live=live_memory.panels)


def view(n=8):
    """All times and rules, for a leaky RNN of n neurons."""
    network, times = Network(LeakyRNN(n_in=2, n=n), Readout(2)), range(1, T + 1)
    holds = {rule: [held(network, rule, t, **numbers) for t in times] for rule, numbers in shown().items()}
    knows = {rule: [known(rule, t, T, **numbers) for t in times] for rule, numbers in shown().items()}
    with style():
        panels = (_memory_panel(holds), _knowledge_panel(knows))
    return View(
        selectors=(Selector("t", "time t", {t: str(t) for t in times}, start=6, slider=True),
                   Selector("rule", "rule", TITLES, start="bptt")),
        panels=panels,
        sentences={(t, rule): sentence(name, t, holds[rule][t - 1], knows[rule][t - 1])
                   for rule, name in TITLES.items() for t in times},
    )


def _memory_panel(holds):
    panel = figure(2.8)
    axes = panel.subplots()
    times = np.arange(1, T + 1)
    for name, each in holds.items():
        numbers = [sum(things.values()) for things in each]
        axes.plot(times, numbers, color=COLOURS["parameter"], linewidth=1)
        constant = numbers[0] == numbers[-1]
        axes.annotate(TITLES[name], (1 if constant else T, numbers[-1]), xytext=(0, -4 if name == "rtrl" else 3),
                      textcoords="offset points", ha="left" if constant else "right",
                      va="top" if name == "rtrl" else "bottom", fontsize=8)
        layer(axes.plot(times, numbers, color=COLOURS["ink"], linewidth=2), rule=name)
        for t, number in zip(times, numbers):
            layer(axes.plot(t, number, "o", color=COLOURS["choice"], markeredgecolor=COLOURS["ink"], markersize=7,
                            zorder=4), rule=name, t=int(t))
    axes.set(yscale="log", xlabel="time t", ylabel="numbers held", xticks=[1, 5, 10, 15], xlim=(0.5, T + 0.5))
    return panel, ("Numbers held against time, on a logarithmic axis: BPTT's grow with time, those of e-prop, order 2 and "
                   "RTRL stay as they are, at three very different heights.")


def _knowledge_panel(knows):
    panel = figure(1.3)
    axes = panel.subplots()
    for name, each in knows.items():
        for t, known_then in enumerate(each, 1):
            waiting = [s for s in range(1, t + 1) if s not in known_then]
            for times, colour in ((known_then, COLOURS["loss"]), (waiting, COLOURS["dropped"])):
                layer(axes.plot(times, [0] * len(times), "h", color=colour, markersize=7), rule=name, t=t)
    for t in range(1, T + 1):
        layer(axes.plot([t, t], [-0.5, 0.5], color=COLOURS["choice"], linewidth=2), t=t)
    axes.plot(range(1, T + 1), [0] * T, "h", color=COLOURS["ink"], markerfacecolor="none", markersize=7, markeredgewidth=0.8)
    axes.set(yticks=[], ylim=(-1, 1), xlim=(0.3, T + 0.7), xticks=[1, 5, 10, 15], xlabel="loss of time s",
             title="green: its gradient is known at t")
    axes.spines["left"].set_visible(False)
    return panel, ("A row of hexagons, the losses of all times. Those whose gradient the rule knows at time t are green: "
                   "for BPTT none before the end, for the causal rules all up to now.")
