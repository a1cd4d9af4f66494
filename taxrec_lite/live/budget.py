"""The numbers of chapter 7's explorer: what a step of each rule takes and what it holds."""

from functools import lru_cache

import numpy as np

from taxrec_lite import cells, costs
from taxrec_lite._words import in_bytes, power
from taxrec_lite.live import Answer, Choice, Frame, Slider
from taxrec_lite.live import _marks as marks
from taxrec_lite.network import Network
from taxrec_lite.readout import Readout

TITLES = {("bptt", None): "BPTT", ("eprop", None): "e-prop", ("m_order", 2): "order 2", ("m_order", 3): "order 3",
          ("rtrl", None): "RTRL"}
BYTES = {3: "1 kB", 6: "1 MB", 9: "1 GB", 12: "1 TB", 15: "1 PB"}
FLOAT = 8  # bytes
LAPTOP = (8e9, 16e9)  # bytes
NEURONS = tuple(np.unique(np.geomspace(2, 10000, 12).round().astype(int)).tolist())
STEPS = (1, 10**6)
CURVES = ("BPTT", "e-prop", "order 2", "order m", "RTRL")
HELD = (3e1, 3e15), [(10.0**exponent, words) for exponent, words in BYTES.items()]  # the limits and ticks of bytes
FRAMES = {  # which hold whatever is set
    "time": Frame((1.6, 1.3e4), (1e1, 1e19), marks.powers(1, 4), marks.powers(2, 18, 5)),
    "neurons": Frame((1.6, 1.3e4), HELD[0], marks.powers(1, 4), HELD[1]),
    "steps": Frame((0.7, 1.5e6), HELD[0], marks.powers(0, 6, 4), HELD[1]),
}

CONTROLS = (
    Choice("cell", "cell", {name: cells.get(name).title for name in cells.names()}, start="leaky_rnn"),
    Slider("n", "neurons n", 2, 10000, start=100, step=None, whole=True),
    Slider("T", "steps T", 1, 10**6, start=1000, step=None, whole=True),
    Slider("m", "order m", 2, 20, start=3),
    Slider("n_in", "inputs", 1, 1000, start=8, step=None, whole=True),
    Slider("n_out", "outputs", 1, 1000, start=2, step=None, whole=True),
)


@lru_cache(maxsize=2000)
def cost_of(rule, m, cell, n, T, n_in=8, n_out=2):
    """The `Cost` of a rule for n cells of one kind over T steps."""
    return costs.of(rule, Network(cells.get(cell)(n_in=n_in, n=n), Readout(n_out=n_out)), T, m=m)


def compute(cell, n, T, m, n_in, n_out):
    """The figure's `Answer`."""
    def cost(title, n, T):
        return cost_of(*rules[title], cell, n, T, n_in, n_out)

    def held(title, n, T):
        return FLOAT * cost(title, n, T).memory

    def crossing(title):
        return held(title, n, 1) // held("BPTT", n, 1) + 1

    def drawn(name, places, values, at):
        """A line for each rule and, where the reader is, a point on each; `values` of a rule and a place."""
        found = {f"{name}-{title}": marks.line(places, [values(title, place) for place in places]) for title in rules}
        return {**found, f"{name}-chosen": marks.line([at] * len(rules), [values(title, at) for title in rules])}

    rules = dict(zip(CURVES, [("bptt", None), ("eprop", None), ("m_order", 2), ("m_order", m), ("rtrl", None)]))
    rings = [t for t in map(crossing, ("e-prop", "RTRL")) if t <= STEPS[1]]
    found = {
        **drawn("time", NEURONS, lambda title, place: cost(title, place, T).time, n),
        **drawn("neurons", NEURONS, lambda title, place: held(title, place, T), n),
        **drawn("steps", STEPS, lambda title, place: held(title, n, place), T),
        "rings": marks.line(rings, [held("BPTT", n, t) for t in rings]),
    }
    return Answer(FRAMES, found, _sentence(cell, n, T, m, {title: cost(title, n, T) for title in rules},
                                                   crossing("e-prop"), crossing("RTRL")))


def _sentence(cell, n, T, m, found, eprop, rtrl):
    name = {**dict(zip(CURVES, CURVES)), "order m": f"order {m}"}
    time = ", ".join(f"{name[title]} <b>{power(cost.time)}</b>" for title, cost in found.items())
    memory = ", ".join(f"{name[title]} <b>{in_bytes(FLOAT * cost.memory)}</b>" for title, cost in found.items())
    return sentence(cells.get(cell).title, n, T, time, memory,
                    [name[title] for title, cost in found.items() if FLOAT * cost.memory > LAPTOP[1]], eprop, rtrl)


def sentence(cell, n, T, time, memory, outside, eprop, rtrl):
    """What a reader is told: of time and memory, of what a laptop cannot hold, and of where BPTT holds more."""
    fits = f"Too large for 16 GB: {', '.join(outside)}." if outside else "All of them fit into 16 GB."
    return (f"{cell}, n = {n:,}, T = {T:,}. <br>Multiply–adds a step: {time}. <br>Held: {memory}. <br>{fits} "
            f"BPTT holds more than e-prop from <b>T = {eprop:,}</b> on, and more than RTRL from {rtrl:,}.")
