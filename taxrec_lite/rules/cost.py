"""What a rule costs: multiply–adds a time step and numbers held, term by term as in the code, for a batch of one.

Each function takes `Shapes`, and the order m where there is one, and returns a `Cost`. The forward pass, which every
rule needs, is not counted.
"""

from dataclasses import dataclass

from taxrec_lite import _check
from taxrec_lite.network import Network
from taxrec_lite.wiring import Wiring


@dataclass(frozen=True)
class Shapes:
    """All that the cost of a rule depends on.

    n, n_in, n_out, d, gates : of the network; p = n + n_in + 1
    q, reset, direct, leaky : whether the cell has these local Jacobians, z sees what came before through one hidden number
        only, so that A alone is held, and the read-out has a leak
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
    direct: bool
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
        return self.n if crossings == 0 else int(self.wiring.reach(crossings).sum())

    def hops(self, crossings, below):
        """In how many ways a last crossing leads from a pair within `below` crossings to one within `crossings`."""
        if crossings == 0:
            return self.n
        hears, fed = self.wiring.hears, self.wiring.reach(below)
        if below < crossings:  # then all of them do
            return int(hears.sum(0) @ fed.sum(1))
        return int(((hears @ fed.astype(float)) * self.wiring.reach(crossings)).sum())


def shapes(network: Network, T: int) -> Shapes:
    """The `Shapes` of a network that is run for T time steps. Raises TypeError or ValueError for anything else."""
    cell = _check.instance("network", network, Network).cell
    T, local = _check.integer("T", T, 1), cell.at_rest
    return Shapes(cell.n, cell.n_in, network.readout.n_out, cell.d, len(cell.gates), local.q is not None,
                  local.reset is not None, local.direct, network.readout.kappa > 0, T, network.wiring)


@dataclass(frozen=True)
class Cost:
    """multiply_adds : of a time step, {term of the recursion: how many}
    floats : what is held after T steps, {name: how many}
    """

    multiply_adds: dict
    floats: dict

    @property
    def time(self) -> float:
        """Multiply–adds of a time step."""
        return sum(self.multiply_adds.values())

    @property
    def memory(self) -> float:
        """Numbers held."""
        return sum(self.floats.values())


def bptt(s):
    """Back through all that has happened, (7.2)."""
    return Cost(_back(s) | {"dE/du ⊗ pre": s.gates * s.n * s.p, "read-out": _readout_backwards(s)}, _history(s, s.T))


def tbptt(s, k):
    """Back through the last k steps, for every loss; at the end of the run fewer differ. Averages over all steps."""
    k = min(k, s.T)
    swept = k - k * (k - 1) / (2 * s.T)
    rows = {term: swept * count for term, count in _back(s).items()}
    return Cost(rows | {"dE/du ⊗ pre": s.gates * s.n * s.p, "read-out": _readout_backwards(s)}, _history(s, k))


def hybrid(s, block):
    """Back inside blocks; at the end of each but the last, one sweep for each state. Averages over all steps."""
    block, states, T = min(block, s.T), s.n * (s.d + 1), s.T
    blocks = -(-T // block)
    direct = s.gates * s.n * s.p
    inside = sum(_back(s).values()) + direct
    swept = (blocks - 1) * block * inside
    meeting = states * direct
    return Cost(
        {"inside a block": inside, "at its start": blocks * meeting / T, "one sweep for each state": states * swept / T,
         "onto the influence": (blocks - 1) * states * meeting / T, "read-out": _readout_backwards(s)},
        _history(s, block) | {"recurrence variable": s.n * s.d * direct, "recurrence eligibility trace": s.n * direct},
    )


def _back(s):
    """One step of one row of the sweep."""
    n, d, gates = s.n, s.d, s.gates
    return {"G b": n * d, "φ a": gates * n * d, "q b": s.q * gates * n, "D a": n * d**2,
            "Rᵀ a + Sᵀ b": gates * n**2 + s.reset * n * d}


def _readout_backwards(s):
    return 2 * s.n * s.n_out + s.leaky * s.n_out


def _history(s, T):
    return {"hidden states": T * s.n * s.d, "observable states": T * s.n, "inputs": T * s.n_in,
            "drives of the gates": T * s.gates * s.n, "errors of the outputs": T * s.n_out}


def eprop(s):
    """Inside each neuron, (7.1)."""
    return _causal(s, _implicit(s) | {"L e": s.own}, _implicitly_held(s), s.own)


def rtrl(s):
    """The influence matrix, as far as it fills, fed by itself, (7.3)."""
    return _fed_by_itself(s, s.n - 1)


def snap(s, steps):
    """The part of the influence matrix that fills within so many steps, fed by itself."""
    return _fed_by_itself(s, steps - 1)


def _fed_by_itself(s, crossings):
    mostly = s.wiring.mostly(crossings)
    if not mostly:
        terms, size = _reach(s, crossings, crossings), s.pairs(crossings) * s.gates * s.wiring.K
    elif s.direct:
        terms, size = _merged(s, {"(D + R G) A": s.n**2 * s.own}), s.n * s.own
    else:
        terms, size = _recurrence(s, by_own=False), s.n * s.own
    merged = s.direct and mostly
    return _causal(s, terms | _learned(s, size, merged), _held(s, size, merged), size)


def uoro(s):
    """One direction for the states, one for the parameters."""
    states = _sensitivity(s, 1)
    return _causal(s, states | {"ν ⊗ pre": s.own, "balance": 2 * s.own + 2, "ρ": 2 * s.own + 2, "L z̃ θ̃": s.n + s.own},
                   {"direction of the states": s.n * (s.d + 1 + s.leaky), "direction of the parameters": s.own})


def kf_rtrl(s):
    """The influence of all drives, and one presynaptic row."""
    drives = s.gates * s.n
    states = _sensitivity(s, drives)
    return _causal(s, states | {"k": 2 * s.p, "balance": 2 * s.p + 2, "p": 3, "L H k": s.n * drives + s.own},
                   {"influence of the drives": s.n * (s.d + 1 + s.leaky) * drives, "presynaptic row": s.p})


def _sensitivity(s, k):
    """States pushed along k directions, joined by the effect of the drives, and both of them weighed."""
    n, d, gates = s.n, s.d, s.gates
    return {"R, S": gates * n**2 * (d + s.q), "D": n * d**2 * k, "R": n**2 * d * k, "G": n * d * k, "S": s.q * n**2 * k,
            "κ": s.leaky * n * k, "∂s/∂u": gates * n * d * k + n * d * k + s.q * gates * n * k,
            "norms": 2 * n * (d + 1) * k, "mixed": 2 * n * (d + 1 + s.leaky) * k}


def m_order(s, m):
    """One recursion an order: inside neurons, then what the paths of each order reach, (7.4) and (7.5)."""
    merged = s.direct and s.wiring.complete(1)
    terms, held, size = [_implicit(s)], [_implicitly_held(s)], s.own
    for crossings in range(1, m):
        size = s.pairs(crossings) * s.gates * s.wiring.K
        if not s.wiring.complete(crossings):
            terms.append(_reach(s, crossings, crossings - 1))
        elif merged:
            terms.append(_merged(s, {"D A": size, "R G A": size if crossings == 1 else s.n * size}))
        else:
            terms.append(_recurrence(s, by_own=crossings == 1))
        held.append(_held(s, size, merged))
    each = {f"order {k}": sum(counts.values()) for k, counts in enumerate(terms, 1)}
    floats = {f"order {k} {what}": count for k, counts in enumerate(held, 1) for what, count in counts.items()}
    return _causal(s, each | _learned(s, size, merged and m > 1), floats, size)


def _causal(s, multiply_adds, floats, filtered=0):
    """A cost completed by the read-out's part, with a trace of that size to be filtered by its leak, and by the present state."""
    readout = 2 * s.n * s.n_out + s.n_out + s.leaky * (s.n + filtered)
    present = {"hidden state": s.n * s.d, "observable state": s.n}
    leaky = {"output": s.n_out} if s.leaky else {}
    if s.leaky and filtered:
        leaky["read-out implicit eligibility trace"] = filtered
    return Cost(multiply_adds | {"read-out": readout}, present | floats | leaky)


def _implicit(s):
    return {"D ε": s.own * s.d**2, "φ ⊗ pre": s.own * s.d, "G ε": s.own * s.d, "q ⊗ pre": s.q * s.own}


def _implicitly_held(s):
    return {"implicit variable": s.own * s.d, "implicit eligibility trace": s.own}


def _held(s, size, merged):
    """What an order holds, or RTRL, with a trace of that size."""
    return {"recurrence variable": s.d * size} | ({"∂z/∂c": s.n} if merged else {"recurrence eligibility trace": size})


def _learned(s, size, merged):
    """The learning signal times the trace, which is made for a leaky read-out only where A alone is held."""
    made = {} if not merged else {"G A": size} if s.leaky else {"L G": s.n}
    return made | {"L Z": size}


def _merged(s, products):
    """Both recurrences on A alone."""
    return {"R": s.gates * s.n**2, "R G": s.n**2, "φ ⊗ pre": s.own} | products


def _recurrence(s, by_own):
    """Fed by the whole of an influence matrix, or by an order that stays inside neurons."""
    crossing = s.n * s.own if by_own else s.n**2 * s.own
    return {"R, S": s.gates * s.n**2 * (s.d + s.q), "D A": s.n * s.d**2 * s.own, "R Z": s.d * crossing, "G A": s.n * s.d * s.own,
            "S Z": s.q * crossing, "φ ⊗ pre, q ⊗ pre": (s.d + s.q) * s.own}


def _reach(s, crossings, below):
    each = s.gates * s.wiring.K
    pairs, hops = s.pairs(crossings) * each, s.hops(crossings, below) * each
    return {"R, S": s.gates * s.n**2 * (s.d + s.q), "D A": s.d**2 * pairs, "R Z": s.d * hops, "G A": s.d * pairs, "S Z": s.q * hops,
            "φ ⊗ pre, q ⊗ pre": (s.d + s.q) * s.own}
