"""The explorer of surrogate derivatives: what is drawn and told is what the engine says."""

import numpy as np
import pytest

from taxrec_lite import LIF, Triangular, bptt, cosine, eprop, relative_error
from taxrec_lite._words import two_figures
from taxrec_lite.explorers import surrogate

SIZE = {"n": 4, "T": 20, "seed": 1}


@pytest.fixture(scope="module")
def view():
    return surrogate.view(**SIZE)


@pytest.fixture(scope="module")
def cases():
    return surrogate.cases(**SIZE)


@pytest.mark.parametrize("kind", surrogate.KINDS)
def test_area_one_is_an_area_of_one(kind):
    assert surrogate.a_surrogate(kind, 0.2, "area").smooth_spike(1e9) == pytest.approx(1.0)


def test_every_case_is_the_same_run(cases):
    first, *others = cases.values()
    assert first.run.z.sum() > 0
    assert all(np.array_equal(case.run.c, first.run.c) for case in others)


def test_marks_stand_where_the_numbers_are(view, cases):
    case = cases["fast", 2.0, "one"]
    angle = cosine(bptt(case.run), bptt(cases[surrogate.DEFAULT].run))
    marks = [line for axes in view.panels[1][0].axes for line in axes.lines
             if line.get_gid() == "layer:width=2;kind=fast;height=one"]
    assert [mark.get_xdata() for mark in marks] == [[2.0], [2.0]]
    assert [mark.get_ydata()[0] for mark in marks] == pytest.approx([np.linalg.norm(bptt(case.run).theta), angle])


def test_what_is_told_is_so(view, cases):
    case = cases["triangular", 0.5, "one"]
    psi = case.run.local.G[..., 0]
    told = view.sentences["0.5", "triangular", "one"]
    assert f"not zero at <b>{(psi > 0).mean():.0%}</b>" in told
    assert f"relative error <b>{two_figures(relative_error(eprop(case.run), bptt(case.run)))}</b>" in told
    assert f"length <b>{two_figures(np.linalg.norm(bptt(case.run).theta))}</b>" in told


def test_the_first_part_is_that_of_eprop(view, cases):
    case = cases["logistic", 1.0, "low"]
    drawn = [line for line in view.panels[2][0].axes[0].lines if line.get_gid() == "layer:width=1;kind=logistic;height=low"]
    assert drawn[1].get_ydata() == pytest.approx([np.linalg.norm(eprop(case.run).theta)])
    assert drawn[0].get_ydata()[0] == drawn[1].get_ydata()[0]


def test_the_histogram_is_of_the_distances_to_threshold(view, cases):
    run = cases[surrogate.DEFAULT].run
    [stairs] = view.panels[0][0].axes[0].patches
    shares, edges, _ = stairs.get_data()
    counts, _ = np.histogram(run.c[..., 0] - 1, edges)
    assert np.allclose(shares, counts / counts.max())


def test_the_default_is_the_default():
    assert LIF(1, 1).surrogate == surrogate.a_surrogate(*surrogate.DEFAULT) == Triangular()
