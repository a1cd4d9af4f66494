"""Figures of what runs through a network in time: states forwards, and the blame for a loss backwards."""

import numpy as np
from matplotlib.colors import ListedColormap
from matplotlib.patches import FancyArrowPatch
from matplotlib.ticker import FixedFormatter, FixedLocator, NullLocator

from taxrec_lite.figures.style import COLOURS, LINES, figure, style
from taxrec_lite.live.gain import HIGH, LOW

GREEN = tuple(int(COLOURS["loss"][i : i + 2], 16) / 255 for i in (1, 3, 5))


def states(runs, j=0):
    """Hidden and observable state of neuron `j` of the first sample against time, a row for each run, as a Figure.

    runs : {title: Run}
    """
    with style():
        drawing = figure(1.15 * len(runs) + 0.5)
        rows = drawing.subplots(len(runs), 1, sharex=True, squeeze=False)[:, 0]
        for axes, (title, run) in zip(rows, runs.items()):
            _draw_states(axes, run, j)
            axes.set_title(title)
        rows[-1].set_xlabel("time t")
        handles = [rows[0].plot([], [], color=COLOURS["implicit"], label="hidden $c$")[0],
                   rows[0].plot([], [], color=COLOURS["explicit"], linestyle=LINES["explicit"], label="observable $z$")[0]]
        drawing.legend(handles=handles, loc="outside lower center", ncols=2, fontsize=8.5)
    return drawing


def _draw_states(axes, run, j):
    times = np.arange(1, run.T + 1)
    for k, line in zip(range(run.network.cell.d), ("-", (0, (1, 1.2)))):
        axes.plot(times, run.c[:, 0, j, k], color=COLOURS["implicit"], linestyle=line, linewidth=1.4)
    z = run.z[:, 0, j]
    if set(np.unique(z)) <= {0.0, 1.0}:
        axes.vlines(times[z > 0], 0, 1, color=COLOURS["explicit"], linewidth=2.2)
    else:
        axes.plot(times, z, color=COLOURS["explicit"], linestyle=LINES["explicit"], linewidth=1.4)
    axes.axhline(0, color=COLOURS["parameter"], linewidth=0.5)


def own_synapse(D, G, R, t, j=1):
    """Both ways from c_j^t to c_j^{t+1} with their derivatives, and the sum over them, (1.4), as a Figure.

    D, G, R : numbers; t, j : the time and the neuron in the names
    """
    places = {rf"$c_{j}^{t}$": (0.0, 0.0), rf"$z_{j}^{t}$": (1.0, 1.0), rf"$c_{j}^{t + 1}$": (2.0, 0.0)}
    before, seen, after = places.values()
    arrows = ((before, after, "implicit", rf"$D = {D:.3g}$", (1.0, 0.06), "center"),
              (before, seen, "ink", f"$G = {G:.3g}$", (0.42, 0.58), "right"),
              (seen, after, "explicit", f"$R = {R:.3g}$", (1.58, 0.58), "left"))
    with style():
        drawing = figure(2.3)
        axes = drawing.subplots()
        axes.set(xlim=(-0.3, 2.3), ylim=(-0.75, 1.25))
        axes.axis("off")
        for start, end, kind, words, where, side in arrows:
            axes.add_patch(FancyArrowPatch(start, end, arrowstyle="-|>,head_length=4,head_width=2", shrinkA=12, shrinkB=12,
                                           color=COLOURS[kind], linestyle=LINES.get(kind, "-"), linewidth=1.6))
            axes.annotate(words, where, ha=side, va="bottom")
        for name, place in places.items():
            axes.plot(*place, "o", markersize=22, color=COLOURS["ink"], markerfacecolor=COLOURS["ground"], zorder=3)
            axes.annotate(name, place, ha="center", va="center", zorder=4)
        R_words = f"({R:.3g})" if R < 0 else f"{R:.3g}"
        axes.annotate(rf"$dc_{j}^{t + 1}/dc_{j}^{t} = {D:.3g} + {R_words} \cdot {G:.3g} = {D + R * G:.3g}$", (1, -0.55),
                      ha="center", va="center")
    return drawing


def losses_ahead(parts):
    """How much of dE/dz^t comes from each loss E^s, as a Figure.

    parts : (T, T), the norm of dE^s/dz^t in row s, column t; what is exactly zero is left white
    """
    T, shades = len(parts), 8
    with np.errstate(divide="ignore"):
        powers = np.log10(parts / parts.max())
    colours = ListedColormap([(*GREEN, (k + 1) / shades) for k in range(shades)])
    with style():
        drawing = figure(3.0)
        axes = drawing.subplots()
        image = axes.imshow(np.ma.masked_invalid(powers), cmap=colours, vmin=-4, vmax=0, origin="lower",
                            extent=(0.5, T + 0.5, 0.5, T + 0.5))
        axes.set(xlabel="state at time t", ylabel="loss at time s", xticks=range(2, T + 1, 2), yticks=range(2, T + 1, 2))
        bar = drawing.colorbar(image, ax=axes, ticks=[-4, -3, -2, -1, 0], shrink=0.85)
        bar.ax.set_yticklabels(["≤10⁻⁴", "10⁻³", "10⁻²", "0.1", "1"])
        bar.solids.set(edgecolor="face", alpha=None)
        bar.set_label("part, relative to the largest")
    return drawing


def by_lag_over_seeds(norms):
    """How far z^T moves with a z that lies ever further back, median and quartiles over networks, as a Figure.

    norms : {name: array (networks, lags)}
    """
    with style():
        drawing = figure(2.9)
        axes = drawing.subplots()
        lags = next(iter(norms.values())).shape[1]
        _frame_by_lag(axes, lags)
        for (name, samples), line in zip(norms.items(), ("-", (0, (6, 2)), (0, (1, 1.2)))):
            middle = _draw_by_lag(axes, samples, line)
            inside = np.flatnonzero((middle > 30 * LOW) & (middle < HIGH))[-1]
            axes.annotate(name, (inside, middle[inside]), xytext=(6, 2), textcoords="offset points", fontsize=8.5)
        axes.set_xlim(-0.5, lags * 1.25)
    return drawing


def _frame_by_lag(axes, lags):
    """Axes for norms against the lag: logarithmic, with one marked."""
    axes.set(xlim=(-0.5, lags - 0.5), xlabel="steps back", ylabel="how far $z^T$ moves")
    _powers_of_ten(axes)


def _draw_by_lag(axes, samples, line):
    """The median over networks against the lag, which it returns, and a band that holds half of them."""
    low, middle, high = np.quantile(samples, [0.25, 0.5, 0.75], axis=0)
    lags = np.arange(len(middle))
    axes.plot(lags, _clipped(middle), color=COLOURS["ink"], linestyle=line)
    axes.fill_between(lags, _clipped(low), _clipped(high), color=COLOURS["parameter"], alpha=0.25, linewidth=0)
    return middle


def error_by_window(errors):
    """Relative error against the length of the window of truncated BPTT, as a Figure.

    errors : {name: array (windows,)}, the first for a window of one step; what is zero to rounding is left out
    """
    with style():
        drawing = figure(2.6)
        axes = drawing.subplots()
        looks = ((COLOURS["ink"], "-"), (COLOURS["explicit"], LINES["explicit"]), (COLOURS["parameter"], LINES["parameter"]))
        for (name, values), (colour, line) in zip(errors.items(), looks):
            windows = np.arange(1, len(values) + 1)
            axes.plot(windows, np.where(values > 1e-12, values, np.nan), color=colour, linestyle=line, label=name)
        axes.axhline(1, color=COLOURS["parameter"], linewidth=0.8, linestyle=(0, (1, 2)), zorder=1)
        axes.annotate("no better than zero", (len(windows), 1), xytext=(0, 2), ha="right", textcoords="offset points", va="bottom",
                      color=COLOURS["parameter"], fontsize=8)
        axes.set(xlabel="steps in the window", ylabel="relative error", yscale="log", xlim=(0.5, len(windows) + 0.5))
        axes.yaxis.set_major_locator(FixedLocator([0.001, 0.01, 0.1, 1, 10]))
        axes.yaxis.set_major_formatter(FixedFormatter(["0.001", "0.01", "0.1", "1", "10"]))
        axes.yaxis.set_minor_locator(NullLocator())
        drawing.legend(loc="outside lower center", ncols=1, fontsize=8.5)
    return drawing


def _clipped(values):
    return np.clip(values, LOW, HIGH)


def _powers_of_ten(axes):
    axes.set(yscale="log", ylim=(LOW / 2, HIGH * 2))
    axes.axhline(1, color=COLOURS["parameter"], linewidth=0.8, linestyle=(0, (1, 2)), zorder=1)
    axes.yaxis.set_major_locator(FixedLocator([1e-6, 1e-3, 1, 1e3, 1e6]))
    axes.yaxis.set_major_formatter(FixedFormatter(["≤$10^{-6}$", "$10^{-3}$", "1", "$10^{3}$", "≥$10^{6}$"]))
    axes.yaxis.set_minor_locator(NullLocator())
