"""The explorer of chapter 10: one synapse's gradient in time, with the error filtered back or the trace filtered forwards."""

from taxrec_lite.figures.live import draw_area, draw_line, framed, legend
from taxrec_lite.figures.style import COLOURS, LINES, figure, style
from taxrec_lite.live.readout_trace import LEARNERS, WHEN
from taxrec_lite.prepared import Prepared
from taxrec_lite.widgets import Selector

KAPPAS = (0.0, 0.5, 0.7, 0.8, 0.9)
TOLD, HELD = {"color": COLOURS["loss"], "linestyle": LINES["loss"]}, {"color": COLOURS["implicit"]}
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


def prepared():
    """Its states, one for each leak of the read-out and each time of the loss."""
    selectors = (
        Selector("kappa", "leak κ", {kappa: f"{kappa:g}" for kappa in KAPPAS}, start=0.8, slider=True),
        Selector("when", "loss", WHEN, start="over"),
    )
    return Prepared("readout-trace", "Filter the error backwards, or the trace forwards", selectors, panels)


def explorer():
    """The explorer."""
    return prepared().explorer()


def panels(answers):
    """Its figures with their alternative texts."""
    with style():
        return [
            (_in_time(answers), "Over time, above: the error signal of each step as bars and the learning signal that looks "
             "ahead as a line. Below: the eligibility trace as bars and the filtered trace as a line. Each is relative to the "
             "largest of its line."),
            (_added_up(answers), "What each step adds to the gradient of the synapse, and the sums so far, as parts of the "
             "whole: with the error filtered backwards, with the trace filtered forwards, and with neither. The first two end "
             "at one."),
        ]


def _in_time(answers):
    panel, rows = _rows(answers, ("told", "held"))
    for (name, axes), look in zip(rows.items(), (TOLD, HELD)):
        draw_line(axes, answers, f"{name}-bars", color=look["color"], solid_capstyle="butt", linewidth=3, alpha=0.45)
        draw_line(axes, answers, f"{name}-line", **look)
    return panel


def _added_up(answers):
    panel, rows = _rows(answers, ("product", "total"))
    for name, axes in rows.items():
        for learner, look in zip(LEARNERS, LOOKS.values()):
            draw_line(axes, answers, f"{name}-{learner}", **look)
    legend(panel, LOOKS, ncols=2, handlelength=2.4)
    return panel


def _rows(answers, names):
    panel = figure(3.9)
    rows = dict(zip(names, panel.subplots(2, 1, sharex=True)))
    for name, axes in rows.items():
        framed(axes, name, answers)
        axes.set(**TITLES[name])
        axes.yaxis.labelpad = 10  # room for a sign
        draw_area(axes, answers, f"{name}-stimulus", color=COLOURS["choice"], alpha=0.2)
        draw_line(axes, answers, f"{name}-zero", color=COLOURS["parameter"], linewidth=0.6, zorder=1)
    axes.set_xlabel("time step t")
    panel.align_ylabels()
    return panel, rows
