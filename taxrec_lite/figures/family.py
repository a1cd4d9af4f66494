"""Figures of the wider family: what limits keep, what draws scatter, and curves of them, one under another."""

import numpy as np
from matplotlib.colors import ListedColormap
from matplotlib.ticker import LogLocator, MaxNLocator, NullFormatter, NullLocator

from taxrec_lite.figures.style import COLOURS, LINES, figure, style

LOOKS = (
    {"color": COLOURS["implicit"]},
    {"color": COLOURS["explicit"], "linestyle": LINES["explicit"]},
    {"color": COLOURS["loss"], "linestyle": LINES["loss"]},
    {"color": COLOURS["ink"], "linestyle": LINES["parameter"]},
    {"color": COLOURS["parameter"], "linestyle": (0, (7, 1.5)), "linewidth": 1.1},
    {"color": COLOURS["choice"], "linewidth": 2.2},
)
FEW = 6  # so many places on a logarithmic axis are named one by one
REACHED = ListedColormap([(1, 1, 1, 0), COLOURS["implicit"]])  # clear where nothing is, on any ground


def curves(panels, ylabel, log="y", height=2.1, marks=None):
    """Lines in panels one under another, as a Figure; a line has one look in all of them, told in one legend.

    panels : {label of the horizontal axis: (x, {name: y})}
    log : "x", "y" or "xy", the logarithmic axes; what is zero has no place on them
    marks : x of a mark on each line, {name: x}
    """
    names = list(dict.fromkeys(name for _, lines in panels.values() for name in lines))
    looks = dict(zip(names, LOOKS))
    with style():
        drawing = figure(height * len(panels) + 0.16 * (len(names) + 1) // 2 + 0.3)
        rows = drawing.subplots(len(panels), 1, squeeze=False)[:, 0]
        for axes, (xlabel, (x, lines)) in zip(rows, panels.items()):
            axes.set(xlabel=xlabel, ylabel=ylabel)
            for side in log:
                axes.set(**{f"{side}scale": "log"})
                getattr(axes, f"{side}axis").set_minor_formatter(NullFormatter())
            if "x" in log and len(x) <= FEW:
                axes.xaxis.set_minor_locator(NullLocator())
                axes.set_xticks(x, [f"{each:g}" for each in x])
            elif "x" not in log and np.equal(np.mod(x, 1), 0).all():
                axes.xaxis.set_major_locator(MaxNLocator(integer=True))
            if "y" in log:
                axes.yaxis.set_minor_locator(NullLocator())
                axes.yaxis.set_major_locator(LogLocator(numticks=6))
            else:
                axes.set_ylim(0, 1.06 * max(max(y) for y in lines.values()))
            for name, y in lines.items():
                y = np.where(np.asarray(y, float) > 0, y, np.nan) if "y" in log else np.asarray(y)
                axes.plot(x, y, **looks[name])
                if marks:
                    axes.plot(marks[name], y[list(x).index(marks[name])], "o", markersize=6, color=COLOURS["choice"],
                              markeredgecolor=COLOURS["ink"], markeredgewidth=0.8)
        for name, look in looks.items():
            rows[0].plot([], [], label=name, **look)
        drawing.legend(loc="outside lower center", fontsize=8, ncols=2 if max(map(len, names)) < 24 else 1, handlelength=2.4)
    return drawing


def masks(reached, columns):
    """Which neurons (rows) the parameters of each neuron (columns) are kept for, an image for each entry, as a Figure.

    reached : {title: Booleans (n, n) at [r, j]}
    """
    rows = -(-len(reached) // columns)
    with style():
        drawing = figure(1.5 * rows + 0.15)
        grid = drawing.subplots(rows, columns, squeeze=False)
        for axes in grid.flat[len(reached):]:
            axes.axis("off")
        for axes, (title, kept) in zip(grid.flat, reached.items()):
            n = len(kept)
            axes.imshow(kept, cmap=REACHED, vmin=0, vmax=1, extent=(0.5, n + 0.5, n + 0.5, 0.5))
            axes.set_title(f"{title}\nkeeps {kept.mean():.0%}", fontsize=8)
            axes.set(xticks=[1, n], yticks=[1, n])
            axes.spines[["top", "right"]].set_visible(True)
            axes.tick_params(length=2, labelsize=8)
        for axes in grid[:, 0]:
            axes.set_ylabel("neuron r", fontsize=8)
        for axes in grid[-1]:
            axes.set_xlabel("of neuron j", fontsize=8)
    return drawing


def histograms(draws, exact, xlabel):
    """How often draws have which value, a row for each entry with a heavy line at the mean, as a Figure.

    draws : {title: array (draws,)}
    exact : where a thin line stands
    """
    values = np.concatenate(list(draws.values()))
    edges = np.linspace(min(values.min(), exact), max(values.max(), exact), 41)
    with style():
        drawing = figure(1.3 * len(draws) + 0.5)
        rows = drawing.subplots(len(draws), 1, sharex=True, squeeze=False)[:, 0]
        for axes, (title, each) in zip(rows, draws.items()):
            counts, _ = np.histogram(each, edges)
            axes.stairs(100 * counts / len(each), edges, fill=True, color=COLOURS["loss"], alpha=0.5)
            axes.axvline(exact, color=COLOURS["ink"], linewidth=1)
            axes.axvline(each.mean(), color=COLOURS["choice"], linewidth=2.5, zorder=1.5)
            axes.set(title=title, ylabel="% of draws")
        rows[-1].set_xlabel(xlabel)
    return drawing
