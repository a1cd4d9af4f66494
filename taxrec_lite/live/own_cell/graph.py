"""The edges of the small graph of a cell: which there can be, and which a cell has."""

import numpy as np

N, T = 2, 4


def shown():
    """{mark: (tail, head)} for every edge that the graph of two neurons over four steps can have."""
    return {" ".join(map(_name, edge)): edge for edge in _possible()}


def edges(run):
    """{(tail, head): whether the local Jacobian on it differs from zero} for a run of N neurons over T steps."""
    W_rec, local = run.params.W_rec, run.local
    R, S = local.R(W_rec)[:, 0], None if local.q is None else local.S(W_rec)[:, 0]
    found = {}
    for tail, head in _possible():
        j, t = head[1:] if len(head) == 3 else (None, None)
        match tail[0], head[0]:
            case "theta", "c":
                value = local.phi[t - 1, 0, :, j]
            case "theta", "z":
                value = 0 if local.q is None else local.q[t - 1, 0, :, j]
            case "c", "c":
                value = local.D[t - 1, 0, j]
            case "c", "z":
                value = local.G[t - 1, 0, j]
            case "z", "c":
                value = R[t - 1, j, :, tail[1]]
            case "z", "z":
                value = 0 if S is None else S[t - 1, j, tail[1]]
            case _:
                value = 1
        found[tail, head] = bool(np.any(value))
    return found


def _possible():
    neurons = range(N)
    for t in range(1, T + 1):
        for j in neurons:
            yield ("theta", j), ("c", j, t)
            yield ("theta", j), ("z", j, t)
            yield ("c", j, t), ("z", j, t)
            yield ("z", j, t), ("y", 0, t)
            if t > 1:
                yield ("c", j, t - 1), ("c", j, t)
                for i in neurons:
                    yield ("z", i, t - 1), ("c", j, t)
                    yield ("z", i, t - 1), ("z", j, t)
        yield ("y", 0, t), ("E", t)
        yield ("E", t), ("E",)


def _name(node):
    return "-".join(map(str, node))
