"""The explorer of a training in chapter 11: one rule beside BPTT, prepared, or growing in the reader's browser."""

from taxrec_lite.figures.live import draw_line, framed, legend
from taxrec_lite.figures.style import COLOURS, figure, style
from taxrec_lite.live.training import RULES
from taxrec_lite.prepared import Prepared
from taxrec_lite.widgets import Selector

PREPARED = ("eprop", "random", "m2", "m3", "tbptt", "bptt")  # RTRL's curve is BPTT's, and takes long
SEEDS = (0, 1, 2)
LOOKS = {
    "the rule": ("", {"color": COLOURS["choice"], "linewidth": 1.6, "zorder": 3}),
    "BPTT": ("-exact", {"color": COLOURS["parameter"], "linewidth": 1.0, "linestyle": (0, (1, 1.2)), "zorder": 2}),
    "chance": ("-chance", {"color": COLOURS["parameter"], "linestyle": "--", "linewidth": 0.8, "zorder": 1}),
}


def prepared():
    """Its states, one for each rule and seed."""
    selectors = (
        Selector("rule", "rule", {rule: RULES[rule][0] for rule in PREPARED}, start="eprop"),
        Selector("seed", "seed", {seed: str(seed) for seed in SEEDS}, start=0),
    )
    return Prepared("training", "A training by one rule, beside BPTT", selectors, panels)


def explorer():
    """The explorer."""
    return prepared().explorer()


def panels(answers):
    """Its figure with its alternative text."""
    with style():
        panel = figure(3.9)
        rows = loss, accuracy = panel.subplots(2, 1, sharex=True, height_ratios=[1.6, 1])
        loss.set(yscale="log", ylabel="loss")
        accuracy.set(xlabel="updates", ylabel="accuracy")
        for name, axes in zip(("loss", "accuracy"), rows):
            framed(axes, name, answers)
            for words, (end, look) in LOOKS.items():
                draw_line(axes, answers, name + end, label=words, **look)
        panel.align_ylabels()
        legend(panel, {words: look for words, (_, look) in LOOKS.items()}, ncols=3, handlelength=2.2)
    return [(panel, "Loss on a logarithmic axis, and below it the accuracy, against updates: the chosen rule as a solid line, "
             "BPTT from the same start as a dotted one, chance as a dashed one.")]
