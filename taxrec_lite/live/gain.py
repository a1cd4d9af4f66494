"""The numbers of chapter 2's explorer: how the past vanishes or explodes with the gain."""

import numpy as np

from taxrec_lite import cells
from taxrec_lite._words import raised, signed, two_figures
from taxrec_lite.live import Answer, Choice, Frame, Slider
from taxrec_lite.live import _marks as marks
from taxrec_lite.network import Network
from taxrec_lite.readout import Readout

LOW, HIGH = 1e-6, 1e6  # what is beyond is drawn at the edge
SURROGATE = cells.Triangular(height=0.7)
CELLS = {
    "plain": ("plain RNN", cells.LeakyRNN, {"leak": 0.0}),
    "leaky_rnn": ("leaky RNN", cells.LeakyRNN, {}),
    "lif": ("LIF", cells.LIF, {"surrogate": SURROGATE}),
    "alif": ("ALIF", cells.ALIF, {"surrogate": SURROGATE}),
    "lstm": ("LSTM", cells.LSTM, {}),
    "gru": ("GRU", cells.GRU, {}),
}
LEAKS = {"leaky_rnn": "leak", "lif": "alpha", "alif": "alpha"}

CONTROLS = (
    Choice("cell", "cell", {name: title for name, (title, *_) in CELLS.items()}, start="plain"),
    Slider("gain", "gain", 0.05, 8, start=1, step=None),
    Slider("n", "neurons n", 2, 48, start=16),
    Slider("T", "steps T", 11, 81, start=41),
    Slider("leak", "leak", 0, 0.99, start=0.9, step=0.01, when={"cell": tuple(LEAKS)}),
    Slider("networks", "networks", 3, 30, start=15),
    Slider("seed", "seed", 0, 200, start=0),
)


def random_run(name, gain, n=16, T=41, seed=0, **constants):
    """A run of a random network of n neurons of the kind `name` in `CELLS`, on random inputs."""
    _, kind, options = CELLS[name]
    rng = np.random.default_rng(seed)
    network = Network(kind(n_in=2, n=n, **{**options, **constants}), Readout(n_out=1))
    return network.run(network.init(rng, gain), rng.standard_normal((T, 1, 2)), np.zeros((T, 1, 1)))


def moves(run):
    """How far z^T moves, in the root mean square, when z^s is moved by one in a random direction: lags 0 … T − 1.

    That is the Frobenius norm of dz^T/dz^s over √n, by (2.1) and (2.2) with a row for each neuron at time T, for the
    first sample of `run`.
    """
    n, W_rec, local = run.network.cell.n, run.params.W_rec, run.local
    dz, implicit, norms = np.eye(n), 0.0, []
    for t in reversed(range(run.T)):
        norms.append(np.linalg.norm(dz) / np.sqrt(n))
        dc = dz[..., None] * local.G[t, 0] + implicit
        implicit = np.einsum("krd,rde->kre", dc, local.D[t, 0])
        through = np.einsum("krd,rdj->kj", dc, local[t].R(W_rec)[0])
        dz = through if local.q is None else through + dz @ local[t].S(W_rec)[0]
    return np.array(norms)


def factor(norms):
    """What one step back multiplies by: the geometric mean over the second half of the lags, of the median.

    It is 0 where the median is 0 at the first or the last of them: nothing is left.

    norms : what `moves` says of each network, (networks, lags)
    """
    middle = np.median(norms, axis=0)
    half = len(middle) // 2
    if middle[half] * middle[-1] == 0:
        return 0.0
    return float((middle[-1] / middle[half]) ** (1 / (len(middle) - 1 - half)))


def key(gain):
    """A gain as layers name it."""
    return f"{gain:g}"


def number(value):
    """Two figures, with a power of ten where the value is small or large, marked up."""
    return two_figures(value, lambda power: f"<sup>{signed(power, 0)}</sup>")


def sentence(cell, gain, norms):
    """What a reader is told of these norms."""
    lag, each = norms.shape[1] - 1, factor(norms)
    low, middle, high = np.quantile(norms[:, -1], [0.25, 0.5, 0.75])
    fate = "vanishing" if each < 0.95 else "exploding" if each > 1.05 else "holding"
    return (f"{CELLS[cell][0]}, gain {key(gain)}: move a state {lag} steps before the end by one, and the end "
            f"moves by <b>{number(middle)}</b> (half of the networks: {number(low)} to {number(high)}). Over the last "
            f"{lag - lag // 2} of these steps, one step back multiplies by about <b>{each:.2f}</b>: "
            f"<b>{fate}</b>.")


def compute(cell, gain, n, T, leak, networks, seed):
    """The figure's `Answer`; a leak changes nothing in a cell that has none."""
    constants = {LEAKS[cell]: leak} if cell in LEAKS else {}
    norms = np.array([moves(random_run(cell, gain, n, T, each, **constants)) for each in range(seed, seed + networks)])
    low, middle, high = np.clip(np.quantile(norms, [0.25, 0.5, 0.75], axis=0), LOW, HIGH)
    lags, ends = np.arange(float(T)), np.array([-0.5, T - 0.5])
    return Answer(
        frames={"lags": _frame(T)},
        marks={
            "one": marks.line(ends, np.ones(2)),
            "band": marks.line(np.concatenate([lags, lags[::-1]]), np.concatenate([low, high[::-1]])),
            "median": marks.line(lags, middle),
        },
        sentence=sentence(cell, gain, norms),
    )


def _frame(T):
    step = next(step for step in (2, 5, 10, 20) if 6 * step >= T)
    powers = range(-6, 7, 3)
    names = [("≤" if power == -6 else "≥" if power == 6 else "") + (f"10{raised(power)}" if power else "1") for power in powers]
    return Frame((-0.5, T - 0.5), (LOW / 2, HIGH * 2), [(k, str(k)) for k in range(0, T, step)],
                 [(10.0**power, name) for power, name in zip(powers, names)])
