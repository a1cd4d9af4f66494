"""The course of a training, as a figure."""

import numpy as np

from taxrec_lite.figures.style import COLOURS, figure, style


def learning(record):
    """Loss, accuracy and alignment over the updates of a `Record`, those of them that there are, as a Figure.

    Thin lines are single batches and thick ones means over a fortieth of the training; dashes are chance.
    """
    panels = [("loss", record.loss, record.chance.loss), ("accuracy", record.accuracy, record.chance.accuracy),
              ("cosine with BPTT", record.alignment, None)]
    panels = [panel for panel in panels if np.isfinite(panel[1]).any()]
    with style():
        drawing = figure(1.4 * len(panels) + 0.4)
        rows = drawing.subplots(len(panels), 1, sharex=True, squeeze=False)[:, 0]
        for axes, (name, values, chance) in zip(rows, panels):
            _curve(axes, values)
            if chance is not None:
                axes.axhline(chance, color=COLOURS["parameter"], linestyle="--", linewidth=0.8, label="chance")
            axes.set_ylabel(name)
        rows[0].set_ylim(bottom=0)
        rows[0].legend(loc="upper right")
        rows[-1].set_xlabel("updates")
    return drawing


def _curve(axes, values):
    at = np.flatnonzero(np.isfinite(values))
    width = max(1, len(at) // 40)
    mean = np.convolve(values[at], np.full(width, 1 / width), "valid")
    axes.plot(at + 1, values[at], color=COLOURS["dropped"], linewidth=0.6)
    axes.plot(at[width - 1 :] + 1, mean, color=COLOURS["loss"])
