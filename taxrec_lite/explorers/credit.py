"""The explorer of chapter 8: how much credit a late loss still gives to an early cue, against the delay between them."""

from taxrec_lite.cells import ALIF, LIF, decay
from taxrec_lite.figures.live import draw_area, draw_chosen, draw_line, draw_words, framed, legend
from taxrec_lite.figures.style import COLOURS, LINES, figure, style
from taxrec_lite.live.credit import LONGEST, TAUS
from taxrec_lite.prepared import Prepared
from taxrec_lite.widgets import Selector

SHOWN = (0, 10, 20, 40, 60, 80, 100, 150, 200, 300, 400, 600, LONGEST)
BETA = 0.1
DASHED = (0, (4, 2))
GREY = {"color": COLOURS["parameter"], "linewidth": 0.8, "alpha": 0.6, "zorder": 2}
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


def prepared():
    """Its states, one for each delay and kind of neuron."""
    selectors = (
        Selector("delay", "delay", {delay: str(delay) for delay in SHOWN}, start=200, slider=True),
        Selector("cell", "cell", {"lif": "LIF", **{f"alif{tau}": f"ALIF, τ = {tau}" for tau in TAUS}}, start="alif300"),
    )
    return Prepared("credit", "Credit for a cue, long after it", selectors, panels, _settings)


def a_cell(name, n, beta=BETA):
    """The cell of one button, with three inputs."""
    return LIF(n_in=3, n=n) if name == "lif" else ALIF(n_in=3, n=n, rho=decay(int(name.removeprefix("alif"))), beta=beta)


def _settings(delay, cell):
    if cell == "lif":
        return {"delay": delay, "cell": cell}
    return {"delay": delay, "cell": "alif", "tau_a": int(cell.removeprefix("alif")), "beta": BETA}


def explorer():
    """The explorer."""
    return prepared().explorer()


def panels(answers):
    """Its figures with their alternative texts."""
    with style():
        return [
            (_in_time(answers), "Over time, one under another: the spikes of all neurons, the membrane and the threshold of "
             "one, and on a logarithmic axis the implicit variable of its cue synapse, with the part of the adaptation dashed. "
             "A grey band is the cue, an orange one the time at which the loss asks."),
            (_by_delay(answers), "The length of the gradient by the cue's weights against the delay, on a logarithmic axis: "
             "black by BPTT, green by e-prop, grey by BPTT for neurons of other kinds. The chosen delay is a mark; on the lower "
             "edge, it is below the axis."),
        ]


def _in_time(answers):
    panel = figure(4.8)
    rows = panel.subplots(3, 1, height_ratios=[1.2, 1.1, 1.2])
    for axes, (name, words) in zip(rows, ROWS.items()):
        axes.set(**words)
        framed(axes, name, answers)
        for band, look in BANDS.items():
            draw_area(axes, answers, f"{band}-{name}", zorder=0, **look)
    raster, membrane, variable = rows
    draw_line(raster, answers, "spikes", color=COLOURS["ink"], linewidth=0.8)
    for axes, looks in ((membrane, MEMBRANE), (variable, EPS)):
        for name, look in looks.items():
            draw_line(axes, answers, name, **look)
    panel.align_ylabels(rows)
    return panel


def _by_delay(answers):
    panel = figure(3.6)
    axes = panel.subplots()
    axes.set(xlabel="delay, in steps", ylabel="gradient by cue’s weights", yscale="log")
    framed(axes, "delays", answers)
    for k in range(1 + len(TAUS)):
        draw_line(axes, answers, f"other-{k}", **GREY)
        draw_words(axes, answers, f"name-{k}", (7, 0), va="center", fontsize=8)
    for name, look in LOOKS.items():
        draw_line(axes, answers, name, zorder=3, **look)
    draw_chosen(axes, answers, "chosen", clip_on=False)
    legend(panel, {"BPTT": LOOKS["bptt"], "e-prop": LOOKS["eprop"]}, ncols=2, handlelength=2.8)
    return panel
