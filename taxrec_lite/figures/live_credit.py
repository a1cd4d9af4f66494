"""Chapter 8's explorer of delays as one answer of `live.credit` draws it."""

from taxrec_lite.figures.live import draw_area, draw_chosen, draw_line, framed
from taxrec_lite.figures.style import COLOURS, LINES, figure, style

DASHED = (0, (4, 2))
BANDS = {"cue": {"color": COLOURS["dropped"]}, "asked": {"color": COLOURS["choice"], "alpha": 0.6}}
MEMBRANE = {"v": {"color": COLOURS["ink"], "linewidth": 0.5},
            "threshold": {"color": COLOURS["parameter"], "linewidth": 1.2, "linestyle": DASHED}}
EPS = {"eps-v": {"color": COLOURS["implicit"], "linewidth": 1.3},
       "eps-a": {"color": COLOURS["implicit"], "linewidth": 1.3, "linestyle": DASHED}}
LOOKS = {
    "bptt": {"color": COLOURS["ink"], "linewidth": 1.9},
    "eprop": {"color": COLOURS["loss"], "linestyle": LINES["loss"], "linewidth": 1.5},
}
ROWS = {
    "raster": {"ylabel": "neuron", "title": "spikes; grey: the cue, orange: the question"},
    "membrane": {"ylabel": "v, threshold", "title": "one neuron, and its threshold (dashed)"},
    "variable": {"ylabel": "parts of ε", "title": "its cue synapse: ε of v, of a (dashed)", "xlabel": "time step t",
                 "yscale": "log"},
}
DELAYS = {"xlabel": "delay, in steps", "ylabel": "gradient by cue’s weights", "yscale": "log"}


def panels(answer):
    """Its figures with their alternative texts."""
    with style():
        return [
            (_in_time(answer), "Over time, one under another: the spikes of all neurons, the membrane and the threshold of "
             "one, and on a logarithmic axis the implicit variable of its cue synapse, with the part of the adaptation dashed. "
             "A grey band is the cue, an orange one the time at which the loss asks."),
            (_by_delay(answer), "The length of the gradient by the cue's weights against the delay, on a logarithmic axis: "
             "black by BPTT, green by e-prop, grey by BPTT for LIF neurons. The chosen delay is a mark; on the lower edge, it "
             "is below the axis."),
        ]


def _in_time(answer):
    panel = figure(4.8)
    rows = panel.subplots(3, 1, height_ratios=[1.2, 1.1, 1.2])
    for axes, (name, words) in zip(rows, ROWS.items()):
        axes.set(**words)
        framed(axes, name, answer)
        for band, look in BANDS.items():
            draw_area(axes, answer, f"{band}-{name}", zorder=0, **look)
    raster, membrane, variable = rows
    draw_line(raster, answer, "spikes", color=COLOURS["ink"], linewidth=0.8)
    for axes, looks in ((membrane, MEMBRANE), (variable, EPS)):
        for name, look in looks.items():
            draw_line(axes, answer, name, **look)
    panel.align_ylabels(rows)
    return panel


def _by_delay(answer):
    panel = figure(3.6)
    axes = panel.subplots()
    axes.set(**DELAYS)
    framed(axes, "delays", answer)
    draw_line(axes, answer, "lif", color=COLOURS["parameter"], linewidth=0.8, alpha=0.6, zorder=2, label="BPTT, LIF")
    for name, label in (("bptt", "BPTT"), ("eprop", "e-prop")):
        draw_line(axes, answer, name, zorder=3, label=label, **LOOKS[name])
    draw_chosen(axes, answer, "chosen", clip_on=False)
    panel.legend(loc="outside lower center", fontsize=8, ncols=3, handlelength=2.4)
    return panel
