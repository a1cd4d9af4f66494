"""`python -m taxrec_lite`: what it prints is what the package computes, and bad input ends with code 2 and a reason."""

import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest

import taxrec_lite as tx
from taxrec_lite import costs
from taxrec_lite.__main__ import main
from taxrec_lite.comparison import compare
from tests.nets import a_run, options_of
from tests.own import registered

ROOT = Path(__file__).parents[1]


def table_of(text):
    """{first column: {head: cell}} of a printed table, whose columns are two spaces apart."""
    heads, *rows = [[cell.strip() for cell in line.split("  ") if cell.strip()] for line in text.splitlines()]
    return {row[0]: dict(zip(heads, row, strict=True)) for row in rows}


def compared(capsys, *options):
    main(["compare", *options])
    head, table = capsys.readouterr().out.split("\n\n")
    return head, table_of(table)


def refused(capsys, *arguments):
    """The last line of what is printed to stderr for arguments that are refused."""
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    return printed.err.splitlines()[-1]


def test_it_runs_as_a_module_without_matplotlib():
    code = """
import runpy, sys
sys.argv = ["taxrec_lite", "compare", "--n", "3", "--T", "4"]
runpy.run_module("taxrec_lite", run_name="__main__")
assert not {"matplotlib", "networkx", "ipywidgets"} & set(sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "leaky RNN, n = 3, T = 4, gain 1, seed 0" in done.stdout and "RTRL" in done.stdout


def test_bad_input_ends_the_process_with_code_2():
    done = subprocess.run([sys.executable, "-m", "taxrec_lite", "compare", "--T", "0"], cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines()[-1].endswith("error: T must be an integer of at least 1, not 0")


def test_it_prints_what_a_run_by_hand_gives(capsys):
    head, table = compared(capsys, "--cell", "lstm", "--n", "5", "--n-in", "3", "--n-out", "1", "--T", "9", "--B", "2", "--seed", "4",
                           "--gain", "1.5", "--kappa", "0.5", "--m", "2", "4")
    assert head == "LSTM, n = 5, T = 9, gain 1.5, seed 4"
    rng = np.random.default_rng(4)
    network = tx.Network(tx.LSTM(3, 5), tx.Readout(1, 0.5))
    params = network.init(rng, 1.5)
    run = network.run(params, rng.standard_normal((9, 2, 3)), rng.standard_normal((9, 2, 1)))
    for title, gradient, cost in (("m-order e-prop, m = 4", tx.m_order(run, 4), costs.of("m_order", network, 9, m=4)),
                                  ("symmetric e-prop", tx.eprop(run), costs.of("eprop", network, 9))):
        assert table[title] == {
            "rule": title, "error": f"{tx.relative_error(gradient, tx.bptt(run)):.3g}",
            "cosine": f"{tx.cosine(gradient, tx.bptt(run)):.3f}", "work a step": f"{cost.time:,.0f}", "memory": f"{cost.memory:,.0f}"}
    assert table["RTRL"]["error"] == table["BPTT"]["error"] == "exact"


@pytest.mark.parametrize("name", tx.cells.names())
def test_every_constant_of_every_cell_can_be_given(capsys, name):
    values = {"leak": "0.3", "activation": "relu", "alpha": "0.5", "threshold": "0.7", "surrogate": "logistic", "reset": "detached",
              "smooth": None, "rho": "0.6", "beta": "0.2"}
    constants = [field.name for field in fields(tx.cells.get(name)) if field.name not in ("n_in", "n")]
    size = ("--cell", name, "--n", "4", "--T", "6", "--gain", "1.5")
    before = compared(capsys, *size)
    for constant in constants:
        _, table = compared(capsys, *size, f"--{constant}", *([values[constant]] if values[constant] else []))
        assert (constant, table) != (constant, before[1])


def test_the_surrogate_can_be_given_in_parts(capsys):
    size = ("--cell", "lif", "--n", "4", "--T", "6")
    tables = [compared(capsys, *size, *more)[1]["RTRL"] | compared(capsys, *size, *more)[1]["symmetric e-prop"] for more in (
        (), ("--surrogate-height", "0.8"), ("--surrogate-width", "3"), ("--surrogate", "fast-sigmoid", "--surrogate-width", "3"))]
    assert all(one != other for k, one in enumerate(tables) for other in tables[:k])


def test_probabilities_are_targets_of_a_cross_entropy(capsys):
    assert compared(capsys, "--loss", "cross_entropy", "--T", "5")[1]["RTRL"]["error"] == "exact"


def test_what_readers_register_is_compared(capsys):
    with registered():
        head, table = compared(capsys, "--cell", "minimal", "--T", "5", "--strength", "1", "3")
    assert head.startswith("minimal gated")
    assert {"sign e-prop, strength = 1", "sign e-prop, strength = 3"} <= set(table)


@pytest.mark.parametrize("options, words", [
    (("--cell", "elman"), "invalid choice: 'elman'"),
    (("--n", "many"), "invalid int value: 'many'"),
    (("--n", "0"), "n must be an integer of at least 1, not 0"),
    (("--seed", "-1"), "seed must be an integer of at least 0, not -1"),
    (("--gain", "nan"), "gain must be a finite number in [0, inf), not nan"),
    (("--kappa", "1"), "kappa must be a finite number in [0, 1), not 1.0"),
    (("--leak", "2"), "leak must be a finite number in [0, 1), not 2.0"),
    (("--cell", "lstm", "--leak", "0.5"), "leak is a constant of leaky_rnn, not of lstm"),
    (("--surrogate-width", "2"), "surrogate is a constant of lif and alif, not of leaky_rnn"),
    (("--activation", "sin"), "activation must be one of 'tanh', 'identity', 'relu', not 'sin'"),
    (("--m", "0"), "m must be an integer of at least 1, not 0"),
    (("--figure", "out.jpg"), "figure must end in one of .svg, .png, .pdf, not 'out.jpg'"),
    (("--cell", "lif", "--gain", "0", "--T", "1", "--surrogate-height", "1e-300", "--surrogate-width", "1e-9"), "zero gradient"),
    (("--activation", "identity", "--gain", "1e300", "--T", "9"), "must be finite"),
])
def test_bad_input_is_refused_by_name(capsys, options, words):
    assert words in refused(capsys, "compare", *options)


def test_an_unknown_command_is_refused(capsys):
    assert "invalid choice: 'train'" in refused(capsys, "train")


def test_help_names_every_option_of_every_cell(capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["compare", "--help"])
    assert stopped.value.code == 0
    words = capsys.readouterr().out.split()
    for name in tx.cells.names():
        assert {f"--{field.name.replace('_', '-')}" for field in fields(tx.cells.get(name))} <= set(words)


def test_a_comparison_takes_numbers_that_some_rule_has():
    run = a_run("leaky_rnn")
    with pytest.raises(ValueError, match="numbers must be one of 'block', 'k', 'm', 'steps', not 'order'"):
        compare(run, order=(1,))
    with pytest.raises(TypeError, match="run must be a Run"):
        compare(None)


def test_a_comparison_holds_every_rule_and_its_cost():
    run = a_run("gru")
    found = compare(run, seed=5, k=(3,), m=(3,), steps=(1,), block=(4,))
    assert [each.rule.name for each in found] == list(tx.rules.names())
    for each in found:
        gradient = each.rule.gradient(run, **options_of(each.rule, run))
        assert each.error == pytest.approx(tx.relative_error(gradient, tx.bptt(run)), abs=1e-12)
        assert each.time == costs.of(each.rule.name, run.network, run.T, **each.numbers).time
