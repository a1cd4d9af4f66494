"""The explorer of reach: the pairs it draws are those of the powers of the connectivity, and its costs those counted."""

import numpy as np
import pytest

from taxrec_lite import costs
from taxrec_lite.live import reach
from taxrec_lite.live.reach import HEARD, LOOKS, N


def answer(m, heard, n=N):
    return reach.compute(m, heard, n, seed=1)


def joined(heard, m):
    """The pairs that paths of at most m − 1 synapses join."""
    return np.linalg.matrix_power(np.eye(N) + reach.network(heard).wiring.synapses, m - 1) > 0


@pytest.mark.parametrize("m, heard", [(1, 3), (2, 3), (4, 2), (8, 1), (3, 48)])
def test_the_pairs_drawn_are_those_that_paths_join(m, heard):
    found = answer(m, heard)
    look = np.round((found.marks["reached"]["values"].reshape(N, N) + 1) * LOOKS / 2 - 0.5).astype(int)
    crossings = sum(1 - joined(heard, k).astype(int) for k in range(1, m))
    assert np.array_equal(look, np.where(joined(heard, m), 1 + np.minimum(crossings, LOOKS - 2), 0))
    assert f"<b>{joined(heard, m).mean():.0%}</b> are reached" in found.sentence


@pytest.mark.parametrize("m, heard", [(2, 2), (3, 5), (5, 3), (3, 48)])
def test_costs_are_those_counted(m, heard):
    marks, network = answer(m, heard).marks, reach.network(heard)
    cost = costs.of("m_order", network, 1, m=m)
    assert cost.time == costs.counted("m_order", network, m=m)
    assert [marks[f"{name}-chosen"]["y"].tolist() for name in ("share", "time", "memory")] == [
        [joined(heard, m).mean()], [cost.time], [cost.memory]]


def test_other_densities_stay_in_sight_and_the_frame_stands_still():
    few, many = answer(2, 2), answer(5, 24)
    assert few.frames == many.frames
    shares = few.marks["share-others"]["y"].reshape(len(HEARD), -1)
    for heard, curve in zip(HEARD, shares):
        assert curve[:-1].tolist() == answer(1, heard).marks["share"]["y"].tolist()


def test_each_neuron_hears_as_many_as_is_said():
    for heard in HEARD:
        assert (reach.network(heard).wiring.synapses.sum(1) == heard).all()


@pytest.mark.parametrize("ratio, words", [(1.0, "100%"), (0.19, "19%"), (0.0123, "1.2%"), (0.0996, "10%"),
                                          (0.0002, "under 0.1%")])
def test_shares(ratio, words):
    assert reach.share(ratio) == words


def test_one_neuron_is_one():
    assert reach._neurons(1) == "1 neuron" and reach._neurons(2) == "2 neurons"
