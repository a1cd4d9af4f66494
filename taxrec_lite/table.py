"""Table 1: what each rule costs, and what it must see, from formulas and from the graph of a run."""

from typing import NamedTuple

import numpy as np

from taxrec_lite import costs, rules
from taxrec_lite._words import raised
from taxrec_lite.cells import LeakyRNN
from taxrec_lite.graphs.views import rule_view
from taxrec_lite.network import Network
from taxrec_lite.readout import Readout


class Row(NamedTuple):
    """A rule, the m it is taken at or None, and its row of Table 1.

    time, memory : how multiply–adds of a time step and numbers held grow, such as "m n⁴"
    causal, local : facts of the graph, see `RuleView`
    exact : whether the gradient is that of the loss
    """

    rule: rules.Rule
    m: int | None
    time: str
    memory: str
    causal: bool
    local: bool
    exact: bool

    @property
    def title(self):
        """The rule for people, with its m."""
        return self.rule.title if self.m is None else f"{self.rule.title}, m = {self.m}" + (" and more" if self.m > 2 else "")


def rows(T=5):
    """All rows of Table 1, a list of `Row`, rules in the order of the registry.

    m-order e-prop has two, since its costs grow alike from m = 3 on; m = 1 is symmetric e-prop.
    """
    rng = np.random.default_rng(0)
    network = Network(LeakyRNN(n_in=1, n=3), Readout(n_out=1, kappa=0.5))
    run = network.run(network.init(rng), rng.standard_normal((T, 1, 1)), rng.standard_normal((T, 1, 1)))
    return [_row(name, m, run) for name in rules.names() for m in ((2, 3) if "m" in rules.get(name).options else (None,))]


def _row(name, m, run):
    view = rule_view(run, name, m)
    along = ("m", "T", "n") if m and m > 2 else ("T", "n")
    powers = {letter: costs.growth(name, letter, m) for letter in along}
    time, memory = ("\N{THIN SPACE}".join(_power(letter, powers[letter][what]) for letter in along if powers[letter][what])
                    for what in ("time", "memory"))
    return Row(view.rule, m, time, memory, view.causal, view.local, view.rule.exact)


def _power(letter, exponent):
    return letter + ("" if exponent == 1 else raised(exponent))
