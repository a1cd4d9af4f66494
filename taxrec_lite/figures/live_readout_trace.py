"""Chapter 10's explorer of the filtered trace as one answer of `live.readout_trace` draws it."""

from taxrec_lite.figures.live import draw_area, draw_line, framed
from taxrec_lite.figures.style import COLOURS, LINES, figure, style
from taxrec_lite.live.readout_trace import LEARNERS

TOLD, HELD = {"color": COLOURS["loss"], "linestyle": LINES["loss"]}, {"color": COLOURS["implicit"]}
BARS = {"linewidth": 3, "alpha": 0.45}
ZERO = {"color": COLOURS["parameter"], "linewidth": 0.6, "zorder": 1}
STIMULUS_BAND = {"color": COLOURS["choice"], "alpha": 0.2, "linewidth": 0}
LOOKS = {
    "error back, $L\\,e$": TOLD,
    "trace forwards, with $F$": HELD,
    "neither": {"color": COLOURS["explicit"], "linestyle": LINES["explicit"], "linewidth": 1.2},
}
TITLES = {
    "told": {"ylabel": "signal", "title": "what the neuron is told: bars now, line L"},
    "held": {"ylabel": "trace", "title": "what the synapse holds: bars e, line F"},
    "product": {"ylabel": "part", "title": "part of the gradient: of each step"},
    "total": {"ylabel": "part", "title": "added up so far"},
}
IN_TIME = ("Over time, above: the error signal of each step as bars and the learning signal that looks ahead as a line. Below: "
           "the eligibility trace as bars and the filtered trace as a line. Each is relative to the largest of its line.")
ADDED_UP = ("What each step adds to the gradient of the synapse, and the sums so far, as parts of the whole: with the error "
            "filtered backwards, with the trace filtered forwards, and with neither. The first two end at one.")


def panels(answer):
    """Its figures with their alternative texts."""
    with style():
        return [(_in_time(answer), IN_TIME), (_added_up(answer), ADDED_UP)]


def legend(panel, lines):
    """What the lines of the three learners are."""
    panel.legend(lines, LOOKS, loc="outside lower center", fontsize=8, ncols=2, handlelength=2.4)


def _in_time(answer):
    panel, rows = _rows(answer, ("told", "held"))
    for (name, axes), look in zip(rows.items(), (TOLD, HELD)):
        draw_line(axes, answer, f"{name}-bars", color=look["color"], solid_capstyle="butt", **BARS)
        draw_line(axes, answer, f"{name}-line", **look)
    return panel


def _added_up(answer):
    panel, rows = _rows(answer, ("product", "total"))
    for name, axes in rows.items():
        lines = [draw_line(axes, answer, f"{name}-{learner}", **look) for learner, look in zip(LEARNERS, LOOKS.values())]
    legend(panel, lines)
    return panel


def _rows(answer, names):
    panel = figure(3.9)
    rows = dict(zip(names, panel.subplots(2, 1, sharex=True)))
    for name, axes in rows.items():
        framed(axes, name, answer)
        axes.set(**TITLES[name])
        axes.yaxis.labelpad = 10  # room for a sign
        draw_area(axes, answer, f"{name}-stimulus", **STIMULUS_BAND)
        draw_line(axes, answer, f"{name}-zero", **ZERO)
    axes.set_xlabel("time step t")
    panel.align_ylabels()
    return panel, rows
