"""The learning equations of a network of few connections: which there are, how they read, and what they compute.

Most elements of the influence matrix of a sparse network are zero at all times. The others are found by running the
recursion of RTRL in Boolean algebra, and each of them has a recursion of its own, of few terms.
"""

import numpy as np

from taxrec_lite import _check, cells
from taxrec_lite.network import Network
from taxrec_lite.own_network import equations
from taxrec_lite.own_network.recursion import Recursion
from taxrec_lite.parameters import Parameters
from taxrec_lite.readout import Readout
from taxrec_lite.trajectory import Run


class OwnNetwork:
    """A network with the connections that are listed and no others; each neuron has a bias.

    edges : pairs (i, j), a synapse from neuron i to neuron j; (i, i) is a self-connection; may be empty
    inputs : pairs (k, j), neuron j hears input k; at least one
    cell : the name of a registered cell
    readout : the Readout of all neurons
    constants : those of the cell, such as leak=0.5

    Neurons and inputs are counted from one, here and in the equations, and there are as many as the largest number
    that is named. In arrays they are counted from zero.

    cell, network : the Cell and the Network
    mask : which weights exist, Booleans of the shape of theta, (gates, n, p)

    Raises TypeError for anything but pairs of integers, an unknown constant or another type of read-out, ValueError for
    an integer below one, a pair given twice, no inputs or an unknown cell.
    """

    def __init__(self, edges: list[tuple[int, int]], inputs: list[tuple[int, int]], cell: str = "leaky_rnn",
                 readout: Readout = Readout(1), **constants):
        edges, inputs = _pairs("edges", edges), _pairs("inputs", inputs)
        if not inputs:
            raise ValueError("inputs must hold at least one pair (input, neuron), not none")
        n = max([j for _, j in inputs] + [neuron for edge in edges for neuron in edge])
        self.cell = cells.get(cell)(max(k for k, _ in inputs), n, **constants)
        self.network = Network(self.cell, readout)
        row = np.zeros((n, self.cell.p), bool)
        row[:, -1] = True
        for i, j in edges:
            row[j - 1, i - 1] = True
        for k, j in inputs:
            row[j - 1, n + k - 1] = True
        self.mask = self.cell.exists & row
        self._read_cell(row[:, :n])

    def _read_cell(self, synapses):
        """Which local Jacobians can differ from zero, from one look at the cell in a state without zeros."""
        gates, n, d = len(self.cell.gates), self.cell.n, self.cell.d
        c = np.ones((n, d))
        local = self.cell.local_jacobians(c, np.ones((gates, n)), c)
        self._implicit = bool(local.D.any())
        self._phi = local.phi.any((1, 2))
        self._q = np.zeros(gates, bool) if local.q is None else local.q.any(1)
        self._R = synapses if local.reset is None else synapses | np.eye(n, dtype=bool)
        self._S = synapses & self._q.any()

    def init(self, rng: "np.random.Generator", gain: float = 1.0) -> Parameters:
        """Random Parameters as `Network.init` draws them, zero where there is no weight; arguments and errors as there."""
        params = self.network.init(rng, gain)
        return Parameters(params.theta * self.mask, params.W_out, params.b_out)

    def elements(self, m: int | None = None) -> tuple[np.ndarray, np.ndarray]:
        """Which elements of A and of Z can differ from zero, two arrays of Booleans (n, gates, n, p).

        [r, gate, j, i] is about the states of neuron r by the existing weight theta[gate, j, i].

        m : an order, at least 1: what has crossed fewer than m synapses; None for RTRL.
        Raises TypeError unless m is an integer or None, ValueError for m < 1.
        """
        n = self.cell.n
        crossings = n if m is None else min(_check.integer("m", m, 1) - 1, n)  # n lead wherever more would
        direct = np.eye(n, dtype=bool)[:, None, :, None] & self.mask
        direct_A = direct & self._phi[:, None, None]
        A, Z = direct_A, direct
        for _ in range(crossings):
            A = direct_A | np.einsum("rk,kgji->rgji", self._R, Z)
            Z = direct | A
        return A, Z

    def recursions(self, m: int | None = None) -> list[Recursion]:
        """All that must be computed, a list of `Recursion`: for an order m, those of the orders below it as well.

        Argument and errors as for `elements`.
        """
        if m is None:
            _, Z = self.elements()
            return self._fed_by(Z, None, Z)
        patterns = [self.elements(order)[1] for order in range(1, _check.integer("m", m, 1) + 1)]
        below = [np.zeros_like(patterns[0]), *patterns]
        return [one for order, Z in enumerate(patterns, 1) for one in self._fed_by(below[order - 1], order, Z)]

    def _fed_by(self, Z_below, order, Z):
        found = []
        for gate, j, i, r in np.argwhere(Z.transpose(1, 2, 3, 0)).tolist():
            arrives = Z_below[:, gate, j, i]
            through_R, through_S = (tuple(np.flatnonzero(row & arrives).tolist()) for row in (self._R[r], self._S[r]))
            phi, q = (r == j and bool(gates[gate]) for gates in (self._phi, self._q))
            found.append(Recursion(order, r, (gate, j, i), self._implicit and (phi or bool(through_R)),
                                   through_R, through_S, phi, q))
        return found

    def counts(self, m: int | None = None) -> tuple[int, int]:
        """(needed, dense): how many numbers A holds here, and in the arrays of the dense rule; over all orders up to m.

        Argument and errors as for `elements`.
        """
        needed = self.cell.d * sum(one.hidden for one in self.recursions(m))
        own = self.mask.size * self.cell.d
        return needed, own * self.cell.n if m is None else own * (1 + (m - 1) * self.cell.n)

    def latex(self, m: int | None = None) -> list[str]:
        """The recursions of A and Z in LaTeX, a list with a line for each; gates that read alike share one.

        The symbols are explained in `symbols`. Argument and errors as for `elements`.
        """
        return equations.lines(self.cell, self.recursions(m))

    @property
    def symbols(self) -> dict[str, str]:
        """What the symbols in `latex` stand for, a dict from LaTeX to words."""
        return equations.symbols(self.cell, self.recursions())

    def gradient(self, run: Run, m: int | None = None) -> np.ndarray:
        """The θ-gradient of `run` from nothing but `recursions(m)`, (gates, n, p), zero where there is no weight.

        Σ_t Σ_r L_r^t Z_r^t, where L is the learning signal. Equals `rtrl(run)`, or `m_order(run, m)`, where `mask`.

        Raises TypeError unless `run` is a Run, ValueError unless it is one of this network, and as for `elements`.
        """
        self._check_run(run)
        m = m if m is None else min(_check.integer("m", m, 1), run.T)
        recursions, B = self.recursions(m), run.x.shape[1]
        A = {one.key: np.zeros((B, self.cell.d)) for one in recursions}
        Z = {one.key: np.zeros(B) for one in recursions}
        theta = np.zeros(self.mask.shape)
        for t in range(run.T):
            local, W_rec = run.local[t], run.params.W_rec
            now = local, local.R(W_rec), local.S(W_rec), run.pre[t]
            advanced = {one.key: one.step(*now, A, Z) for one in recursions}
            A, Z = ({key: pair[part] for key, pair in advanced.items()} for part in (0, 1))
            for one in recursions:
                if one.order == m:
                    theta[one.weight] += run.learning_signal[t, :, one.r] @ Z[one.key]
        return theta

    def _check_run(self, run):
        _check.instance("run", run, Run)
        if run.network.cell != self.cell:
            raise ValueError(f"run must be of a network of {self.cell}, not of {run.network.cell}")
        extra = np.argwhere((run.params.theta != 0) & ~self.mask).tolist()
        if extra:
            raise ValueError(f"run must have no weights but those of edges and inputs, not theta{extra[0]} as well")


def _pairs(name, value):
    """`value` as a list of distinct pairs of integers counted from one."""
    accepted = f"{name} must be pairs of integers (from, to) counted from one"
    try:
        pairs = [tuple(pair) for pair in value]
    except TypeError as reason:
        raise TypeError(f"{accepted}, not {value!r}") from reason
    for pair in pairs:
        if len(pair) != 2:
            raise ValueError(f"{accepted}, not {pair}")
    pairs = [tuple(_check.integer(f"each end of a pair in {name}", end, 1) for end in pair) for pair in pairs]
    twice = [pair for pair in pairs if pairs.count(pair) > 1]
    if twice:
        raise ValueError(f"{accepted}, each given once, not {twice[0]} twice")
    return pairs
