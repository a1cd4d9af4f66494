"""The explorer of surrogate derivatives: what is drawn and told is what the engine says."""

import numpy as np
import pytest

from taxrec_lite import ALIF, LIF, Triangular, agree, bptt, by_order, cosine, eprop, relative_error
from taxrec_lite._words import two_figures
from taxrec_lite.derivation import quantities
from taxrec_lite.derivation.chapter08 import with_surrogate
from taxrec_lite.explorers.surrogate import KINDS, height_of
from taxrec_lite.live import compute, start, surrogate

CELLS = {"lif": LIF(n_in=2, n=4), "alif": ALIF(n_in=2, n=4, rho=0.98, beta=0.3)}


def answer(**values):
    """Of the cells above."""
    constants = {"tau": 1 / np.log(1 / 0.9), "tau_a": 1 / np.log(1 / 0.98), "beta": 0.3}
    return compute("surrogate", {**start("surrogate"), **constants, "n": 4, "T": 20, "seed": 1, **values})


def a_run(kind="triangular", height=0.3, width=1.0, cell="lif", T=20):
    return with_surrogate(surrogate.spiking_run(CELLS[cell], T, 1), KINDS[kind](height, width))


@pytest.mark.parametrize("kind", KINDS)
def test_area_one_is_an_area_of_one(kind):
    assert KINDS[kind](height_of(kind, 0.2, "area"), 0.2).smooth_spike(1e9) == pytest.approx(1.0)


def test_marks_stand_where_the_numbers_are():
    found, run = answer(kind="fast", width=2, height=1).marks, a_run("fast", 1.0, 2.0)
    for name, value in (("length", np.linalg.norm(bptt(run).theta)), ("cosine", cosine(bptt(run), bptt(a_run())))):
        assert found[f"{name}-chosen"]["x"] == [2.0] and found[f"{name}-chosen"]["y"] == pytest.approx([value])


@pytest.mark.parametrize("stays, heights", [("height", np.full(8, 0.6)), ("area", 1.2 / np.array(surrogate.WIDTHS))])
def test_a_curve_is_of_one_height_or_of_one_area(stays, heights):
    lengths = answer(kind="logistic", width=2, height=0.6, stays=stays).marks["lengths"]
    assert lengths["x"].tolist() == list(surrogate.WIDTHS)
    runs = [a_run("logistic", *each) for each in zip(heights, surrogate.WIDTHS)]
    assert lengths["y"] == pytest.approx([np.linalg.norm(bptt(run).theta) for run in runs])


@pytest.mark.parametrize("cell", CELLS)
def test_many_surrogates_beside_each_other_are_as_each_alone(cell):
    run, surrogates = a_run(cell=cell), [kind(0.5, 0.7) for kind in KINDS.values()]
    for each, gradient in zip(surrogates, surrogate.gradients(run, surrogates), strict=True):
        assert agree(gradient, bptt(with_surrogate(run, each)).theta)


@pytest.mark.parametrize("T", [20, 60])
def test_the_first_crossings_are_those_of_all_orders(T):
    run = a_run("logistic", T=T)
    found, orders = surrogate.parts(run), by_order(run)
    assert np.allclose(found.lengths / np.linalg.norm(found.exact), orders.contribution[: surrogate.CROSSINGS], rtol=1e-9)
    assert found.ratio(T) == pytest.approx(orders.ratio) and found.error == pytest.approx(orders.error[0])


def test_what_is_told_is_so():
    told, run = answer(width=0.5, height=1).sentence, a_run("triangular", 1.0, 0.5)
    psi = run.local.G[..., 0]
    assert f"{run.z.mean():.0%} of all neurons and steps spike" in told and "height 1 (held), area 0.5:" in told
    assert f"not zero at <b>{(psi > 0).mean():.0%}</b>" in told
    assert f"relative error <b>{two_figures(relative_error(eprop(run), bptt(run)))}</b>" in told
    assert f"length <b>{two_figures(np.linalg.norm(bptt(run).theta))}</b>" in told


def test_the_first_part_is_that_of_eprop():
    found = answer(kind="logistic").marks
    assert found["local"]["y"] == pytest.approx([np.linalg.norm(eprop(a_run("logistic")).theta)])
    assert found["parts"]["y"][0] == found["local"]["y"][0]


def test_the_histogram_is_of_the_distances_to_threshold():
    edges = np.linspace(*surrogate.REACH, 49)
    counts, _ = np.histogram(a_run().c[..., 0] - 1, edges)
    assert np.allclose(answer().marks["membranes"]["y"][1:-1:2], counts / counts.max())


@pytest.mark.parametrize("cell", CELLS)
def test_traces_in_time_are_those_of_the_rule(cell):
    found = answer(cell=cell, kind="fast", height=2, neuron=3).marks
    run = a_run("fast", 2.0, cell=cell)
    e = quantities.implicit(run)[1][:, 0, 0, 2, 4:6] / 2
    assert np.allclose(found["psi"]["y"], run.local.G[:, 0, 2, 0] / 2) and np.abs(e).max() > 0.1
    assert np.allclose(found["e1"]["y"], e[:, 0]) and np.allclose(found["e2"]["y"], e[:, 1])


def test_the_default_is_the_default():
    assert LIF(1, 1).surrogate == surrogate.DEFAULT == Triangular(0.3, 1.0)
