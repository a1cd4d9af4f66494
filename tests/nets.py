"""Small networks and runs that the tests share, and the comparison of two gradients group by group."""

from dataclasses import fields

import numpy as np
import pytest

import taxrec_lite as tx
from taxrec_lite import losses
from taxrec_lite.cells.leaky_rnn import ACTIVATIONS

KAPPAS = (0.0, 0.8)
LOSSES = losses.names()
BATCHES = (1, 3)


def cell_variants():
    """As `smooth_variants`, and once more with the reset detached, which makes no gradient of the loss."""
    return smooth_variants() + [(f"{name}_detached", name, {"reset": "detached"}) for name in cells_with_reset()]


def smooth_variants():
    """Every registered cell as (id, name, options), once for each activation that it can have."""
    return [(name, name, {}) for name in tx.cells.names()] + [
        (f"leaky_rnn_{activation}", "leaky_rnn", {"activation": activation}) for activation in ACTIVATIONS
        if activation != tx.LeakyRNN.activation]


def isolated_variants():
    """As `cell_variants`, less those in which a neuron reaches itself through an explicit reset."""
    return [variant for variant in cell_variants() if variant[2] or variant[1] not in cells_with_reset()]


def cells_with_reset():
    return [name for name in tx.cells.names() if "reset" in {field.name for field in fields(tx.cells.get(name))}]


def _parametrised(variants):
    return pytest.mark.parametrize("cell, options", [pytest.param(*variant, id=id) for id, *variant in variants])


each_cell = _parametrised(cell_variants())
each_smooth_cell = _parametrised(smooth_variants())
each_isolated_cell = _parametrised(isolated_variants())


def unusual(kind):
    """A value for each constant of a cell, none of them one (and so without effect) or its default."""
    defaults = {field.name: field.default for field in fields(kind)}
    constants = {name: 0.8 * value for name, value in defaults.items() if isinstance(value, float)}
    surrogates = {name: tx.Triangular(0.4, 1.5) for name, value in defaults.items() if isinstance(value, tx.Triangular)}
    return constants | surrogates


def a_network(cell, kappa=0.0, n_in=3, n=4, n_out=2, smooth=False, connectivity=None, **options):
    kind = tx.cells.get(cell)
    cell = kind(n_in, n, **{**unusual(kind), **options})
    return tx.Network(cell.differentiable() if smooth else cell, tx.Readout(n_out, kappa), connectivity)


def some_params(net, rng, gain=1.2):
    """Random parameters without a zero among them, so that no mistake can hide behind one."""
    params = net.init(rng, gain)
    theta, W_out, b_out = (group + 0.3 * rng.standard_normal(group.shape)
                           for group in (params.theta, params.W_out, params.b_out))
    return tx.Parameters(theta * net.wiring.mask, W_out * net.wiring.read, b_out)


def some_data(net, rng, T=6, B=1):
    """Inputs and targets; the targets are probabilities, which suit every loss."""
    target = rng.random((T, B, net.readout.n_out)) + 0.1
    return 1.5 * rng.standard_normal((T, B, net.cell.n_in)), target / target.sum(-1, keepdims=True)


def a_mask(rng, T, B):
    """Uneven weights with holes, but never at the last step, which only the last order reaches."""
    mask = rng.uniform(0.5, 2.0, (T, B))
    mask[T // 2, 0] = 0
    return mask


def a_run(cell, kappa=0.0, loss="mse", B=1, masked=False, T=6, seed=0, gain=1.2, **network):
    net = a_network(cell, kappa, **network)
    rng = np.random.default_rng(seed)
    params = some_params(net, rng, gain)
    x, target = some_data(net, rng, T, B)
    return net.run(params, x, target, loss, a_mask(rng, T, B) if masked else None)


def again(run, **changes):
    """The same run with some of its arguments changed."""
    arguments = {"params": run.params, "x": run.x, "target": run.target, "loss": run.loss_name, "mask": run.mask}
    return run.network.run(**{**arguments, **changes})


def options_of(rule, run, number=None, seed=5):
    """What `rule` must be given beside the run; `number` is the value of its numbers, or one of each that is typical."""
    typical = {"m": 3, "steps": 1, "k": 3, "block": 4}
    values = {name: number or value for name, value in typical.items()}
    values |= {"feedback": tx.random_feedback(np.random.default_rng(seed), run.network), "rng": np.random.default_rng(seed)}
    return {name: values[name] for name in rule.options}


def groups(cell, gradient):
    """A gradient as {name of the group: array}, each gate's recurrent, input and bias parts apart, where it has them."""
    exists = cell.exists.any(1)
    columns = {"W_rec": slice(None, cell.n), "W_in": slice(cell.n, -1), "b": -1}
    parts = {f"{part}[{gate}]": getattr(gradient, part)[g] for g, gate in enumerate(cell.gates)
             for part, place in columns.items() if exists[g, place].all()}
    return parts | {"W_out": gradient.W_out, "b_out": gradient.b_out}


def errors(cell, gradient, exact):
    """The error of each group relative to the larger of its own norm and a thousandth of the norm of them all.

    The floor serves groups whose exact gradient is zero, or near it by cancellation. Where all are zero, errors are
    absolute.
    """
    gradient, exact = groups(cell, gradient), groups(cell, exact)
    floor = 1e-3 * np.sqrt(sum((group**2).sum() for group in exact.values()))
    return {name: np.linalg.norm(gradient[name] - exact[name]) / (max(np.linalg.norm(exact[name]), floor) or 1.0)
            for name in exact}


def assert_same(cell, gradient, exact, tolerance=1e-12):
    """Every group of `gradient` is that of `exact` to a relative `tolerance`; a failure names those that are not."""
    wrong = {name: f"{error:.1e}" for name, error in errors(cell, gradient, exact).items() if not error <= tolerance}
    assert not wrong, f"groups whose relative error exceeds {tolerance:.0e}: {wrong}"


def assert_every_group_moves(cell, gradient):
    """No group's gradient is zero: a comparison with it means something."""
    still = [name for name, group in groups(cell, gradient).items() if not np.linalg.norm(group) > 0]
    assert not still, f"groups with a zero gradient: {still}"
