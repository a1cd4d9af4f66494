"""The explorer of chapter 2: slide the gain and see the past vanish or explode, for one cell or another."""

from dataclasses import dataclass

import ipywidgets as widgets
import numpy as np

from taxrec_lite import cells
from taxrec_lite._words import signed, two_figures
from taxrec_lite.figures import signals as draw
from taxrec_lite.figures.picture import layer
from taxrec_lite.figures.style import COLOURS, figure, style
from taxrec_lite.network import Network
from taxrec_lite.readout import Readout
from taxrec_lite.widgets import Explorer, Selector, View

SURROGATE = cells.Triangular(height=0.7)
CELLS = {
    "plain": ("plain RNN", cells.LeakyRNN, {"leak": 0.0}),
    "leaky_rnn": ("leaky RNN", cells.LeakyRNN, {}),
    "lif": ("LIF", cells.LIF, {"surrogate": SURROGATE}),
    "alif": ("ALIF", cells.ALIF, {"surrogate": SURROGATE}),
    "lstm": ("LSTM", cells.LSTM, {}),
    "gru": ("GRU", cells.GRU, {}),
}
GAINS = (0.1, 0.2, 0.35, 0.5, 0.7, 1.0, 1.4, 2.0, 2.8, 4.0, 5.6)


def random_run(name, gain, n=16, T=41, seed=0):
    """A run of a random network of n neurons of the kind `name` in `CELLS`, on random inputs."""
    _, kind, options = CELLS[name]
    rng = np.random.default_rng(seed)
    network = Network(kind(n_in=2, n=n, **options), Readout(n_out=1))
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


@dataclass(frozen=True)
class Case:
    """One cell at one gain: what `moves` says of each network, (networks, lags)."""

    cell: str
    gain: float
    norms: np.ndarray

    @property
    def where(self):
        """The layers this case shows on."""
        return {"cell": self.cell, "gain": key(self.gain)}

    @property
    def factor(self):
        """What one step back multiplies by: the geometric mean over the second half of the lags, of the median.

        It is 0 where the median is 0 at the first or the last of them: nothing is left.
        """
        middle = np.median(self.norms, axis=0)
        half = len(middle) // 2
        if middle[half] * middle[-1] == 0:
            return 0.0
        return float((middle[-1] / middle[half]) ** (1 / (len(middle) - 1 - half)))


def explorer(n=16, T=41, networks=15):
    """The explorer; with a kernel, size, length and the number of networks are free."""
    free = {
        "n": widgets.IntSlider(n, 2, 48, description="neurons n", continuous_update=False),
        "T": widgets.IntSlider(T, 11, 81, description="steps T", continuous_update=False),
        "networks": widgets.IntSlider(networks, 3, 40, description="networks", continuous_update=False),
    }
    return Explorer("gain", "How the past vanishes or explodes with the gain", view, free)


def view(n, T, networks):
    """All states of the explorer for `networks` networks of n neurons over T steps."""
    cases = [Case(cell, gain, np.array([moves(random_run(cell, gain, n, T, seed)) for seed in range(networks)]))
             for cell in CELLS for gain in GAINS]
    with style():
        panels = _lag_panel(cases, T), _gain_panel(cases)
    return View(
        selectors=(
            Selector("gain", "gain", {key(gain): key(gain) for gain in GAINS}, start="1", slider=True),
            Selector("cell", "cell", {name: title for name, (title, *_) in CELLS.items()}, start="plain"),
        ),
        panels=panels,
        sentences={(key(case.gain), case.cell): _sentence(case) for case in cases},
    )


def key(gain):
    """A gain as layers name it."""
    return f"{gain:g}"


def _sentence(case):
    lag = case.norms.shape[1] - 1
    low, middle, high = np.quantile(case.norms[:, -1], [0.25, 0.5, 0.75])
    fate = "vanishing" if case.factor < 0.95 else "exploding" if case.factor > 1.05 else "holding"
    return (f"{CELLS[case.cell][0]}, gain {key(case.gain)}: move a state {lag} steps before the end by one, and the end "
            f"moves by <b>{number(middle)}</b> (half of the networks: {number(low)} to {number(high)}). Over the last "
            f"{lag - lag // 2} of these steps, one step back multiplies by about <b>{case.factor:.2f}</b>: "
            f"<b>{fate}</b>.")


def number(value):
    """Two figures, with a power of ten where the value is small or large, marked up."""
    return two_figures(value, lambda power: f"<sup>{signed(power, 0)}</sup>")


def _lag_panel(cases, T):
    panel = figure(3.1)
    axes = panel.subplots()
    draw.frame_by_lag(axes, T)
    for case in cases:
        faint, *_ = draw.draw_by_lag(axes, case.norms, band=False, colour=COLOURS["parameter"], linewidth=0.8, alpha=0.5)
        layer(faint, cell=case.cell)
        heavy, *_ = draw.draw_by_lag(axes, case.norms, linewidth=2.0, zorder=3)
        layer(heavy, **case.where)
    return panel, ("How far the last state moves when a state some steps back is moved by one, on a logarithmic axis: "
                   "the median over random networks at the chosen gain, in a band that holds half of them, and in grey "
                   "the medians at all other gains.")


def _gain_panel(cases):
    panel = figure(2.6)
    axes = panel.subplots()
    draw.frame_by_gain(axes, GAINS)
    for cell in CELLS:
        factors = [case.factor for case in cases if case.cell == cell]
        layer(axes.plot(GAINS, factors, color=COLOURS["ink"]), cell=cell)
        for gain, value in zip(GAINS, factors):
            layer(axes.plot(gain, value, "o", markersize=7, color=COLOURS["choice"], markeredgecolor=COLOURS["ink"],
                            markeredgewidth=0.8, zorder=5), cell=cell, gain=key(gain))
    return panel, ("What one more step back multiplies by, against the gain, both on logarithmic axes, with a dotted "
                   "line at one; the chosen gain is a mark on the curve.")
