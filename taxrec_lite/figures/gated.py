"""Figures about gated cells: what a gate remembers, and what a gradient loses under it."""

import numpy as np
from matplotlib.patches import FancyArrowPatch
from matplotlib.patheffects import withStroke
from matplotlib.ticker import FixedFormatter, FixedLocator, NullLocator

from taxrec_lite.figures.style import COLOURS, LINES, figure, style

STROKES = ("-", (0, (6, 2)), (0, (1, 1.2)), (0, (6, 1.5, 1, 1.5)))
MARKS = ("o", "s", "^")
OPEN = (0.2, 0.5, 0.8, 0.95, 0.99)  # ticks on an axis of gates
LEAST = 1e-3  # of what once was written
APART = 0.09  # of the names of two gates

NODES = {"c before": ("o", 0.0, 0.0, "$c_j^{t-1}$", (0, 1)), "c": ("o", 2.0, 0.0, "$c_j^t$", (0, -1)),
         "z": ("o", 2.9, 1.25, "$z_j^t$", (0, 1)), "z before": ("o", 0.25, -1.3, "$z_i^{t-1}$", (-1, 0)),
         "theta": ("D", 0.9, 1.35, r"$\theta_j$", (-1, 0))}
ARROWS = {"D": ("c before", "c", "implicit", 0.0, (1.0, 0.05), "center", "bottom"),
          "G": ("c", "z", "ink", 0.0, (2.4, 0.68), "right", "center"),
          "R": ("z before", "c", "explicit", 0.0, (0.98, -0.62), "right", "bottom"),
          "S": ("z before", "z", "explicit", 0.45, (2.2, -0.95), "left", "top"),
          "phi": ("theta", "c", "parameter", 0.0, (1.35, 0.62), "right", "center"),
          "q": ("theta", "z", "parameter", 0.0, (1.9, 1.38), "center", "bottom")}


def one_step(run, names):
    """All ways into neuron j in one step of the cell of `run`, as a Figure; S and q only where the cell has them.

    names : {"D", "G", "R", "S", "phi" or "q": what to write beside its arrow}
    """
    past = {"S", "q"} if run.local.q is None else set()
    with style():
        drawing = figure(2.6)
        axes = drawing.subplots()
        axes.set(xlim=(-0.6, 3.3), ylim=(-1.6, 1.85))
        axes.axis("off")
        for arrow, (tail, head, kind, bend, where, side, height) in ARROWS.items():
            if arrow in past:
                continue
            axes.add_patch(FancyArrowPatch(NODES[tail][1:3], NODES[head][1:3], arrowstyle="-|>,head_length=4,head_width=2",
                                           shrinkA=8, shrinkB=8, color=COLOURS[kind], linestyle=LINES.get(kind, "-"),
                                           linewidth=1.6, connectionstyle=f"arc3,rad={bend}"))
            axes.annotate(names[arrow], where, ha=side, va=height, zorder=5,
                          path_effects=[withStroke(linewidth=3, foreground=COLOURS["ground"])])
        for node, (marker, x, y, name, (right, up)) in NODES.items():
            for size in (12, 7) if node in ("z", "z before") else (12,):
                axes.plot(x, y, marker, markersize=size, color=COLOURS["ink"], markerfacecolor="none", zorder=3)
            axes.annotate(name, (x, y), xytext=(11 * right, 10 * up), textcoords="offset points",
                          ha=("right", "center", "left")[right + 1], va=("top", "center", "bottom")[up + 1])
    return drawing


def gate_and_memory(gates, left, at):
    """A gate over time, and below it how much of what was written at time `at` is left, as a Figure.

    gates, left : {name: array (T,)}; what is left is on a logarithmic axis, less than a thousandth not drawn
    """
    with style():
        drawing = figure(4.2)
        above, below = drawing.subplots(2, 1, sharex=True)
        for (name, gate), stroke in zip(gates.items(), STROKES):
            times = np.arange(1, len(gate) + 1)
            above.plot(times, gate, color=COLOURS["ink"], linewidth=1, linestyle=stroke)
            drawn = left[name] >= LEAST
            below.plot(times[drawn], left[name][drawn], color=COLOURS["implicit"], linestyle=stroke)
            end = np.flatnonzero(drawn)[-1]
            _name(below, name, times[end], left[name][end])
        height = np.inf
        for name, level in sorted(((name, gate[-10:].mean()) for name, gate in gates.items()), key=lambda pair: -pair[1]):
            height = min(level, height - APART)
            _name(above, name, times[-1], height)
        for axes in (above, below):
            axes.axvline(at, color=COLOURS["choice"], linewidth=2, zorder=1)
        above.set(ylim=(-0.03, 1.03), ylabel="gate", title="kept a step (heavy line: the writing)")
        below.set(yscale="log", ylim=(0.6 * LEAST, 1.5), ylabel="part left", title="ε, relative to what was written",
                  xlabel="time step t", xlim=(0, 1.22 * len(times)), xticks=range(0, len(times) + 1, 10))
        below.yaxis.set_minor_locator(NullLocator())
        _plain(below.yaxis, (0.001, 0.01, 0.1, 1))
    return drawing


def lost_by_gate(without_synapses, without_memory):
    """Two relative errors against how open the gate is, one above the other: median and quartiles over networks, as a Figure.

    without_synapses, without_memory : {name: (mean gate (biases,), errors (networks, biases))}
    """
    with style():
        drawing = figure(4.9)
        rows = drawing.subplots(2, 1, sharex=True)
        titles = "without synapses: e-prop", "without memory: D = 0"
        for axes, series, title in zip(rows, (without_synapses, without_memory), titles):
            for (name, (gate, errors)), stroke, mark in zip(series.items(), STROKES, MARKS):
                low, middle, high = np.quantile(errors, [0.25, 0.5, 0.75], axis=0)
                axes.fill_between(gate, low, high, color=COLOURS["parameter"], alpha=0.2, linewidth=0)
                axes.plot(gate, middle, color=COLOURS["ink"], linestyle=stroke, marker=mark, markersize=4, linewidth=1.2,
                          label=name)
            axes.set(ylim=(0, 1), ylabel="relative error", title=title)
        rows[-1].set(xscale="logit", xlabel="mean of the gate that keeps")
        _plain(rows[-1].xaxis, OPEN)
        rows[-1].xaxis.set_minor_locator(NullLocator())
        drawing.legend(*rows[0].get_legend_handles_labels(), loc="outside lower center", fontsize=8.5, handlelength=3)
    return drawing


def error_by_gate(errors):
    """Relative error of the gradient of each gate's parameters by order, medians over networks, as a Figure.

    errors : {gate: array (networks, orders)}
    """
    with style():
        drawing = figure(3.2)
        axes = drawing.subplots()
        for (gate, values), stroke in zip(errors.items(), STROKES):
            orders = np.arange(1, values.shape[1] + 1)
            axes.plot(orders, np.median(values, axis=0), color=COLOURS["ink"], linestyle=stroke, label=gate)
        axes.set(yscale="log", xlabel="order m", ylabel="relative error", xticks=orders)
        axes.yaxis.set_minor_locator(NullLocator())
        _plain(axes.yaxis, (0.0001, 0.001, 0.01, 0.1, 1))
        drawing.legend(loc="outside lower center", ncols=2, fontsize=8.5, handlelength=3)
    return drawing


def _name(axes, name, x, y):
    axes.annotate(name, (x, y), xytext=(4, 0), textcoords="offset points", va="center", fontsize=8.5)


def _plain(axis, places):
    """Ticks at these places, without powers of ten."""
    axis.set_major_locator(FixedLocator(places))
    axis.set_major_formatter(FixedFormatter([f"{place:.4g}" for place in places]))
