"""What the rules cost, compared: Table 1, counted operations, and how costs grow."""

import math
from dataclasses import replace

import numpy as np

from taxrec_lite import _check, rules
from taxrec_lite.cells import LeakyRNN, LocalJacobians
from taxrec_lite.counting import counted as counted_array
from taxrec_lite.network import Network
from taxrec_lite.parameters import Parameters
from taxrec_lite.readout import Readout
from taxrec_lite.rules.causal import CausalGradient
from taxrec_lite.rules.cost import Cost, shapes


def of(rule: str, network: Network, T: int, **numbers) -> Cost:
    """The `Cost` of the rule called `rule` on a network that is run for T time steps, for a batch of one.

    numbers : those that the rule must be given, such as m, the order

    Raises ValueError for an unknown rule, or a number that is missing, not taken or below 1.
    """
    rule = rules.get(rule)
    return rule.cost(shapes(network, T), **rule.check_numbers(numbers))


def growth(rule: str, along: str, **numbers) -> dict[str, int]:
    """{"time": e, "memory": e}: the cost grows as the power e of `along`, "n", "T" or one of the rule's numbers.

    From the formulas for a dense leaky RNN, as the ratio of the costs at twice a large value and at the value, where what
    does not grow is small, and all numbers of the rule that do not grow are as given.
    Raises ValueError as `of`, and for another `along`.
    """
    _check.choice("along", along, ("n", "T", *rules.get(rule).numbers))
    size = {"n": 2**24, "T": 2**22, **numbers} | ({along: 2**10} if along in numbers else {})
    one, twice = (_cost_at(rule, **{**size, along: factor * size[along]}) for factor in (1, 2))
    return {what: round(math.log2(getattr(twice, what) / getattr(one, what))) for what in ("time", "memory")}


def _cost_at(rule, n, T, **numbers):
    return of(rule, Network(LeakyRNN(n_in=1, n=n), Readout(1)), T, **numbers)


def counted(rule: str, network: Network, T: int = 3, **options) -> float:
    """Multiply–adds of a time step as they are made: the rule is run on arrays that count, for a batch of one.

    options : what the rule must be given, but a feedback matrix

    Other arguments and errors as for `of`.
    """
    tally = [0]
    run, rule = _counting_run(network, tally, T), rules.get(rule)
    if not rule.causal:
        rule.gradient(run, **rule.check(options))
        return tally[0] / T
    options = rule.check({name: 0 for name in rule.options if name == "feedback"} | options)
    options.pop("feedback", None)
    gradient = CausalGradient(network, rule.trace(network, 1, **options))
    gradient.filtered_trace = counted_array(gradient.filtered_trace, tally)
    for t in range(T):
        tally[0] = 0
        gradient.step(run.params, run.local[t], run.pre[t], run.z[t], run.dE_dy[t])
    return tally[0]


def _counting_run(network, tally, T):
    """A random run whose arrays count in `tally` all that a rule makes of them, and nothing of the run itself."""
    rng = np.random.default_rng(0)
    run = network.run(network.init(rng), rng.standard_normal((T, 1, network.cell.n_in)),
                      rng.standard_normal((T, 1, network.readout.n_out)))
    params = Parameters(*(counted_array(group, tally) for group in vars(run.params).values()))
    counting = replace(run, params=params, activity=counted_array(run.activity, tally))
    local = LocalJacobians(**{name: counted_array(part, tally) for name, part in vars(run.local).items()})
    vars(counting).update(local=local, **{name: counted_array(getattr(run, name), tally) for name in ("pre", "dE_dy")})
    return counting
