"""Figures about read-outs and learning signals: what a leak passes on, what errors say, what training makes of feedback."""

import numpy as np
from matplotlib.ticker import NullLocator

from taxrec_lite.figures.style import COLOURS, LINES, figure, style

STYLES = ("-", (0, (6, 2)), (0, (1, 1.2)), (0, (5, 1.5, 1, 1.5)))


def mirror(heard, worth, at):
    """What outputs make of one unit of activity, and what they are worth for one unit of error, over time, as a Figure.

    heard, worth : {leak κ: array (T,)}
    at : the times of the activity and of the error, counted from 1
    """
    with style():
        drawing = figure(3.6)
        rows = drawing.subplots(2, 1, sharex=True)
        titles = ("one unit of activity, heard forwards", "one unit of error, felt backwards")
        for axes, curves, when, title, name in zip(rows, (heard, worth), at, titles, ("output $y^t$", "$dE/dy^t$")):
            axes.axvline(when, color=COLOURS["choice"], linewidth=3, alpha=0.6, zorder=1)
            axes.axhline(0, color=COLOURS["parameter"], linewidth=0.6, zorder=1)
            for (kappa, values), line, marker, size in zip(curves.items(), STYLES, "Dos", (6, 3.2, 3.2)):
                axes.plot(np.arange(1, len(values) + 1), np.where(values == 0, np.nan, values), color=COLOURS["loss"],
                          linestyle=line, linewidth=1.2, marker=marker, markersize=size, label=f"κ = {kappa:g}")
            axes.set(title=title, ylabel=name, ylim=(-0.05, 1.1), yticks=[0, 0.5, 1])
        rows[1].set(xlabel="time step t", xlim=(0.5, len(values) + 0.5))
        drawing.legend(*rows[0].get_legend_handles_labels(), loc="outside lower center", ncols=3, fontsize=8.5)
    return drawing


def errors_of_two(lead, squared, entropy):
    """The error of the right one of two outputs, for both losses, against its lead over the other, as a Figure.

    lead, squared, entropy : arrays of one length
    """
    with style():
        drawing = figure(2.6)
        axes = drawing.subplots()
        axes.axhline(0, color=COLOURS["parameter"], linewidth=0.6, zorder=1)
        axes.plot(lead, squared, color=COLOURS["ink"], linestyle=STYLES[1])
        axes.plot(lead, entropy, color=COLOURS["loss"])
        axes.annotate("squared error", (lead[-1], squared[-1]), xytext=(-2, 2), textcoords="offset points", ha="right",
                      va="bottom", fontsize=8.5)
        axes.annotate("cross-entropy", (lead[0], entropy[0]), xytext=(2, 6), textcoords="offset points", va="bottom",
                      color=COLOURS["loss"], fontsize=8.5)
        axes.set(xlabel="lead of the right output", ylabel="its error, ∂E/∂y", xlim=(lead[0], lead[-1]))
    return drawing


def fading_starts(lengths):
    """How long what is left of the start and what was learned are, over updates, a row for each decay, as a Figure.

    lengths : {decay: (start (updates,), learned (updates,))}
    """
    with style():
        drawing = figure(1.35 * len(lengths) + 0.7)
        rows = drawing.subplots(len(lengths), 1, sharex=True, sharey=True, squeeze=False)[:, 0]
        for axes, (decay, (start, learned)) in zip(rows, lengths.items()):
            axes.plot(start, color=COLOURS["parameter"], linestyle=STYLES[1], label="left of the start")
            axes.plot(learned, color=COLOURS["loss"], label="learned, in both")
            axes.set(title=f"decay δ = {decay:g}", ylabel="length", ylim=(0, None))
        rows[-1].set(xlabel="updates", xlim=(0, len(start) - 1))
        drawing.legend(*rows[0].get_legend_handles_labels(), loc="outside lower center", ncols=2, fontsize=8.5)
    return drawing


def by_fixed_angle(degrees, losses, before):
    """The loss after training with feedback held at an angle, one dot for each network and their median, as a Figure.

    degrees : (angles,); losses : (angles, networks); before : the median loss without any training
    """
    with style():
        drawing = figure(3.0)
        axes = drawing.subplots()
        axes.axhline(before, color=COLOURS["parameter"], linewidth=0.8, linestyle=LINES["parameter"], zorder=1)
        axes.annotate("before training", (degrees[0], before), xytext=(0, 2), textcoords="offset points", va="bottom",
                      color=COLOURS["parameter"], fontsize=8)
        axes.axvline(90, color=COLOURS["choice"], linewidth=2, alpha=0.6, zorder=1)
        axes.plot(np.repeat(degrees, len(losses[0])), np.ravel(losses), "o", color=COLOURS["loss"], markersize=3, alpha=0.5)
        axes.plot(degrees, np.median(losses, axis=1), color=COLOURS["loss"])
        axes.set(yscale="log", xlabel="angle of B to the read-out (degrees)", ylabel="loss after training",
                 xticks=[0, 30, 60, 90, 120])
        axes.yaxis.set_minor_locator(NullLocator())
    return drawing


def learning_curves(losses):
    """Median losses over networks against updates, as a Figure.

    losses : {name: array (networks, updates)}
    """
    with style():
        drawing = figure(3.3)
        axes = drawing.subplots()
        colours = (COLOURS["ink"], COLOURS["loss"], COLOURS["explicit"], COLOURS["parameter"])
        for (name, samples), line, colour in zip(losses.items(), STYLES, colours):
            axes.plot(np.median(samples, axis=0), color=colour, linestyle=line, label=name)
        axes.set(yscale="log", xlabel="updates", ylabel="median loss")
        axes.yaxis.set_minor_locator(NullLocator())
        drawing.legend(*axes.get_legend_handles_labels(), loc="outside lower center", ncols=1, fontsize=8.5, handlelength=3)
    return drawing


def by_delay(delays, errors):
    """Relative error of some orders against the delay between stimulus and end, as a Figure.

    delays : (delays,); errors : {title of a panel: {order m: array (delays,)}}, four panels, two a row
    """
    with style():
        drawing = figure(4.0)
        panels = drawing.subplots(2, 2, sharex=True, sharey=True)
        for axes, (title, curves) in zip(panels.flat, errors.items()):
            axes.axhline(1, color=COLOURS["parameter"], linewidth=0.8, linestyle=LINES["parameter"], zorder=1)
            for (m, values), line in zip(curves.items(), STYLES):
                axes.plot(delays, values, color=COLOURS["ink"] if m > 1 else COLOURS["implicit"], linestyle=line,
                          linewidth=1.8 if m == 1 else 1.2, label=f"m = {m}")
            axes.set_title(title, fontsize=8.5)
        panels[0, 0].set(ylim=(0, 1.15), yticks=[0, 0.5, 1], xlim=(0, delays[-1]))
        for axes in panels[1]:
            axes.set_xlabel("delay (steps)")
        for axes in panels[:, 0]:
            axes.set_ylabel("relative error")
        drawing.legend(*panels[0, 0].get_legend_handles_labels(), loc="outside lower center", ncols=4, fontsize=8.5,
                       handlelength=1.8, columnspacing=1.2)
    return drawing
