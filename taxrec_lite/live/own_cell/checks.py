"""The local Jacobians of a cell against finite differences of its step, one by one."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from taxrec_lite.cells import LocalJacobians
from taxrec_lite.live.own_cell.code import Problem, line_of

B, STEP, ENOUGH = 4, 1e-5, 1e-6


class Check(NamedTuple):
    """One derivative: its name, what it is (marked up), how far it is from the measured one, and where, in words.

    error : relative to the measured one; None where it cannot be told
    """

    name: str
    meaning: str
    error: float | None
    detail: str

    @property
    def ok(self) -> bool:
        """Whether it is the measured one, but for the error of finite differences."""
        return self.error is not None and self.error <= ENOUGH


@dataclass(frozen=True, eq=False)
class Measured:
    """Central differences of a step at random states, by c^{t−1}, u^t and z^{t−1}, (B, n, d or 1, columns).

    c, z : the derivatives of c^t and z^t, each a dict from "c", "u" and "z" to an array
    apart : the largest change of a neuron when the state or drive of another is moved
    """

    c: dict
    z: dict
    apart: float


def check(cell):
    """Every Check of a cell. Raises Problem where step or local_jacobians return what no cell does."""
    smooth = cell.differentiable()
    rng = np.random.default_rng(0)
    states = {"c": (B, cell.n, cell.d), "u": (B, len(cell.gates), cell.n), "z": (B, cell.n)}
    first = {name: rng.standard_normal(shape) for name, shape in states.items()}
    c, z = stepped(smooth, first)
    at = {"c": c, "u": rng.standard_normal(states["u"]), "z": z}
    local, measured = jacobians(smooth, at, stepped(smooth, at)[0]), measure(smooth, at)
    return [
        *_state(local, measured, jacobians(smooth, first, c)),
        _compared("φ", _by("c", "u"), np.moveaxis(local.phi, -3, -1), measured.c["u"]),
        *_observable(local, measured),
        _apart(measured),
    ]


def stepped(cell, at):
    """(c, z) of one step, of the shapes that they must have."""
    try:
        c, z = map(np.asarray, cell.step(at["c"].copy(), at["z"].copy(), at["u"].copy()))
    except (TypeError, ValueError) as error:
        if error.__traceback__.tb_next is not None:
            raise
        raise Problem("step must return two arrays, c and z.", line_of(cell.step)) from error
    for name, found, shape in (("c", c, at["c"].shape), ("z", z, at["z"].shape)):
        _must_be(name, found, shape, cell.step, "step")
    return c, z


def jacobians(cell, at, c):
    """LocalJacobians of one step, filled up to the shapes that they must have."""
    local = cell.local_jacobians(at["c"], at["u"], c)
    if not isinstance(local, LocalJacobians):
        raise Problem("local_jacobians must return cells.LocalJacobians(D=…, G=…, phi=…).", line_of(cell.local_jacobians))
    n, d, gates = cell.n, cell.d, len(cell.gates)
    shapes = {"D": (B, n, d, d), "G": (B, n, d), "phi": (B, gates, n, d), "q": (B, gates, n), "reset": (B, n, d)}
    for name, shape in shapes.items():
        found = getattr(local, name)
        if found is not None or name in ("D", "G", "phi"):
            _must_be(name, np.asarray(found), shape, cell.local_jacobians, "local_jacobians")
    return local


def _must_be(name, found, shape, function, words):
    if found.shape != shape:
        raise Problem(f"{name} must have the shape {shape} here, not {found.shape}: {words} is for a batch of {B} samples.",
                      line_of(function))
    if found.dtype.kind not in "fiub" or not np.isfinite(found).all():
        raise Problem(f"{name} has values that are no finite numbers.", line_of(function))


def measure(cell, at):
    """The derivatives of a step, Measured."""
    c, z, apart = {}, {}, 0.0
    for name, place in at.items():
        columns = {"c": cell.d, "u": len(cell.gates), "z": 1}[name]
        by_c, by_z = np.zeros((B, cell.n, cell.d, columns)), np.zeros((B, cell.n, 1, columns))
        for neuron in range(cell.n):
            for column in range(columns):
                index = {"c": np.s_[:, neuron, column], "u": np.s_[:, column, neuron], "z": np.s_[:, neuron]}[name]
                dc, dz = _moved(cell, at, name, index)
                by_c[:, neuron, :, column], by_z[:, neuron, 0, column] = dc[:, neuron], dz[:, neuron]
                others = np.arange(cell.n) != neuron
                apart = max(apart, np.abs(dc[:, others]).max(), np.abs(dz[:, others]).max())
        c[name], z[name] = by_c, by_z
    return Measured(c, z, float(apart))


def _moved(cell, at, name, index):
    """How c and z change with the numbers at `index` of `name`."""
    ends = []
    for change in (STEP, -STEP):
        moved = at[name].copy()
        moved[index] += change
        ends.append(stepped(cell, {**at, name: moved}))
    return [(up - down) / (2 * STEP) for up, down in zip(*ends)]


def _state(local, measured, before):
    """D, and what a neuron's own last z does to it.

    Where that z is a function of the last c alone, whether it counts as D or as a reset is for the cell to say, as in an
    ALIF neuron: then their sum must be right.
    """
    reset = np.zeros_like(local.G) if local.reset is None else local.reset
    found = [
        _compared("D", _by("c", "c", "t−1"), local.D, measured.c["c"]),
        _compared("reset", _by("c", "z", "t−1"), reset[..., None], measured.c["z"]),
    ]
    if before.q is None and not all(each.ok for each in found):
        G = before.G[..., None, :]
        both = _compared("D, reset", _by("c", "c", "t−1") + ", by the last <i>z</i> too", local.D + reset[..., None] * G,
                         measured.c["c"] + measured.c["z"] * G)
        if both.ok:
            return [both]
    return found


def _observable(local, measured):
    """G by all that reaches z through c, and q by what else the drive does to z.

    Errors of D, φ and reset are no errors of G: it meets the measured ones. Where nothing but the drive moves c, only
    G φ + q can be told.
    """
    G = local.G[..., None, :]
    q = 0 if local.q is None else np.moveaxis(local.q, -2, -1)[..., None, :]
    through = {name: G @ measured.c[name] for name in ("c", "z")}
    drive = G @ measured.c["u"] + q
    q_check = _compared("q", _by("z", "u") + " past <i>c</i><sup>t</sup>", drive, measured.z["u"])
    if not any(part.any() for part in (measured.c["c"], measured.c["z"])):
        return [q_check._replace(name="G, q", meaning=_by("z", "u"))]
    g_check = _compared("G", _by("z", "c"), np.concatenate([through["c"], through["z"]], -1),
                        np.concatenate([measured.z["c"], measured.z["z"]], -1))
    if not g_check.ok:
        q_check = q_check._replace(error=None, detail="cannot be told before G is right")
    return [g_check, q_check]


def _by(of, by, time="t"):
    """The derivative of one quantity at time t by another, marked up."""
    return f"∂<i>{of}</i><sup>t</sup>/∂<i>{by}</i><sup>{time}</sup>"


def _compared(name, meaning, yours, measured):
    yours = np.broadcast_to(yours, measured.shape)
    gap = np.abs(yours - measured)
    scale = np.linalg.norm(measured)
    error = float(np.linalg.norm(gap) / scale) if scale > ENOUGH else float(np.linalg.norm(gap))
    sample = np.unravel_index(gap.argmax(), gap.shape)
    detail = f"neuron {sample[1] + 1}: yours {yours[sample]:.4f}, measured {measured[sample]:.4f}".replace("-", "−")
    return Check(name, meaning, error, detail)


def _apart(measured):
    return Check("neurons apart", "no neuron moves another within a step", measured.apart,
                 f"another neuron moves by {measured.apart:.3g} for one")
