"""A notebook of the book as JupyterLite can show it, which knows one file at a time and no bibliography."""

import re
from functools import cache
from pathlib import Path

import nbformat
from pybtex.database import parse_file

BOOK = Path(__file__).resolve().parents[1] / "book"
ROLE = re.compile(r"\{(cite:p|cite:t|term)\}`([^`]+)`|\{ref\}`([^`]+) <([^`]+)>`")
LINK = re.compile(r"\]\((\w+)\)")


@cache
def source(key):
    """(names, year) of an entry of references.bib."""
    entry = parse_file(BOOK / "references.bib", encoding="utf-8").entries[key]
    names = [" ".join(person.last_names) for person in entry.persons["author"]]
    return f"{names[0]} et al." if len(names) > 2 else " and ".join(names), entry.fields["year"]


def plain(role):
    """A citation or a term as words, a reference in words as a link."""
    kind, text, words, label = role.groups()
    if label:
        return f"[{words}](#{label})"
    if kind == "term":
        return text.split("<")[0].strip()
    sources = [source(key.strip()) for key in text.split(",")]
    if kind == "cite:t":
        return ", ".join(f"{names} [{year}]" for names, year in sources)
    return f"[{'; '.join(f'{names}, {year}' for names, year in sources)}]"


def to_file(link):
    """A link to a page of the book as one to its notebook, if it has one."""
    name = f"{link[1]}.ipynb"
    return f"]({name})" if (BOOK / name).exists() else link[0]


def write(path, target):
    """Write the notebook at path for JupyterLite, whose table of contents expects each output as one text."""
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = LINK.sub(to_file, ROLE.sub(plain, cell.source))
    nbformat.write(notebook, target, split_lines=False)
