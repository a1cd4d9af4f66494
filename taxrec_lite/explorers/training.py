"""The explorer of a training in chapter 11: one rule beside BPTT, prepared, or growing in the reader's browser."""

from taxrec_lite import live
from taxrec_lite.figures import live_training
from taxrec_lite.figures.live import framed
from taxrec_lite.figures.live_training import CHANCE, EXACT, RULE
from taxrec_lite.figures.picture import layer
from taxrec_lite.figures.style import style
from taxrec_lite.live.training import RULES
from taxrec_lite.widgets import Explorer, Selector, View

PREPARED = ("eprop", "random", "m2", "m3", "tbptt", "bptt")  # RTRL's curve is BPTT's, and takes long
SEEDS = (0, 1, 2)


def explorer(**settings):
    """The explorer; `settings` take the place of those that `live.training` starts with."""
    return Explorer("training", "A training by one rule, beside BPTT", lambda: view(**settings), live=live_training.panels)


def view(**settings):
    """All states of the explorer."""
    start = {**live.start("training"), **settings}
    answers = {(rule, seed): live.compute("training", {**start, "rule": rule, "seed": seed})
               for rule in PREPARED for seed in SEEDS}
    return View(
        selectors=(
            Selector("rule", "rule", {rule: RULES[rule][0] for rule in PREPARED}, start="eprop"),
            Selector("seed", "seed", {seed: str(seed) for seed in SEEDS}, start=0),
        ),
        panels=((_panel(answers), live_training.ALT),),
        sentences={state: answer.sentence for state, answer in answers.items()},
    )


def _panel(answers):
    with style():
        panel, (loss, accuracy) = live_training.rows()
        for name, axes in (("loss", loss), ("accuracy", accuracy)):
            first = answers["bptt", SEEDS[0]]
            framed(axes, name, first.frames[name])
            _line(axes, first, f"{name}-chance", CHANCE)
            for seed in SEEDS:
                layer(_line(axes, answers["bptt", seed], name, EXACT), seed=seed)
            for (rule, seed), answer in answers.items():
                layer(_line(axes, answer, name, RULE), rule=rule, seed=seed)
        live_training.legend(panel, [axes.lines[-1], axes.lines[1], axes.lines[0]])
    return panel


def _line(axes, answer, name, look):
    return axes.plot(answer.marks[name]["x"], answer.marks[name]["y"], **look)[0]
