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
    connectivity = np.argsort(np.random.default_rng(seed).random((n, n)), axis=1) < heard
    return Network(cells.LeakyRNN(n_in=8, n=n), Readout(n_out=2), None if heard == n else connectivity)


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
    (reached, sparse), (_, dense) = _found(heard, n, seed), _found(n, n, seed)
    curves = {"share": [reach.mean() for reach in reached], "time": [cost.time for cost in sparse],
              "memory": [cost.memory for cost in sparse]}
    lines = {name: marks.line(ORDERS, values) for name, values in curves.items()}
    chosen = {f"{name}-chosen": marks.line([m], [values[m - 1]]) for name, values in curves.items()}
    of_dense = {f"dense-{name}": marks.line(ORDERS, values) for name, values in (
        ("time", [cost.time for cost in dense]), ("memory", [cost.memory for cost in dense]))}
    look = np.sum(reached[: min(m, 4)], axis=0)
    first = np.where(look > 0, min(m, 4) + 1 - look, 0)
    late = reached[m - 1] & (look == 0)
    first[late] = LOOKS - 1
    return Answer(
        frames=_frames(n, of_dense, lines),
        marks={"reached": marks.image(2 * (first + 0.5) / LOOKS - 1, 1), **lines, **chosen, **of_dense},
        sentence=sentence(m, heard, reached[m - 1], sparse[m - 1], dense[m - 1]),
    )


@lru_cache(maxsize=2)
def _found(heard, n, seed):
    """What each of ORDERS reaches, (n, n), and its `Cost`."""
    sparse = network(heard, n, seed)
    return [sparse.wiring.reach(m - 1) for m in ORDERS], [costs.of("m_order", sparse, 1, m=m) for m in ORDERS]


def _frames(n, dense, sparse):
    x, none = (0.7, ORDERS[-1] + 0.3), [(m, "") for m in ORDERS]
    of = {}
    for name, ticks in (("time", none), ("memory", [(m, str(m)) for m in ORDERS])):
        values = np.concatenate([dense[f"dense-{name}"]["y"], sparse[name]["y"]])
        low, high = int(np.floor(np.log10(values.min()))), int(np.ceil(np.log10(values.max())))
        of[name] = Frame(x, (10.0**low, 1.2 * 10.0**high), ticks, marks.powers(low, high, 4))
    places = [(0.5 / n, "1"), (1 - 0.5 / n, str(n))]
    return {"pairs": Frame((0, 1), (1, 0), places, places),
            "share": Frame(x, (-0.05, 1.1), none, [(0, "0%"), (0.5, "50%"), (1, "100%")]), **of}
