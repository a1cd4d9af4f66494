"""Every equation number that the package cites stands in the book, once."""

import ast
import json
import re
from collections import Counter
from pathlib import Path

import pytest

from taxrec_lite.derivation import EQUATIONS

ROOT = Path(__file__).parents[2]
TAGS = Counter(
    tag
    for path in sorted(ROOT.glob("book/*.ipynb"))
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]
    for tag in re.findall(r"\\tag\{([^}]+)\}", "".join(cell["source"]))
)


def docstrings(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)):
            yield ast.get_docstring(node) or ""


CITED = sorted({
    (number, str(path.relative_to(ROOT)))
    for path in ROOT.glob("taxrec_lite/**/*.py")
    for text in docstrings(path)
    for number in re.findall(r"\(([\dA-C]+\.\d+)\)", text)
})


@pytest.mark.parametrize("number", sorted(TAGS))
def test_every_equation_of_the_book_can_be_run(number):
    assert number in EQUATIONS


@pytest.mark.parametrize("number", EQUATIONS)
def test_every_equation_that_can_be_run_is_in_the_book(number):
    assert number in TAGS


def test_no_number_is_given_twice():
    assert [number for number, times in TAGS.items() if times > 1] == []


@pytest.mark.parametrize("number, path", CITED)
def test_a_cited_equation_is_in_the_book(number, path):
    assert number in TAGS


def test_the_package_cites_equations():
    assert CITED


DEFINITIONS = ("Implicit variable", "Implicit eligibility trace", "Explicit variable", "Explicit eligibility trace",
               "Recurrence variable", "Recurrence eligibility trace", "Read-out implicit variable",
               "Read-out implicit eligibility trace")


@pytest.mark.parametrize("name", DEFINITIONS)
def test_the_paper_s_definitions_are_definitions_of_the_book(name):
    defined = [title.strip() for path in sorted(ROOT.glob("book/*.ipynb"))
               for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]
               for title in re.findall(r"\{prf:definition\} (.+)", "".join(cell["source"]))]
    assert defined.count(name) == 1
