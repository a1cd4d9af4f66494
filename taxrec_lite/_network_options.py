"""A network and its run from options of the command line: every cell, and every constant of a cell."""

from dataclasses import MISSING, fields

import numpy as np

from taxrec_lite import _check, cells, losses
from taxrec_lite.cells import FastSigmoid, Logistic, Rectangular, Surrogate, Triangular
from taxrec_lite.network import Network
from taxrec_lite.readout import Readout

SURROGATES = {kind.title.replace(" ", "-"): kind for kind in (Triangular, Rectangular, FastSigmoid, Logistic)}
PARTS = [field.name for field in fields(Surrogate)]
SIZES = {"n": (16, "neurons"), "n_in": (2, "inputs"), "n_out": (2, "outputs"), "T": (50, "time steps"), "B": (1, "samples of the batch"),
         "seed": (0, "seed of everything random")}


def add_options(parser):
    """Give `parser` all options from which `run_of` makes a run."""
    network = parser.add_argument_group("network and run")
    network.add_argument("--cell", default="leaky_rnn", choices=cells.names(), help="default: leaky_rnn")
    for name, (default, words) in SIZES.items():
        network.add_argument(_option(name), type=int, default=default, metavar="N", help=f"{words}, default: {default}")
    network.add_argument("--gain", type=float, default=1.0, metavar="X", help="of recurrent weights, N(0, gain²/n), default: 1")
    network.add_argument("--kappa", type=float, default=0.0, metavar="X", help="leak of the read-out, default: 0")
    network.add_argument("--loss", default="mse", choices=losses.names(), help="default: mse")
    constants = parser.add_argument_group("constants of cells")
    for name, defaults in _constants().items():
        _add_constant(constants, name, defaults)


def _add_constant(group, name, defaults):
    """An option for the constant of this name; {cell: default} of those cells that have it."""
    default = next(iter(defaults.values()))
    where = {"dest": f"constant_{name}", "help": ", ".join(f"{cell}: {_words(value)}" for cell, value in defaults.items())}
    if isinstance(default, Surrogate):
        group.add_argument(_option(name), choices=SURROGATES, **where)
        for part in PARTS:
            group.add_argument(_option(f"{name}_{part}"), dest=f"{name}_{part}", type=float, metavar="X",
                               help=f"{', '.join(defaults)}: {getattr(default, part)}")
    elif isinstance(default, bool):
        group.add_argument(_option(name), action="store_true", default=None, **where)
    else:
        group.add_argument(_option(name), type=type(default), metavar="X", **where)


def run_of(given):
    """The run that parsed options describe, on random inputs and targets. Raises ValueError for values that none has."""
    n, n_in, n_out, T, B = (_check.integer(name, getattr(given, name), 1) for name in ("n", "n_in", "n_out", "T", "B"))
    rng = np.random.default_rng(_check.integer("seed", given.seed, 0))
    network = Network(cells.get(given.cell)(n_in, n, **_chosen(given)), Readout(n_out, given.kappa))
    params = network.init(rng, given.gain)
    x, target = rng.standard_normal((T, B, n_in)), rng.standard_normal((T, B, n_out))
    if given.loss == "cross_entropy":
        target = np.exp(target) / np.exp(target).sum(-1, keepdims=True)
    return network.run(params, x, target, given.loss)


def _chosen(given):
    """The constants that were given, {name: value}."""
    chosen = {name: getattr(given, f"constant_{name}") for name in _constants()}
    parts = {part: getattr(given, f"surrogate_{part}") for part in PARTS}
    parts = {part: value for part, value in parts.items() if value is not None}
    if chosen["surrogate"] or parts:
        chosen["surrogate"] = SURROGATES[chosen["surrogate"] or "triangular"](**parts)
    chosen = {name: value for name, value in chosen.items() if value is not None}
    for name in chosen:
        if given.cell not in (owners := _constants()[name]):
            raise ValueError(f"{name} is a constant of {' and '.join(owners)}, not of {given.cell}")
    return chosen


def _constants():
    """{constant: {cell: default}} over all cells."""
    found = {}
    for cell in cells.names():
        for field in fields(cells.get(cell)):
            if field.default is not MISSING:
                found.setdefault(field.name, {})[cell] = field.default
    return found


def _option(name):
    return "--" + name.replace("_", "-")


def _words(default):
    match default:
        case Surrogate():
            return default.title
        case bool():
            return "yes" if default else "no"
        case _:
            return str(default)
