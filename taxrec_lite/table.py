"""Table 1: what each rule costs, and what it must see, from formulas and from the graph of a run."""

from itertools import product
from typing import NamedTuple

import numpy as np

from taxrec_lite import costs, rules
from taxrec_lite._words import raised
from taxrec_lite.cells import LeakyRNN
from taxrec_lite.graphs.views import rule_view
from taxrec_lite.network import Network
from taxrec_lite.readout import Readout

# The numbers at which a rule with numbers of its own is listed; from the last one on, costs grow alike
LISTED = {"m": (2, 3), "steps": (1, 2), "k": (10,), "block": (10,)}
ELSE = (2,)


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
    def title(self):
        """The rule for people, with its numbers."""
        return ", ".join([self.rule.title, *(f"{name} = {value}" for name, value in self.numbers.items())])


def rows(T=5):
    """All rows of Table 1, a list of `Row`, rules in the order of the registry; those with a number at the `LISTED`."""
    rng = np.random.default_rng(0)
    network = Network(LeakyRNN(n_in=1, n=3), Readout(n_out=1, kappa=0.5))
    run = network.run(network.init(rng), rng.standard_normal((T, 1, 1)), rng.standard_normal((T, 1, 1)))
    return [_row(name, dict(zip(rules.get(name).numbers, values)), run)
            for name in rules.names() for values in product(*(LISTED.get(number, ELSE) for number in rules.get(name).numbers))]


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
