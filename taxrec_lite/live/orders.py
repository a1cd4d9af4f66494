"""The numbers of chapter 6's explorer: every order of m-order e-prop against the exact gradient of one random run."""

from functools import lru_cache

import numpy as np

from taxrec_lite import cells
from taxrec_lite._words import raised, signed
from taxrec_lite.live import Answer, Choice, Frame, Slider
from taxrec_lite.live import _marks as marks
from taxrec_lite.measures import by_order
from taxrec_lite.network import Network
from taxrec_lite.readout import Readout

FLOOR, TOP = 1e-6, 1e2  # what every frame holds, so that it seldom moves
SMALL = 5  # time steps of the small graph
SURROGATE = cells.Triangular(height=0.7)
CELLS = {"leaky_rnn": {}, "lif": {"surrogate": SURROGATE}, "alif": {"surrogate": SURROGATE}, "lstm": {}, "gru": {}}
SPIKING = ("lif", "alif")

CONSTANTS = (
    Slider("leak", "leak", 0, 0.99, start=0.9, step=0.01, when={"cell": ("leaky_rnn", *SPIKING)}),
    Slider("height", "surrogate height", 0.1, 1, start=0.7, step=0.01, when={"cell": SPIKING}),
    Slider("rho", "decay of adaptation", 0, 0.99, start=0.98, step=0.01, when={"cell": ("alif",)}),
    Slider("beta", "strength of adaptation", 0, 2, start=0.3, step=0.01, when={"cell": ("alif",)}),
)

CONTROLS = (
    Choice("cell", "cell", {name: cells.get(name).title for name in CELLS}, start="leaky_rnn"),
    Slider("m", "order m", 1, 100, start=2, at_most="T"),
    Slider("gain", "gain", 0.05, 16, start=0.25, step=None),
    Slider("n", "neurons n", 2, 64, start=16),
    Slider("T", "steps T", 2, 100, start=24),
    *CONSTANTS,
    Slider("seed", "seed", 0, 200, start=1),
)


def random_run(name, gain, n, T, seed, **constants):
    """A run of a random network of n neurons of one kind, on random inputs and targets."""
    return run_of(cells.get(name)(n_in=2, n=n, **{**CELLS.get(name, {}), **constants}), T, gain, seed)


def run_of(cell, T, gain=1.0, seed=1, n_out=2):
    """A run of a random network of this cell, on random inputs and targets."""
    rng = np.random.default_rng(seed)
    network = Network(cell, Readout(n_out))
    params = network.init(rng, gain)
    return network.run(params, rng.standard_normal((T, 1, cell.n_in)), rng.standard_normal((T, 1, n_out)))


def mosaic(gates):
    """Matrices of gates, (gates, n, n), as one: alone, or two in a row; a place that is left is zero."""
    if len(gates) == 1:
        return gates[0]
    filled = [*gates, np.zeros_like(gates[0])]
    return np.block([filled[k : k + 2] for k in range(0, len(gates), 2)])


def number(value):
    """An error as a sentence says it."""
    return "below 10⁻¹²" if value < 1e-12 else f"{value:.3g}" if 1e-3 <= value < 1e4 else f"{value:.1e}"


def compute(cell, m, gain, n, T, leak, height, rho, beta, seed):
    """The figure's `Answer`; constants that a cell lacks change nothing. An order above T is T, which is exact."""
    m, constants = min(m, T), constants_of(cell, leak, height, rho, beta)
    try:
        orders = _orders(cell, gain, n, T, seed, tuple(constants.items()))
    except ValueError as reason:
        return Answer({}, {}, f"{cells.get(cell).title}: no order can be compared here: {reason}.")
    found = {**curves(orders.error, orders.cosine, m, T), **_bars(orders, m), **_images(cell, orders, m, n)}
    return Answer(_frames(orders, T), found, _sentence(cell, gain, orders, m), layers={"m": min(m, SMALL), "cell": cell})


@lru_cache(maxsize=1)
def _orders(cell, gain, n, T, seed, constants):
    return by_order(random_run(cell, gain, n, T, seed, **dict(constants)))


def constants_of(cell, leak, height, rho, beta):
    """What a cell is made with of the values of CONSTANTS."""
    spiking = {"alpha": leak, "surrogate": cells.Triangular(height=height)}
    return {"leaky_rnn": {"leak": leak}, "lif": spiking, "alif": {**spiking, "rho": rho, "beta": beta}}.get(cell, {})


def _sentence(cell, gain, orders, m):
    paths = small_paths(cell)
    return (f"{cells.get(cell).title}, gain {gain:.3g}: each crossing multiplies what it carries by about {orders.ratio:.2f}. "
            f"Order <b>{m}</b> has relative error <b>{number(orders.error[m - 1])}</b> and cosine "
            f"<b>{signed(orders.cosine[m - 1], 3)}</b>. It keeps {paths[:m].sum()} of the {paths.sum()} paths of the small "
            "graph.")


def small_paths(cell):
    """How many paths of the small graph cross exactly k synapses, (SMALL,): two neurons, from the parameters of one.

    They run from θ to c^t, and past it to z^t where the cell has such a way; then on to the loss, or into the next step.
    """
    begin = np.zeros((2, SMALL), int)
    begin[0, 0] = 1
    past = cells.get(cell)(n_in=1, n=2).at_rest.q is not None
    c, z, crossed, found = 0 * begin, 0 * begin, 0 * begin, 0
    for _ in range(SMALL):
        crossed[:, 1:] = z.sum(0)[:-1]
        c = begin + c + crossed
        z = c + past * (begin + crossed)
        found = found + z.sum(0)
    return found


def _frames(orders, T):
    return {**by_order_frames(max(TOP, orders.error.max()), T),
            "parts": _logarithmic((-0.7, T - 0.3), max(TOP, orders.contribution.max()), marks.counted(0, T - 1))}


def by_order_frames(top, T):
    """Frames of the error, at most `top`, and the cosine by order."""
    places = marks.counted(1, T)
    return {"error": _logarithmic((0.3, T + 0.7), top, [(k, "") for k, _ in places]),
            "cosine": Frame((0.3, T + 0.7), (-1.2, 1.2), places, [(-1, "−1"), (0, "0"), (1, "1")])}


def _logarithmic(x, top, xticks):
    """From the floor to a little above `top`, or above one, in pairs of powers of ten, with at most six at the ticks."""
    low, high = round(np.log10(FLOOR)), 2 * float(np.ceil(np.log10(max(1.0, top)) / 2))
    step = 2 * -(-(int(high) - low) // 10)
    powers = range(low, int(high) + 1, step)
    words = [("≤" if power == low else "") + f"10{raised(power)}" for power in powers]
    return Frame(x, (FLOOR / 2, float(2 * 10**high)), xticks, [(10.0**power, text) for power, text in zip(powers, words)])


def curves(error, cosine, m, T):
    """The marks of errors and cosines by order, with the chosen one."""
    x, error = np.arange(1.0, T + 1), np.maximum(error, FLOOR)
    ends = np.array([0.3, T + 0.7])
    return {
        "zero": marks.line(ends, np.ones(2)),
        "zero-words": marks.words(T + 0.6, 1, "no better than zero"),
        "error": marks.line(x, error),
        "error-chosen": marks.line(x[m - 1 : m], error[m - 1 : m]),
        "level": marks.line(ends, np.zeros(2)),
        "cosine": marks.line(x, cosine),
        "cosine-chosen": marks.line(x[m - 1 : m], cosine[m - 1 : m]),
    }


def _bars(orders, m):
    """All of them; those that order m keeps, and the first, lie on top."""
    heights = np.maximum(orders.contribution, FLOOR)
    parts = {"parts": (0, heights), "kept": (1, heights[1:m]), "local": (0, heights[:1])}
    return {name: marks.outlines(first, bars, FLOOR / 4) for name, (first, bars) in parts.items()}


def _images(cell, orders, m, n):
    exact, image = (mosaic(gradient[..., :n]) for gradient in (orders.exact, orders.gradients[m - 1]))
    scale, gates = float(np.abs(exact).max()) or 1.0, cells.get(cell).gates
    below = "from neuron j" if len(gates) == 1 else ", ".join(gates)
    return {
        **{name: marks.image(values, scale)
           for name, values in (("exact", exact), ("order", image), ("difference", image - exact))},
        "below": marks.words(0.5, 1, below),
        **marks.ends(scale),
    }
