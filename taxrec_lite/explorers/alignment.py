"""The explorer of chapter 10: feedback and read-out while a small network learns, update by update."""

from dataclasses import dataclass
from itertools import islice, product

import ipywidgets as widgets
import numpy as np
from matplotlib.ticker import NullLocator

from taxrec_lite import _check
from taxrec_lite.cells import LeakyRNN
from taxrec_lite.explorers.dropped import angle
from taxrec_lite.figures.picture import layer
from taxrec_lite.figures.style import COLOURS, LINES, figure, style
from taxrec_lite.measures import cosine
from taxrec_lite.network import Network
from taxrec_lite.parameters import Parameters
from taxrec_lite.readout import Readout
from taxrec_lite.rules.eprop import adapt_feedback, eprop, random_feedback
from taxrec_lite.trajectory import Run
from taxrec_lite.widgets import Explorer, Selector, View

RULES = ("symmetric", "random", "adaptive")
UPDATES = (0, 5, 10, 20, 30, 40, 60, 80, 100, 130, 160, 200, 250, 300)
RATES, DECAY = (0.02, 0.01), 0.01  # rates of θ and of the read-out
FLOOR = 1e-3


@dataclass(frozen=True, eq=False)
class Update:
    """One moment of training: the run, the feedback B (n, n_out) used on it and the gradient that came of both."""

    run: Run
    B: np.ndarray
    gradient: Parameters

    @property
    def feedback_angle(self):
        """Between B and W_outᵀ, in degrees."""
        return angle(self.B, self.run.params.W_out)

    @property
    def gradient_angle(self):
        """Between the gradient of θ with this feedback and the one with W_outᵀ, in degrees."""
        return float(np.degrees(np.arccos(np.clip(cosine(self.gradient, eprop(self.run)), -1, 1))))


def two_signs(T=12):
    """Inputs (T, 4, 2), targets (T, 4, 3) and mask (T, 4): two signs, one after the other; tell both and their product.

    The mask weighs the steps from 8 on alike, and the loss is a mean over them and the four samples. Raises
    ValueError for T < 8, TypeError for anything but an integer.
    """
    T = _check.integer("T", T, 8)
    first, second = np.array(list(product((-1, 1), repeat=2))).T
    x, target, mask = np.zeros((T, 4, 2)), np.zeros((T, 4, 3)), np.zeros((T, 4))
    x[0:3, :, 0], x[4:7, :, 1] = first, second
    target[:] = np.stack([first, second, first * second], -1)
    mask[7:] = 1 / mask[7:].size
    return x, target, mask


def descend(rule, rates=RATES, decays=(DECAY, DECAY), seed=0, B=None):
    """Gradient descent on `two_signs` without end, an `Update` at a time; B and W_out go as in (10.4) if both decay alike.

    rule : one of RULES, the feedback; all start from the same network
    rates : learning rates of θ and of the read-out; B learns at that of the read-out
    decays : the decay of W_out and that of an adaptive B
    B : where the feedback starts, (16, 3); None for a random matrix, the same for all rules
    """
    _check.choice("rule", rule, RULES)
    rng = np.random.default_rng(seed)
    network = Network(LeakyRNN(n_in=2, n=16, leak=0.8), Readout(n_out=3, kappa=0.5))
    params = network.init(rng)
    B = random_feedback(rng, network) if B is None else B
    x, target, mask = two_signs()
    while True:
        if rule == "symmetric":
            B = params.W_out.T
        run = network.run(params, x, target, mask=mask)
        gradient = eprop(run, B)
        yield Update(run, B, gradient)
        if rule == "adaptive":
            B = adapt_feedback(B, gradient, rates[1], decays[1])
        params = Parameters(
            params.theta - rates[0] * gradient.theta,
            (1 - decays[0]) * params.W_out - rates[1] * gradient.W_out,
            params.b_out - rates[1] * gradient.b_out)


def explorer():
    """The explorer; with a kernel, the seed is free."""
    free = {"seed": widgets.IntSlider(0, 0, 50, description="seed", continuous_update=False)}
    return Explorer("alignment", "Feedback and read-out while a network learns", view, free)


def view(seed=0):
    """All states of the explorer."""
    training = {rule: list(islice(descend(rule, seed=seed), UPDATES[-1] + 1)) for rule in RULES}
    with style():
        panels = (_curves(training), _weights(training))
    return View(
        selectors=(
            Selector("update", "update", {k: str(k) for k in UPDATES}, start=0, slider=True),
            Selector("rule", "feedback", {rule: rule for rule in RULES}, start="adaptive"),
        ),
        panels=panels,
        sentences={(k, rule): _sentence(k, rule, training[rule]) for k in UPDATES for rule in RULES},
    )


def _sentence(k, rule, updates):
    now, start = updates[k], updates[0]
    turned = [angle(now.B, start.B.T), angle(now.run.params.W_out.T, start.run.params.W_out)]
    return (f"After <b>{k}</b> updates with {rule} feedback the loss is <b>{now.run.loss:.3f}</b>. B stands at "
            f"<b>{now.feedback_angle:.0f}°</b> to the read-out, and the gradient of θ at "
            f"<b>{now.gradient_angle:.0f}°</b> to that of symmetric feedback. Since the start B has turned by "
            f"{turned[0]:.0f}°, and the read-out by {turned[1]:.0f}°.")


def _curves(training):
    panel = figure(4.2)
    loss, degrees = panel.subplots(2, 1, sharex=True)
    loss.set(yscale="log", ylabel="loss", ylim=(FLOOR, 30), title="loss")
    loss.yaxis.set_minor_locator(NullLocator())
    degrees.set(ylabel="degrees", xlabel="updates", xlim=(-5, UPDATES[-1] + 5), ylim=(-6, 150), yticks=[0, 45, 90, 135],
                title="angles: B to read-out, gradients (dotted)")
    degrees.axhline(90, color=COLOURS["parameter"], linewidth=0.6, zorder=1)
    for rule, updates in training.items():
        curves = {loss: [update.run.loss for update in updates], degrees: [update.feedback_angle for update in updates]}
        gradients = [update.gradient_angle for update in updates]
        for other in RULES:  # the others stay in sight, faint
            if other != rule:
                layer(loss.plot(curves[loss], color=COLOURS["dropped"], linewidth=1), rule=other)
        layer(loss.plot(curves[loss], color=COLOURS["ink"], zorder=3), rule=rule)
        layer(degrees.plot(gradients, color=COLOURS["parameter"], linestyle=LINES["parameter"], linewidth=1), rule=rule)
        layer(degrees.plot(curves[degrees], color=COLOURS["loss"], zorder=3), rule=rule)
        for k in UPDATES:
            for axes, values in curves.items():
                layer(_mark(axes, k, values[k]), rule=rule, update=k)
    return panel, ("Above, the loss on a logarithmic axis against the updates, with a mark at the chosen one. Below, in "
                   "degrees, the angle between feedback and read-out, and the angle between their gradients.")


def _weights(training):
    panel = figure(3.6)
    axes = panel.subplots()
    reach = 1.08 * max(max(np.abs(update.B).max(), np.abs(update.run.params.W_out).max())
                       for updates in training.values() for update in (updates[k] for k in UPDATES))
    axes.set(xlim=(-reach, reach), ylim=(-reach, reach), aspect="equal", xlabel="read-out weight, $W_{\\mathrm{out},kj}$",
             ylabel="feedback weight, $B_{jk}$")
    axes.plot([-reach, reach], [-reach, reach], color=COLOURS["parameter"], linewidth=0.8, linestyle=LINES["parameter"])
    axes.annotate("equal", (0.96 * reach, 0.96 * reach), ha="right", va="top", xytext=(-14, 0), textcoords="offset points",
                  color=COLOURS["parameter"], fontsize=8)
    for rule, updates in training.items():
        for k in UPDATES:
            layer(axes.plot(updates[k].run.params.W_out.T.ravel(), updates[k].B.ravel(), "o", color=COLOURS["loss"],
                            markersize=3.5), rule=rule, update=k)
    return panel, ("A point for each pair of neuron and output: its feedback weight against its read-out weight, and the "
                   "diagonal on which both are equal.")


def _mark(axes, k, value):
    return axes.plot(k, value, "o", markersize=7, color=COLOURS["choice"], markeredgecolor=COLOURS["ink"],
                     markeredgewidth=0.8, zorder=5)
