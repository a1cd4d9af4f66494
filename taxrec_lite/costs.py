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
from taxrec_lite.rules.cost import shapes


def of(rule, network, T, m=None):
    """The `Cost` of the rule called `rule` on a network that is run for T time steps, for a batch of one.

    m : the order, for the rule "m_order" and no other

    Raises ValueError for an unknown rule, or an m that is missing or not taken.
    """
    return rules.get(rule).cost(shapes(network, T), *_order(rule, m))


def growth(rule, along, m=None):
    """{"time": e, "memory": e}: the cost grows as the power e of `along`, one of "n", "T" and "m", where that is large.

    From the formulas for a dense leaky RNN, as the ratio of the costs at twice a large value and at the value.
    Raises ValueError as `of`, and for another `along`.
    """
    _check.choice("along", along, ("n", "T", "m"))
    size = {"n": 2**24, "T": 1, "m": m} | ({"m": 2**10} if along == "m" else {"T": 2**12} if along == "T" else {})
    one, twice = (_cost_at(rule, **{**size, along: factor * size[along]}) for factor in (1, 2))
    return {what: round(math.log2(getattr(twice, what) / getattr(one, what))) for what in ("time", "memory")}


def _cost_at(rule, n, T, m):
    return of(rule, Network(LeakyRNN(n_in=1, n=n), Readout(1)), T, m)


def _order(rule, m):
    if (m is not None) != ("m" in rules.get(rule).options):
        raise ValueError(f"m {'is needed by' if m is None else 'is no option of'} rule {rule!r}")
    return () if m is None else (_check.integer("m", m, 1),)


def counted(rule, network, m=None):
    """Multiply–adds of a time step as they are made: the rule is run on arrays that count, for a batch of one.

    Arguments and errors as for `of`.
    """
    tally = [0]
    run = _counting_run(network, tally)
    rule = rules.get(rule)
    if not rule.causal:
        rule.gradient(run)
        return tally[0] / run.T
    gradient = CausalGradient(network, rule.trace(network, 1, *_order(rule.name, m)))
    for t in range(run.T):
        tally[0] = 0
        gradient.step(run.params, run.local[t], run.pre[t], run.z[t], run.dE_dy[t])
    return tally[0]


def _counting_run(network, tally, T=3):
    """A random run whose arrays count in `tally` all that a rule makes of them, and nothing of the run itself."""
    rng = np.random.default_rng(0)
    run = network.run(network.init(rng), rng.standard_normal((T, 1, network.cell.n_in)),
                      rng.standard_normal((T, 1, network.readout.n_out)))
    params = Parameters(*(counted_array(group, tally) for group in vars(run.params).values()))
    counting = replace(run, params=params, activity=counted_array(run.activity, tally))
    local = LocalJacobians(**{name: counted_array(part, tally) for name, part in vars(run.local).items()})
    vars(counting).update(local=local, **{name: counted_array(getattr(run, name), tally) for name in ("pre", "dE_dy")})
    return counting
