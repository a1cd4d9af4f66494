"""The explorer of credit against delay: what is drawn and told is what the engine says."""

import numpy as np
import pytest

from taxrec_lite import ALIF, LIF, bptt, eprop
from taxrec_lite._words import two_figures
from taxrec_lite.cells import decay
from taxrec_lite.derivation import quantities
from taxrec_lite.live import compute, credit, start


SETTINGS = {**start("credit"), "n": 3, "seed": 1, "tau_a": 100}


@pytest.fixture(scope="module")
def network():
    return credit.cued(ALIF(n_in=3, n=3, rho=decay(100), beta=0.1), seed=1)


@pytest.fixture(scope="module")
def answer():
    return compute("credit", {**SETTINGS, "delay": 100})


def test_the_marks_stand_where_the_numbers_are(answer, network):
    exact, kept = (network.credit(100, rule) for rule in ("bptt", "eprop"))
    assert answer.marks["chosen"]["x"] == [100] and answer.marks["chosen"]["y"] == pytest.approx([exact], rel=1e-12)
    assert answer.marks["bptt"]["y"][100] == answer.marks["chosen"]["y"][0] and answer.marks["eprop"]["y"][100] == pytest.approx(kept)
    assert f"<b>{two_figures(exact)}</b> by BPTT" in answer.sentence and f"<b>{two_figures(kept)}</b> by e-prop" in answer.sentence


def test_other_kinds_of_neurons_are_grey_and_named_where_they_end(answer):
    of_tau = {tau: compute("credit", {**SETTINGS, "tau_a": tau}).marks["bptt"] for tau in credit.TAUS}
    of_kind = [compute("credit", {**SETTINGS, "cell": "lif"}).marks["bptt"], *of_tau.values()]
    for k, curve in enumerate(of_kind):
        assert np.allclose(answer.marks[f"other-{k}"]["y"], curve["y"], rtol=1e-12, atol=0, equal_nan=True)
    names = [answer.marks[f"name-{k}"] for k in range(4)]
    assert [name["words"] for name in names] == ["LIF", "τ = 100", "τ = 300", "τ = 1000"]
    assert np.diff(sorted(np.log10(name["y"]) for name in names)).min() >= 0.7 - 1e-9
    assert all(np.isfinite(curve["y"][int(name["x"])]) for name, curve in zip(names, of_kind))


def test_kinds_beside_each_other_are_as_each_alone():
    cells = [LIF(n_in=3, n=4), ALIF(n_in=3, n=4, rho=0.99, beta=0.1), ALIF(n_in=3, n=4, rho=0.9, beta=0.3)]
    for cell, found in zip(cells, credit.all_cued(cells, seed=2, longest=60), strict=True):
        run, alone = found.asked(60), credit.cued(cell, seed=2, longest=60)
        assert run.network.cell == cell and found.run.states.shape == run.states.shape
        assert np.allclose(found.run.states, run.states, rtol=1e-12, atol=1e-15)
        assert np.allclose(found.eps, quantities.implicit(run)[0][:, 0, 0, :, :, 4], rtol=1e-12, atol=1e-15)
        assert all(np.allclose(found.credits[rule], alone.credits[rule], rtol=1e-12, atol=0) for rule in found.credits)


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


def test_the_question_is_asked_after_the_delay_with_an_error_of_one(network):
    run = network.asked(40)
    start = credit.CUE[1] + 40
    assert run.T == start + credit.ASKED
    assert np.allclose((run.y - run.target)[:, 0, 0], 1)
    assert not run.mask[:start].any() and run.mask.sum() == pytest.approx(1)


def test_the_cue_is_heard_while_the_grey_band_says_so(network):
    first, last = credit.CUE
    assert (np.flatnonzero(network.run.x[:, 0, 0]) + 1).tolist() == list(range(first, last + 1))
    assert np.array_equal(network.run.pre[:, 0, 3], network.run.x[:, 0, 0])


def test_asking_later_does_not_change_the_run(network):
    assert np.array_equal(network.asked(10).c, network.run.c[: credit.CUE[1] + 10 + credit.ASKED])


def test_what_a_synapse_keeps_is_its_implicit_variable(answer, network):
    eps = quantities.implicit(network.run)[0][:, 0, 0, credit.shown(network), :, 3]
    for part, name in zip(eps.T, ("eps-v", "eps-a"), strict=True):
        expected, drawn = np.where(part > credit.FLOOR, part, np.nan), answer.marks[name]["y"]
        assert np.allclose(drawn, expected, rtol=1e-12, atol=0, equal_nan=True) and np.isfinite(drawn).any()


def test_a_lif_membrane_gives_credit_by_the_power_of_its_decay():
    """Over 100 steps of delay e-prop's gradient falls by about α^100: all else, ψ at the question, is of the order of one."""
    cued = credit.cued(LIF(n_in=3, n=6))
    fall = cued.credit(200, "eprop") / cued.credit(100, "eprop")
    assert 0.1 < fall / 0.9**100 < 10


@pytest.mark.parametrize("value, text", [(0.0123, "0.012"), (123.4, "123"), (2.3e-7, "2 · 10⁻⁷"), (12345.0, "1 · 10⁴")])
def test_numbers_are_short(value, text):
    assert two_figures(value) == text
