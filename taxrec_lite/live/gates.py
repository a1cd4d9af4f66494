"""The numbers of chapter 9's explorer: both explicit paths of an LSTM, cut or followed, under any gates."""

from functools import lru_cache

import numpy as np

from taxrec_lite._words import signed
from taxrec_lite.cells import LSTM
from taxrec_lite.cells.base import sigmoid
from taxrec_lite.live import Answer, Choice, Frame, Slider
from taxrec_lite.live import _marks as marks
from taxrec_lite.live import _paths
from taxrec_lite.live.orders import FLOOR, by_order_frames, curves
from taxrec_lite.measures import cosines, length, relative_errors
from taxrec_lite.network import Network
from taxrec_lite.readout import Readout
from taxrec_lite.rules.bptt import bptt

PATHS = {"both": "both", "through": "through c", "past": "past c", "none": "none"}
WORDS = {"both": "both explicit paths", "through": "the path through c alone", "past": "the path past c alone",
         "none": "no explicit path at all"}
PARTS = {"crosses none": "implicit", "through c": "explicit", "past c": "explicit", "both in turn": "explicit"}
KEPT_IN = (tuple(PATHS), ("both", "through"), ("both", "past"), ("both",))  # of each of PARTS
SMALL = 5  # time steps of the small graph
USUAL = 1.2  # where the axis of lengths ends if they are no longer

CONTROLS = (
    Slider("m", "order m", 1, 50, start=2, at_most="T"),
    Choice("paths", "paths", PATHS, start="both"),
    Slider("bias", "forget bias b", -4, 8, start=1, step=0.1),
    Slider("input", "input bias", -8, 4, start=0, step=0.1),
    Slider("gain", "gain", 0.05, 8, start=1, step=None),
    Slider("n", "neurons n", 2, 32, start=12),
    Slider("T", "steps T", 2, 50, start=16),
    Slider("seed", "seed", 0, 200, start=14),
)


def gated_run(cell, bias, coupled=False, gain=1.0, n=16, T=24, seed=0, n_out=2, mask=None, write=0.0):
    """A run of a random network on random inputs and targets.

    cell : a class of cells whose second gate says how much it remembers
    bias : of that gate
    write : the bias of the first gate, the input gate of an LSTM
    coupled : whether it has the opposite of the second one’s instead
    """
    rng = np.random.default_rng(seed)
    network = Network(cell(n_in=2, n=n), Readout(n_out))
    params = network.init(rng, gain)
    params.b[1] = bias
    params.b[0] = -bias if coupled else write
    return network.run(params, rng.standard_normal((T, 1, 2)), rng.standard_normal((T, 1, n_out)), mask=mask)


def along(run):
    """The gradients of orders 1, 2, … along each choice of explicit paths, {paths: (orders, gates, n, p)}.

    The last stands for all above it: along none they are all the first order, which crosses no synapse.
    """
    orders = _paths.orders(run)
    return {**orders, "none": orders["both"][:1]}


def split(along):
    """The gradient of each order by what its paths cross, {name in PARTS: (orders, gates, n, p)}; they add up to the order."""
    none, past, through, both = (along[paths] for paths in ("none", "past", "through", "both"))
    return dict(zip(PARTS, (none, through - none, past - none, (both - through) - (past - none))))


def number(value):
    """Three digits, and no power of ten."""
    return f"{value:.3g}" if value >= 1e-4 else "below 0.0001" if value > 1e-12 else "0 to rounding"


def sentence(run, paths, m, bias, input, error, cosine):
    """What a reader is told of order m along some of the paths of a run with these biases."""
    gates = sigmoid(run.u[:, 0, :2]).mean((0, 2))
    bias, input = (f"{value:g}".replace("-", "−") for value in (bias, input))
    return (f"Forget bias {bias} and an input bias of {input}: a step keeps <b>{gates[1]:.2f}</b> of the state and writes "
            f"{gates[0]:.2f} of the candidate, on average. Order <b>{m}</b> along <b>{WORDS[paths]}</b> has relative error "
            f"<b>{number(error)}</b> and cosine <b>{signed(cosine, 3)}</b>.")


def compute(m, paths, bias, input, gain, n, T, seed):
    """The figure's `Answer`; an order above T is T."""
    m, (run, orders, gradients, exact) = min(m, T), _found(bias, input, gain, n, T, seed)
    shares, found = _shares(gradients, exact, m), curves(*orders[paths], m, T)
    error, angle = (of[m - 1] for of in orders[paths])
    for name, (of, angles) in orders.items():
        found[f"error-{name}"] = marks.line(range(1, T + 1), np.maximum(of, FLOOR))
        found[f"cosine-{name}"] = marks.line(range(1, T + 1), angles)
    _, end = marks.usual(0, USUAL, *shares.values(), above=0.05)
    step = next(step for step in (0.2, 0.5, 1, 2, 5, 10, 20, 50, 100) if 7 * step >= end)
    ticks = [(k * step, f"{k * step:g}") for k in range(int(end / step) + 1)]
    frames = by_order_frames(max(of.max() for of, _ in orders.values()), T)
    if min(angles.min() for _, angles in orders.values()) > 0:
        frames["cosine"] = frames["cosine"]._replace(y=(0, 1.08), yticks=[(0, "0"), (1, "1")])
    return Answer(
        frames={**frames, "shares": Frame((0, end), (len(PARTS) - 0.5, -0.5), ticks, list(enumerate(PARTS)))},
        marks={**found, **_bars(shares, paths)},
        sentence=sentence(run, paths, m, bias, input, error, angle),
        layers={"m": min(m, SMALL), "paths": paths},
    )


@lru_cache(maxsize=1)
def _found(bias, input, gain, n, T, seed):
    """The run, {paths: error and cosine of each order}, and the gradients: {paths: those of the orders} and the exact one."""
    run = gated_run(LSTM, bias, gain=gain, n=n, T=T, seed=seed, write=input)
    gradients, exact = along(run), bptt(run).theta
    orders = {paths: [measure(of, exact)[np.minimum(range(T), len(of) - 1)] for measure in (relative_errors, cosines)]
              for paths, of in gradients.items()}
    return run, orders, gradients, exact


def _shares(gradients, exact, m):
    """How long each part is in order m and in the last, relative to the exact gradient, {name in PARTS: (2,)}."""
    parts = split({paths: of[[min(m, len(of)) - 1, -1]] for paths, of in gradients.items()})
    return {name: length(part) / np.linalg.norm(exact) for name, part in parts.items()}


def _bars(shares, paths):
    found = {}
    for row, ((kept, whole), kept_in) in enumerate(zip(shares.values(), KEPT_IN)):
        for name, end, half in ((f"all-{row}", whole, 0.36), (f"kept-{row}", kept if paths in kept_in else 0.0, 0.2)):
            found[name] = marks.line([0, end, end, 0], row + half * np.array([-1, -1, 1, 1]))
    return found
