"""Figures of many trainings: the tasks, what became of each rule, and what its gradient had to do with it."""

import numpy as np
from matplotlib.ticker import FixedFormatter, FixedLocator, MaxNLocator, NullLocator

from taxrec_lite.figures import costs
from taxrec_lite.figures.style import COLOURS, figure, style
from taxrec_lite.results import Curve, summary

LOOKS = {
    **costs.LOOKS,
    "TBPTT": {"color": COLOURS["loss"], "linestyle": (0, (1, 1.2)), "linewidth": 1.8},
    "adaptive": {"color": COLOURS["implicit"], "linestyle": (0, (5, 1.5)), "linewidth": 1.2},
    "random": {"color": COLOURS["choice"], "linewidth": 1.4},
}
MARKERS = {**costs.MARKERS, "TBPTT": "P", "adaptive": "d", "random": "X"}


def one_trial(task, seed=0):
    """The inputs of one trial, and below them what is asked for, dark where the loss counts, as a Figure.

    task : a Task; seed : of the trial
    """
    batch = task.batch(np.random.default_rng(seed), 1)
    x, target, counts = batch.x[:, 0], batch.target[:, 0], batch.mask[:, 0] > 0
    with style():
        drawing = figure(1.9 if task.loss == "cross_entropy" else 2.3)
        inputs, asked = drawing.subplots(2, 1, sharex=True, height_ratios=[1.6, 0.7 if task.loss == "cross_entropy" else 1.2])
        _image(inputs, x.T, "ink")
        inputs.set(ylabel="input", title=task.title)
        if task.loss == "cross_entropy":
            _image(asked, np.where(counts[:, None], target, 0).T, "loss")
            asked.set(ylabel="class")
        else:
            asked.plot(np.arange(1, task.T + 1), np.where(counts[:, None], target, np.nan), color=COLOURS["loss"],
                       marker="o" if counts.sum() == 1 else None, clip_on=False)
            asked.axhline(0, color=COLOURS["parameter"], linewidth=0.5)
            asked.set(ylabel="target")
        asked.set(xlabel="time step t", xlim=(0.5, task.T + 0.5))
        asked.xaxis.set_major_locator(MaxNLocator(7, integer=True))
        drawing.align_ylabels()
    return drawing


def _image(axes, values, colour):
    """Values in [0, 1], a row for each number and time to the right, as bars of one colour as long as a value stays."""
    for row, over_time in enumerate(values):
        ends = np.flatnonzero(np.diff(over_time, prepend=np.nan, append=np.nan))
        for start, end in zip(ends[:-1], ends[1:]):
            if over_time[start]:
                axes.fill_between([start + 0.5, end + 0.5], row + 0.55, row + 1.45, color=COLOURS[colour],
                                  alpha=over_time[start], linewidth=0)
    axes.set(ylim=(len(values) + 0.5, 0.5), yticks=[1, len(values)])


def of_records(records, name="loss"):
    """A curve of Records over updates, the mean over seeds and a band from the lowest to the highest, as a Figure.

    records : {name of the variant: [the Record of each seed]}, as `experiments.run` returns them
    name : "loss", "accuracy" or "alignment"
    """
    with style():
        drawing = figure(2.6)
        axes = drawing.subplots()
        for (label, seeds), look in zip(records.items(), LOOKS.values()):
            draw_curve(axes, summary(seeds, {}).curves[name], look, label=label)
        axes.set(xlabel="updates", ylabel="cosine with BPTT" if name == "alignment" else name)
        axes.set_ylim(bottom=0)
        drawing.legend(loc="outside lower center", ncols=2, fontsize=8.5)
    return drawing


def draw_curve(axes, curve, look, label=None, cost=1.0):
    """A Curve against updates times `cost`: the mean as a line, with a band over all seeds through every second point."""
    band = Curve(*(values[::-2] for values in curve))
    axes.fill_between(cost * band.at, band.low, band.high, color=look["color"], alpha=0.16, linewidth=0)
    axes.plot(cost * curve.at, curve.mean, label=label, **look)


def finals(parts):
    """The test loss of every seed beside chance, a row for each rule, a panel for each part, as a Figure.

    parts : {name: part}, as `results.read` gives them
    """
    with style():
        drawing = figure(1.75 * -(-len(parts) // 2) + 0.4)
        panels = drawing.subplots(-(-len(parts) // 2), 2, sharex=True, sharey=True, squeeze=False)
        rules = list(max((part["results"] for part in parts.values()), key=len))
        for axes, (name, part) in zip(panels.flat, parts.items()):
            axes.axvline(1, color=COLOURS["parameter"], linestyle="--", linewidth=0.8)
            for rule, result in part["results"].items():
                axes.plot(result.test_loss / part["chance"]["loss"], np.full(len(result.test_loss), rules.index(rule)),
                          MARKERS[rule], color=LOOKS[rule]["color"], markersize=4, alpha=0.75, markeredgewidth=0)
            axes.set(title=name, xscale="log")
        panels[0, 0].set(yticks=range(len(rules)), yticklabels=rules, ylim=(len(rules) - 0.4, -0.6))
        _parts_of_chance(panels[0, 0].xaxis, parts)
        drawing.supxlabel("test loss / chance", fontsize=9)
    return drawing


def _parts_of_chance(axis, parts):
    """Ticks at powers of ten as far down as any test loss reaches."""
    least = min(np.nanmin(result.test_loss) / part["chance"]["loss"] for part in parts.values()
                for result in part["results"].values())
    powers = range(int(np.floor(np.log10(least))), 1)
    axis.set_major_locator(FixedLocator([10.0**power for power in powers]))
    axis.set_major_formatter(FixedFormatter(["1" if power == 0 else f"$10^{{{power}}}$" for power in powers]))
    axis.set_minor_locator(NullLocator())


def alignment_and_result(parts):
    """Test loss beside chance against the mean cosine with BPTT during training, a mark for each rule, as a Figure.

    parts : as for `finals`
    """
    with style():
        drawing = figure(1.75 * -(-len(parts) // 2) + 0.75)
        panels = drawing.subplots(-(-len(parts) // 2), 2, sharex=True, sharey=True, squeeze=False)
        for axes, (name, part) in zip(panels.flat, parts.items()):
            axes.axhline(1, color=COLOURS["parameter"], linestyle="--", linewidth=0.8)
            for rule, result in part["results"].items():
                if rule != "RTRL":
                    axes.plot(result.curves["alignment"].mean.mean(), np.nanmean(result.test_loss) / part["chance"]["loss"],
                              MARKERS[rule], color=LOOKS[rule]["color"], markersize=6, markeredgewidth=0, label=rule)
            axes.set(title=name, yscale="log", xlim=(-0.1, 1.08), xticks=[0, 0.5, 1])
        _parts_of_chance(panels[0, 0].yaxis, parts)
        for axes in panels[-1]:
            axes.set_xlabel("cosine with BPTT")
        drawing.supylabel("test loss / chance", fontsize=9)
        drawing.legend(*panels[0, 0].get_legend_handles_labels(), loc="outside lower center", ncols=4, fontsize=8.5,
                       handlelength=1, columnspacing=1.2)
    return drawing


def by_delay(delays):
    """Test accuracy against the delay, the mean over seeds and a band over all of them, a panel a cell, as a Figure.

    delays : {cell: {"delays": [...], "accuracy": {rule: (delays, seeds)}}}, as `results.read` gives them
    """
    with style():
        drawing = figure(2.0 * len(delays) + 0.7)
        for axes, (cell, found) in zip(drawing.subplots(len(delays), 1, sharey=True, squeeze=False)[:, 0], delays.items()):
            axes.axhline(0.5, color=COLOURS["parameter"], linestyle="--", linewidth=0.8)
            for rule, accuracy in found["accuracy"].items():
                accuracy = np.array(accuracy, float)
                axes.fill_between(found["delays"], accuracy.min(1), accuracy.max(1), color=LOOKS[rule]["color"], alpha=0.13,
                                  linewidth=0)
                axes.plot(found["delays"], accuracy.mean(1), marker=MARKERS[rule], markersize=4, label=rule, **LOOKS[rule])
            axes.set(title=cell, xlabel="delay (steps)", ylabel="test accuracy", ylim=(0.4, 1.03), xticks=found["delays"])
        drawing.legend(*axes.get_legend_handles_labels(), loc="outside lower center", ncols=3, fontsize=8.5)
    return drawing
