"""The numbers of chapter 2's explorer: how the past vanishes or explodes with the gain."""

from functools import lru_cache

import numpy as np

from taxrec_lite import cells
from taxrec_lite._words import raised, signed, two_figures
from taxrec_lite.live import Answer, Choice, Frame, Slider
from taxrec_lite.live import _marks as marks
from taxrec_lite.network import Network
from taxrec_lite.readout import Readout
from taxrec_lite.trajectory import presynaptic

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
GAINS = (0.05, 0.1, 0.2, 0.35, 0.5, 0.7, 1.0, 1.4, 2.0, 2.8, 4.0, 5.6, 8.0)  # of the curve
ALONG = (GAINS[0] / 1.2, GAINS[-1] * 1.2)
LEAKS = {"leaky_rnn": "leak", "lif": "alpha", "alif": "alpha"}

CONTROLS = (
    Choice("cell", "cell", {name: title for name, (title, *_) in CELLS.items()}, start="plain"),
    Slider("gain", "gain", 0.05, 8, start=1, step=None, shows=True),
    Slider("n", "neurons n", 2, 48, start=16),
    Slider("T", "steps T", 11, 81, start=41),
    Slider("leak", "leak", 0, 0.99, start=0.9, step=0.01, when={"cell": tuple(LEAKS)}),
    Slider("networks", "networks", 3, 30, start=15, grows=True),
    Slider("seed", "seed", 0, 200, start=0),
)


def random_run(name, gain, n=16, T=41, seed=0, **constants):
    """A run of a random network of n neurons of the kind `name` in `CELLS`, on random inputs."""
    network, params, x = _random(_network(name, n, constants), gain, T, seed)
    return network.run(params, x, np.zeros((T, 1, 1)))


def _network(name, n, constants):
    _, kind, options = CELLS[name]
    return Network(kind(n_in=2, n=n, **{**options, **constants}), Readout(n_out=1))


def _random(network, gain, T, seed):
    rng = np.random.default_rng(seed)
    return network, network.init(rng, gain), rng.standard_normal((T, 1, 2))


def moves(run):
    """How far z^T moves, in the root mean square, when z^s is moved by one in a random direction: lags 0 … T − 1.

    That is the Frobenius norm of dz^T/dz^s over √n, by (2.1) and (2.2) with a row for each neuron at time T, for the
    first sample of `run`.
    """
    first = run.states[:, :1], run.u[:, :1]
    return _moves(run.network.cell, run.params.W_rec[None], *first)[0]


def moves_of(name, among, n, T, **constants):
    """`moves` of the random runs of many pairs of a gain and a seed at once, (pairs, T)."""
    network = _network(name, n, constants)
    cell, drawn = network.cell, [_random(network, gain, T, seed)[1:] for gain, seed in among]
    theta, x = np.array([params.theta for params, _ in drawn]), np.concatenate([x for _, x in drawn], 1)
    states = np.zeros((T + 1, len(drawn), n, cell.d))
    z, u = np.zeros((len(drawn), n)), np.empty((T, len(drawn), len(cell.gates), n))
    rows = theta.reshape(len(drawn), -1, cell.p)
    for t in range(T):
        u[t] = (rows @ presynaptic(z, x[t])[..., None]).reshape(u[t].shape)
        states[t + 1], z = cell.step(states[t], z, u[t])
    return _moves(cell, theta[..., :n], states, u)


def _moves(cell, W_rec, states, u):
    """The same of as many networks as W_rec (networks, gates, n, n) has, each with its own run; (networks, T)."""
    local, n = cell.local_jacobians(states[:-1], u, states[1:]), cell.n
    dz, implicit, norms = np.broadcast_to(np.eye(n), (len(W_rec), n, n)), 0.0, []
    for t in reversed(range(len(u))):
        norms.append(np.sqrt(np.einsum("akr,akr->a", dz, dz) / n))
        dc = dz[..., None] * local.G[t][:, None] + implicit
        implicit = dc * local.D[t][:, None, ..., 0] if cell.d == 1 else np.einsum("akrd,arde->akre", dc, local.D[t])
        through = _products(dc.reshape(*dz.shape[:2], -1), local[t].R(W_rec).reshape(len(dz), -1, n))
        dz = through if local.q is None else through + _products(dz, local[t].S(W_rec))
    return np.array(norms).T


def _products(rows, matrices):
    """rows @ matrices of each network, with columns in one piece, which where there is no BLAS take half the time."""
    return rows @ np.ascontiguousarray(matrices.swapaxes(1, 2)).swapaxes(1, 2)


def factor(middle):
    """What one step back multiplies by: the geometric mean over the second half of the lags.

    It is 0 where nothing is left at the first or the last of them.

    middle : the median of what `moves` says of several networks, (lags,)
    """
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


def sentence(cell, gain, quartiles):
    """What a reader is told of the quartiles of what `moves` says, (3, lags)."""
    lag, each = quartiles.shape[1] - 1, factor(quartiles[1])
    low, middle, high = quartiles[:, -1]
    fate = "vanishing" if each < 0.95 else "exploding" if each > 1.05 else "holding"
    return (f"{CELLS[cell][0]}, gain {key(gain)}: move a state {lag} steps before the end by one, and the end "
            f"moves by <b>{number(middle)}</b> (half of the networks: {number(low)} to {number(high)}). Over the last "
            f"{lag - lag // 2} of these steps, one step back multiplies by about <b>{each:.2f}</b>: "
            f"<b>{fate}</b>.")


def compute(cell, gain, n, T, leak, networks, seed):
    """The figure's `Answer`; a leak changes nothing in a cell that has none."""
    constants = {LEAKS[cell]: leak} if cell in LEAKS else {}
    gains = sorted({*GAINS, gain})
    norms = _norms(cell, gains, range(seed, seed + networks), n, T, constants)
    quartiles = np.quantile(norms[gain], [0.25, 0.5, 0.75], axis=0)
    medians = dict(zip(gains, np.median([norms[each] for each in gains], axis=1)))
    low, middle, high = np.clip(quartiles, LOW, HIGH)
    factors = np.array([factor(medians[each]) or np.nan for each in gains])
    others = np.column_stack([[medians[each] for each in GAINS], np.full(len(GAINS), np.nan)])
    lags, ends, chosen = np.arange(float(T)), np.array([-0.5, T - 0.5]), [gains.index(gain)]
    return Answer(
        frames={"lags": _frame(T), "gains": _by_gain(factors)},
        marks={
            "one": marks.line(ends, np.ones(2)),
            "others": marks.line(np.tile(np.append(lags, np.nan), len(GAINS)), np.clip(others, LOW, HIGH).ravel()),
            "band": marks.line(np.concatenate([lags, lags[::-1]]), np.concatenate([low, high[::-1]])),
            "median": marks.line(lags, middle),
            "one-factor": marks.line(ALONG, np.ones(2)),
            "factors": marks.line(gains, factors),
            "factor-chosen": marks.line([gain], factors[chosen]),
        },
        sentence=sentence(cell, gain, quartiles),
    )


def _norms(cell, gains, seeds, n, T, constants):
    """{gain: what `moves` says of each network, (networks, lags)}; those that were asked for before are not found anew."""
    kept = _kept(cell, n, T, tuple(constants.items()))
    missing = [(gain, seed) for gain in gains for seed in seeds if (gain, seed) not in kept]
    if missing:
        kept.update(zip(missing, moves_of(cell, missing, n, T, **constants)))
    return {gain: np.array([kept[gain, seed] for seed in seeds]) for gain in gains}


@lru_cache(maxsize=1)
def _kept(*settings):
    return {}


def _by_gain(factors):
    known = factors[np.isfinite(factors)]
    y = 0.8 * min(known, default=0.5), 1.25 * max(known, default=2.0)
    y = min(0.5, y[0]), max(2.0, y[1])
    return Frame(ALONG, y, _places(ALONG), _places(y))


def _places(ends):
    digits = (1, 2, 5) if ends[1] / ends[0] < 300 else (1,)
    places = [round(digit * 10.0**power, 6) for power in range(-6, 7) for digit in digits]
    return [(place, f"{place:g}") for place in places if ends[0] <= place <= ends[1]]


def _frame(T):
    step = next(step for step in (2, 5, 10, 20) if 6 * step >= T)
    powers = range(-6, 7, 3)
    names = [("≤" if power == -6 else "≥" if power == 6 else "") + (f"10{raised(power)}" if power else "1") for power in powers]
    return Frame((-0.5, T - 0.5), (LOW / 2, HIGH * 2), [(k, str(k)) for k in range(0, T, step)],
                 [(10.0**power, name) for power, name in zip(powers, names)])
