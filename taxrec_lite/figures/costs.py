"""Figures of what rules cost: what each must see, and measured times beside the counted operations."""

import numpy as np
from matplotlib.patches import FancyArrowPatch
from matplotlib.ticker import FixedFormatter, FixedLocator, NullLocator

from taxrec_lite._words import in_bytes, power  # noqa: F401 (chapter 7 imports them here)
from taxrec_lite.figures.graph import MEANING, legend
from taxrec_lite.figures.style import COLOURS, LINES, figure, style
from taxrec_lite.graphs.layout import unrolled_positions
from taxrec_lite.graphs.unrolled import unroll
from taxrec_lite.live._marks import apart
from taxrec_lite.live.budget import TITLES

LOOKS = {
    "BPTT": {"color": COLOURS["loss"], "linestyle": LINES["loss"], "linewidth": 1.6},
    "e-prop": {"color": COLOURS["implicit"], "linewidth": 1.6},
    "order 2": {"color": COLOURS["explicit"], "linestyle": LINES["explicit"], "linewidth": 1.6},
    "order 3": {"color": COLOURS["explicit"], "linestyle": (0, (1, 1.2)), "linewidth": 1.8},
    "RTRL": {"color": COLOURS["ink"], "linewidth": 1.0},
}
MARKERS = {"BPTT": "s", "e-prop": "o", "order 2": "^", "order 3": "v", "RTRL": "D"}


def power_axis(axis, exponents):
    """Ticks of a logarithmic axis at these powers of ten and nowhere between."""
    _ticks(axis, {exponent: f"$10^{{{exponent}}}$" for exponent in exponents})


def _ticks(axis, names):
    axis.set_major_locator(FixedLocator([10.0**exponent for exponent in names]))
    axis.set_major_formatter(FixedFormatter(list(names.values())))
    axis.set_minor_locator(NullLocator())


def what_is_seen(views, j, t):
    """The edges that rules must see for what they add at time t to the gradient of θ_j, a small graph each, as a Figure.

    views : {title: RuleView}, four of them on one run
    """
    with style():
        drawing = figure(5.4)
        for axes, (title, view) in zip(drawing.subplots(2, 2).flat, views.items()):
            graph, seen = unroll(view.run), view.sees(j, t)
            graph.remove_nodes_from([("theta", i) for i in range(view.run.network.cell.n) if i != j])
            positions = unrolled_positions(graph)
            _draw_seen(axes, positions, graph, seen)
            floor = min(y for _, y in positions.values()) - 0.9
            for time, words in {view.waits_until(t): "waits for", t: "t"}.items():
                axes.axvline(time + 0.15, color=COLOURS["choice"], linewidth=5, alpha=0.35, zorder=0)
                axes.annotate(words, (time + 0.15, floor), ha="center", va="center", fontsize=8)
            axes.set_title(title)
        legend(axes)
    return drawing


def _draw_seen(axes, positions, graph, seen):
    for *edge, kind in graph.edges(data="kind"):
        meaning, kept = MEANING[kind], tuple(edge) in seen
        axes.add_artist(FancyArrowPatch(
            positions[edge[0]], positions[edge[1]], arrowstyle="-|>,head_length=2.4,head_width=1.3" if kept else "-",
            shrinkA=2.5, shrinkB=2.5, color=COLOURS[meaning if kept else "dropped"], linewidth=1.3 if kept else 0.5,
            linestyle=LINES.get(meaning, "-") if kept else "-", zorder=2 if kept else 1))
    touched = {node for edge in seen for node in edge}
    for node, place in positions.items():
        marker, size, left = ("D", 4.5, place[0] - 0.2) if node[0] == "theta" else ("o", 3.2, 0.6)
        axes.plot(*place, marker, markersize=size, markerfacecolor="none", markeredgewidth=0.8,
                  color=COLOURS["ink" if node in touched else "dropped"], zorder=3)
        if (name := _name_of_row(node)) is not None:
            axes.annotate(f"${name}$", (left, place[1]), ha="right", va="center", fontsize=8)
    x, y = np.array(list(positions.values())).T
    axes.set(xlim=(x.min() - 0.9, x.max() + 0.3), ylim=(y.min() - 1.4, y.max() + 0.5))
    axes.axis("off")


def _name_of_row(node):
    """The name of the row that starts with this node, or None if none does."""
    match node:
        case ("c" | "z") as kind, j, 1:
            return f"{kind}_{j + 1}"
        case ("y", 0, 1) | ("E", 1):
            return node[0]
        case "theta", j:
            return rf"\theta_{j + 1}"


def measured_growth(curves):
    """Measured seconds against n on logarithmic axes, points with the line fitted to them, as a Figure.

    curves : the list of dictionaries that `benchmarks/scaling.py` stores as "growth"
    """
    with style():
        drawing = figure(3.7)
        axes = drawing.subplots()
        axes.set(xscale="log", yscale="log", xlabel="neurons n", ylabel="seconds a step, one sample", xlim=(36, 8000))
        _ticks(axes.xaxis, {np.log10(n): str(n) for n in (64, 256, 1024)})
        heights = 10 ** apart(np.log10([curve["seconds"][-1] / curve["B"] for curve in curves]), np.log10(2.5))
        for curve, label in zip(curves, heights):
            title = TITLES[curve["rule"], curve["m"]]
            n, seconds = np.array(curve["n"]), np.array(curve["seconds"]) / curve["B"]
            slope, height = np.polyfit(np.log(n), np.log(seconds), 1)
            axes.plot(n, np.exp(height) * n**slope, **LOOKS[title])
            axes.plot(n, seconds, MARKERS[title], color=LOOKS[title]["color"], markersize=5, markerfacecolor=COLOURS["ground"])
            axes.annotate(f"{title}: $n^{{{slope:.2f}}}$", (n[-1], label), xytext=(7, 0), textcoords="offset points",
                          va="center", fontsize=8.5)
        axes.set_ylim(top=2 * max(heights))
    return drawing


def measured_sparsity(curves):
    """Counted multiply–adds and measured time against the density, each relative to the dense network, as a Figure.

    curves : the list of dictionaries that `benchmarks/scaling.py` stores as "sparsity"
    """
    with style():
        drawing = figure(4.8)
        counted, measured = drawing.subplots(2, 1, sharex=True)
        for axes, what, words in ((counted, "multiply_adds", "multiply–adds, counted"),
                                  (measured, "seconds", "time, measured")):
            axes.set(xscale="log", yscale="log", title=f"{words}, dense network = 1", ylim=(3e-4, 4), xlim=(0.017, 1.15))
            power_axis(axes.yaxis, (-3, -2, -1, 0))
            axes.axhline(1, color=COLOURS["parameter"], linewidth=0.6, zorder=1)
            for curve in curves:
                title, values = TITLES[curve["rule"], curve["m"]], np.array(curve[what])
                axes.plot(curve["density"], values / values[-1], marker=MARKERS[title], markersize=4.5, label=title,
                          markerfacecolor=COLOURS["ground"], **LOOKS[title])
        _ticks(measured.xaxis, {np.log10(density): f"{density:.0%}" for density in curves[0]["density"]})
        measured.set_xlabel("density: synapses that exist")
        drawing.legend(*counted.get_legend_handles_labels(), loc="outside lower center", ncols=4, fontsize=8, handlelength=1.8,
                       columnspacing=1)
    return drawing
