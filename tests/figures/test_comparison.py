"""The figure of a comparison, and the files and the table of the command line that need more than NumPy."""

import pytest

from taxrec_lite import rules
from taxrec_lite.__main__ import main
from taxrec_lite.comparison import compare
from taxrec_lite.figures.comparison import comparison
from taxrec_lite.table import rows
from tests.nets import a_run

SIZE = ("compare", "--n", "3", "--T", "4")


@pytest.mark.parametrize("suffix, start", [("svg", b"<?xml"), ("png", b"\x89PNG"), ("pdf", b"%PDF")])
def test_a_figure_is_a_file_of_its_kind_and_the_same_twice(tmp_path, capsys, suffix, start):
    files = [tmp_path / f"{k}.{suffix}" for k in (1, 2)]
    for file in files:
        main([*SIZE, "--figure", str(file)])
    one, two = (file.read_bytes() for file in files)
    assert one.startswith(start) and one == two
    assert capsys.readouterr().out == ""


def test_a_folder_that_is_not_there_is_refused(tmp_path, capsys):
    with pytest.raises(SystemExit) as stopped:
        main([*SIZE, "--figure", str(tmp_path / "none" / "out.png")])
    assert stopped.value.code == 2 and "No such file" in capsys.readouterr().err


def test_a_mark_stands_at_each_error_and_cost():
    compared = compare(a_run("leaky_rnn"))
    error, cost = comparison(compared).axes
    assert [label.get_text() for label in error.get_yticklabels()] == [each.title for each in compared]
    places = next(line for line in error.lines if line.get_marker() == "o").get_xdata()
    for each, place in zip(compared, places, strict=True):
        assert 10.0**place == pytest.approx(each.error) or place == min(places) and each.error < 1e-12
    work, held = (next(line for line in cost.lines if line.get_marker() == mark).get_xdata() for mark in "s^")
    assert list(work) == [each.time for each in compared] and list(held) == [each.memory for each in compared]


def test_table_1_is_printed(capsys):
    main([])
    head, *lines = capsys.readouterr().out.splitlines()
    assert head.split("  ")[0] == "rule" and len(lines) == len(rows()) >= len(rules.names())
    for row, line in zip(rows(), lines):
        assert line.startswith(row.title) and row.time in line and row.memory in line
        assert line.endswith("in the mean" if row.unbiased else "yes" if row.exact else "no")
