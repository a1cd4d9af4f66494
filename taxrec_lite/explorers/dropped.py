"""The explorer of chapter 4: what e-prop drops from the total derivative, for each neuron at each time."""

from taxrec_lite.explorers.orders import all_gains, cells_and_regimes
from taxrec_lite.figures.live import draw_chosen, draw_ends, draw_image, draw_line, framed, legend
from taxrec_lite.figures.style import COLOURS, LINES, figure, style
from taxrec_lite.prepared import Prepared
from taxrec_lite.widgets import Selector

UPDATES = {0: "0", 10: "10", 20: "20", 40: "40", 80: "80", "all": "∞"}
TITLES = {"whole": "total derivative dE/dz", "kept": "learning signal, what e-prop uses", "rest": "difference, what it drops"}
LOOKS = {
    "dE/dz": {"color": COLOURS["ink"], "linewidth": 1.8},
    "learning signal": {"color": COLOURS["loss"], "linestyle": LINES["loss"]},
    "dropped": {"color": COLOURS["explicit"], "linestyle": LINES["explicit"], "linewidth": 1.2},
}
LABELS = {"xlabel": "time step t", "ylabel": "length over all neurons"}


def prepared():
    """Its states, one for each number of updates of the feedback, cell and regime."""
    gains = all_gains()
    selectors = (Selector("updates", "updates of B", UPDATES, start="all", slider=True), *cells_and_regimes())
    return Prepared("dropped", "What e-prop drops, neuron by neuron and step by step", selectors, panels,
                    lambda updates, cell, gain: {**_feedback(updates), "cell": cell, "gain": gains[cell][gain]})


def _feedback(updates):
    """After updates without end it is symmetric, whatever their number in a live figure then is."""
    return {"feedback": "symmetric", "updates": 20} if updates == "all" else {"feedback": "adaptive", "updates": updates}


def explorer():
    """The explorer."""
    return prepared().explorer()


def panels(answers):
    """Its figures with their alternative texts."""
    with style():
        return [
            (_images(answers), "Three images, a row for each neuron and a column for each time step, on one colour scale: the "
             "total derivative of the loss by the observable state, the learning signal of e-prop, and the difference."),
            (_sizes(answers), "The lengths of the same three over all neurons, on a logarithmic axis against time; a mark "
             "stands where most is dropped."),
        ]


def _images(answers):
    panel = figure(4.6)
    *rows, scale = panel.subplots(4, 1, height_ratios=[1, 1, 1, 0.13])
    for axes, (name, title) in zip(rows, TITLES.items()):
        draw_image(axes, answers, name)
        axes.set(aspect="auto", title=title)
        axes.spines[["top", "right"]].set_visible(True)
        framed(axes, name, answers)
    rows[1].set_ylabel("neuron")
    rows[2].set_xlabel(LABELS["xlabel"])
    draw_ends(scale, answers)
    return panel


def _sizes(answers):
    panel = figure(3.4)
    axes = panel.subplots()
    axes.set(yscale="log", **LABELS)
    framed(axes, "sizes", answers)
    for look, name in zip(LOOKS.values(), ("size-whole", "size-kept", "size-rest")):
        draw_line(axes, answers, name, **look)
    draw_chosen(axes, answers, "largest")
    legend(panel, LOOKS, ncols=2, handlelength=2.4)
    return panel
