"""The numbers of chapter 6's explorer: every order of m-order e-prop against the exact gradient of one random run."""

from functools import lru_cache

import numpy as np

from taxrec_lite import cells
from taxrec_lite._words import raised, signed
from taxrec_lite.live import Answer, Choice, Frame, Slider
from taxrec_lite.measures import by_order
from taxrec_lite.network import Network
from taxrec_lite.readout import Readout

FLOOR = 1e-6
SURROGATE = cells.Triangular(height=0.7)
CELLS = {"leaky_rnn": {}, "lif": {"surrogate": SURROGATE}, "alif": {"surrogate": SURROGATE}, "lstm": {}, "gru": {}}
SPIKING = ("lif", "alif")

CONTROLS = (
    Choice("cell", "cell", {name: cells.get(name).title for name in CELLS}, start="leaky_rnn"),
    Slider("m", "order m", 1, 100, start=2, at_most="T"),
    Slider("gain", "gain", 0.05, 16, start=0.25, step=None),
    Slider("n", "neurons n", 2, 64, start=16),
    Slider("T", "steps T", 2, 100, start=24),
    Slider("leak", "leak", 0, 0.99, start=0.9, step=0.01, when={"cell": ("leaky_rnn", *SPIKING)}),
    Slider("height", "surrogate height", 0.1, 1, start=0.7, step=0.01, when={"cell": SPIKING}),
    Slider("rho", "decay of adaptation", 0, 0.99, start=0.98, step=0.01, when={"cell": ("alif",)}),
    Slider("beta", "strength of adaptation", 0, 2, start=0.3, step=0.01, when={"cell": ("alif",)}),
    Slider("seed", "seed", 0, 200, start=1),
)


def random_run(name, gain, n, T, seed, **constants):
    """A run of a random network of n neurons of one kind, on random inputs and targets."""
    rng = np.random.default_rng(seed)
    network = Network(cells.get(name)(n_in=2, n=n, **{**CELLS.get(name, {}), **constants}), Readout(n_out=2))
    params = network.init(rng, gain)
    return network.run(params, rng.standard_normal((T, 1, 2)), rng.standard_normal((T, 1, 2)))


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
    m, constants = min(m, T), _constants(cell, leak, height, rho, beta)
    try:
        orders = _orders(cell, gain, n, T, seed, tuple(constants.items()))
    except ValueError as reason:
        return Answer({}, {}, f"{cells.get(cell).title}: no order can be compared here: {reason}.")
    return Answer(_frames(orders, T), {**_curves(orders, m, T), **_bars(orders, m), **_images(cell, orders, m, n)},
                  _sentence(cell, orders, m))


@lru_cache(maxsize=1)
def _orders(cell, gain, n, T, seed, constants):
    return by_order(random_run(cell, gain, n, T, seed, **dict(constants)))


def _constants(cell, leak, height, rho, beta):
    spiking = {"alpha": leak, "surrogate": cells.Triangular(height=height)}
    return {"leaky_rnn": {"leak": leak}, "lif": spiking, "alif": {**spiking, "rho": rho, "beta": beta}}.get(cell, {})


def _sentence(cell, orders, m):
    return (f"{cells.get(cell).title}: each crossing multiplies what it carries by about {orders.ratio:.2f}. Order "
            f"<b>{m}</b> has relative error <b>{number(orders.error[m - 1])}</b> and cosine "
            f"<b>{signed(orders.cosine[m - 1], 3)}</b>.")


def _frames(orders, T):
    step = next(step for step in (1, 2, 5, 10, 20) if 6 * step >= T)
    places = [(k, str(k)) for k in range(0, T + 1, step)]
    return {
        "error": _logarithmic((0.3, T + 0.7), orders.error.max(), [(k, "") for k, _ in places[1:]]),
        "cosine": Frame((0.3, T + 0.7), (-1.08, 1.08), places[1:], [(-1, "−1"), (0, "0"), (1, "1")]),
        "parts": _logarithmic((-0.7, T - 0.3), orders.contribution.max(), [(k, words) for k, words in places if k < T]),
    }


def _logarithmic(x, top, xticks):
    """From the floor to a little above `top`, or above one, with at most six powers of ten at the ticks."""
    low, high = round(np.log10(FLOOR)), np.log10(max(1.0, top))
    step = 2 * -(-(int(high) - low) // 10)
    powers = range(low, int(high) + 1, step)
    words = [("≤" if power == low else "") + f"10{raised(power)}" for power in powers]
    return Frame(x, (FLOOR / 2, float(2 * 10**high)), xticks, [(10.0**power, text) for power, text in zip(powers, words)])


def _curves(orders, m, T):
    x, error = np.arange(1.0, T + 1), np.maximum(orders.error, FLOOR)
    ends = np.array([0.3, T + 0.7])
    return {
        "zero": {"x": ends, "y": np.ones(2)},
        "zero-words": {"x": T + 0.6, "y": 1.0, "words": "no better than zero"},
        "error": {"x": x, "y": error},
        "error-chosen": {"x": x[m - 1 : m], "y": error[m - 1 : m]},
        "level": {"x": ends, "y": np.zeros(2)},
        "cosine": {"x": x, "y": orders.cosine},
        "cosine-chosen": {"x": x[m - 1 : m], "y": orders.cosine[m - 1 : m]},
    }


def _bars(orders, m):
    heights = np.maximum(orders.contribution, FLOOR)
    return {"local": _outlines(0, heights[:1]), "kept": _outlines(1, heights[1:m]), "dropped": _outlines(m, heights[m:])}


def _outlines(first, heights, width=0.72):
    """Bars as one line with gaps, the first of them at the place `first`."""
    sides, none = np.array([-0.5, -0.5, 0.5, 0.5, np.nan]) * width, np.full_like(heights, np.nan)
    x = first + np.arange(len(heights))[:, None] + sides
    low = np.full_like(heights, FLOOR / 4)
    return {"x": x.ravel(), "y": np.stack([low, heights, heights, low, none], 1).ravel()}


def _images(cell, orders, m, n):
    exact, image = (mosaic(gradient[..., :n]) for gradient in (orders.exact, orders.gradients[m - 1]))
    scale, gates = float(np.abs(exact).max()) or 1.0, cells.get(cell).gates
    end = f"{scale:.0f}" if scale >= 100 else f"{scale:.2g}"
    below = "from neuron j" if len(gates) == 1 else "gates " + ", ".join(gates)
    return {
        **{name: {"values": values.ravel(), "shape": values.shape, "scale": scale}
           for name, values in (("exact", exact), ("order", image), ("difference", image - exact))},
        "below": {"x": 0.5, "y": 1.0, "words": below},
        "scale-low": {"x": -1.0, "y": 0.0, "words": f"−{end}"},
        "scale-high": {"x": 1.0, "y": 0.0, "words": end},
    }
