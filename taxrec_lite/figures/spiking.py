"""Figures of spiking networks: a network in time, surrogate derivatives, what the reset and the delay do to gradients."""

import numpy as np
from matplotlib.ticker import MaxNLocator, NullLocator

from taxrec_lite.figures.orders import frame_contributions, frame_error
from taxrec_lite.figures.style import COLOURS, LINES, figure, style

DASHES = ("-", (0, (6, 2)), (0, (1, 1.2)), (0, (6, 2, 1, 2)))
WIDE = 3.7


def in_time(run, neuron, traces, dt=1.0):
    """Raster, membrane below its threshold, ψ and eligibility traces of one neuron, one under another, as a Figure.

    run : of one sample; traces : {label: array (T,)} of synapses of `neuron`; dt : ms a step
    """
    cell, c = run.network.cell, run.c[:, 0, neuron]
    times = dt * np.arange(1, run.T + 1)
    threshold = cell.threshold + (cell.beta * c[:, 1] if cell.d > 1 else np.zeros(run.T))
    with style():
        drawing = figure(5.6, width=WIDE)
        rows = drawing.subplots(4, 1, sharex=True, height_ratios=[1.2, 1.3, 0.7, 1.1])
        raster, membrane, psi, trace = rows
        draw_raster(raster, times, run.z[:, 0])
        raster.set(ylabel="neuron", ylim=(run.network.cell.n + 0.7, 0.3), yticks=[1, run.network.cell.n],
                   title=f"spikes of all neurons; below, neuron {neuron + 1}")
        membrane.plot(times, c[:, 0], color=COLOURS["ink"], linewidth=1)
        membrane.plot(times, threshold, color=COLOURS["parameter"], linewidth=1.1, linestyle=(0, (4, 2)))
        spikes = times[run.z[:, 0, neuron] > 0]
        membrane.plot(spikes, np.full(len(spikes), 1.1 * c[:, 0].max()), "|", color=COLOURS["ink"], markersize=6)
        membrane.set(ylabel="v", title="membrane, and threshold ϑ + βa (dashed)")
        psi.plot(times, run.local.G[:, 0, neuron, 0], color=COLOURS["implicit"], linewidth=1.1)
        psi.set(ylabel="ψ", title="surrogate derivative", ylim=(0, None))
        for (label, values), line in zip(traces.items(), DASHES):
            trace.plot(times, values, color=COLOURS["ink"], linewidth=1.2, linestyle=line, label=label)
        trace.axhline(0, color=COLOURS["parameter"], linewidth=0.5, zorder=1)
        trace.set(ylabel="e", title="eligibility traces", xlabel="time (ms)", xlim=(0, times[-1]))
        drawing.legend(loc="outside lower center", fontsize=8, ncols=len(traces), handlelength=2.4)
        drawing.align_ylabels(rows)
    return drawing


def draw_raster(axes, times, spikes):
    """A tick for every spike in (T, n), all in one path; neurons count from 1."""
    t, neuron = np.nonzero(spikes)
    x = np.column_stack([times[t], times[t], np.full(len(t), np.nan)]).ravel()
    y = np.column_stack([neuron + 0.6, neuron + 1.4, np.full(len(t), np.nan)]).ravel()
    return axes.plot(x, y, color=COLOURS["ink"], linewidth=0.7)


def surrogates(chosen):
    """Surrogate derivatives, and the smooth spikes whose true derivatives they are, as a Figure; `chosen` are Surrogates."""
    s = np.linspace(-3, 3, 241)
    with style():
        drawing = figure(4.4, width=WIDE)
        slope, spike = drawing.subplots(2, 1, sharex=True)
        for surrogate, line in zip(chosen, DASHES):
            slope.plot(s, surrogate.derivative(s), color=COLOURS["implicit"], linestyle=line, label=surrogate.title)
            spike.plot(s, surrogate.smooth_spike(s), color=COLOURS["ink"], linestyle=line, linewidth=1.2)
        spike.plot([s[0], 0, 0, s[-1]], [0, 0, 1, 1], color=COLOURS["explicit"], linewidth=1)
        spike.annotate("the spike itself", (0, 0.8), xytext=(-5, 0), textcoords="offset points", ha="right", va="center",
                       fontsize=8.5)
        slope.set(ylabel="ψ(s)", ylim=(0, None))
        slope.legend(fontsize=8, handlelength=2.6, loc="upper left", borderaxespad=0)
        spike.set(ylabel="smooth spike", xlabel="distance s to threshold, in units of ϑ", xlim=(s[0], s[-1]))
    return drawing


def parts_by_height(parts, predicted):
    """Lengths of the parts of a gradient by crossings, one curve a height, and rings where they were predicted, as a Figure.

    parts, predicted : {height: array (crossings,)}
    """
    with style():
        drawing = figure(3.0, width=WIDE)
        axes = drawing.subplots()
        for (height, values), line in zip(parts.items(), DASHES):
            k = np.arange(len(values))
            axes.plot(k, values, color=COLOURS["explicit"], linestyle=line)
            axes.plot(k, predicted[height], "o", color=COLOURS["ink"], markersize=4.5, markerfacecolor="none",
                      markeredgewidth=0.8)
            axes.annotate(f"height {height:g}", (k[-1], values[-1]), xytext=(7, 0), textcoords="offset points", va="center",
                          fontsize=8.5)
        axes.set(yscale="log", xlabel="synapses crossed, k", ylabel="length of the part", xlim=(-0.4, 1.28 * k[-1]),
                 xticks=k[::2])
        axes.yaxis.set_minor_locator(NullLocator())
    return drawing


def pushes(kept, spikes):
    """How far a membrane moves at the end when it is pushed at time t, as a Figure; heavy lines are spikes.

    kept : {name: array (T,)}; spikes : times of spikes, from 1
    """
    with style():
        drawing = figure(2.8, width=WIDE)
        axes = drawing.subplots()
        for spike in spikes:
            axes.axvline(spike, color=COLOURS["dropped"], linewidth=3, zorder=0)
        for (name, values), (colour, line) in zip(kept.items(), RESETS):
            axes.plot(np.arange(1, len(values) + 1), values, color=colour, linestyle=line, label=name)
        axes.axhline(0, color=COLOURS["parameter"], linewidth=0.5, zorder=1)
        axes.set(xlabel="time t of the push", ylabel="move at the end", xlim=(0.5, len(values) + 0.5),
                 title="grey: the neuron spikes")
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
        drawing.legend(*axes.get_legend_handles_labels(), loc="outside lower center", ncols=2, fontsize=8.5, handlelength=2.6)
    return drawing


def resets(orders):
    """Relative error by order, and the parts by crossings, with both kinds of reset, as a Figure.

    orders : {name: ByOrder}
    """
    T = len(next(iter(orders.values())).error)
    with style():
        drawing = figure(5.0, width=WIDE)
        error, parts = drawing.subplots(2, 1)
        frame_error(error, T, max(of.error.max() for of in orders.values()))
        frame_contributions(parts, T, max(of.contribution.max() for of in orders.values()))
        error.set_xlabel("order m")
        for (name, of), (colour, line) in zip(orders.items(), RESETS):
            error.plot(np.arange(1, T + 1), of.error, color=colour, linestyle=line, label=name)
            parts.plot(of.contribution, color=colour, linestyle=line)
        drawing.legend(loc="outside lower center", fontsize=8.5, ncols=2, handlelength=2.8)
    return drawing


def credit_by_delay(delays, credit):
    """Median and quartiles over networks of a gradient against the delay, as a Figure: BPTT in ink, e-prop in green.

    credit : {name of the cell: {"bptt" or "eprop": array (networks, delays)}}
    """
    with style():
        drawing = figure(3.6, width=WIDE)
        axes = drawing.subplots()
        for name, by_rule in credit.items():
            low, middle, high = np.quantile(by_rule["bptt"], [0.25, 0.5, 0.75], axis=0)
            axes.fill_between(delays, low, high, color=COLOURS["parameter"], alpha=0.2, linewidth=0)
            axes.plot(delays, middle, **CREDIT["BPTT"])
            axes.plot(delays, np.median(by_rule["eprop"], axis=0), linewidth=1.2, **CREDIT["e-prop"])
            last = np.flatnonzero(middle > 1e-7)[-1]
            left = last < len(delays) - 1
            axes.annotate(name, (delays[last], middle[last]), xytext=(-5 if left else 5, -6 if left else 0), va="center",
                          textcoords="offset points", ha="right" if left else "left", fontsize=8.5)
        for name, look in CREDIT.items():
            axes.plot([], [], label=name, **look)
        axes.set(yscale="log", ylim=(1e-8, 2), xlim=(-10, 1.3 * delays[-1]), xlabel="delay, in steps",
                 ylabel="gradient by the cue’s weights", yticks=[1e-8, 1e-6, 1e-4, 1e-2, 1])
        axes.yaxis.set_minor_locator(NullLocator())
        drawing.legend(loc="outside lower center", fontsize=8.5, ncols=2, handlelength=2.8)
    return drawing


CREDIT = {"BPTT": {"color": COLOURS["ink"]}, "e-prop": {"color": COLOURS["loss"], "linestyle": LINES["loss"]}}
RESETS = ((COLOURS["ink"], "-"), (COLOURS["explicit"], LINES["explicit"]))
