"""The numbers of chapter 8's explorer: spiking neurons in time, their surrogate derivative, and its gradient."""

from functools import lru_cache

import numpy as np

from taxrec_lite._words import signed, two_figures
from taxrec_lite.cells import ALIF, LIF, FastSigmoid, Logistic, Rectangular, Triangular, decay
from taxrec_lite.derivation.chapter08 import with_surrogate
from taxrec_lite.live import Answer, Choice, Frame, Slider
from taxrec_lite.live import _marks as marks
from taxrec_lite.measures import by_order, cosine
from taxrec_lite.network import Network
from taxrec_lite.readout import Readout
from taxrec_lite.rules.bptt import bptt
from taxrec_lite.rules.traces import ImplicitTrace

KINDS = {"triangular": Triangular, "rectangular": Rectangular, "fast": FastSigmoid, "logistic": Logistic}
CELLS = {"lif": "LIF", "alif": "ALIF"}
DEFAULT = Triangular()
REACH = (-4.0, 2.0)  # distances to threshold that are shown
PARTS = (1e-3, 1e6)  # lengths that are shown
WIDTHS = (0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 4.0, 8.0)  # of the curves of lengths
ALONG = (WIDTHS[0] / 1.25, WIDTHS[-1] * 1.25)

CONTROLS = (
    Choice("cell", "cell", CELLS, start="lif"),
    Choice("kind", "shape of ψ", {name: kind.title for name, kind in KINDS.items()}, start="triangular"),
    Slider("width", "width of ψ", 0.05, 8, start=1, step=None),
    Slider("height", "height of ψ", 0.05, 10, start=0.3, step=None),
    Slider("tau", "τ of v, steps", 0.5, 100, start=9.49, step=None),
    Slider("tau_a", "τ of a, steps", 5, 1000, start=49.5, step=None, when={"cell": ("alif",)}),
    Slider("beta", "β of a", 0, 2, start=0.3, step=0.01, when={"cell": ("alif",)}),
    Slider("gain", "gain", 0.05, 8, start=1, step=None),
    Slider("n", "neurons n", 2, 64, start=16),
    Slider("T", "steps T", 10, 100, start=40),
    Slider("neuron", "neuron shown", 1, 64, start=1, at_most="n"),
    Slider("seed", "seed", 0, 200, start=0),
)


def spiking_run(cell, T=40, seed=0, gain=1.0, bias=0.1):
    """A run of a random network of spiking neurons, `cell` with two inputs, on random inputs and targets."""
    rng = np.random.default_rng(seed)
    network = Network(cell, Readout(n_out=2))
    params = network.init(rng, gain)
    params.b[...] += bias
    return network.run(params, rng.standard_normal((T, 1, 2)), rng.standard_normal((T, 1, 2)))


def reached(run, part=0.0):
    """The share of all neurons and steps at which ψ is above this part of its height."""
    psi = run.network.cell.surrogate
    return float((psi.derivative(run.network.cell.distance(run.c)) > part * psi.height).mean())


def sentence(chosen, default, surrogate, run, words=""):
    """What a reader is told of a surrogate; `words` follow its height."""
    return (f"{surrogate.title.capitalize()}, width {surrogate.width:g}, height {surrogate.height:.3g}{words}: ψ is not zero "
            f"at <b>{reached(run):.0%}</b> of all neurons and steps, and above a tenth of its height at "
            f"{reached(run, 0.1):.0%}. The gradient has length <b>{two_figures(np.linalg.norm(chosen.exact))}</b> and cosine "
            f"<b>{signed(cosine(chosen.exact, default.exact), 2)}</b> with that of the default (triangular, 1, 0.3); each "
            f"crossing multiplies by about <b>{chosen.ratio:.2f}</b>, and e-prop has relative error "
            f"<b>{two_figures(chosen.error[0])}</b>.")


def compute(cell, kind, width, height, tau, tau_a, beta, gain, n, T, neuron, seed):
    """The figure's `Answer`; a neuron above n is n, and the constants of an adaptation change nothing in LIF neurons."""
    adaptation = (decay(tau_a), beta) if cell == "alif" else None
    run, surrogate, neuron = _run(decay(tau), adaptation, gain, n, T, seed), KINDS[kind](height, width), min(neuron, n) - 1
    chosen_run = with_surrogate(run, surrogate)
    in_time = _in_time(chosen_run, neuron)
    distances = _distances(run, surrogate)
    frames = {**_time_frames(n, T, in_time), "distances": Frame(REACH, (0, 1.08), marks.counted(-4, 2), [(0, "0"), (1, "1")])}
    try:
        default, chosen = _default(decay(tau), adaptation, gain, n, T, seed), by_order(chosen_run)
    except ValueError as reason:
        return Answer(frames, {**in_time, **distances}, f"No gradient here: {reason}.")
    shown = min(T, 25)
    frames["parts"] = Frame((-0.5, shown - 0.5), PARTS, marks.counted(0, shown - 1),
                            [(value, text) for value, text in marks.powers(-3, 6, 4)])
    by_width = _by_width(_gradients(decay(tau), adaptation, gain, n, T, seed, kind, height), width, chosen.exact, default.exact)
    frames |= _width_frames(by_width["lengths"]["y"])
    return Answer(frames, {**in_time, **distances, **by_width, **_parts(default, chosen, shown), **_images(default, chosen, n)},
                  f"{CELLS[cell]}, {run.z.mean():.0%} of all neurons and steps spike. "
                  f"{sentence(chosen, default, surrogate, chosen_run)}")


@lru_cache(maxsize=1)
def _run(alpha, adaptation, gain, n, T, seed):
    if adaptation is None:
        return spiking_run(LIF(n_in=2, n=n, alpha=alpha), T, seed, gain)
    rho, beta = adaptation
    return spiking_run(ALIF(n_in=2, n=n, alpha=alpha, rho=rho, beta=beta), T, seed, gain)


@lru_cache(maxsize=1)
def _default(*state):
    return by_order(_run(*state))


@lru_cache(maxsize=1)
def _gradients(alpha, adaptation, gain, n, T, seed, kind, height):
    """{width: the gradient with a surrogate of this width}."""
    run = _run(alpha, adaptation, gain, n, T, seed)
    return {width: bptt(with_surrogate(run, KINDS[kind](height, width))).theta for width in WIDTHS}


def _by_width(gradients, width, chosen, default):
    """Lengths and cosines with the default by width, the chosen one among them."""
    gradients = dict(sorted({**gradients, width: chosen}.items()))
    lengths = {each: float(np.linalg.norm(gradient)) or np.nan for each, gradient in gradients.items()}
    cosines = {each: cosine(gradient, default) if gradient.any() else np.nan for each, gradient in gradients.items()}
    return {
        "lengths": marks.line(list(lengths), list(lengths.values())),
        "length-chosen": marks.line([width], [lengths[width]]),
        "right": marks.line(ALONG, np.zeros(2)),
        "cosines": marks.line(list(cosines), list(cosines.values())),
        "cosine-chosen": marks.line([width], [cosines[width]]),
    }


def _width_frames(lengths):
    low, high = np.nanmin(lengths) / 3, np.nanmax(lengths) * 3
    places = marks.powers(np.ceil(np.log10(low)), np.floor(np.log10(high)), 4)
    names = [(width, f"{width:g}") for width in WIDTHS]
    return {"lengths": Frame(ALONG, (float(low), float(high)), [(width, "") for width in WIDTHS], places),
            "cosines": Frame(ALONG, (-1.08, 1.08), names, [(-1, "−1"), (0, "0"), (1, "1")])}


def _in_time(run, neuron):
    """Raster, membrane and threshold, ψ, and the traces of the neuron's two input synapses."""
    cell, v = run.network.cell, run.c[:, 0, neuron]
    times = np.arange(1.0, run.T + 1)
    threshold = cell.threshold + (cell.beta * v[:, 1] if cell.d > 1 else np.zeros(run.T))
    spikes = times[run.z[:, 0, neuron] > 0]
    top = 1.12 * max(threshold.max(), v[:, 0].max())
    trace, e = ImplicitTrace(run.network, 1), []
    for t in range(run.T):
        trace.step(run.local[t], run.pre[t], run.params.W_rec)
        e.append(trace.trace[0, 0, neuron, cell.n : cell.n + 2].copy())
    first, second = np.array(e).T
    return {
        "raster": marks.raster(times, run.z[:, 0]),
        "own": marks.line([0.5, run.T + 0.5], [neuron + 1.0, neuron + 1.0]),
        "v": marks.line(times, v[:, 0]),
        "threshold": marks.line(times, threshold),
        "spikes": marks.line(spikes, np.full(len(spikes), top)),
        "psi": marks.line(times, run.local.G[:, 0, neuron, 0]),
        "e1": marks.line(times, first),
        "e2": marks.line(times, second),
        "zero": marks.line([0.5, run.T + 0.5], np.zeros(2)),
    }


def _time_frames(n, T, found):
    x, ticks = (0.5, T + 0.5), marks.counted(1, T)
    none = [(k, "") for k, _ in ticks]
    voltage = marks.around(*(found[name]["y"] for name in ("v", "threshold")), above=0.2)
    psi = (0.0, 1.1 * float(found["psi"]["y"].max()) or 1.0)
    trace = marks.around(found["e1"]["y"], found["e2"]["y"])
    return {
        "raster": Frame(x, (n + 0.7, 0.3), none, [(1, "1"), (n, str(n))]),
        "membrane": Frame(x, voltage, none, marks.plain(*voltage)),
        "psi": Frame(x, psi, none, marks.plain(*psi)),
        "trace": Frame(x, trace, ticks, marks.plain(*trace)),
    }


def _distances(run, surrogate):
    share, edges = np.histogram(run.network.cell.distance(run.c), np.linspace(*REACH, 49))
    s = np.linspace(*REACH, 241)
    return {"membranes": marks.area(edges, share / max(1, share.max())),
            "shape": marks.line(s, surrogate.derivative(s) / surrogate.height)}


def _parts(default, chosen, shown):
    of = {}
    for name, orders in (("default-parts", default), ("parts", chosen)):
        lengths = orders.contribution[:shown] * np.linalg.norm(orders.exact)
        of[name] = marks.line(range(shown), np.where((PARTS[0] < lengths) & (lengths < PARTS[1]), lengths, np.nan))
    return {**of, "crossing": of["parts"], "local": marks.line(of["parts"]["x"][:1], of["parts"]["y"][:1])}


def _images(default, chosen, n):
    of = {}
    for name, orders in (("default", default), ("chosen", chosen)):
        gradient = orders.exact[0, :, :n]
        of[name] = marks.image(gradient / (np.abs(gradient).max() or 1.0), 1)
    return of
