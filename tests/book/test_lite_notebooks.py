"""The notebooks as JupyterLite gets them: it reads one file at a time, and knows neither bibliography nor glossary."""

import json
import re

import pytest

from tests.book.site import ROOT, SITE

BOOK = ROOT / "book"
NAMES = sorted(path.name for path in BOOK.glob("*.ipynb"))


def cells(folder, name, kind):
    notebook = json.loads((folder / name).read_text(encoding="utf-8"))
    return [cell for cell in notebook["cells"] if cell["cell_type"] == kind]


def there(name, kind):
    return cells(SITE / "lite" / "files" / "book", name, kind)


@pytest.mark.parametrize("name", NAMES)
def test_the_code_is_that_of_the_book(name):
    sources = ["".join(cell["source"]) for cell in cells(BOOK, name, "code")]
    assert [cell["source"] for cell in there(name, "code")] == sources != []


@pytest.mark.parametrize("name", NAMES)
def test_every_output_is_one_text(name):
    outputs = [output for cell in there(name, "code") for output in cell["outputs"]]
    assert all(isinstance(text, str) for output in outputs for text in output.get("data", {}).values())


@pytest.mark.parametrize("name", NAMES)
def test_citations_and_terms_are_in_words_and_pages_are_files(name):
    text = "\n".join(cell["source"] for cell in there(name, "markdown"))
    assert re.findall(r"\{(?:cite:\w|term)\}`|\{ref\}`[^`]+<", text) == []
    assert {f"{link}.ipynb" for link in re.findall(r"\]\((\w+)\)", text)}.isdisjoint(NAMES)
    assert set(re.findall(r"\]\((\w+\.ipynb)\)", text)) <= set(NAMES)


def test_sources_are_cited_as_in_the_book():
    text = "\n".join(cell["source"] for cell in there("chapter02_bptt.ipynb", "markdown"))
    assert "(BPTT) [Rumelhart et al., 1986; Werbos, 1990] adds" in text
    assert "Martín-Sánchez et al. [2022]" in text
