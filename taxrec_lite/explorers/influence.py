"""The influence matrix as it fills: what every parameter has done to every hidden state, for RTRL and for low orders."""

import numpy as np

from taxrec_lite import cells
from taxrec_lite.figures.orders import draw_scale, draw_signed, label_scale
from taxrec_lite.figures.picture import layer
from taxrec_lite.figures.style import figure, style
from taxrec_lite.network import Network
from taxrec_lite.readout import Readout
from taxrec_lite.rules.traces import OrderTrace, RecurrenceTrace
from taxrec_lite.widgets import Explorer, Selector, View

N, T = 5, 6
KEPT = {"RTRL": lambda network: RecurrenceTrace(network, 1), "order 2": lambda network: OrderTrace(network, 1, 2),
        "order 1, e-prop": lambda network: OrderTrace(network, 1, 1)}


def explorer():
    """Time on a slider, the cell on buttons."""
    return Explorer("influence", "The influence matrix as it fills", view)


def influences(name):
    """{rule: influence matrices (T, n d, gates n p)} of one random network of cells called `name`."""
    rng = np.random.default_rng(0)
    cell = cells.get(name)(n_in=2, n=N)
    network = Network(cell, Readout(n_out=1))
    params = network.init(rng, gain=1.5)
    params.b[...] += 0.4
    run = network.run(params, rng.standard_normal((T, 1, 2)), rng.standard_normal((T, 1, 1)))
    return {rule: _over_time(run, start(network)) for rule, start in KEPT.items()}


def _over_time(run, trace):
    matrices = []
    for t in range(T):
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


def view():
    """All times and cells."""
    of = {name: influences(name) for name in cells.names()}
    with style():
        panel = figure(3.2)
        axes = panel.subplots(4, 1, height_ratios=[1, 1, 1, 0.13])
        draw_scale(axes[3])
        for name, matrices in of.items():
            layer(label_scale(axes[3], np.abs(matrices["RTRL"]).max()), cell=name)
        for place, rule in zip(axes, KEPT):
            _frame(place, rule)
            for name, matrices in of.items():
                scale = np.abs(matrices["RTRL"]).max()
                for t, matrix in enumerate(matrices[rule], 1):
                    layer(draw_signed(place, matrix, scale), cell=name, t=t)
            place.set_aspect("auto")
        axes[2].set_xlabel("parameters, neuron by neuron")
    return View(
        selectors=(Selector("t", "time t", {t: str(t) for t in range(1, T + 1)}, start=2, slider=True),
                   Selector("cell", "cell", {name: cells.get(name).title for name in of}, start="leaky_rnn")),
        panels=((panel, "Three matrices of hidden states by parameters, for RTRL, order 2 and order 1. Order 1 keeps a "
                        "block for each neuron on the diagonal; the others fill with time."),),
        sentences={(t, name): _sentence(name, t, of[name]) for name in of for t in range(1, T + 1)},
    )


def _frame(axes, title):
    axes.set(xticks=np.arange(1, N) / N, yticks=np.arange(1, N) / N, xticklabels=[], yticklabels=[])
    axes.set_title(title)
    axes.set_ylabel("states", labelpad=6)
    axes.spines[["top", "right"]].set_visible(True)


def _sentence(name, t, matrices):
    filled = {rule: np.count_nonzero(matrix[t - 1]) for rule, matrix in matrices.items()}
    size = matrices["RTRL"][t - 1].size
    return (f"{cells.get(name).title}, after {t} step{'s' if t > 1 else ''}: of {size} entries, RTRL has "
            f"<b>{filled['RTRL']}</b> that are not zero, order 2 <b>{filled['order 2']}</b>, and order 1 "
            f"<b>{filled['order 1, e-prop']}</b>.")
