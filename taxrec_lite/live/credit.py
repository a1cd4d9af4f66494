"""The numbers of chapter 8's explorer of delays: how much credit a late loss still gives to an early cue."""

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from taxrec_lite._words import two_figures
from taxrec_lite.cells import ALIF, LIF, Triangular, decay
from taxrec_lite.live import Answer, Choice, Frame, Slider
from taxrec_lite.live import _marks as marks
from taxrec_lite.network import Network
from taxrec_lite.readout import Readout
from taxrec_lite.trajectory import Run

CUE = (51, 70)  # first and last time of the cue
ASKED = 20  # steps over which the loss asks
LONGEST = 800  # delay
FLOOR = 1e-9
ADAPTS = {"cell": ("alif",)}

CONTROLS = (
    Slider("delay", "delay", 0, LONGEST, start=200, at_most="longest"),
    Choice("cell", "cell", {"lif": "LIF", "alif": "ALIF"}, start="alif"),
    Slider("tau_a", "τ of a, steps", 5, 3000, start=300, step=None, when=ADAPTS),
    Slider("beta", "β of a", 0, 1, start=0.1, step=0.01, when=ADAPTS),
    Slider("alpha", "decay of v", 0, 0.99, start=0.9, step=0.01),
    Slider("height", "surrogate height", 0.1, 1, start=0.3, step=0.01),
    Choice("reset", "reset", {"explicit": "explicit", "detached": "detached"}, start="explicit"),
    Slider("gain", "gain", 0, 4, start=1, step=0.05),
    Slider("n", "neurons n", 2, 64, start=16),
    Slider("cue", "steps of the cue", 1, 50, start=CUE[1] - CUE[0] + 1),
    Slider("asked", "steps asked", 1, ASKED, start=ASKED),
    Slider("longest", "longest delay", 20, LONGEST, start=LONGEST, step=20),
    Slider("current", "current", 0, 0.5, start=0.15, step=0.01),
    Slider("noise", "noise", 0, 0.5, start=0.1, step=0.01),
    Slider("seed", "seed", 0, 200, start=0),
)


@dataclass(frozen=True, eq=False)
class Cued:
    """A network that hears a cue early on, with a current and noise all the time; column n of θ is that of the cue."""

    network: Network
    params: object
    x: np.ndarray
    steps: int = ASKED

    @cached_property
    def run(self):
        """The whole run, (T, 1, ·); nothing is asked in it."""
        return self.network.run(self.params, self.x, np.zeros((len(self.x), 1, 1)), mask=np.zeros((len(self.x), 1)))

    def asked(self, delay) -> Run:
        """The run up to the steps that ask, `delay` steps after the cue; the error is one at each, and they weigh one."""
        start, end = CUE[1] + delay, CUE[1] + delay + self.steps
        mask = np.zeros((end, 1))
        mask[start:] = 1 / self.steps
        return self.network.run(self.params, self.x[:end], self.run.y[:end] - 1, mask=mask)

    def credit(self, delay, rule="bptt"):
        """The length of the gradient by the cue's weights, for a loss that asks after `delay` steps."""
        return float(self.credits[rule][delay])

    @cached_property
    def credits(self):
        """{rule: `credit` after 0, 1, … steps of delay}.

        One pass forwards, by the column of (5.1) and (3.1) that is the cue's, has what BPTT finds in one backwards for each.
        """
        return {rule: np.linalg.norm(_means(told, self.steps)[CUE[1] :], axis=1)
                for rule, told in zip(("bptt", "eprop"), self._carried[1:])}

    @property
    def eps(self):
        """The implicit variable of each cue synapse, (T, n, d)."""
        return self._carried[0]

    @cached_property
    def _carried(self):
        """ε (T, n, d), and what a learning signal of W_out makes of Z and of e, (T, n) each."""
        run, (T, _, n, d) = self.run, self.run.c.shape
        D, G, signal = run.local.D[:, 0], run.local.G[:, 0], run.params.W_out[0]
        direct = run.local.phi[:, 0, 0] * self.x[:, 0, :1, None]
        eps, exact = np.zeros((T, n, d)), np.empty((T, n))
        A, room, Z = np.zeros((n, d, n)), np.empty((n, d, n)), np.zeros((n, n))
        own = np.einsum("jdj->jd", A)
        for t, R in enumerate(_synapses(run)):
            np.matmul(D[t], A, out=room)
            np.dot(R.reshape(n * d, n), Z, out=A.reshape(n * d, n))
            A += room
            own += direct[t]
            Z = (G[t, ..., None] * A).sum(1)
            exact[t] = signal @ Z
            eps[t] = direct[t] if t == 0 else (D[t] @ eps[t - 1, ..., None])[..., 0] + direct[t]
        return eps, exact, signal * (G * eps).sum(-1)


def _synapses(run, steps=32):
    """R^t of each step, (n, d, n), found for some steps at a time."""
    for start in range(0, run.T, steps):
        yield from run.local[start : start + steps].R(run.params.W_rec)[:, 0]


def _means(values, steps):
    """The mean of each so many rows that follow each other, (T − steps + 1, n)."""
    return np.lib.stride_tricks.sliding_window_view(values, steps, axis=0).mean(-1)


def cued(cell, seed=0, gain=1.0, longest=LONGEST, cue=CUE[1] - CUE[0] + 1, asked=ASKED, current=0.15, noise=0.1):
    """A `Cued` network of spiking neurons with weights, current and noise from `seed`, long enough for the longest delay."""
    rng = np.random.default_rng(seed)
    n, T = cell.n, CUE[1] + longest + asked
    x = np.zeros((T, 1, 3))
    x[CUE[1] - cue : CUE[1], 0, 0] = 1.0
    x[:, 0, 1] = 1.0
    x[:, 0, 2] = rng.standard_normal(CUE[1] + LONGEST + ASKED)[:T]  # of any length, so that no other changes the weights
    network = Network(cell, Readout(n_out=1))
    params = network.init(rng, gain)
    params.theta[0, :, n] = 0.15 * rng.choice((-1, 1), n)
    params.theta[0, :, n + 1] = current * rng.uniform(0.7, 1.3, n)
    params.theta[0, :, n + 2] = noise * rng.uniform(0.7, 1.3, n)
    return Cued(network, params, x, asked)


def shown(network):
    """The neuron that is shown: the most active of those that the cue excites."""
    excited = network.params.theta[0, :, network.network.cell.n] > 0
    return int(np.where(excited, network.run.z[:, 0].sum(0), -1).argmax())


def states(network, neuron):
    """{name: (T,)} of a neuron: its membrane, its threshold and both parts of ε, that of a only where there is one."""
    cell, c = network.network.cell, network.run.c[:, 0, neuron]
    adaptation = cell.beta * c[:, 1] if cell.d > 1 else np.zeros(len(c))
    return {"v": c[:, 0], "threshold": cell.threshold + adaptation, **dict(zip(("eps-v", "eps-a"), network.eps[:, neuron].T))}


def sentence(name, network, delay):
    """What a reader is told of a Cued network of this name."""
    (exact, first), kept = network.credits["bptt"][[delay, 0]], network.credit(delay, "eprop")
    ratio = f", {two_figures(exact / first)} times that without a delay," if first else ""
    return (f"{name}, asked <b>{delay}</b> steps after the cue: the gradient by the cue’s weights has length "
            f"<b>{two_figures(exact)}</b> by BPTT{ratio} and <b>{two_figures(kept)}</b> by e-prop. "
            f"The neurons spike at {network.run.z.mean():.1%} of all steps.")


def compute(delay, cell, tau_a, beta, alpha, height, reset, gain, n, cue, asked, longest, current, noise, seed):
    """The figure's `Answer`; a delay above the longest is that, and an adaptation changes nothing in LIF neurons."""
    delay, adaptation = min(delay, longest), (tau_a, beta) if cell == "alif" else None
    lif, network = (_cued(each, n, alpha, height, reset, seed, gain, longest, cue, asked, current, noise)
                    for each in (None, adaptation))
    found, name = states(network, shown(network)), f"ALIF, τ = {tau_a:g}" if adaptation else "LIF"
    frames, start = _time_frames(network, found), CUE[1] + delay
    bands = {f"{band}-{axes}": marks.band(*times, *frame.y) for axes, frame in frames.items()
             for band, times in (("cue", (CUE[1] - cue + 1, CUE[1])), ("asked", (start + 1, start + asked)))}
    return Answer(
        frames={**frames, "delays": _delay_frame((lif, network), longest)},
        marks={**bands, **_in_time(network, found), **_by_delay(lif, network, delay)},
        sentence=sentence(name, network, delay),
    )


@lru_cache(maxsize=2)
def _cued(adaptation, n, alpha, height, reset, *rest):
    constants = dict(n_in=3, n=n, alpha=alpha, surrogate=Triangular(height), reset=reset)
    if adaptation is None:
        return cued(LIF(**constants), *rest)
    tau, beta = adaptation
    return cued(ALIF(rho=decay(tau), beta=beta, **constants), *rest)


def _in_time(network, found):
    times = np.arange(1.0, network.run.T + 1)
    eps = {name: marks.above(FLOOR, times, found[name]) if name in found else marks.line([], []) for name in ("eps-v", "eps-a")}
    return {"spikes": marks.raster(times, network.run.z[:, 0]), "v": marks.line(times, found["v"]),
            "threshold": marks.line(times, found["threshold"]), **eps}


def _by_delay(lif, network, delay):
    curves = {**network.credits, "lif": lif.credits["bptt"]}
    delays = np.arange(float(len(curves["lif"])))
    return {**{name: marks.above(FLOOR, delays, values) for name, values in curves.items()},
            "chosen": marks.line([delay], [max(network.credit(delay), FLOOR)])}


def _time_frames(network, found):
    T, n = network.run.T, network.network.cell.n
    x, times, voltage = (0, T), marks.counted(0, T, 5), marks.around(found["v"], found["threshold"])
    none = [(place, "") for place, _ in times]
    return {
        "raster": Frame(x, (n + 0.7, 0.3), none, [(1, "1"), (n, str(n))]),
        "membrane": Frame(x, voltage, none, marks.plain(*voltage)),
        "variable": Frame(x, (FLOOR, 100.0), times, [(1e-8, "10⁻⁸"), (1e-4, "10⁻⁴"), (1.0, "1")]),
    }


def _delay_frame(networks, longest):
    top = 3 * max(1.0, *(float(values.max()) for network in networks for values in network.credits.values()))
    (place, words), *ticks = marks.powers(round(np.log10(FLOOR)), np.log10(top), 5)
    return Frame((-0.02 * longest, 1.03 * longest), (FLOOR, top), marks.counted(0, longest, 5), [(place, f"≤{words}"), *ticks])
