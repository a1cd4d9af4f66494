"""Every rule on one run: how far its gradient is from the exact one, and what it costs."""

from itertools import product
from typing import NamedTuple

import numpy as np

from taxrec_lite import _check, costs, rules
from taxrec_lite.measures import cosine, relative_error
from taxrec_lite.rules.bptt import bptt
from taxrec_lite.rules.eprop import random_feedback
from taxrec_lite.trajectory import Run

# The numbers at which a rule with numbers of its own is listed; from the last one on, costs grow alike
LISTED = {"m": (2, 3), "steps": (1, 2), "k": (10,), "block": (10,)}
ELSE = (2,)


class Compared(NamedTuple):
    """A rule on a run.

    rule, numbers : the Rule, and the numbers it is taken at
    error : relative error of its gradient over θ
    cosine : of the angle to the exact gradient; None for a gradient of zero
    time : multiply–adds of a time step
    memory : numbers held
    """

    rule: rules.Rule
    numbers: dict
    error: float
    cosine: float | None
    time: float
    memory: float

    @property
    def title(self) -> str:
        """The rule for people, with its numbers."""
        return title(self.rule, self.numbers)


def compare(run: Run, seed: int = 0, **numbers) -> list[Compared]:
    """All registered rules on `run`, in the order of the registry.

    seed : of what random rules draw, and of a random feedback matrix
    numbers : those at which rules are taken in the place of `LISTED`, such as m=(1, 2, 5)

    Raises TypeError unless `run` is a Run, ValueError for a number that no rule takes, or is below 1, or if the exact
    gradient is zero.
    """
    _check.instance("run", run, Run)
    seed = _check.integer("seed", seed, 0)
    known = sorted({number for name in rules.names() for number in rules.get(name).numbers})
    for number in numbers:
        _check.choice("numbers", number, known)
    exact = bptt(run)
    relative_error(exact, exact)
    return [_compared(rules.get(name), at, run, exact, seed) for name in rules.names() for at in listed(rules.get(name), numbers)]


def _compared(rule, numbers, run, exact, seed):
    random = {"rng": np.random.default_rng(seed), "feedback": random_feedback(np.random.default_rng(seed), run.network)}
    options = rule.check(numbers | {name: value for name, value in random.items() if name in rule.options})
    gradient, cost = rule.gradient(run, **options), costs.of(rule.name, run.network, run.T, **numbers)
    return Compared(rule, numbers, relative_error(gradient, exact), cosine(gradient, exact) if gradient.theta.any() else None,
                    cost.time, cost.memory)


def listed(rule: rules.Rule, numbers: dict | None = None) -> list[dict]:
    """The numbers at which a rule is listed, {name: value} for each; `numbers` take the place of `LISTED`."""
    values = [(numbers or {}).get(number) or LISTED.get(number, ELSE) for number in rule.numbers]
    return [dict(zip(rule.numbers, each)) for each in product(*values)]


def title(rule: rules.Rule, numbers: dict) -> str:
    """A rule for people, with its numbers."""
    return ", ".join([rule.title, *(f"{name} = {value}" for name, value in numbers.items())])
