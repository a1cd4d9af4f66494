"""The explorer of chapter 7: what a step of each rule takes and what it holds, for any number of neurons and steps."""

from matplotlib.patheffects import withStroke

from taxrec_lite import cells
from taxrec_lite._words import in_bytes, power
from taxrec_lite.figures import live_budget
from taxrec_lite.figures.costs import LOOKS, byte_axis, power_axis
from taxrec_lite.figures.picture import layer
from taxrec_lite.figures.style import COLOURS, figure, style
from taxrec_lite.live import budget as live
from taxrec_lite.live.budget import FLOAT, LAPTOP, TITLES
from taxrec_lite.widgets import Explorer, Selector, View

CELLS = ("leaky_rnn", "alif", "lstm")
NEURONS = (10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000)
STEPS = (1, 10, 100, 1000, 10**4, 10**5)
RULES = {title: rule for rule, title in TITLES.items()}


def cost_of(title, cell, n, T):
    """The `Cost` of one of RULES for n cells of one kind with 8 inputs and 2 outputs over T steps."""
    return live.cost_of(*RULES[title], cell, n, T)


def held(title, cell, n, T):
    """The bytes that a rule holds after T steps."""
    return FLOAT * cost_of(title, cell, n, T).memory


def crossing(title, cell, n):
    """The first T at which BPTT holds more than the rule does, whatever T is for that one."""
    return held(title, cell, n, 1) // held("BPTT", cell, n, 1) + 1


def explorer():
    """Neurons and time steps on sliders, the cell on buttons."""
    return Explorer("budget", "What a step takes, and what is held", view, live=live_budget.panels)


def view():
    """All sizes, lengths and cells."""
    with style():
        panels = (_time_panel(), _neurons_panel(), _steps_panel())
    return View(
        selectors=(
            Selector("n", "neurons n", {n: f"{n:,}" for n in NEURONS}, start=100, slider=True),
            Selector("T", "steps T", {T: f"{T:,}" for T in STEPS}, start=1000, slider=True),
            Selector("cell", "cell", {cell: cells.get(cell).title for cell in CELLS}, start="leaky_rnn"),
        ),
        panels=panels,
        sentences={(n, T, cell): _sentence(cell, n, T) for n in NEURONS for T in STEPS for cell in CELLS},
    )


def _sentence(cell, n, T):
    found = {title: cost_of(title, cell, n, T) for title in RULES}
    time = ", ".join(f"{title} <b>{power(cost.time)}</b>" for title, cost in found.items())
    memory = ", ".join(f"{title} <b>{in_bytes(FLOAT * cost.memory)}</b>" for title, cost in found.items())
    return live.sentence(cells.get(cell).title, n, T, time, memory,
                         [title for title, cost in found.items() if FLOAT * cost.memory > LAPTOP[1]],
                         crossing("e-prop", cell, n), crossing("RTRL", cell, n))


def _time_panel():
    panel = figure(3.3)
    axes = panel.subplots()
    axes.set(xscale="log", yscale="log", xlim=(8, 1.3e4), ylim=(1e2, 1e18), xlabel="neurons n",
             title="multiply–adds a time step")
    power_axis(axes.yaxis, range(2, 19, 4))
    power_axis(axes.xaxis, range(1, 5))
    for cell in CELLS:
        curves = {title: [cost_of(title, cell, n, 1).time for n in NEURONS] for title in RULES}
        _draw_curves(axes, NEURONS, curves, cell=cell)
        for k, n in enumerate(NEURONS):
            _mark(axes, [n] * len(RULES), [curve[k] for curve in curves.values()], n=n, cell=cell)
    _legend(panel)
    return panel, ("Multiply–adds of a time step against the number of neurons on logarithmic axes, one line a rule: BPTT and "
                   "e-prop rise with slope 2, order 2 with slope 3, order 3 and RTRL together with slope 4.")


def _neurons_panel():
    panel = figure(3.3)
    axes = panel.subplots()
    axes.set(xscale="log", yscale="log", xlim=(8, 1.3e4), ylim=(1e2, 1e15), xlabel="neurons n", title="memory after T steps")
    power_axis(axes.xaxis, range(1, 5))
    _frame_bytes(axes)
    for cell in CELLS:
        once = {title: [held(title, cell, n, 1) for n in NEURONS] for title in RULES if title != "BPTT"}
        _draw_curves(axes, NEURONS, once, cell=cell)
        for T in STEPS:
            _draw_curves(axes, NEURONS, {"BPTT": [held("BPTT", cell, n, T) for n in NEURONS]}, T=T, cell=cell)
            for n in NEURONS:
                _mark(axes, [n], [held("BPTT", cell, n, T)], n=n, T=T, cell=cell)
        for k, n in enumerate(NEURONS):
            _mark(axes, [n] * len(once), [curve[k] for curve in once.values()], n=n, cell=cell)
    _legend(panel)
    return panel, ("Memory against the number of neurons on logarithmic axes with a band at the 8 to 16 gigabytes of a laptop: "
                   "order 2, order 3 and RTRL rise with slope 3 and leave it first, e-prop with slope 2, BPTT with slope 1 "
                   "at a height set by T.")


def _steps_panel():
    panel = figure(3.3)
    axes = panel.subplots()
    axes.set(xscale="log", yscale="log", xlim=(0.7, 1.5e5), ylim=(1e2, 1e15), xlabel="time steps T",
             title="memory of n neurons")
    power_axis(axes.xaxis, range(0, 6))
    _frame_bytes(axes)
    ends = (STEPS[0], STEPS[-1])
    for cell in CELLS:
        for n in NEURONS:
            _draw_curves(axes, ends, {title: [held(title, cell, n, T) for T in ends] for title in RULES}, n=n, cell=cell)
            for title in ("e-prop", "RTRL"):
                if (T := crossing(title, cell, n)) <= ends[1]:
                    layer(axes.plot(T, held(title, cell, n, T), "o", markersize=8, markerfacecolor="none", color=COLOURS["ink"],
                                    zorder=4), n=n, cell=cell)
            for T in STEPS:
                _mark(axes, [T], [held("BPTT", cell, n, T)], n=n, T=T, cell=cell)
                _mark(axes, [T] * 4, [held(title, cell, n, T) for title in RULES if title != "BPTT"], n=n, T=T, cell=cell)
    _legend(panel)
    return panel, ("Memory against the number of time steps on logarithmic axes: BPTT rises with slope 1 and crosses the flat "
                   "lines of the causal rules, first that of e-prop and, late if at all, that of RTRL; rings stand at both "
                   "crossings.")


def _draw_curves(axes, places, curves, **where):
    for title, values in curves.items():
        layer(axes.plot(places, values, **LOOKS[title]), **where)


def _mark(axes, x, y, **where):
    layer(axes.plot(x, y, "o", linestyle="none", markersize=5.5, color=COLOURS["choice"], markeredgecolor=COLOURS["ink"],
                    markeredgewidth=0.7, zorder=5), **where)


def _frame_bytes(axes):
    byte_axis(axes.yaxis)
    axes.axhspan(*LAPTOP, color=COLOURS["loss"], alpha=0.25, linewidth=0, zorder=0)
    axes.axhline(LAPTOP[1], color=COLOURS["loss"], linewidth=0.8, zorder=0)
    axes.annotate("a laptop: 8 to 16 GB", (axes.get_xlim()[0], LAPTOP[1]), xytext=(4, 2), textcoords="offset points",
                  fontsize=8, zorder=6, path_effects=[withStroke(linewidth=3, foreground=COLOURS["ground"])])


def _legend(panel):
    axes = panel.axes[0]
    for title, look in LOOKS.items():
        axes.plot([], [], label=title, **look)
    panel.legend(loc="outside lower center", fontsize=8, ncols=3, handlelength=2.4, columnspacing=1.2)
