"""Figures of what rules cost: what each must see, and measured times beside the counted operations."""

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch
from matplotlib.ticker import FixedFormatter, FixedLocator, NullLocator
from matplotlib.transforms import offset_copy

from taxrec_lite import costs
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
KINDS = {"seconds": "time", "bytes": "memory"}
GROWS = {"n": (32, 512), "T": (16, 1024), "m": (2, 10, 66), "B": (1, 1024)}
UNITS = {"seconds": dict(zip(range(-6, 2), ("1 µs", "10 µs", "0.1 ms", "1 ms", "10 ms", "0.1 s", "1 s", "10 s"))),
         "bytes": dict(zip(range(5, 10), ("0.1 MB", "1 MB", "10 MB", "0.1 GB", "1 GB")))}
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


def fitted(curve):
    """A curve of `data.scaling()` with those of its points alone that an exponent is fitted to, its largest."""
    return {key: value[-curve["fitted"]:] if isinstance(value, list) else value for key, value in curve.items()}


def exponent(curve, what):
    """The power of what grows that the "seconds" or "bytes" of a curve rise with, and the one that its rule's formula has."""
    along, points = curve["along"], fitted(curve)
    rule, m = curve["rule"], 3 if along == "m" else curve["m"]
    counted = 1 if along == "B" else costs.growth(rule, along, **({} if m is None else {"m": m}))[KINDS[what]]
    whole_run = along == "T" and what == "seconds"
    return np.polyfit(np.log(points[along]), np.log(points[what]), 1)[0], counted + whole_run


def measured_growth(measured):
    """Time and memory against n, T, m and the batch on logarithmic axes, points with the lines fitted to them, as a Figure.

    measured : as `data.scaling()`
    """
    with style():
        drawing = figure(7.8)
        for row, along in zip(drawing.subplots(len(GROWS), 2), GROWS):
            for axes, (what, kind) in zip(row, KINDS.items()):
                _growth_panel(axes, along, what, [curve for curve in measured[kind] if curve["along"] == along])
                axes.set_title(f"{kind}, {along}")
        handles = [Line2D([], [], marker=MARKERS[title], markersize=4, markerfacecolor=COLOURS["ground"], label=title, **look)
                   for title, look in LOOKS.items()]
        drawing.legend(handles=handles, loc="outside lower center", ncols=3, fontsize=8, handlelength=2.4, columnspacing=1.2)
    return drawing


def _growth_panel(axes, along, what, curves):
    axes.set(xscale="log", yscale="log")
    _ticks(axes.xaxis, {np.log10(size): str(size) for size in GROWS[along]})
    ends = np.array([curve[what][-1] / _samples(curve) for curve in curves])
    for curve in curves:
        look, marker = LOOKS[_title(curve)], MARKERS[_title(curve)]
        sizes, values, last = np.array(curve[along]), np.array(curve[what]) / _samples(curve), slice(-curve["fitted"], None)
        slope, height = np.polyfit(np.log(sizes[last]), np.log(values[last]), 1)
        axes.plot(sizes[last], np.exp(height) * sizes[last]**slope, **look)
        axes.plot(sizes, values, marker, color=look["color"], markersize=3.2, markeredgewidth=0.8,
                  markerfacecolor=COLOURS["ground"], zorder=3)
    low, high = axes.get_ylim()
    heights = 10 ** apart(np.log10(ends), 0.13 * np.log10(high / low))
    axes.set(xlim=axes.get_xlim(), ylim=(low, max(high, 1.5 * heights.max())))
    inside = [ten for ten in UNITS[what] if low <= 10.0**ten <= high]
    _ticks(axes.yaxis, {ten: UNITS[what][ten] for ten in inside[:: max(1, -(-len(inside) // 3))]})
    right = max(curve[along][-1] for curve in curves)
    beside = offset_copy(axes.transData, axes.figure, x=9, units="points")
    for curve, height in zip(curves, heights):
        measured, counted = exponent(curve, what)
        axes.plot(right, height, MARKERS[_title(curve)], color=LOOKS[_title(curve)]["color"], markersize=3.2, markeredgewidth=0.8,
                  markerfacecolor=COLOURS["ground"], transform=beside, clip_on=False)
        axes.annotate(f"{round(measured, 2) + 0:.2f} ({counted})", (right, height), xytext=(14, 0), textcoords="offset points",
                      va="center", fontsize=7.5, annotation_clip=False)


def _title(curve):
    """The rule of a curve, an order that grows as one above the second."""
    return TITLES[curve["rule"], 3 if curve["along"] == "m" else curve["m"]]


def _samples(curve):
    """How many samples a value of the curve is for, where that is not what grows."""
    return 1 if curve["along"] == "B" else curve["B"]


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
