"""The reference: every public name on one page, described and annotated; every example run, every number and source known."""

import doctest
import importlib
import inspect
import re

import pytest

from book._ext import reference
from taxrec_lite.derivation import EQUATIONS
from tests.book.site import ROOT, parsed

PAGES = sorted((ROOT / "book" / "reference").glob("*.md"))
PUBLIC = ("taxrec_lite", "taxrec_lite.cells", "taxrec_lite.derivation", "taxrec_lite.figures", "taxrec_lite.graphs",
          "taxrec_lite.oracles", "taxrec_lite.own_network", "taxrec_lite.rules", "taxrec_lite.tasks")
DIRECTIVE = re.compile(r"^\.\. auto\w+:: (\S+)$", re.MULTILINE)


def thing(name):
    """What a dotted name leads to."""
    module, attribute = name.rsplit(".", 1)
    return getattr(importlib.import_module(module), attribute)


def listed():
    """[(page, name)] of everything that a reference page describes."""
    return [(path.stem, name) for path in PAGES for name in DIRECTIVE.findall(path.read_text(encoding="utf-8"))]


def public():
    """{name: thing} of all that some `__all__` holds and that is no module."""
    modules = map(importlib.import_module, PUBLIC)
    return {f"{module.__name__}.{name}": getattr(module, name) for module in modules for name in module.__all__
            if not inspect.ismodule(getattr(module, name))}


each_listed = pytest.mark.parametrize("name", [name for _, name in listed()])


def test_every_public_name_is_on_exactly_one_page():
    described = [thing(name) for _, name in listed()]
    assert [name for name, one in public().items() if sum(one is other for other in described) != 1] == []


def test_nothing_is_described_twice():
    names = [name for _, name in listed()]
    assert len(set(names)) == len(names)


@each_listed
def test_it_has_a_docstring_of_its_own(name):
    one = thing(name)
    words = vars(one).get("__doc__") if inspect.isclass(one) else one.__doc__
    assert words and not words.startswith(name.rsplit(".", 1)[1] + "(")  # as a dataclass without one would


def functions(one):
    """{name: function} of a function, or of a class: its public methods and properties, but those that a class above has too."""
    if not inspect.isclass(one):
        return {one.__name__: one} if inspect.isfunction(one) else {}
    known = {name for base in one.__mro__[1:] for name in vars(base)} | set(inspect.get_annotations(one))
    own = {name: part for name, part in vars(one).items() if not name.startswith("_") and name not in known}
    found = {name: getattr(part, "fget", None) or getattr(part, "func", None) or getattr(part, "__func__", part)
             for name, part in own.items()}
    return {name: each for name, each in found.items() if inspect.isfunction(each)}


@each_listed
def test_signatures_say_what_is_taken_and_given(name):
    bare = []
    for each, function in functions(thing(name)).items():
        signature = inspect.signature(function)
        taken = [parameter for parameter in signature.parameters.values()
                 if parameter.kind is not parameter.VAR_KEYWORD and parameter.name not in ("self", "cls")]
        if signature.return_annotation is signature.empty or any(one.annotation is one.empty for one in taken):
            bare.append(each)
    assert bare == []


@each_listed
def test_equations_and_sources_in_its_text_exist(name):
    one = thing(name)
    described = [one, *vars(one).values()] if inspect.isclass(one) else [one]
    for text in filter(None, (inspect.getdoc(each) for each in described if inspect.isroutine(each) or inspect.isclass(each))):
        numbers = re.findall(r"#equation-(\d+)-(\d+)>", reference.restructured(text))  # an unknown source is an error
        assert {".".join(number) for number in numbers} <= set(EQUATIONS)


def test_entries_become_a_list_and_nothing_else_is_markup():
    made = reference.restructured('''What *it* does to c_j^t by |r|, (6.3) (Elman 1990). Raises ValueError.

m : the order, `m` or "all"
    and more
x, y (T, n) : others of Menick et al. (2021)
''')
    assert made.replace("\\ ", "") == (
        r"What \*it\* does to c:sub:`j`:sup:`t` by \|r\|, `(6.3) <../chapter06_m_order.html#equation-6-3>`__ "
        ":cite:p:`elman1990`.\n\n**Raises** ValueError.\n\n"
        "``m``\n    the order, ``m`` or ``\"all\"`` and more\n"
        "``x``, ``y`` (T, n)\n    others of :cite:t:`menick2021`")


@pytest.mark.parametrize("names, year", [("Nobody", "1990"), ("Elman et al.", "1990x"), ("Elman & Nobody", "1990")])
def test_an_unknown_source_is_an_error(names, year):
    with pytest.raises(LookupError, match=names):
        reference.key(names, year)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_examples_print_what_they_say(path):
    text = re.sub(r"^```.*$", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    examples = doctest.DocTestParser().get_doctest(text, {}, path.name, str(path), 0)
    assert examples.examples or path.stem == "index"
    assert doctest.DocTestRunner(optionflags=doctest.REPORT_NDIFF).run(examples).failed == 0


@pytest.mark.parametrize("page, name", listed())
def test_it_is_on_its_built_page(page, name):
    assert parsed(f"book/reference/{page}.html").find(id=name) is not None

