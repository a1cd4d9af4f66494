"""Figures with time to the right: what a synapse carries, what a neuron is told, and what training does to both."""

import numpy as np
from matplotlib.patches import Rectangle

from taxrec_lite.figures.orders import draw_scale, draw_signed, label_scale
from taxrec_lite.figures.style import COLOURS, figure, style

SUM = {"fontsize": 8, "color": COLOURS["parameter"]}
LINES = ("-", (0, (6, 2)), (0, (1, 1.2)))


def traces_of_cells(traces, at):
    """What one presynaptic spike at time `at` leaves behind in several cells, one under another, as a Figure.

    traces : {title: ({name of a part of ε: array (T,)}, e as an array (T,))}
    """
    with style():
        drawing = figure(1.2 * len(traces) + 0.5)
        rows = drawing.subplots(len(traces), 1, sharex=True)
        for axes, (title, (parts, e)) in zip(rows, traces.items()):
            times = np.arange(1, len(e) + 1)
            axes.axhline(0, color=COLOURS["parameter"], linewidth=0.6, zorder=1)
            axes.axvline(at, color=COLOURS["choice"], linewidth=2, zorder=1)
            for (name, values), line in zip(parts.items(), LINES):
                axes.plot(times, values, color=COLOURS["implicit"], linestyle=line, label=name)
            axes.plot(times, e, color=COLOURS["ink"], linewidth=1.1, label="trace $e$")
            axes.set_title(title)
            axes.legend(loc="upper right", fontsize=8, handlelength=2.2, borderaxespad=0)
        rows[0].set_title(f"{next(iter(traces))} (heavy line: the spike arrives)")
        rows[-1].set(xlabel="time step t", xlim=(0, len(e)))
    return drawing


def one_table(parts):
    """What each time of entry (rows) adds at each later time of leaving (columns), with both sums, as a Figure.

    parts : (T, T), zero below the diagonal
    """
    T, scale = len(parts), np.abs(parts).max()
    with style():
        drawing = figure(3.6)
        axes, scale_axes = drawing.subplots(2, 1, height_ratios=[1, 0.05])
        image = draw_signed(axes, parts, scale)
        image.set_extent((0.5, T + 0.5, T + 0.5, 0.5))
        axes.set(xlim=(0.5, T + 2.2), ylim=(T + 1.9, 0.5), aspect="equal", xticks=range(1, T + 1),
                 yticks=range(1, T + 1), ylabel="enters $c_j$ at t", xlabel="leaves through $z_j$ at t′")
        axes.xaxis.tick_top()
        axes.xaxis.set_label_position("top")
        axes.tick_params(length=0)
        axes.spines[:].set_visible(False)
        for t in range(T):
            axes.add_patch(Rectangle((t + 0.5, t + 0.5), T - t, 1, fill=False, linewidth=0.4, color=COLOURS["dropped"]))
            axes.text(T + 0.75, t + 1, _signed(parts[t].sum()), va="center", **SUM)
            axes.text(t + 1, T + 0.75, _signed(parts[:, t].sum()), va="top", ha="center", rotation=90, **SUM)
        axes.text(T + 0.75, T + 0.9, "sums", va="top", **SUM)
        draw_scale(scale_axes)
        label_scale(scale_axes, scale)
    return drawing


def training(losses, angles):
    """Loss, and angle between feedback and read-out in degrees, over updates, as a Figure.

    losses, angles : {name: array (updates,)}
    """
    with style():
        drawing = figure(3.8)
        loss, angle = drawing.subplots(2, 1, sharex=True)
        for axes, curves in ((loss, losses), (angle, angles)):
            for (name, values), line in zip(curves.items(), LINES):
                axes.plot(values, color=COLOURS["loss"] if name == "adaptive" else COLOURS["ink"], linestyle=line,
                          linewidth=1.8 if name == "adaptive" else 1.2, label=name)
        loss.set(yscale="log", ylabel="loss")
        loss.legend(title="feedback", fontsize=8.5, title_fontsize=8.5)
        angle.axhline(90, color=COLOURS["parameter"], linewidth=0.6, zorder=1)
        angle.set(ylabel="angle (degrees)", xlabel="updates", ylim=(-4, 100), yticks=[0, 30, 60, 90])
    return drawing


def _signed(value):
    return f"{round(value, 2) + 0.0:.2f}".replace("-", "−")
