"""The numbers of chapter 3's explorer: what one presynaptic spike leaves behind in an ALIF neuron, and for how long."""

from dataclasses import dataclass

import numpy as np

from taxrec_lite.cells import ALIF, decay
from taxrec_lite.live import Answer, Frame, Slider
from taxrec_lite.live import _marks as marks
from taxrec_lite.network import Network
from taxrec_lite.parameters import Parameters
from taxrec_lite.readout import Readout
from taxrec_lite.trajectory import Run

AT = 40  # when the presynaptic spike arrives, with times from 1
FLOOR = 1e-4
SYNAPSE = 1  # column of θ: after the one recurrent weight

CONTROLS = (
    Slider("tau", "τ of a, steps", 5, 2000, start=100, step=None),
    Slider("beta", "β", 0, 1, start=0.1, step=0.01),
    Slider("tau_v", "τ of v, steps", 1, 100, start=9.49, step=None),
    Slider("current", "current", 0, 0.5, start=0.13, step=0.01),
    Slider("T", "steps T", 100, 600, start=300, step=10),
    Slider("seed", "seed", 0, 200, start=0),
)


def one_spike(cell, T=300, seed=0, current=0.13, theta=None):
    """A run of one neuron with two inputs: a single spike at time AT, and a noisy current that keeps it busy.

    theta : (gates, 1, p), or None for a drive of half the spike and all of the current
    """
    rng = np.random.default_rng(seed)
    smooth = np.convolve(rng.standard_normal(T), np.full(5, 5**-0.5), "same")
    x = np.zeros((T, 1, 2))
    x[AT - 1, 0, 0] = 1.0
    x[:, 0, 1] = current + 0.1 * smooth
    theta = np.array([[[0.0, 0.5, 1.0, 0.0]]]) if theta is None else theta
    network = Network(cell, Readout(n_out=1))
    return network.run(Parameters(theta, np.ones((1, 1)), np.zeros(1)), x, np.zeros((T, 1, 1)))


@dataclass(frozen=True, eq=False)
class Case:
    """One neuron and what the spike left in it: ε (T, 2), of membrane and adaptation, and e (T,)."""

    tau: int
    beta: float
    run: Run
    eps: np.ndarray
    e: np.ndarray

    @property
    def top(self):
        """The time, from 1, at which the adaptation's part is largest."""
        return int(self.eps[:, 1].argmax()) + 1

    @property
    def faded(self):
        """The first later time at which it is below a third of that, or None."""
        below = np.flatnonzero(self.eps[self.top :, 1] < self.eps[self.top - 1, 1] / 3)
        return self.top + int(below[0]) + 1 if len(below) else None


def case(tau, beta, T=300, seed=0, current=0.13, alpha=0.9):
    """The Case of one time constant and one strength of adaptation."""
    run = one_spike(ALIF(n_in=2, n=1, alpha=alpha, rho=np.exp(-1 / tau), beta=beta), T, seed=seed, current=current)
    eps = _implicit(run)
    return Case(tau, beta, run, eps, (run.local.G[:, 0, 0] * eps).sum(-1))


def _implicit(run):
    """ε of the one synapse, by (3.1): nothing until the spike arrives, and only its own recurrence from then on."""
    eps, D = np.zeros((run.T, run.network.cell.d)), run.local.D[:, 0, 0]
    eps[AT - 1] = run.local.phi[AT - 1, 0, 0, 0]
    for t in range(AT, run.T):
        np.dot(D[t], eps[t - 1], out=eps[t])
    return eps


def sentence(case, T):
    """What a reader is told of a Case over T steps."""
    rho, lags = case.run.network.cell.rho, np.flatnonzero(case.eps[AT - 1 :, 0] < 0.01)
    membrane = (f"below 1 % of its start {lags[0]} steps after the spike"
                if len(lags) else "not below 1 % of its start at the end")
    start = (f"Adaptation with τ = <b>{case.tau}</b> steps (ρ = {rho:.4f}) and β = <b>{case.beta:g}</b>: the neuron fires "
             f"{case.run.z.sum():.0f} times. The membrane’s part of ε is {membrane}. ")
    if case.beta == 0:
        return start + "The adaptation’s part lives on, but with β = 0 nobody sees it: e ends with the membrane’s part."
    fading = (f"has fallen to a third after another <b>{case.faded - case.top}</b> (mark)" if case.faded else
              f"is still at <b>{case.eps[-1, 1] / case.eps[case.top - 1, 1]:.0%}</b> of it at the end")
    return start + f"The adaptation’s part is largest {case.top - AT} steps after it and {fading}."


def above_floor(values):
    """The values, and a gap where they are too small to be drawn."""
    return np.where(values > FLOOR, values, np.nan)


def compute(tau, beta, tau_v, current, T, seed):
    """The figure's `Answer`."""
    found = case(tau, beta, T, seed, current, decay(tau_v))
    frames = _over_time(found, T)
    arrival = {f"at-{name}": marks.line([AT, AT], frame.y) for name, frame in frames.items()}
    return Answer({**frames, **_fading(T)}, {**_states(found, T), **_parts(found, T), **arrival}, sentence(found, T))


def _states(found, T):
    cell, v, a = found.run.network.cell, found.run.c[:, 0, 0, 0], found.run.c[:, 0, 0, 1]
    times, threshold = np.arange(1.0, T + 1), cell.threshold + cell.beta * a
    spikes = times[found.run.z[:, 0, 0] > 0]
    return {
        "v": marks.line(times, v),
        "threshold": marks.line(times, threshold),
        "spikes": marks.line(spikes, np.full(len(spikes), max(2.45, 1.12 * max(v.max(), threshold.max())))),
        "psi": marks.line(times, found.run.local.G[:, 0, 0, 0]),
        "eps-v": marks.line(times, found.eps[:, 0]),
        "eps-a": marks.line(times, found.eps[:, 1]),
        "faded": _faded(found),
        "e": marks.line(times, found.e),
    }


def _parts(found, T):
    since, rho = np.arange(T - AT + 1.0), found.run.network.cell.rho
    seen = np.flatnonzero(found.eps[AT - 1 :, 0] > FLOOR)[-1]
    by_membrane = found.run.local.G[AT - 1 :, 0, 0, 0] * found.eps[AT - 1 :, 0]
    return {
        "power": marks.line(since[[0, -1]], rho ** since[[0, -1]]),
        "part-v": marks.line(since, above_floor(found.eps[AT - 1 :, 0])),
        "part-name": marks.words(seen, found.eps[AT - 1 + seen, 0], "membrane"),
        "part-a": marks.line(since, above_floor(found.eps[AT - 1 :, 1])),
        "part-faded": _faded(found, AT),
        "size": marks.line(since, above_floor(np.abs(found.e[AT - 1 :]))),
        "size-v": marks.line(since, above_floor(by_membrane)),
    }


def _faded(found, since=0):
    """The adaptation's part where it has faded, if it has and is seen, against the steps since then."""
    times = np.array([found.faded] if found.beta > 0 and found.faded else [], int)
    return marks.line(times - since, found.eps[times - 1, 1])


def _over_time(found, T):
    v, a = found.run.c[:, 0, 0].T
    places = marks.counted(0, T)
    none = [(k, "") for k, _ in places]
    limits = {"membrane": marks.usual(-0.8, 2.65, v, 1 + found.beta * a, above=0.2), "psi": (-0.02, 0.33),
              "eps_v": (-0.1, 1.1), "eps_a": marks.usual(-0.2, 2.0, found.eps[:, 1]), "trace": marks.usual(-0.06, 0.33, found.e)}
    return {name: Frame((0, T), y, places if name == "trace" else none, marks.plain(*y)) for name, y in limits.items()}


def _fading(T):
    places = marks.counted(0, T - AT)
    y = [(FLOOR, "10⁻⁴"), (1e-2, "0.01"), (1.0, "1")]
    return {"part": Frame((0, T - AT), (FLOOR, 4), [(k, "") for k, _ in places], y),
            "size": Frame((0, T - AT), (FLOOR, 4), places, y)}
