"""The explorer of one spike in an ALIF neuron: marks stand where the numbers are, and what is told is so."""

import numpy as np
import pytest

from taxrec_lite import ALIF, LIF
from taxrec_lite.derivation import quantities
from taxrec_lite.live import alif_trace, compute, start


def test_marks_stand_where_the_number_is():
    case = alif_trace.case(30, 0.3, T=80)
    answer = compute("alif-trace", {**start("alif-trace"), "tau": 30, "beta": 0.3, "T": 80, "tau_v": 1 / np.log(1 / 0.9)})
    assert answer.marks["faded"]["x"] == [case.faded]
    assert answer.marks["faded"]["y"] == pytest.approx([case.eps[case.faded - 1, 1]], rel=1e-12)
    assert answer.marks["part-faded"]["x"] == [case.faded - alif_trace.AT]
    assert f"another <b>{case.faded - case.top}</b> (mark)" in answer.sentence


@pytest.mark.parametrize("beta", [0, 0.2])
def test_what_a_synapse_keeps_is_its_implicit_variable_and_trace(beta):
    case = alif_trace.case(30, beta, T=90, seed=2)
    eps, e = quantities.implicit(case.run)
    assert np.allclose(case.eps, eps[:, 0, 0, 0, :, alif_trace.SYNAPSE], rtol=1e-12, atol=1e-15)
    assert np.allclose(case.e, e[:, 0, 0, 0, alif_trace.SYNAPSE], rtol=1e-12, atol=1e-15)


def test_fading_is_to_a_third():
    case = alif_trace.case(30, 0.1)
    top, part = case.top - 1, case.eps[:, 1]
    assert part[top] == part.max()
    assert part[case.faded - 1] < part[top] / 3 <= part[case.faded - 2]


def test_the_membrane_part_is_below_a_hundredth_when_it_says_so():
    part = alif_trace.case(30, 0.1).eps[alif_trace.AT - 1 :, 0]
    assert np.flatnonzero(part < 0.01)[0] == 44


def test_nothing_is_there_before_the_spike():
    case = alif_trace.case(100, 0.1)
    assert not case.eps[: alif_trace.AT - 1].any() and case.eps[alif_trace.AT - 1, 0] == 1


def test_without_strength_the_neuron_is_a_lif():
    alif, lif = (alif_trace.one_spike(kind(n_in=2, n=1)) for kind in (lambda **size: ALIF(beta=0, **size), LIF))
    assert np.array_equal(alif.z, lif.z)
    assert np.allclose(quantities.implicit(alif)[1], quantities.implicit(lif)[1])
