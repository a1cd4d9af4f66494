"""The numbers of chapter 8's explorer of delays: how much credit a late loss still gives to an early cue."""

from dataclasses import dataclass, replace
from functools import lru_cache

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
TAUS = (100, 300, 1000)  # of other ALIF neurons, which are grey
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
    """A network that hears a cue early on, with a current and noise all the time; column n of θ is that of the cue.

    run : the whole run, (T, 1, ·); nothing is asked in it
    eps : the implicit variable of each cue synapse, (T, n, d)
    credits : {rule: `credit` after 0, 1, … steps of delay}
    steps : over which the loss asks
    """

    run: Run
    eps: np.ndarray
    credits: dict
    steps: int = ASKED

    def asked(self, delay) -> Run:
        """The run up to the steps that ask, `delay` steps after the cue; the error is one at each, and they weigh one."""
        start, end = CUE[1] + delay, CUE[1] + delay + self.steps
        mask = np.zeros((end, 1))
        mask[start:] = 1 / self.steps
        return self.run.network.run(self.run.params, self.run.x[:end], self.run.y[:end] - 1, mask=mask)

    def credit(self, delay, rule="bptt"):
        """The length of the gradient by the cue's weights, for a loss that asks after `delay` steps."""
        return float(self.credits[rule][delay])


class Kinds(ALIF):
    """ALIF neurons of several kinds, one for each sample of a batch: ρ and β are (kinds, 1), from cells that were checked."""

    def __post_init__(self):
        pass  # what a cell is made with is one number each


def cued(cell, *settings, **named):
    """The `Cued` network of a cell, LIF or ALIF, with settings as of `all_cued`."""
    [found] = all_cued([cell], *settings, **named)
    return found


def all_cued(cells, seed=0, gain=1.0, longest=LONGEST, cue=CUE[1] - CUE[0] + 1, asked=ASKED, current=0.15, noise=0.1):
    """A `Cued` network of each of some cells that differ in ρ and β at most; LIF neurons are ALIF neurons with β = 0.

    Weights, current and noise, the same for all, are those of `seed`; they last for the longest delay.
    """
    run = _run(cells, seed, gain, CUE[1] + longest + asked, cue, current, noise)
    eps, *carried = _carried(run)
    bptt, eprop = (np.linalg.norm(_means(each[CUE[1] :], asked), axis=1) for each in carried)
    return [Cued(_alone(run, k, cell), eps[:, k, :, : cell.d], {"bptt": bptt[:, k], "eprop": eprop[:, k]}, asked)
            for k, cell in enumerate(cells)]


def _run(cells, seed, gain, T, cue, current, noise):
    """The run of all cells beside each other, (T, cells, ·)."""
    rng, first, n = np.random.default_rng(seed), cells[0], cells[0].n
    x = np.zeros((T, len(cells), 3))
    x[CUE[1] - cue : CUE[1], :, 0] = 1.0
    x[..., 1] = 1.0
    x[..., 2] = rng.standard_normal((CUE[1] + LONGEST + ASKED, 1))[:T]  # of any length, so that no other changes the weights
    rho, beta = (np.array([[getattr(cell, name, 0.0)] for cell in cells]) for name in ("rho", "beta"))
    kinds = Kinds(n_in=3, n=n, alpha=first.alpha, threshold=first.threshold, surrogate=first.surrogate, reset=first.reset,
                  rho=rho, beta=beta)
    network = Network(kinds, Readout(n_out=1))
    params = network.init(rng, gain)
    params.theta[0, :, n] = 0.15 * rng.choice((-1, 1), n)
    params.theta[0, :, n + 1] = current * rng.uniform(0.7, 1.3, n)
    params.theta[0, :, n + 2] = noise * rng.uniform(0.7, 1.3, n)
    return network.run(params, x, np.zeros((T, len(cells), 1)), mask=np.zeros((T, len(cells))))


def _alone(run, k, cell):
    """The run of the kind k, with this cell."""
    parts = {name: getattr(run, name)[:, k : k + 1] for name in ("x", "target", "mask", "activity", "u")}
    return replace(run, network=Network(cell, run.network.readout), states=run.states[:, k : k + 1, :, : cell.d], **parts)


def _carried(run):
    """ε (T, kinds, n, 2), and what a learning signal of W_out makes of Z and of e, (T, n, kinds) each, by the cue's weights.

    One pass forwards, by the column of (5.1) and (3.1) that is the cue's, has what BPTT finds in one backwards for each time.
    Of v, a and Z there is a row for each synapse, and one more for all of them by what never leaves a neuron. What crosses
    enters v alone, by the same matrix at all times.
    """
    cell, (T, kinds, n, _) = run.network.cell, run.c.shape
    crossing, signal = run.local_between(0, 1)[0].R(run.params.W_rec)[0, :, 0].T, run.params.W_out[0]
    rho, beta, psi, cue = np.repeat(cell.rho, n, 1), np.repeat(cell.beta, n, 1), cell.psi(run.c), run.x[:, 0, 0]
    carried, arrived = np.zeros((3, n + 1, kinds, n)), np.empty((n, kinds, n))
    inside, (v, a, Z), first = carried[:, n], carried, int(cue.argmax())
    heard, explicit, across = (v[n], np.einsum("jkj->jk", v[:n])), v[:n], Z[:n]
    across_rows, arrived_rows = (each.reshape(-1, n) for each in (across, arrived))
    kept, exact = np.zeros((T, 3, kinds, n)), np.zeros((T, n, kinds))
    for cue_now, psi_now, kept_now, exact_now in zip(*(each[first:] for each in (cue, psi, kept, exact))):
        np.dot(across_rows, crossing, out=arrived_rows)
        v *= cell.alpha
        explicit += arrived
        if cue_now:
            for each in heard:
                each += cue_now
        a *= rho
        a += Z
        np.multiply(beta, a, out=Z)
        np.subtract(v, Z, out=Z)
        Z *= psi_now
        np.dot(across, signal, out=exact_now)
        kept_now[...] = inside
    return np.moveaxis(kept[:, :2], 1, -1), exact, (signal * kept[:, 2]).swapaxes(1, 2)


def _means(values, steps):
    """The mean of each so many rows that follow each other, (T − steps + 1, ·)."""
    return np.lib.stride_tricks.sliding_window_view(values, steps, axis=0).mean(-1)


def shown(network):
    """The neuron that is shown: the most active of those that the cue excites."""
    excited = network.run.params.theta[0, :, network.run.network.cell.n] > 0
    return int(np.where(excited, network.run.z[:, 0].sum(0), -1).argmax())


def states(network, neuron):
    """{name: (T,)} of a neuron: its membrane, its threshold and both parts of ε, that of a only where there is one."""
    cell, c = network.run.network.cell, network.run.c[:, 0, neuron]
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
    delay, adaptation, others = min(delay, longest), (tau_a, beta) if cell == "alif" else None, [(tau, beta) for tau in TAUS]
    networks = _networks((None, *others, adaptation), n, alpha, height, reset, seed, gain, longest, cue, asked, current, noise)
    network, name = networks[adaptation], f"ALIF, τ = {tau_a:g}" if adaptation else "LIF"
    found = {each: states(other, shown(other)) for each, other in networks.items()}
    frames, start = _time_frames(network.run.T, n, found.values()), CUE[1] + delay
    bands = {f"{band}-{axes}": marks.band(*times, *frame.y) for axes, frame in frames.items()
             for band, times in (("cue", (CUE[1] - cue + 1, CUE[1])), ("asked", (start + 1, start + asked)))}
    return Answer(
        frames={**frames, "delays": _delay_frame(networks.values(), longest)},
        marks={**bands, **_in_time(network, found[adaptation]), **_by_delay(networks, network, delay)},
        sentence=sentence(name, network, delay),
    )


def _networks(wanted, *settings):
    """{adaptation: its network}; what was there before for these settings is not run anew."""
    kept = _kept(*settings)
    missing = [each for each in dict.fromkeys(wanted) if each not in kept]
    if missing:
        constants, rest = settings[:4], settings[4:]
        kept |= zip(missing, all_cued([_cell(each, *constants) for each in missing], *rest))
    for each in kept.keys() - set(wanted):
        del kept[each]
    return {each: kept[each] for each in dict.fromkeys(wanted)}


@lru_cache(maxsize=1)
def _kept(*settings):
    return {}


def _cell(adaptation, n, alpha, height, reset):
    constants = dict(n_in=3, n=n, alpha=alpha, surrogate=Triangular(height), reset=reset)
    if adaptation is None:
        return LIF(**constants)
    tau, beta = adaptation
    return ALIF(rho=decay(tau), beta=beta, **constants)


def _in_time(network, found):
    times = np.arange(1.0, network.run.T + 1)
    eps = {name: marks.above(FLOOR, times, found[name]) if name in found else marks.line([], []) for name in ("eps-v", "eps-a")}
    return {"spikes": marks.raster(times, network.run.z[:, 0]), "v": marks.line(times, found["v"]),
            "threshold": marks.line(times, found["threshold"]), **eps}


def _by_delay(networks, network, delay):
    """Credit by both rules, and by BPTT in neurons of other kinds, whose names are where their curves end."""
    delays, others = np.arange(float(len(network.credits["bptt"]))), list(networks.values())[: 1 + len(TAUS)]
    grey, chosen = ([marks.above(FLOOR, delays, values) for values in of]
                    for of in ([each.credits["bptt"] for each in others], network.credits.values()))
    last = [np.flatnonzero(np.isfinite(each["y"]))[-1:] for each in grey]
    ends = [(each["x"][k], each["y"][k]) if k.size else ([0.0], [FLOOR]) for each, k in zip(grey, last)]
    heights = 10 ** marks.apart([np.log10(max(y[0], 5 * FLOOR)) for _, y in ends], 0.7)
    names = ["LIF", *(f"τ = {tau}" for tau in TAUS)]
    return {**{f"other-{k}": each for k, each in enumerate(grey)},
            **{f"name-{k}": marks.words(x[0], y, words) for k, ((x, _), y, words) in enumerate(zip(ends, heights, names))},
            **dict(zip(network.credits, chosen)), "chosen": marks.line([delay], [max(network.credit(delay), FLOOR)])}


def _time_frames(T, n, found):
    """The membrane's frame holds neurons of all kinds, so that it stays where it is from one to another."""
    voltage = marks.around(*(each[name] for each in found for name in ("v", "threshold")))
    x, times = (0, T), marks.counted(0, T, 5)
    none = [(place, "") for place, _ in times]
    return {
        "raster": Frame(x, (n + 0.7, 0.3), none, [(1, "1"), (n, str(n))]),
        "membrane": Frame(x, voltage, none, marks.plain(*voltage)),
        "variable": Frame(x, (FLOOR, 100.0), times, [(1e-8, "10⁻⁸"), (1e-4, "10⁻⁴"), (1.0, "1")]),
    }


def _delay_frame(networks, longest):
    top = 3 * max(1.0, *(float(values.max()) for network in networks for values in network.credits.values()))
    (place, words), *ticks = marks.powers(round(np.log10(FLOOR)), np.log10(top), 5)
    return Frame((-0.02 * longest, 1.3 * longest), (FLOOR, top), marks.counted(0, longest, 5), [(place, f"≤{words}"), *ticks])
