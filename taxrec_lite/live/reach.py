"""The numbers of chapter 7's explorer of sparse networks: which neurons each order reaches, and what that saves."""

from functools import lru_cache

import numpy as np

from taxrec_lite import cells, costs
from taxrec_lite._words import power
from taxrec_lite.live import Answer, Frame, Slider
from taxrec_lite.live import _marks as marks
from taxrec_lite.network import Network
from taxrec_lite.readout import Readout

N = 48
HEARD = (1, 2, 3, 5, 10, 24, 48)  # synapses into each of N neurons, whose densities other curves have
ORDERS = range(1, 9)
LOOKS = 6  # of a pair: not reached, itself, over 1, 2, 3, and 4 and more synapses

CONTROLS = (
    Slider("m", "order m", 1, ORDERS[-1], start=3),
    Slider("heard", "synapses in", 1, 64, start=3, at_most="n"),
    Slider("n", "neurons n", 2, 64, start=N),
    Slider("seed", "seed", 0, 200, start=1),
)


def network(heard, n=N, seed=1):
    """A leaky RNN of n neurons, each with so many synapses into it from neurons drawn at random."""
    return Network(cells.LeakyRNN(n_in=8, n=n), Readout(n_out=2), None if heard == n else _ranks(n, seed) < heard)


@lru_cache(maxsize=1)
def _ranks(n, seed):
    """A random order of all neurons for each, (n, n)."""
    return np.argsort(np.random.default_rng(seed).random((n, n)), axis=1)


def share(ratio):
    """A ratio in per cent with up to two digits, as words."""
    return f"{ratio:.0%}" if ratio >= 0.0995 else f"{ratio:.1%}" if ratio >= 0.001 else "under 0.1%"


def sentence(m, heard, reach, sparse, dense):
    """What a reader is told of the pairs that an order reaches, and of its costs in this and in the dense network."""
    n = len(reach)
    return (f"Order {m}, {heard} synapse{'s' if heard > 1 else ''} into each of {n} neurons ({heard / n:.0%}): of the {n**2:,} "
            f"pairs of neurons <b>{reach.mean():.0%}</b> are reached; what the first neuron learns touches "
            f"{_neurons(reach[:, 0].sum())}. A step takes <b>{power(sparse.time)}</b> multiply–adds, "
            f"{share(sparse.time / dense.time)} of those in the dense network, and "
            f"<b>{power(sparse.memory)}</b> numbers are held, {share(sparse.memory / dense.memory)}.")


def _neurons(number):
    return "1 neuron" if number == 1 else f"{number} neurons"


def compute(m, heard, n, seed):
    """The figure's `Answer`; more synapses than neurons are as many."""
    heard = min(heard, n)
    among = {each: _found(each, n, seed) for each in sorted({n, heard, *(max(1, round(n * each / N)) for each in HEARD)})}
    (reached, sparse), (_, dense) = among[heard], among[n]
    curves = {each: _curves(*found) for each, found in among.items()}
    lines, chosen = {}, {}
    for name, values in curves[heard].items():
        lines[name], lines[f"{name}-others"] = marks.line(ORDERS, values), _side_by_side([of[name] for of in curves.values()])
        chosen[f"{name}-chosen"] = marks.line([m], [values[m - 1]])
    look = np.sum(reached[: min(m, 4)], axis=0)
    first = np.where(look > 0, min(m, 4) + 1 - look, 0)
    late = reached[m - 1] & (look == 0)
    first[late] = LOOKS - 1
    return Answer(
        frames=_frames(n, lines),
        marks={"reached": marks.image(2 * (first + 0.5) / LOOKS - 1, 1), **lines, **chosen},
        sentence=sentence(m, heard, reached[m - 1], sparse[m - 1], dense[m - 1]),
    )


def _curves(reached, found):
    """{name: values by order} of a network."""
    return {"share": [reach.mean() for reach in reached], "time": [cost.time for cost in found],
            "memory": [cost.memory for cost in found]}


def _side_by_side(curves):
    """Several curves by order as one line with gaps."""
    return marks.line(np.tile([*ORDERS, np.nan], len(curves)), np.ravel([[*values, np.nan] for values in curves]))


@lru_cache(maxsize=2 * len(HEARD))
def _found(heard, n, seed):
    """What each of ORDERS reaches, (n, n), and its `Cost`."""
    sparse = network(heard, n, seed)
    return [sparse.wiring.reach(m - 1) for m in ORDERS], [costs.of("m_order", sparse, 1, m=m) for m in ORDERS]


def _frames(n, lines):
    x, none = (0.7, ORDERS[-1] + 0.3), [(m, "") for m in ORDERS]
    of = {}
    for name, ticks in (("time", none), ("memory", [(m, str(m)) for m in ORDERS])):
        values = lines[f"{name}-others"]["y"]
        low, high = int(np.floor(np.log10(np.nanmin(values)))), int(np.ceil(np.log10(np.nanmax(values))))
        of[name] = Frame(x, (10.0**low, 1.2 * 10.0**high), ticks, marks.powers(low, high, 4))
    places = [(0.5 / n, "1"), (1 - 0.5 / n, str(n))]
    return {"pairs": Frame((0, 1), (1, 0), places, places),
            "share": Frame(x, (-0.05, 1.1), none, [(0, "0%"), (0.5, "50%"), (1, "100%")]), **of}
