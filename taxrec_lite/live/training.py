"""The numbers of a training of chapter 11, as far as a number of updates: store and recall by one rule, beside BPTT."""

from functools import lru_cache

import numpy as np

from taxrec_lite import cells, tasks
from taxrec_lite.live import Answer, Choice, Frame, Slider
from taxrec_lite.live._marks import end_of, line
from taxrec_lite.network import Network
from taxrec_lite.optimizers import Adam
from taxrec_lite.readout import Readout
from taxrec_lite.training import Diverged, Training

CELLS = {"plain": ("plain RNN", cells.LeakyRNN, {"leak": 0.0}), "lstm": ("LSTM", cells.LSTM, {})}
RULES = {
    "bptt": ("BPTT", "bptt", {}),
    "rtrl": ("RTRL", "rtrl", {}),
    "m3": ("order 3", "m_order", {"m": 3}),
    "m2": ("order 2", "m_order", {"m": 2}),
    "eprop": ("e-prop", "eprop", {}),
    "random": ("random e-prop", "random_eprop", {}),
    "tbptt": ("TBPTT over 3 steps", "tbptt", {"k": 3}),
}
LAST = 10  # updates that a sentence tells the mean of
LOW, HIGH = 1e-3, 10.0  # a loss beyond is drawn at the edge

CONTROLS = (
    Choice("rule", "rule", {name: title for name, (title, *_) in RULES.items()}, start="eprop"),
    Choice("cell", "cell", {name: title for name, (title, *_) in CELLS.items()}, start="plain"),
    Slider("updates", "updates", 1, 300, start=150, grows=True),
    Slider("delay", "delay", 1, 12, start=5),
    Slider("n", "neurons n", 2, 24, start=12),
    Slider("rate", "learning rate", 1e-4, 0.1, start=5e-3, step=None),
    Slider("seed", "seed", 0, 200, start=0),
)


def compute(rule, cell, updates, delay, n, rate, seed):
    """The figure's `Answer`. What was trained before for the same settings is trained on, and not again."""
    learned, exact = (curves(name, cell, updates, delay, n, rate, seed) for name in (rule, "bptt"))
    chance = tasks.StoreRecall(delay).chance
    return Answer(frames(updates), marks(learned, exact, chance, updates), sentence(rule, seed, learned, exact, chance))


def curves(rule, cell, updates, delay, n, rate, seed):
    """(loss, accuracy) of each update so far, arrays of at most `updates`: fewer where the training diverged."""
    training = _training(rule, cell, delay, n, rate, seed)
    try:
        if training.updates < updates:
            training.run(updates - training.updates)
    except Diverged:
        pass  # it stays as it was after the last update within finite numbers
    return np.array(training.record.loss[:updates]), np.array(training.record.accuracy[:updates])


@lru_cache(maxsize=8)
def _training(rule, cell, delay, n, rate, seed):
    (_, name, numbers), (_, kind, constants) = RULES[rule], CELLS[cell]
    network = Network(kind(n_in=4, n=n, **constants), Readout(n_out=2))
    return Training(network, tasks.StoreRecall(delay), name, numbers=numbers, optimizer=Adam(rate, clip=1.0), seed=seed)


def frames(updates):
    """The limits and ticks of the two pairs of axes."""
    end = end_of(updates)
    step = next(step for step in (5, 10, 20, 50) if 7 * step >= end)
    places = [(k, str(k)) for k in range(0, end + 1, step)]
    powers = range(-3, 2)
    return {
        "loss": Frame((0, end), (LOW, HIGH), [(k, "") for k, _ in places],
                      [(10.0**power, f"{10.0**power:g}") for power in powers]),
        "accuracy": Frame((0, end), (-0.03, 1.06), places, [(0, "0"), (0.5, "0.5"), (1, "1")]),
    }


def marks(learned, exact, chance, updates):
    """The curves of a rule and of BPTT, each (loss, accuracy), and the levels of chance."""
    ends = np.array([0.0, end_of(updates)])
    found = {f"{name}-chance": line(ends, np.full(2, level)) for name, level in vars(chance).items()}
    for end, (loss, accuracy) in (("", learned), ("-exact", exact)):
        x = np.arange(1.0, len(loss) + 1)
        found |= {f"loss{end}": line(x, np.clip(loss, LOW, HIGH)), f"accuracy{end}": line(x, accuracy)}
    return found


def sentence(rule, seed, learned, exact, chance):
    """What a reader is told of these curves."""
    loss, right = _last(learned)
    told = (f"{RULES[rule][0]}, seed {seed}, after <b>{len(learned[0])}</b> updates: loss <b>{loss}</b> "
            f"(chance {chance.loss:.2f}), <b>{right}</b> of 100 answers right.")
    if rule == "bptt":
        return told
    loss, right = _last(exact)
    return f"{told} BPTT, from the same start and with the same trials: loss {loss}, {right} of 100 right."


def _last(curves):
    loss, accuracy = (np.mean(curve[-LAST:]) if len(curve) else np.nan for curve in curves)
    return (f"{loss:.2g}", f"{100 * accuracy:.0f}") if np.isfinite(loss) else ("not finite", "none")
