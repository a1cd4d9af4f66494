"""The numbers of chapter 5's explorer of rules in time: what each of them holds, and of which losses it knows the gradient."""

import numpy as np

from taxrec_lite import cells, costs, rules
from taxrec_lite.live import Answer, Choice, Frame, Slider
from taxrec_lite.live import _marks as marks
from taxrec_lite.network import Network
from taxrec_lite.readout import Readout

T = 16
READOUTS = {"now": 0.0, "leaky": 0.5}  # the leak of each, whose size costs nothing
HEXAGON = np.array([[0, 1], [0.87, 0.5], [0.87, -0.5], [0, -1], [-0.87, -0.5], [-0.87, 0.5], [0, 1], [np.nan, np.nan]])


def shown(m=2):
    """{rule: the numbers that it must be given} of the rules that are shown, with an order."""
    return {"bptt": {}, "eprop": {}, "m_order": {"m": m}, "rtrl": {}}


def title(rule, m="m"):
    """What a rule that is shown is called."""
    return f"order {m}" if rule == "m_order" else rules.get(rule).title


CONTROLS = (
    Slider("t", "time t", 1, 50, start=6, at_most="T"),
    Choice("rule", "rule", {rule: title(rule) for rule in shown()}, start="eprop"),
    Slider("m", "order m", 2, 4, start=2),
    Choice("cell", "cell", {name: cells.get(name).title for name in cells.names()}, start="leaky_rnn"),
    Slider("n", "neurons n", 2, 64, start=8),
    Slider("T", "steps T", 2, 50, start=T),
    Slider("n_in", "inputs", 1, 100, start=2),
    Slider("n_out", "outputs", 1, 20, start=2),
    Choice("readout", "read-out", {"now": "shows the present", "leaky": "remembers"}, start="now"),
)


def held(network, rule, t, **numbers):
    """{what: how many numbers} of a rule that has come to time t."""
    return costs.of(rule, network, t, **numbers).floats


def known(rule, t, T, **numbers):
    """The times of the losses whose gradient a rule knows at time t of T."""
    return [s for s in range(1, t + 1) if rules.get(rule).known_at(s, T, **numbers) <= t]


def sentence(name, t, held, known):
    """What a reader is told of a rule of this name at time t."""
    things = ", ".join(f"{what} ({count:,})" for what, count in held.items())
    what = f"the gradient of the losses up to now, E¹ … E<sup>{t}</sup>" if known else "no gradient yet"
    return f"{name} at t = {t} holds <b>{sum(held.values()):,} numbers</b>: {things}. It knows <b>{what}</b>."


def compute(t, rule, m, cell, n, T, n_in, n_out, readout):
    """The figure's `Answer`; a time above T is T."""
    t, network = min(t, T), Network(cells.get(cell)(n_in=n_in, n=n), Readout(n_out, READOUTS[readout]))
    curves = {name: _over_time(network, name, T, **numbers) for name, numbers in shown(m).items()}
    numbers, names = shown(m)[rule], {name: title(name, m) for name in curves}
    found = known(rule, t, T, **numbers)
    frames, labels = _numbers(curves, names, T)
    return Answer(
        frames={**frames, "losses": Frame((0.3, T + 0.7), (-1, 1), _times(T), [])},
        marks={
            **{f"held-{name}": marks.line(range(1, T + 1), values) for name, values in curves.items()},
            "held": marks.line(range(1, T + 1), curves[rule]),
            "held-now": marks.line([t], [curves[rule][t - 1]]),
            **labels,
            "past": hexagons(range(1, t + 1), T),
            "known": hexagons(found, T),
            "losses": hexagons(range(1, T + 1), T),
            "now": marks.line([t, t], [-0.6, 0.6]),
        },
        sentence=sentence(names[rule], t, held(network, rule, t, **numbers), found),
    )


def _over_time(network, rule, T, **numbers):
    """How many numbers a rule holds at each time; a causal one always holds as many."""
    if rules.get(rule).causal:
        return [sum(held(network, rule, T, **numbers).values())] * T
    return [sum(held(network, rule, t, **numbers).values()) for t in range(1, T + 1)]


def hexagons(times, T):
    """Losses, a hexagon at each of these times of T, about as high as wide, as one line with gaps."""
    corners = [[time, 0] + HEXAGON * [0.46, min(0.45, 5 / T)] for time in times]
    return marks.line(*np.concatenate([np.empty((0, 2)), *corners]).T)


def _times(T):
    return [(1, "1"), *marks.counted(2, T)]


def _numbers(curves, names, T):
    """The frame of the curves, and their names at the right end of it, none on another."""
    ends = np.log10([values[-1] for values in curves.values()])
    low, high = np.log10(min(map(min, curves.values()))) - 0.2, ends.max() + 0.2
    places = marks.apart(ends, 0.09 * (high - low))
    high = max(high, places.max() + 0.1)
    labels = {f"name-{name}": marks.words(T, 10**place, names[name]) for name, place in zip(curves, places)}
    ticks = marks.powers(int(np.ceil(low)), int(high), 5)
    return {"numbers": Frame((0.5, 1.4 * T + 0.5), (float(10**low), float(10**high)), _times(T), ticks)}, labels
