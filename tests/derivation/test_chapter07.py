"""The costs as chapter 7 writes them are those of the package, and its counts of paths those of brute force."""

import itertools

import numpy as np
import pytest

from taxrec_lite import cells, costs
from taxrec_lite.derivation import chapter07
from taxrec_lite.derivation.example import example_run


@pytest.mark.parametrize("cell", cells.names())
def test_the_page_s_formulas_are_the_package_s(cell):
    run = example_run(cell, n=5, T=7)
    symbols = chapter07.symbols(run)
    for rule, formula in (("bptt", chapter07.bptt), ("eprop", chapter07.eprop), ("rtrl", chapter07.rtrl)):
        cost = costs.of(rule, run.network, run.T)
        assert formula(**symbols) == (cost.time, cost.memory)
    for m in (2, 3, 6):
        cost = costs.of("m_order", run.network, run.T, m=m)
        assert chapter07.m_order(m, **symbols) == (cost.time, cost.memory)


@pytest.mark.parametrize("crossings", [1, 2, 3])
def test_pairs_and_hops_by_walking_all_paths(crossings):
    connectivity = np.random.default_rng(0).random((6, 6)) < 0.2
    step = connectivity | np.eye(6, dtype=bool)
    walks = [walk for walk in itertools.product(range(6), repeat=crossings + 1)
             if all(step[b, a] for a, b in itertools.pairwise(walk))]
    pairs, hops = {(walk[-1], walk[0]) for walk in walks}, {(walk[-1], walk[-2], walk[0]) for walk in walks}
    assert chapter07.pairs_and_hops(connectivity, crossings) == (len(pairs), len(hops))


@pytest.mark.parametrize("connectivity, crossings, error, words", [
    ([[True]], 1, TypeError, "connectivity must be"),
    (np.ones((2, 3), bool), 1, ValueError, "connectivity must have shape .2, 2., not .2, 3."),
    (np.ones((2, 2)), 1, TypeError, "connectivity must be an array of Booleans"),
    (np.ones((2, 2), bool), 0, ValueError, "crossings must be an integer of at least 1, not 0"),
])
def test_bad_input(connectivity, crossings, error, words):
    with pytest.raises(error, match=words):
        chapter07.pairs_and_hops(connectivity, crossings)
