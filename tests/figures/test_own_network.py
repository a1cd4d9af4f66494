"""The equations of one's own network are LaTeX that can be set."""

import re
from functools import cache

import pytest
from matplotlib.mathtext import MathTextParser

import taxrec_lite as tx
from taxrec_lite.own_network import OwnNetwork


CHAIN = [(1, 1), (1, 2), (2, 3)]


@cache
def width(text):
    return MathTextParser("path").parse(f"${text}$").width


@pytest.mark.parametrize("inputs", [[(1, 1)], [(10, 1)]], ids=["one digit", "two digits"])
@pytest.mark.parametrize("m", [None, 2])
@pytest.mark.parametrize("cell", tx.cells.names())
def test_every_line_and_every_symbol_can_be_set(cell, m, inputs):
    own = OwnNetwork(CHAIN, inputs, cell)
    # Lines that differ in their digits alone are one to whoever sets them
    for text in {re.sub(r"\d", "1", text) for text in (*own.latex(m), *own.symbols)}:
        assert width(text) > 0
