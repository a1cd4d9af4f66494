"""The explorer of chapter 10: feedback and read-out while a small network learns, update by update."""

from itertools import islice

import ipywidgets as widgets
from matplotlib.ticker import NullLocator

from taxrec_lite.figures import live_alignment
from taxrec_lite.figures.live_alignment import ANGLE, EQUAL, GRADIENT, LOSS, OTHER, POINTS
from taxrec_lite.figures.orders import draw_mark
from taxrec_lite.figures.picture import layer
from taxrec_lite.figures.style import COLOURS, figure, style
from taxrec_lite.live.alignment import HIGH, LOW, RULES, Told, descend, reach, sentence
from taxrec_lite.widgets import Explorer, Selector, View

UPDATES = (0, 5, 10, 20, 30, 40, 60, 80, 100, 130, 160, 200, 250, 300)


def explorer():
    """The explorer; with a kernel, the seed is free."""
    free = {"seed": widgets.IntSlider(0, 0, 50, description="seed", continuous_update=False)}
    return Explorer("alignment", "Feedback and read-out while a network learns", view, free, live_alignment.panels)


def view(seed=0):
    """All states of the explorer."""
    training = {rule: list(map(Told.of, islice(descend(rule, seed=seed), UPDATES[-1] + 1))) for rule in RULES}
    with style():
        panels = (_curves(training), _weights(training))
    return View(
        selectors=(
            Selector("update", "update", {k: str(k) for k in UPDATES}, start=0, slider=True),
            Selector("rule", "feedback", {rule: rule for rule in RULES}, start="adaptive"),
        ),
        panels=panels,
        sentences={(k, rule): sentence(k, rule, training[rule][k], training[rule][0]) for k in UPDATES for rule in RULES},
    )


def _curves(training):
    panel = figure(4.2)
    loss, degrees = panel.subplots(2, 1, sharex=True)
    loss.set(yscale="log", ylabel="loss", ylim=(LOW, HIGH), title="loss")
    loss.yaxis.set_minor_locator(NullLocator())
    degrees.set(ylabel="degrees", xlabel="updates", xlim=(-5, UPDATES[-1] + 5), ylim=(-6, 150), yticks=[0, 45, 90, 135],
                title="angles: B to read-out, gradients (dotted)")
    degrees.axhline(90, color=COLOURS["parameter"], linewidth=0.6, zorder=1)
    for rule, updates in training.items():
        curves = {loss: [told.loss for told in updates], degrees: [told.feedback_angle for told in updates]}
        gradients = [told.gradient_angle for told in updates]
        for other in RULES:  # the others stay in sight, faint
            if other != rule:
                layer(loss.plot(curves[loss], **OTHER), rule=other)
        layer(loss.plot(curves[loss], **LOSS), rule=rule)
        layer(degrees.plot(gradients, **GRADIENT), rule=rule)
        layer(degrees.plot(curves[degrees], **ANGLE), rule=rule)
        for k in UPDATES:
            for axes, values in curves.items():
                layer(draw_mark(axes, k, values[k]), rule=rule, update=k)
    return panel, ("Above, the loss on a logarithmic axis against the updates, with a mark at the chosen one. Below, in "
                   "degrees, the angle between feedback and read-out, and the angle between their gradients.")


def _weights(training):
    panel = figure(3.6)
    axes = panel.subplots()
    size = reach([updates[k] for updates in training.values() for k in UPDATES])
    axes.set(xlim=(-size, size), ylim=(-size, size), aspect="equal", xlabel="read-out weight, $W_{\\mathrm{out},kj}$",
             ylabel="feedback weight, $B_{jk}$")
    axes.plot([-size, size], [-size, size], **EQUAL)
    axes.annotate("equal", (0.96 * size, 0.96 * size), xytext=(-14, 0), textcoords="offset points", ha="right", va="top",
                  color=COLOURS["parameter"], fontsize=8)
    for rule, updates in training.items():
        for k in UPDATES:
            layer(axes.plot(updates[k].W_out.T.ravel(), updates[k].B.ravel(), **POINTS), rule=rule, update=k)
    return panel, ("A point for each pair of neuron and output: its feedback weight against its read-out weight, and the "
                   "diagonal on which both are equal.")
