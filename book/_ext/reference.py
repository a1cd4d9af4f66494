"""Reference pages from docstrings in the project's own style.

A line `name : text`, with further lines indented, describes a parameter or a field. Numbers of equations lead to the
equation, years of sources to the bibliography, and what a function raises stands apart.
"""

import re
from collections import _tuplegetter
from functools import cache
from pathlib import Path

from docutils import nodes
from pybtex.database import parse_file
from sphinx.ext import autodoc

BOOK = Path(__file__).parents[1]
ENTRY = re.compile(r"(\*{0,2}[A-Za-z_][^:]*?) : (.+)")
CODE = re.compile(r"(`[^`]+`|\"[^\"]+\")")
TAG = re.compile(r"\\tag\{(\d+\.\d+)\}")
NUMBER = re.compile(r"\((\d+)\.(\d+)\)")
NAMES = r"[A-Z][\w-]+(?:(?:, [A-Z][\w-]+)* & [A-Z][\w-]+| et al\.)?"
CITED = re.compile(rf"\((?P<several>{NAMES} \d{{4}}(?:; {NAMES} \d{{4}})*)\)|(?P<names>{NAMES}) \((?P<year>\d{{4}})\)")
# After escaping: c\_j^t and the like; names of variables such as n\_in have longer endings
RAISED = re.compile(r"(?<=[A-Za-zͰ-Ͽ∂∇])(?:\\_(\{[^}]+\}|[a-z0])(?![a-z]))?(?:\^(\{[^}]+\}|[A-Za-z0-9]))?")
DEFAULT = re.compile(r"<factory>|<function [\w.]*(?:<lambda>)?[^<>]*>")
LISTED = re.compile(r"<dl>\n(?:<dd>.*?</dd>\n)+</dl>")
# Two works of the same authors in one year: the one that the package implements
MEANT = {("Tallec & Ollivier", "2018"): "tallecuoro2018"}


def restructured(text):
    """A docstring in our style as reStructuredText."""
    return "\n\n".join(_block(block) for block in re.split(r"\n\s*\n", _raises_apart(text.strip("\n"))))


def _raises_apart(text):
    return re.sub(r"(?<=[.)])(?:\n| )(?=Raises )", "\n\n", text)


def _block(block):
    lines = block.split("\n")
    if all(line.startswith("    ") for line in lines):
        return "::\n\n" + block
    if ENTRY.match(lines[0]):
        return _entries(lines)
    return _inline(" ".join(line.strip() for line in lines)).replace("Raises ", "**Raises** ", 1 if block.startswith("Raises ") else 0)


def _entries(lines):
    """Lines `name : text` as a definition list."""
    entries = []
    for line in lines:
        if found := ENTRY.fullmatch(line):
            entries.append(list(found.groups()))
        else:
            entries[-1][1] += " " + line.strip()
    return "\n".join(f"{_names(names)}\n    {_inline(text)}" for names, text in entries)


def _names(names):
    """`a, b (T, n)`: the names as code, shapes as they are."""
    return re.sub(r"(?<![\w(])(\*{0,2}[A-Za-z_]\w*)(?![^(]*\))", r"``\1``", names)


def _inline(text):
    """Words with code, links to equations and to the bibliography; nothing else in them is markup."""
    made = "".join(rf"\ ``{part.strip('`')}``\ " if CODE.fullmatch(part) else _linked(part) for part in CODE.split(text))
    return made.removeprefix("\\ ").removesuffix("\\ ")


def _linked(words):
    words = re.sub(r"([*|_\\])", r"\\\1", words)
    words = RAISED.sub(_sub_and_superscript, words)
    words = NUMBER.sub(_equation, words)
    return CITED.sub(_citation, words)


def _sub_and_superscript(found):
    roles = [rf"\ :{role}:`{each.strip('{}')}`\ " for role, each in zip(("sub", "sup"), found.groups()) if each]
    return "".join(roles).replace(r"\ \ ", r"\ ")


def _equation(found):
    chapter, number = found.groups()
    page = next(BOOK.glob(f"chapter{int(chapter):02}_*")).stem
    return rf"\ `({chapter}.{number}) <../{page}.html#{anchor(f'{chapter}.{number}')}>`__\ "


def anchor(number):
    """The id of an equation on its page."""
    return "equation-" + number.replace(".", "-")


def _citation(found):
    if found["names"]:
        return rf"\ :cite:t:`{key(found['names'], found['year'])}`\ "
    keys = (key(*each.rsplit(" ", 1)) for each in found["several"].split("; "))
    return rf"\ :cite:p:`{','.join(keys)}`\ "


def key(names, year):
    """The key of a source in the bibliography. Raises LookupError unless there is one."""
    if (names, year) in MEANT:
        return MEANT[names, year]
    surnames = re.split(r", | & ", names.removesuffix(" et al."))
    found = [name for name, (authors, when) in _sources().items()
             if when == year and (authors[0] == surnames[0] if names.endswith("et al.") else authors == surnames)]
    if len(found) != 1:
        raise LookupError(f"{names} {year} must be one source of references.bib, not {found}")
    return found[0]


@cache
def _sources():
    entries = parse_file(BOOK / "references.bib", encoding="utf-8").entries
    return {name: ([" ".join([*author.prelast_names, *author.last_names]) for author in entry.persons["author"]], entry.fields["year"])
            for name, entry in entries.items()}


def rewrite(app, what, name, thing, options, lines):
    """For autodoc: the docstring, in place; data has none but that of its type."""
    if what == "data":
        lines.clear()
    lines[:] = restructured("\n".join(lines)).split("\n")


def plain_defaults(app, what, name, thing, options, signature, returned):
    """For autodoc: a signature in which functions and factories that are defaults are three dots, so that it can be parsed."""
    return signature and DEFAULT.sub("...", signature), returned


def skip_fields(app, what, name, thing, skip, options):
    """For autodoc: the fields of a NamedTuple stand in its signature and have no words of their own."""
    return True if isinstance(thing, _tuplegetter) else None


def name_equations(app, doctree):
    """Give each numbered equation the id that links lead to."""
    for node in doctree.findall(nodes.math_block):
        node["ids"] += [anchor(number) for number in TAG.findall(node.astext())]


def lines_of_signatures(app, pagename, templatename, context, doctree):
    """Sphinx lists the parameters of a long signature as definitions of nothing; they are lines."""
    if "body" in context:
        context["body"] = LISTED.sub(_as_lines, context["body"])


def _as_lines(found):
    return re.sub(r"(</?)d[ld]>", r"\1span>", found[0]).replace("<span>", '<span class="sig-lines">', 1)


def setup(app):
    app.setup_extension("sphinx.ext.autodoc")
    # A widget is made by its own __init__
    autodoc._CLASS_NEW_BLACKLIST.append("traitlets.traitlets.HasDescriptors.__new__")
    app.connect("autodoc-process-docstring", rewrite)
    app.connect("autodoc-skip-member", skip_fields)
    app.connect("autodoc-process-signature", plain_defaults)
    app.connect("doctree-read", name_equations)
    app.connect("html-page-context", lines_of_signatures)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
