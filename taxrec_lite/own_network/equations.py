"""The recursions of an `OwnNetwork` in LaTeX. Neurons and inputs are counted from one."""


def lines(cell, recursions):
    """A line for A, where it can differ from zero, and one for Z of each recursion; gates that read alike share one."""
    symbol = _gate_symbols(cell, recursions)
    writer = _Writer(cell, symbol)
    return [line for one in recursions if one.weight[0] in symbol for line in writer.recursion(one)]


def symbols(cell, recursions):
    """What the symbols in `lines` stand for, a dict from LaTeX to words."""
    meaning = {
        "(ji), (jx_k), (jb)": "the weight from neuron i to neuron j, that from input k to neuron j, the bias of neuron j",
        r"A_{r,(ji)}^t": "the derivative of the hidden state of neuron r at time t by that weight",
        r"Z_{r,(ji)}^t": "the derivative of its observable state",
        r"A_{m;\,r,(ji)}^t, Z_{m;\,r,(ji)}^t": "the parts of A and Z that have crossed fewer than m synapses",
        r"D_r^t": "the implicit recurrence: how the hidden state of neuron r moves with itself one step before",
        r"R_{rk}^t": "the explicit recurrence: how the hidden state of r moves with the observable state of k one step "
                     "before, over a synapse or by a reset",
        r"G_r^t": "how the observable state of neuron r moves with its hidden state",
        r"\varphi_j^t": "how the hidden state of neuron j moves with what it is driven by, in a gated cell by gate",
        r"z_i^{t-1}, x_k^t": "what the weight is multiplied by: an observable state, an input",
    }
    if any(one.q for one in recursions):
        meaning[r"S_{rk}^t"] = (
            "the explicit recurrence past the hidden state: how the observable state of r moves with that of k one step before")
        meaning[r"q_j^t"] = "how the observable state of neuron j moves directly with what drives a gate"
    symbol = _gate_symbols(cell, recursions)
    if len(cell.gates) > 1:
        meaning |= {symbol[gates[0]]: "which gate the weight feeds: " + ", ".join(cell.gates[gate] for gate in gates)
                    for gates in _alike(recursions)}
    return meaning


def _alike(recursions):
    """The gates in groups of those that hear and directly move the same, and so have the same terms in all recursions."""
    groups = {}
    for gate in sorted({one.weight[0] for one in recursions}):
        direct = frozenset((one.phi, one.q, *one.weight[1:]) for one in recursions if one.weight[0] == gate)
        groups.setdefault(direct, []).append(gate)
    return list(groups.values())


def _gate_symbols(cell, recursions):
    """The symbol of each group of gates, by its first gate: a letter for any of them, or the initial of the only one."""
    if len(cell.gates) == 1:
        return {0: ""}
    return {gates[0]: "g" if len(gates) > 1 else rf"\mathrm{{{cell.gates[gates[0]][0]}}}" for gates in _alike(recursions)}


class _Writer:
    def __init__(self, cell, symbol):
        self.n, self.n_in, self.symbol = cell.n, cell.n_in, symbol
        self.comma = "," if max(cell.n, cell.n_in) > 9 else ""

    def recursion(self, one):
        r, j, gate = one.r + 1, one.weight[1] + 1, self.symbol[one.weight[0]]
        feeds = f"{gate},{j}" if gate else f"{j}"
        if one.hidden:
            yield self.element("A", one.key, "t") + " = " + " + ".join([
                *([f"D_{{{r}}}^t " + self.element("A", one.key, "t-1")] if one.implicit else []),
                *(self.crossing("R", one, k) for k in one.through_R),
                *([rf"\varphi_{{{feeds}}}^t" + self.presynaptic(one.weight[2])] if one.phi else []),
            ])
        yield self.element("Z", one.key, "t") + " = " + " + ".join([
            *([f"G_{{{r}}}^t " + self.element("A", one.key, "t")] if one.hidden else []),
            *(self.crossing("S", one, k) for k in one.through_S),
            *([f"q_{{{feeds}}}^t" + self.presynaptic(one.weight[2])] if one.q else []),
        ])

    def crossing(self, synapse, one, k):
        return f"{synapse}_{{{one.r + 1}{self.comma}{k + 1}}}^t " + self.element("Z", one.across(k), "t-1")

    def element(self, name, key, time):
        order, r, weight = key
        prefix = "" if order is None else rf"{order};\,"
        return f"{name}_{{{prefix}{r + 1},({self.weight(weight)})}}^{{{time}}}"

    def weight(self, weight):
        gate, j, column = self.symbol[weight[0]], weight[1] + 1, weight[2]
        source = self.of_column(column, f"{column + 1}", f"x_{{{column - self.n + 1}}}", "b")
        return (f"{gate},\\," if gate else "") + f"{j}{self.comma}{source}"

    def presynaptic(self, column):
        return self.of_column(column, f" z_{{{column + 1}}}^{{t-1}}", f" x_{{{column - self.n + 1}}}^t", "")

    def of_column(self, column, recurrent, from_input, bias):
        return recurrent if column < self.n else from_input if column < self.n + self.n_in else bias
