"""What was aimed at and what was measured, from the files of the two other benchmarks: one table, which chapter 7 shows.

Writes taxrec_lite/data/targets.json.
"""

import json

import numpy as np

from taxrec_lite import data

TARGET = data.FOLDER / "targets.json"
T = 200
SPEED, SCALING = data.speed(), data.scaling()


def times_as_fast(what, beside, B=1):
    """How many times as long as ours the other takes, for each n."""
    return [pair["theirs"][0] / pair["ours"][0] for pair in _pairs(what, beside, B)]


def times_as_long(what, beside, B=1):
    """How many times as long as the other ours takes, for each n."""
    return [1 / ratio for ratio in times_as_fast(what, beside, B)]


def _pairs(what, beside, B):
    return [pair for pair in SPEED["pairs"] if (pair["what"], pair["beside"], pair["B"]) == (what, beside, B)]


def exponent(kind, along, rule, m=None):
    """The power of `along` that the fitted points of a curve grow with."""
    [curve] = (each for each in SCALING[kind] if (each["along"], each["rule"], each["m"]) == (along, rule, m))
    sizes, values = (curve[key][-curve["fitted"]:] for key in (along, {"time": "seconds", "memory": "bytes"}[kind]))
    return [np.polyfit(np.log(sizes), np.log(values), 1)[0]]


def orders_in_steps():
    """What order m ≥ 3 takes beyond order 2, in steps of RTRL, divided by m − 2."""
    [curve] = (each for each in SCALING["time"] if each["along"] == "m")
    return [(seconds - curve["seconds"][0]) / curve["rtrl"][0] / (m - 2) for m, seconds in zip(curve["m"], curve["seconds"]) if m > 2]


def targets():
    """(what, where, measured, at least or at most, target)"""
    for cell, layer, alone, batch in (("leaky_rnn", "RNN", 3.5, 2), ("lstm", "LSTM", 2, 1), ("gru", "GRU", 2, 1)):
        for B, target in ((1, alone), (32, batch)):
            yield (f"nn.{layer} beside ours, batch {B}", "n = 32, 64, 128",
                   times_as_fast(cell, f"PyTorch, nn.{layer}", B), "at least", target)
    yield "a loop in PyTorch beside ours, batch 1", "n = 32, 64, 128", times_as_fast("leaky_rnn", "PyTorch, a loop"), "at least", 6
    for B in (1, 32):
        yield f"JAX, compiled, beside ours, batch {B}", "n = 32, 64, 128", times_as_fast("leaky_rnn", "JAX, compiled", B), None, None
    passes = times_as_long("all orders", "PyTorch, nn.RNN")
    yield "all orders beside a pass of nn.RNN", "n = 64", passes, "at most", 5
    yield "such passes for the orders one by one", "n = 64", [T / each for each in passes], "at least", 40
    yield "a step of RTRL beside J @ M", "n = 64, 128", times_as_long("a step of RTRL", "J @ M"), "at most", 1.15
    yield ("a step of RTRL beside one in float32", "n = 64, 128",
           times_as_fast("a step of RTRL in float32", "a step of RTRL"), "at least", 2)
    yield "e-prop beside its arrays updated", "n = 100", times_as_long("e-prop", "its arrays updated"), "at most", 2
    yield "e-prop, power of n in its time", "n ≤ 1024", exponent("time", "n", "eprop"), "at most", 2.3
    yield "e-prop, power of T in its memory", "T ≤ 1024", exponent("memory", "T", "eprop"), "at most", 0.05
    yield "order 2, power of n in its time", "n ≤ 512", exponent("time", "n", "m_order", 2), "at most", 3.3
    yield "an order above 2, in steps of RTRL", "m = 3 … 66", orders_in_steps(), "at most", 1
    [pair] = _pairs("import taxrec_lite", "import numpy", None)
    yield "import beyond that of NumPy, in seconds", "", [pair["ours"][0] - pair["theirs"][0]], "at most", 0.1


def judged(what, where, measured, side, target):
    """A row of the table; `short` is by which factor the worst of what was measured misses the target, 1 if none does."""
    short = 1 if target is None else max(1, *(target / each if side == "at least" else each / target for each in measured))
    return {"what": what, "where": where, "measured": measured, "side": side, "target": target, "short": short}


if __name__ == "__main__":
    rows = [judged(*target) for target in targets()]
    TARGET.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    for row in rows:
        told = ", ".join(f"{each:.2f}" for each in row["measured"])
        aim = "" if row["target"] is None else f"{row['side']} {row['target']}"
        outcome = "" if row["target"] is None else "met" if row["short"] == 1 else f"short by a factor of {row['short']:.2f}"
        print(f"{row['what']:<40} {row['where']:<16} {told:<42} {aim:<14} {outcome}")
