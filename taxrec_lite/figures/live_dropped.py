"""Chapter 4's explorer as one answer of `live.dropped` draws it."""

from taxrec_lite.figures.live import draw_chosen, draw_ends, draw_image, draw_line, framed
from taxrec_lite.figures.style import COLOURS, LINES, figure, style

TITLES = {"whole": "total derivative dE/dz", "kept": "learning signal, what e-prop uses", "rest": "difference, what it drops"}
LOOKS = {
    "dE/dz": {"color": COLOURS["ink"], "linewidth": 1.8},
    "learning signal": {"color": COLOURS["loss"], "linestyle": LINES["loss"]},
    "dropped": {"color": COLOURS["explicit"], "linestyle": LINES["explicit"], "linewidth": 1.2},
}
LABELS = {"xlabel": "time step t", "ylabel": "length over all neurons"}


def panels(answer):
    """Its figures with their alternative texts."""
    with style():
        return [
            (_images(answer), "Three images, a row for each neuron and a column for each time step, on one colour scale: the "
             "total derivative of the loss by the observable state, the learning signal of e-prop, and the difference."),
            (_sizes(answer), "The lengths of the same three over all neurons, on a logarithmic axis against time; a mark "
             "stands where most is dropped."),
        ]


def _images(answer):
    panel = figure(4.6)
    *rows, scale = panel.subplots(4, 1, height_ratios=[1, 1, 1, 0.13])
    for axes, (name, title) in zip(rows, TITLES.items()):
        draw_image(axes, answer, name)
        axes.set(aspect="auto", title=title)
        axes.spines[["top", "right"]].set_visible(True)
        framed(axes, name, answer)
    rows[1].set_ylabel("neuron")
    rows[2].set_xlabel(LABELS["xlabel"])
    draw_ends(scale, answer)
    return panel


def _sizes(answer):
    panel = figure(3.4)
    axes = panel.subplots()
    axes.set(yscale="log", **LABELS)
    framed(axes, "sizes", answer)
    for (label, look), name in zip(LOOKS.items(), ("size-whole", "size-kept", "size-rest")):
        draw_line(axes, answer, name, label=label, **look)
    draw_chosen(axes, answer, "largest")
    panel.legend(loc="outside lower center", fontsize=8, ncols=2, handlelength=2.4)
    return panel
