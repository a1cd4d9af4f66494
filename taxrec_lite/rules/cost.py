"""What a rule costs: multiply–adds a time step and numbers held, term by term as in the code, for a batch of one.

Each function takes `Shapes`, and the order m where there is one, and returns a `Cost`. The forward pass, which every
rule needs, is not counted.
"""

from dataclasses import dataclass

import numpy as np

from taxrec_lite import _check
from taxrec_lite.network import Network
from taxrec_lite.wiring import Wiring


@dataclass(frozen=True)
class Shapes:
    """All that the cost of a rule depends on.

    n, n_in, n_out, d, gates : of the network; p = n + n_in + 1
    q, reset, leaky : whether the cell has these local Jacobians, and the read-out a leak
    T : number of time steps
    wiring : the `Wiring` of the network
    """

    n: int
    n_in: int
    n_out: int
    d: int
    gates: int
    q: bool
    reset: bool
    leaky: bool
    T: int
    wiring: Wiring

    @property
    def p(self):
        """Presynaptic terms of a neuron that hears all."""
        return self.n + self.n_in + 1

    @property
    def own(self):
        """The room for all parameters, gates · n · K, where K = p unless the network is sparse."""
        return self.gates * self.n * self.wiring.K

    def pairs(self, crossings):
        """How many pairs (r, j) have a path from j to r over at most so many synapses."""
        if self.wiring.complete(crossings):
            return self.n**2
        return int(self.wiring.reach(crossings).sum())

    def hops(self, crossings):
        """How many pairs of an order feed one of the next, by all ways of the last of so many crossings."""
        reach, below = (self.wiring.reach(k).astype(float) for k in (crossings, crossings - 1))
        return int(((self.wiring.hears @ below) * reach).sum())


def shapes(network, T):
    """The `Shapes` of a network that is run for T time steps. Raises TypeError or ValueError for anything else."""
    cell = _check.instance("network", network, Network).cell
    T, one = _check.integer("T", T, 1), np.zeros((1, cell.d))
    local = cell.local_jacobians(one, np.zeros((len(cell.gates), 1)), one)
    return Shapes(cell.n, cell.n_in, network.readout.n_out, cell.d, len(cell.gates), local.q is not None,
                  local.reset is not None, network.readout.kappa > 0, T, network.wiring)


@dataclass(frozen=True)
class Cost:
    """multiply_adds : of a time step, {term of the recursion: how many}
    floats : what is held after T steps, {name: how many}
    """

    multiply_adds: dict
    floats: dict

    @property
    def time(self):
        """Multiply–adds of a time step."""
        return sum(self.multiply_adds.values())

    @property
    def memory(self):
        """Numbers held."""
        return sum(self.floats.values())


def bptt(s):
    """Back through all that has happened, (7.2)."""
    n, d, gates, T = s.n, s.d, s.gates, s.T
    return Cost(
        {"G b": n * d, "φ a": gates * n * d, "q b": s.q * gates * n, "D a": n * d**2, "Rᵀ a + Sᵀ b": gates * n**2 + s.reset * n * d,
         "dE/du ⊗ pre": gates * n * s.p, "read-out": 2 * n * s.n_out + s.leaky * s.n_out},
        {"hidden states": T * n * d, "observable states": T * n, "inputs": T * s.n_in, "drives of the gates": T * gates * n,
         "errors of the outputs": T * s.n_out},
    )


def eprop(s):
    """Inside each neuron, (7.1)."""
    return _causal(s, _implicit(s) | {"L e": s.own}, {
        "implicit variable": s.own * s.d, "implicit eligibility trace": s.own}, s.own)


def rtrl(s):
    """The whole influence matrix, fed by itself, (7.3)."""
    fed = _recurrence(s, by_own=False)
    return _causal(s, fed | {"L Z": s.n * s.own}, {
        "recurrence variable": s.n * s.d * s.own, "recurrence eligibility trace": s.n * s.own}, s.n * s.own)


def m_order(s, m):
    """One recursion an order: inside neurons, then what the paths of each order reach, (7.4) and (7.5)."""
    terms = [_implicit(s)]
    sizes = [s.own]
    for crossings in range(1, m):
        if s.wiring.complete(crossings):
            terms.append(_recurrence(s, by_own=crossings == 1))
            sizes.append(s.n * s.own)
        else:
            terms.append(_reach(s, crossings))
            sizes.append(s.pairs(crossings) * s.gates * s.wiring.K)
    each = {f"order {k}": sum(counts.values()) for k, counts in enumerate(terms, 1)}
    held = {}
    for k, size in enumerate(sizes, 1):
        held |= {f"order {k} variable": size * s.d, f"order {k} eligibility trace": size}
    return _causal(s, each | {"L Z": sizes[-1]}, held, sizes[-1])


def _causal(s, multiply_adds, floats, trace):
    """A cost completed by the read-out's part, and by the present state."""
    readout = 2 * s.n * s.n_out + s.n_out + s.leaky * (s.n + trace)
    present = {"hidden state": s.n * s.d, "observable state": s.n}
    leaky = {"output": s.n_out, "read-out implicit eligibility trace": trace} if s.leaky else {}
    return Cost(multiply_adds | {"read-out": readout}, present | floats | leaky)


def _implicit(s):
    return {"D ε": s.own * s.d**2, "φ ⊗ pre": s.own * s.d, "G ε": s.own * s.d, "q ⊗ pre": s.q * s.own}


def _recurrence(s, by_own):
    """Fed by the whole of an influence matrix, or by an order that stays inside neurons."""
    crossing = s.n * s.own if by_own else s.n**2 * s.own
    return {"R, S": s.gates * s.n**2 * (s.d + s.q), "D A": s.n * s.d**2 * s.own, "R Z": s.d * crossing, "G A": s.n * s.d * s.own,
            "S Z": s.q * crossing, "φ ⊗ pre, q ⊗ pre": (s.d + s.q) * s.own}


def _reach(s, crossings):
    each = s.gates * s.wiring.K
    pairs, hops = s.pairs(crossings) * each, s.hops(crossings) * each
    return {"R, S": s.gates * s.n**2 * (s.d + s.q), "D A": s.d**2 * pairs, "R Z": s.d * hops, "G A": s.d * pairs, "S Z": s.q * hops,
            "φ ⊗ pre, q ⊗ pre": (s.d + s.q) * s.own}
