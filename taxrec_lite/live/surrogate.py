"""The numbers of chapter 8's explorer: spiking neurons in time, their surrogate derivative, and its gradient."""

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from taxrec_lite._words import signed, two_figures
from taxrec_lite.cells import ALIF, LIF, FastSigmoid, LocalJacobians, Logistic, Rectangular, Triangular, decay
from taxrec_lite.derivation.chapter08 import with_surrogate
from taxrec_lite.live import Answer, Choice, Frame, Slider
from taxrec_lite.live import _marks as marks
from taxrec_lite.measures import cosine, length, relative_error
from taxrec_lite.network import Network
from taxrec_lite.readout import Readout
from taxrec_lite.rules.adjoint import sweep, theta_gradients
from taxrec_lite.rules.bptt import bptt
from taxrec_lite.rules.m_order import first_orders
from taxrec_lite.trajectory import Run

KINDS = {"triangular": Triangular, "rectangular": Rectangular, "fast": FastSigmoid, "logistic": Logistic}
CELLS = {"lif": "LIF", "alif": "ALIF"}
DEFAULT = Triangular()
REACH = (-4.0, 2.0)  # distances to threshold that are shown
PARTS = (1e-3, 1e6)  # lengths that are shown
CROSSINGS = 26  # at most, of which all but the last are shown
LENGTHS = (0.1, 1e4)  # of gradients, that every frame holds
WIDTHS = (0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 4.0, 8.0)  # of the curves of lengths
ALONG = (WIDTHS[0] / 1.25, WIDTHS[-1] * 1.25)

CONTROLS = (
    Choice("cell", "cell", CELLS, start="lif"),
    Choice("kind", "shape of ψ", {name: kind.title for name, kind in KINDS.items()}, start="triangular"),
    Slider("width", "width of ψ", 0.05, 8, start=1, step=None),
    Slider("height", "height of ψ", 0.05, 10, start=0.3, step=None),
    Choice("stays", "from width to width", {"height": "the height stays", "area": "the area stays"}, start="height"),
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


@dataclass(frozen=True, eq=False)
class Parts:
    """The gradient of a run, `exact`, and how long its parts are that cross 0, 1, … synapses; `error` is that of e-prop."""

    exact: np.ndarray
    lengths: np.ndarray
    error: float

    def ratio(self, T):
        """What one crossing multiplies by, as `ByOrder` of T steps says it."""
        k = max(1, T // 4)
        return float((self.lengths[k] / self.lengths[0]) ** (1 / k))


def parts(run):
    """The `Parts` of a run, of its first crossings alone. Raises ValueError if its gradient is zero."""
    exact, orders = bptt(run).theta, first_orders(run, min(run.T, CROSSINGS))
    return Parts(exact, length(np.diff(orders, axis=0, prepend=0.0)), relative_error(orders[0], exact))


@dataclass(frozen=True, eq=False)
class Beside(Run):
    """A run whose samples are all the same, differentiated with a surrogate each."""

    surrogates: tuple

    def local_between(self, start, stop):
        steps, found = slice(start, stop), []
        for k, surrogate in enumerate(self.surrogates):
            of = (steps, slice(k, k + 1))
            cell = replace(self.network.cell, surrogate=surrogate)
            found.append(cell.local_jacobians(self.states[:-1][of], self.u[of], self.c[of]))
        return LocalJacobians(**{name: np.concatenate([getattr(local, name) for local in found], 1)
                                 for name in ("D", "G", "phi", "reset")})


def gradients(run, surrogates):
    """The gradient of a run with each of these surrogates, all by one sweep: arrays (gates, n, p)."""
    of_all = {name: np.repeat(getattr(run, name), len(surrogates), 1)
              for name in ("x", "target", "mask", "states", "activity", "u")}
    beside = Beside(network=run.network, params=run.params, loss_name=run.loss_name, surrogates=tuple(surrogates), **of_all)
    dE_du = sweep(beside)
    return [theta_gradients(run, dE_du[:, :, k : k + 1])[0] for k in range(len(surrogates))]


def sentence(chosen, default, run, stays):
    """What a reader is told of the surrogate of a run, given its Parts, those of the default, and what stays at other widths."""
    surrogate, held = run.network.cell.surrogate, {stays: " (held)"}
    height, area = (f"{name} {value:.3g}{held.get(name, '')}" for name, value in
                    (("height", surrogate.height), ("area", surrogate.smooth_spike(1e9))))
    return (f"{run.network.cell.title}, {run.z.mean():.0%} of all neurons and steps spike. {surrogate.title.capitalize()}, "
            f"width {surrogate.width:g}, {height}, {area}: ψ is not zero "
            f"at <b>{reached(run):.0%}</b> of all neurons and steps, and above a tenth of its height at "
            f"{reached(run, 0.1):.0%}. The gradient has length <b>{two_figures(np.linalg.norm(chosen.exact))}</b> and cosine "
            f"<b>{signed(cosine(chosen.exact, default.exact), 2)}</b> with that of the default (triangular, 1, 0.3); each "
            f"crossing multiplies by about <b>{chosen.ratio(run.T):.2f}</b>, and e-prop has relative error "
            f"<b>{two_figures(chosen.error)}</b>.")


def compute(cell, kind, width, height, stays, tau, tau_a, beta, gain, n, T, neuron, seed):
    """The figure's `Answer`; a neuron above n is n, and the constants of an adaptation change nothing in LIF neurons."""
    state = decay(tau), (decay(tau_a), beta) if cell == "alif" else None, gain, n, T, seed
    surrogate, neuron = KINDS[kind](height, width), min(neuron, n) - 1
    run = with_surrogate(_run(*state), surrogate)
    in_time, frames = _in_time(run, neuron)
    found = {**in_time, **_distances(run, surrogate)}
    frames["distances"] = Frame(REACH, (0, 1.08), marks.counted(-4, 2), [(0, "0"), (1, "1")])
    try:
        default, chosen = _parts(DEFAULT, *state), _parts(surrogate, *state)
    except ValueError as reason:
        return Answer(frames, found, f"No gradient here: {reason}.")
    shown = min(T, CROSSINGS - 1)
    frames["parts"] = Frame((-0.5, shown - 0.5), PARTS, marks.counted(0, shown - 1), marks.powers(-3, 6, 4))
    by_width = _by_width(_gradients(kind, *_course(height, width, stays), *state), width, chosen.exact, default.exact)
    return Answer({**frames, **_width_frames(by_width["lengths"]["y"])},
                  {**found, **by_width, **_crossings(default, chosen, shown), **_images(default, chosen, n)},
                  sentence(chosen, default, run, stays))


def _course(height, width, stays):
    """(height, None), or (None, the product of both), to as many digits as one slider has: what stays from width to width."""
    return (height, None) if stays == "height" else (None, float(f"{height * width:.6g}"))


@lru_cache(maxsize=1)
def _run(alpha, adaptation, gain, n, T, seed):
    if adaptation is None:
        return spiking_run(LIF(n_in=2, n=n, alpha=alpha), T, seed, gain)
    rho, beta = adaptation
    return spiking_run(ALIF(n_in=2, n=n, alpha=alpha, rho=rho, beta=beta), T, seed, gain)


@lru_cache(maxsize=2)
def _parts(surrogate, *state):
    return parts(with_surrogate(_run(*state), surrogate))


@lru_cache(maxsize=1)
def _gradients(kind, height, area, *state):
    """{width: the gradient with a surrogate of this width}, of this height, or as much lower as it is wider."""
    return dict(zip(WIDTHS, gradients(_run(*state), [KINDS[kind](height or area / width, width) for width in WIDTHS])))


def _by_width(gradients, width, chosen, default):
    """Lengths and cosines with the default by width, the chosen one among them."""
    gradients = dict(sorted({width: chosen, **gradients}.items()))
    lengths = {each: float(np.linalg.norm(gradient)) or np.nan for each, gradient in gradients.items()}
    angles = {each: cosine(gradient, default) if gradient.any() else np.nan for each, gradient in gradients.items()}
    return {
        "lengths": marks.line(list(lengths), list(lengths.values())),
        "length-chosen": marks.line([width], [lengths[width]]),
        "right": marks.line(ALONG, np.zeros(2)),
        "cosines": marks.line(list(angles), list(angles.values())),
        "cosine-chosen": marks.line([width], [angles[width]]),
    }


def _width_frames(lengths):
    low, high = np.floor(np.log10(min(LENGTHS[0], np.nanmin(lengths)))), np.ceil(np.log10(max(LENGTHS[1], np.nanmax(lengths))))
    names = [(width, f"{width:g}") for width in WIDTHS]
    return {"lengths": Frame(ALONG, (10.0**low, 10.0**high), [(width, "") for width in WIDTHS], marks.powers(low, high, 6)),
            "cosines": Frame(ALONG, (-1.08, 1.08), names, [(-1, "−1"), (0, "0"), (1, "1")])}


def _in_time(run, neuron):
    """(marks, frames) of the raster, and of a neuron's membrane and threshold, its ψ, and the traces of its two inputs.

    ψ and traces are divided by the height, so that they stay in their frames.
    """
    cell, v, height = run.network.cell, run.c[:, 0, neuron], run.network.cell.surrogate.height
    times, ends = np.arange(1.0, run.T + 1), [0.5, run.T + 0.5]
    threshold = cell.threshold + (cell.beta * v[:, 1] if cell.d > 1 else np.zeros(run.T))
    spikes = times[run.z[:, 0, neuron] > 0]
    psi, eps, e = _traces(run, neuron)
    found = {
        "raster": marks.raster(times, run.z[:, 0]),
        "own": marks.line(ends, [neuron + 1.0, neuron + 1.0]),
        "v": marks.line(times, v[:, 0]),
        "threshold": marks.line(times, threshold),
        "spikes": marks.line(spikes, np.full(len(spikes), 1.12 * max(threshold.max(), v[:, 0].max()))),
        "psi": marks.line(times, psi / height),
        "e1": marks.line(times, e[:, 0] / height),
        "e2": marks.line(times, e[:, 1] / height),
        "zero": marks.line(ends, np.zeros(2)),
    }
    ticks, voltage = marks.counted(1, run.T), marks.around(v[:, 0], threshold, above=0.2)
    none, trace = [(k, "") for k, _ in ticks], marks.usual(*marks.around(eps), e / height)
    return found, {
        "raster": Frame(ends, (cell.n + 0.7, 0.3), none, [(1, "1"), (cell.n, str(cell.n))]),
        "membrane": Frame(ends, voltage, none, marks.plain(*voltage)),
        "psi": Frame(ends, (0, 1.1), none, [(0, "0"), (1, "1")]),
        "trace": Frame(ends, trace, ticks, marks.plain(*trace)),
    }


def _traces(run, neuron):
    """ψ of a neuron (T,), and of the synapses of its two inputs the membrane's part of ε and e, (T, 2) each, by (3.1)."""
    own = slice(neuron, neuron + 1)
    local = run.network.cell.local_jacobians(run.states[:-1, :, own], run.u[..., own], run.c[:, :, own])
    eps, of_v, e = np.zeros((run.network.cell.d, 2)), np.empty((run.T, 2)), np.empty((run.T, 2))
    D, G, direct = local.D[:, 0, 0], local.G[:, 0, 0], local.phi[:, 0, 0, 0, :, None] * run.x[:, 0, None]
    for t in range(run.T):
        eps = np.dot(D[t], eps) + direct[t]
        of_v[t], e[t] = eps[0], np.dot(G[t], eps)
    return G[:, 0], of_v, e


def _distances(run, surrogate):
    share, edges = np.histogram(run.network.cell.distance(run.c), np.linspace(*REACH, 49))
    s = np.linspace(*REACH, 241)
    return {"membranes": marks.area(edges, share / max(1, share.max())),
            "shape": marks.line(s, surrogate.derivative(s) / surrogate.height)}


def _crossings(default, chosen, shown):
    of = {}
    for name, parts in (("default-parts", default), ("parts", chosen)):
        lengths = parts.lengths[:shown]
        of[name] = marks.line(range(shown), np.where((PARTS[0] < lengths) & (lengths < PARTS[1]), lengths, np.nan))
    return {**of, "crossing": of["parts"], "local": marks.line(of["parts"]["x"][:1], of["parts"]["y"][:1])}


def _images(default, chosen, n):
    of = {}
    for name, parts in (("default", default), ("chosen", chosen)):
        gradient = parts.exact[0, :, :n]
        of[name] = marks.image(gradient / (np.abs(gradient).max() or 1.0), 1)
    return of
