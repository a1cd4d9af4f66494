"""The numbers of chapter 5's explorer of the influence matrix: what every parameter has done to every hidden state."""

from functools import lru_cache

import numpy as np

from taxrec_lite import cells
from taxrec_lite.live import Answer, Choice, Frame, Slider
from taxrec_lite.live import _marks as marks
from taxrec_lite.live.orders import CONSTANTS, constants_of
from taxrec_lite.network import Network
from taxrec_lite.readout import Readout
from taxrec_lite.rules.traces import OrderTrace, RecurrenceTrace

N, T = 5, 6
GAIN, BIAS = 1.5, 0.4

CONTROLS = (
    Slider("t", "time t", 1, 20, start=2, at_most="T"),
    Choice("cell", "cell", {name: cells.get(name).title for name in cells.names()}, start="leaky_rnn"),
    Slider("m", "order m", 1, 5, start=2),
    Slider("gain", "gain", 0.05, 8, start=GAIN, step=None),
    Slider("bias", "bias", -2, 2, start=BIAS, step=0.1),
    Slider("n", "neurons n", 2, 12, start=N),
    Slider("T", "steps T", 2, 20, start=T),
    Slider("n_in", "inputs", 1, 8, start=2),
    *CONSTANTS,
    Slider("seed", "seed", 0, 200, start=0),
)


def influences(cell, T=T, m=2, gain=GAIN, bias=BIAS, seed=0):
    """{rule: influence matrices (T, n d, gates n p)} of one random network of this cell: of RTRL, order m and order 1."""
    rng = np.random.default_rng(seed)
    network = Network(cell, Readout(n_out=1))
    params = network.init(rng, gain)
    params.b[...] += bias
    run = network.run(params, rng.standard_normal((T, 1, cell.n_in)), rng.standard_normal((T, 1, 1)))
    traces = {"RTRL": RecurrenceTrace(network, 1), f"order {m}": OrderTrace(network, 1, m),
              "order 1, e-prop": OrderTrace(network, 1, 1)}
    return {rule: _over_time(run, trace) for rule, trace in traces.items()}


def _over_time(run, trace):
    matrices = []
    for t in range(run.T):
        trace.step(run.local[t], run.pre[t], run.params.W_rec)
        matrices.append(_matrix(trace.variable))
    return np.array(matrices)


def _matrix(variable):
    """One sample's variable as a matrix, hidden states by parameters, neuron by neuron; zero outside a local one."""
    if variable.ndim == 5:
        _, gates, n, d, p = variable.shape
        spread = np.zeros((n, d, n, gates, p))
        np.einsum("jdjgp->jdgp", spread)[...] = variable[0].transpose(1, 2, 0, 3)
    else:
        _, n, d, gates, _, p = variable.shape
        spread = variable[0].transpose(0, 1, 3, 2, 4)
    return spread.reshape(n * d, n * gates * p).copy()


def sentence(cell, t, matrices):
    """What a reader is told of these `influences` of a cell of this name at time t."""
    (_, exact), (order, kept), (_, local) = ((rule, of[t - 1]) for rule, of in matrices.items())
    return (f"{cells.get(cell).title}, after {t} step{'s' if t > 1 else ''}: of {exact.size} entries, RTRL has "
            f"<b>{np.count_nonzero(exact)}</b> that are not zero, {order} <b>{np.count_nonzero(kept)}</b>, and order 1 "
            f"<b>{np.count_nonzero(local)}</b>.")


def compute(t, cell, m, gain, bias, n, T, n_in, leak, height, rho, beta, seed):
    """The figure's `Answer`; a time above T is T, and constants that a cell lacks change nothing."""
    t, constants = min(t, T), tuple(constants_of(cell, leak, height, rho, beta).items())
    matrices = _found(cell, constants, n, n_in, T, m, gain, bias, seed)
    scale = float(np.abs(matrices["RTRL"]).max()) or 1.0
    blocks = [(k / n, "") for k in range(1, n)]
    names = ("exact", "order", "local")
    titles = {f"{name}-title": marks.words(0, 0, rule) for name, rule in zip(names, matrices)}
    return Answer(
        frames=dict.fromkeys(names, Frame((0, 1), (1, 0), blocks, blocks)),
        marks={**{name: marks.image(of[t - 1], scale) for name, of in zip(names, matrices.values())}, **titles,
               **marks.ends(scale)},
        sentence=sentence(cell, t, matrices),
    )


@lru_cache(maxsize=1)
def _found(cell, constants, n, n_in, T, m, gain, bias, seed):
    return influences(cells.get(cell)(n_in=n_in, n=n, **dict(constants)), T, m, gain, bias, seed)
