"""The command line: `python -m taxrec_lite` prints Table 1, `python -m taxrec_lite compare` runs all rules on a network."""

import argparse
from pathlib import Path

import numpy as np

from taxrec_lite import _network_options, rules
from taxrec_lite._optional import needed
from taxrec_lite.comparison import LISTED, compare

PROGRAM = "python -m taxrec_lite"
FORMATS = (".svg", ".png", ".pdf")


def main(arguments: list[str] | None = None) -> None:
    """Run the command line on these arguments; None for those of the process.

    Bad input prints what is wrong and raises SystemExit with code 2.
    """
    parser = _parser()
    given = parser.parse_args(arguments)
    try:
        given.do(given)
    except (ImportError, OSError, TypeError, ValueError) as reason:
        given.parser.error(str(reason))


def _parser():
    parser = argparse.ArgumentParser(prog=PROGRAM, description=(
        "Table 1: how the work of a time step and the memory of each learning rule grow, and what the rule must see."))
    parser.set_defaults(do=_print_table, parser=parser)
    commands = parser.add_subparsers(title="commands", metavar="")
    one = commands.add_parser("compare", help="run all rules on one network",
                              usage=f"{PROGRAM} compare [options]", description=(
        "Run all learning rules on one random network, with random inputs and targets, and compare each gradient with the exact "
        "one, and what it costs."))
    one.set_defaults(do=_print_comparison, parser=one)
    _network_options.add_options(one)
    numbers = one.add_argument_group("numbers of rules, one or several")
    for number, titles in _numbers().items():
        default = " ".join(map(str, LISTED.get(number, ())))
        numbers.add_argument(f"--{number}", type=int, nargs="+", metavar="N", help=f"{titles}, default: {default}")
    one.add_argument("--figure", type=Path, metavar="FILE", help=f"draw into FILE, {', '.join(FORMATS)}, and print nothing")
    return parser


def _numbers():
    """{number: titles of the rules that take it}."""
    found = {}
    for rule in map(rules.get, rules.names()):
        for number in rule.numbers:
            found[number] = f"{found[number]}, {rule.title}" if number in found else rule.title
    return found


def _print_table(given):
    needed("networkx", "networkx", "Table 1")
    from taxrec_lite.table import rows

    marks = {True: "yes", False: "no"}
    _print(("rule", "work a step", "memory", "causal", "local", "exact"), (
        (row.title, row.time, row.memory, marks[row.causal], marks[row.local], "in the mean" if row.unbiased else marks[row.exact])
        for row in rows()))


def _print_comparison(given):
    if given.figure is not None and given.figure.suffix not in FORMATS:
        raise ValueError(f"figure must end in one of {', '.join(FORMATS)}, not {given.figure.name!r}")
    with np.errstate(over="ignore", invalid="ignore"):  # what is not finite is refused by name
        run = _network_options.run_of(given)
        compared = compare(run, given.seed, **{number: getattr(given, number) for number in _numbers() if getattr(given, number)})
    if given.figure is not None:
        needed("matplotlib", "matplotlib", "a figure")
        from taxrec_lite.figures.comparison import comparison, save

        return save(comparison(compared), given.figure)
    cell = run.network.cell
    print(f"{cell.title}, n = {cell.n}, T = {run.T}, gain {given.gain:g}, seed {given.seed}\n")
    _print(("rule", "error", "cosine", "work a step", "memory"), (
        (each.title, _error(each.error), "–" if each.cosine is None else f"{each.cosine:.3f}", f"{each.time:,.0f}", f"{each.memory:,.0f}")
        for each in compared))


def _error(value):
    return "exact" if value <= 1e-12 else f"{value:.3g}"


def _print(heads, rows):
    """A table in columns, words to the left and the rest to the right."""
    rows = [heads, *rows]
    widths = [max(map(len, column)) for column in zip(*rows)]
    for first, *rest in rows:
        print("  ".join([first.ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(rest, widths[1:]))]))


if __name__ == "__main__":
    main()
