"""Table 1: what each rule costs, and what it must see, from formulas and from the graph of a run."""

from typing import NamedTuple

import numpy as np

from taxrec_lite import costs, rules
from taxrec_lite._words import raised
from taxrec_lite.cells import LeakyRNN
from taxrec_lite.comparison import ELSE, LISTED, listed, title
from taxrec_lite.graphs.views import rule_view
from taxrec_lite.network import Network
from taxrec_lite.readout import Readout


class Row(NamedTuple):
    """A rule, with the numbers it is taken at, and its row of Table 1.

    time, memory : how multiply–adds of a time step and numbers held grow, such as "m n⁴"
    causal, local : facts of the graph, see `RuleView`
    exact, unbiased : whether the gradient, or its mean, is that of the loss
    """

    rule: rules.Rule
    numbers: dict
    time: str
    memory: str
    causal: bool
    local: bool
    exact: bool
    unbiased: bool

    @property
    def title(self) -> str:
        """The rule for people, with its numbers."""
        return title(self.rule, self.numbers)


def rows(T: int = 5) -> list[Row]:
    """All rows of Table 1, a list of `Row`, rules in the order of the registry; those with a number at `comparison.LISTED`."""
    rng = np.random.default_rng(0)
    network = Network(LeakyRNN(n_in=1, n=3), Readout(n_out=1, kappa=0.5))
    run = network.run(network.init(rng), rng.standard_normal((T, 1, 1)), rng.standard_normal((T, 1, 1)))
    return [_row(name, numbers, run) for name in rules.names() for numbers in listed(rules.get(name))]


def _row(name, numbers, run):
    rule = rules.get(name)
    others = {"rng": np.random.default_rng(0)} if "rng" in rule.options else {}
    view = rule_view(run, name, **numbers, **others)
    growing = [number for number, value in numbers.items() if value == LISTED.get(number, ELSE)[-1]]
    along = (*growing, "T", "n")
    powers = {letter: costs.growth(name, letter, **numbers) for letter in along}
    time, memory = ("\N{THIN SPACE}".join(_power(letter, powers[letter][what]) for letter in along if powers[letter][what])
                    for what in ("time", "memory"))
    return Row(rule, numbers, time, memory, view.causal, view.local, rule.exact, rule.unbiased)


def _power(letter, exponent):
    return letter + ("" if exponent == 1 else raised(exponent))
