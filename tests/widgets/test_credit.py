"""The explorer of credit against delay: what is drawn and told is what the engine says."""

import numpy as np
import pytest

from taxrec_lite import ALIF, LIF, bptt, eprop
from taxrec_lite._words import two_figures
from taxrec_lite.derivation import quantities
from taxrec_lite.explorers import credit


@pytest.fixture(scope="module")
def view():
    return credit.view(n=3, seed=1)


@pytest.fixture(scope="module")
def case():
    return credit.case("alif100", n=3, seed=1)


def test_the_marks_stand_where_the_numbers_are(view, case):
    exact, kept = (case.cued.credit(100, rule) for rule in ("bptt", "eprop"))
    [mark] = [line for line in view.panels[1][0].axes[0].lines if line.get_gid() == "layer:cell=alif100;delay=100"]
    assert mark.get_xdata() == [100] and mark.get_ydata() == [exact]
    told = view.sentences[100, "alif100"]
    assert f"<b>{two_figures(exact)}</b> by BPTT" in told and f"<b>{two_figures(kept)}</b> by e-prop" in told


@pytest.mark.parametrize("cell", [LIF(n_in=3, n=5), LIF(n_in=3, n=5, reset="detached"), ALIF(n_in=3, n=5, rho=0.99, beta=0.1)],
                         ids=["LIF", "detached", "ALIF"])
def test_one_pass_forwards_has_the_credit_of_every_delay(cell):
    cued = credit.cued(cell, seed=3)
    for delay in (0, 7, 100, 300):
        asked = cued.asked(delay)
        for rule, gradient in (("bptt", bptt), ("eprop", eprop)):
            expected = np.linalg.norm(gradient(asked).theta[0, :, 5])
            assert cued.credit(delay, rule) == pytest.approx(expected, rel=1e-12)


def test_a_shorter_run_is_the_beginning_of_a_longer_one():
    cell = ALIF(n_in=3, n=4, rho=0.99, beta=0.1)
    short, long = credit.cued(cell, longest=40), credit.cued(cell)
    assert np.array_equal(short.run.c, long.run.c[: short.run.T])
    assert np.array_equal(short.credits["bptt"], long.credits["bptt"][:41])


def test_the_question_is_asked_after_the_delay_with_an_error_of_one(case):
    run = case.cued.asked(40)
    start = credit.CUE[1] + 40
    assert run.T == start + credit.ASKED
    assert np.allclose((run.y - run.target)[:, 0, 0], 1)
    assert not run.mask[:start].any() and run.mask.sum() == pytest.approx(1)


def test_the_cue_is_heard_while_the_grey_band_says_so(case):
    first, last = credit.CUE
    assert (np.flatnonzero(case.cued.run.x[:, 0, 0]) + 1).tolist() == list(range(first, last + 1))
    assert np.array_equal(case.cued.run.pre[:, 0, 3], case.cued.run.x[:, 0, 0])


def test_asking_later_does_not_change_the_run(case):
    assert np.array_equal(case.cued.asked(10).c, case.cued.run.c[: credit.CUE[1] + 10 + credit.ASKED])


def test_what_a_synapse_keeps_is_its_implicit_variable(view, case):
    eps = quantities.implicit(case.cued.run)[0][:, 0, 0, case.neuron, :, 3]
    variable = view.panels[0][0].axes[2]
    drawn = [line.get_ydata() for line in variable.lines if line.get_gid() == "layer:cell=alif100"]
    for part, line in zip(eps.T, drawn, strict=True):
        expected = np.where(part > credit.FLOOR, part, np.nan)
        assert np.allclose(line, expected, rtol=1e-12, atol=0, equal_nan=True) and np.isfinite(line).any()


def test_a_lif_membrane_gives_credit_by_the_power_of_its_decay():
    """Over 100 steps of delay e-prop's gradient falls by about α^100: all else, ψ at the question, is of the order of one."""
    cued = credit.cued(LIF(n_in=3, n=6))
    fall = cued.credit(200, "eprop") / cued.credit(100, "eprop")
    assert 0.1 < fall / 0.9**100 < 10


@pytest.mark.parametrize("value, text", [(0.0123, "0.012"), (123.4, "123"), (2.3e-7, "2 · 10⁻⁷"), (12345.0, "1 · 10⁴")])
def test_numbers_are_short(value, text):
    assert two_figures(value) == text
