"""What each rule holds in memory as time goes by, and when it knows the gradient."""

from taxrec_lite.figures.live import draw_area, draw_chosen, draw_line, draw_words, framed
from taxrec_lite.figures.style import COLOURS, figure, style
from taxrec_lite.live.memory import T, shown, title
from taxrec_lite.prepared import Prepared
from taxrec_lite.widgets import Selector

M = 2  # of the order that is prepared


def prepared():
    """Its states, one for each time and rule."""
    selectors = (
        Selector("t", "time t", {t: str(t) for t in range(1, T + 1)}, start=6, slider=True),
        Selector("rule", "rule", {rule: title(rule, M) for rule in shown()}, start="bptt"),
    )
    return Prepared("memory", "What a rule remembers, and what it knows", selectors, panels,
                    lambda t, rule: {"t": t, "rule": rule, "m": M})


def explorer():
    """The explorer."""
    return prepared().explorer()


def panels(answers):
    """Its figures with their alternative texts."""
    with style():
        return [
            (_held(answers), "Numbers held against time by four rules, on a logarithmic axis: BPTT's grow with time, those of "
             "e-prop, an order and RTRL stay as they are. Heavy that of the chosen rule, with a mark at the chosen time."),
            (_known(answers), "A row of hexagons, the losses of all times, those of the past filled. Those whose gradient the "
             "rule knows at the chosen time are green: for BPTT none before the end, for the causal rules all up to now."),
        ]


def _held(answers):
    panel = figure(2.8)
    axes = panel.subplots()
    axes.set(yscale="log", xlabel="time t", ylabel="numbers held")
    framed(axes, "numbers", answers)
    for rule in shown():
        draw_line(axes, answers, f"held-{rule}", color=COLOURS["parameter"], linewidth=1)
        draw_words(axes, answers, f"name-{rule}", (6, 0), ha="left", va="center", fontsize=8)
    draw_line(axes, answers, "held", color=COLOURS["ink"], linewidth=2)
    draw_chosen(axes, answers, "held-now")
    return panel


def _known(answers):
    panel = figure(1.3)
    axes = panel.subplots()
    axes.set(xlabel="loss of time s", title="green: its gradient is known at t")
    framed(axes, "losses", answers)
    axes.spines["left"].set_visible(False)
    draw_area(axes, answers, "past", color=COLOURS["dropped"])
    draw_area(axes, answers, "known", color=COLOURS["loss"])
    draw_line(axes, answers, "now", color=COLOURS["choice"], linewidth=2)
    draw_line(axes, answers, "losses", color=COLOURS["ink"], linewidth=0.6)
    return panel
