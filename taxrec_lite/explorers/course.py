"""The explorer of chapter 11: how each rule learns each task, against updates and against multiply–adds."""

import numpy as np

from taxrec_lite import _check, results
from taxrec_lite.figures.costs import power
from taxrec_lite.figures.style import COLOURS, figure, style
from taxrec_lite.figures.training import LOOKS, draw_curve
from taxrec_lite.widgets import Explorer, Panel, Selector, View

AXES = {"updates": "updates", "costs": "multiply–adds"}
NAMES = {"loss": "loss", "accuracy": "accuracy", "alignment": "cosine with BPTT"}
LEARNED = 0.5  # of the loss of chance


def explorer(stored=None):
    """The explorer of `stored`, as `results.read` gives it; None for the comparison of the book."""
    stored = results.read() if stored is None else _check.instance("stored", stored, dict)
    return Explorer("course", "How each rule learns each task", lambda: view(stored["parts"]))


def view(parts):
    """All states of the explorer, from the parts of a comparison."""
    with style():
        panels = tuple(_panel(k, name, part, axis) for k, (name, part) in enumerate(parts.items()) for axis in AXES)
    return View(
        selectors=(
            Selector("task", "task", {k: name for k, name in enumerate(parts)}, start=0),
            Selector("axis", "against", AXES, start="updates"),
        ),
        panels=panels,
        sentences={(k, axis): _sentence(name, part, axis) for k, (name, part) in enumerate(parts.items()) for axis in AXES},
    )


def costs_of(part):
    """{rule: multiply–adds of an update}, RTRL among them, whose numbers are those of BPTT."""
    return {rule: result.cost for rule, result in part["results"].items()} | {"RTRL": part["rtrl"]}


def curves_of(part, name):
    """{rule: Curve} of what is called `name`; where RTRL was not trained, its numbers are those of BPTT."""
    curves = {rule: result.curves[name] for rule, result in part["results"].items() if name in result.curves}
    return curves | ({"RTRL": curves.get("RTRL", curves["BPTT"])} if curves else {})


def learned_after(part, rule):
    """The update at which the mean loss is first below LEARNED of chance, or None."""
    curve = curves_of(part, "loss")[rule]
    below = np.flatnonzero(curve.mean < LEARNED * part["chance"]["loss"])
    return int(curve.at[below[0]]) if len(below) else None


def _sentence(name, part, axis):
    costs = costs_of(part)
    reached = {rule: learned_after(part, rule) for rule in curves_of(part, "loss") if rule != "RTRL" or axis == "costs"}
    price = {rule: updates * (costs[rule] if axis == "costs" else 1) for rule, updates in reached.items() if updates}
    words = ", ".join(f"{rule} <b>{power(value) if axis == 'costs' else value}</b>"
                      for rule, value in sorted(price.items(), key=lambda item: item[1]))
    never = ", ".join(rule for rule, updates in reached.items() if updates is None)
    return (f"{name}: {AXES[axis]} until the loss is half of chance: {words}."
            + (f" Not within {part['updates']} updates: {never}." if never else ""))


def _panel(k, name, part, axis):
    """Loss, accuracy where there is one and, against updates, alignment, one under another."""
    quantities = {quantity: curves_of(part, quantity) for quantity in ("loss", "accuracy", "alignment")}
    shown = {quantity: curves for quantity, curves in quantities.items()
             if curves and (axis == "updates" or quantity != "alignment")}
    panel = figure(1.55 * len(shown) + 0.9)
    rows = dict(zip(shown, panel.subplots(len(shown), 1, sharex=True, squeeze=False)[:, 0]))
    costs = costs_of(part)
    for quantity, axes in rows.items():
        for rule, curve in shown[quantity].items():
            if rule != "RTRL" or axis == "costs":
                draw_curve(axes, curve, LOOKS[rule] | {"linewidth": 1.3}, rule, costs[rule] if axis == "costs" else 1.0)
        axes.set_ylabel(NAMES[quantity])
        chance = {"alignment": 0.0}.get(quantity, part["chance"].get(quantity))
        axes.axhline(chance, color=COLOURS["parameter"], linestyle="--", linewidth=0.8)
    rows["loss"].set(yscale="log", title=name)
    if "accuracy" in rows:
        rows["accuracy"].set_ylim(-0.03, 1.03)
    axes.set(xlabel=AXES[axis], xscale="log" if axis == "costs" else "linear")
    panel.align_ylabels()
    panel.legend(*axes.get_legend_handles_labels(), loc="outside lower center", fontsize=8, ncols=4, handlelength=1.9,
                 columnspacing=1.1)
    words = ", ".join(NAMES[quantity] for quantity in shown)
    return Panel(panel, f"{name}: {words}, one under another against {AXES[axis]}, a line for each rule with a band from the "
                 "lowest to the highest of the seeds. Dashes are chance.", {"task": k, "axis": axis})
