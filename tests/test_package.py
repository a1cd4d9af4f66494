"""The package as a whole: what importing it costs, its version, its registries."""

import importlib.metadata
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import taxrec_lite as tx
from tests.nets import a_run, each_cell, options_of

ROOT = Path(__file__).parents[1]
RULES = [tx.rules.get(name) for name in tx.rules.names()]
each_rule = pytest.mark.parametrize("rule", RULES, ids=tx.rules.names())


@pytest.mark.parametrize("module", ["taxrec_lite", "taxrec_lite.oracles", "taxrec_lite.__main__"])
def test_importing_it_imports_nothing_but_numpy(module):
    code = f"""
import sys
import numpy
before = set(sys.modules)
import {module}
new = {{name.split(".")[0] for name in set(sys.modules) - before}} - set(sys.stdlib_module_names)
assert new <= {{"taxrec_lite", "numpy"}}, new
assert not {{name for name in sys.modules if name.startswith(("taxrec_lite.figures", "taxrec_lite.explorers", "taxrec_lite.graphs"))}}
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_its_version_is_that_of_the_project():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert importlib.metadata.version("taxrec_lite") == tx.__version__
    assert project["dependencies"] == ["numpy>=2.0"]
    assert f"\nversion: {tx.__version__}\n" in (ROOT / "CITATION.cff").read_text()
    assert re.search(r"^## \[(.+?)\]", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)[1] == tx.__version__


def test_pictures_of_the_readme_are_shown_elsewhere_too():
    addresses = re.findall(r"!\[[^]]+\]\((.+?)\)", (ROOT / "README.md").read_text())
    urls = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["urls"]
    raw = urls["Repository"].replace("github.com", "raw.githubusercontent.com") + "/main/"
    assert addresses and all(address.startswith(raw) for address in addresses)
    assert all((ROOT / address.removeprefix(raw)).is_file() for address in addresses)


def test_no_public_name_is_listed_twice():
    assert len(tx.__all__) == len(set(tx.__all__))


@pytest.mark.parametrize("registry", [tx.cells, tx.rules])
def test_a_registry_gives_what_it_names(registry):
    assert registry.names()
    for name in registry.names():
        assert registry.get(name).name == name
    titles = [registry.get(name).title for name in registry.names()]
    assert len(set(titles)) == len(titles)


def test_no_rule_knows_a_cell_by_name():
    words = {word for name in tx.cells.names() for word in (name, tx.cells.get(name).__name__)}
    for path in (ROOT / "taxrec_lite" / "rules").glob("*.py"):
        assert not words & set(re.findall(r"\w+", path.read_text())), path.name


@pytest.mark.parametrize("name", tx.cells.names())
def test_a_cell_is_public(name):
    kind = tx.cells.get(name)
    assert getattr(tx, kind.__name__) is kind and kind.__name__ in tx.cells.__all__


@each_rule
def test_a_rule_comes_out_of_rules_that_exist(rule):
    assert all(change.origin in tx.rules.names() and change.origin != rule.name for change in rule.changes)


def test_every_rule_comes_out_of_bptt():
    def origins(name):
        return {name}.union(*(origins(change.origin) for change in tx.rules.get(name).changes))

    assert all("bptt" in origins(rule.name) for rule in RULES)


@each_rule
def test_a_rule_has_a_title_and_one_sentence(rule):
    assert rule.title and rule.idea.endswith(".") and rule.idea.count(".") == 1


@each_rule
@each_cell
def test_a_rule_is_exact_if_and_only_if_it_says_so(rule, cell, options):
    run = a_run(cell, kappa=0.8, B=3, **options)
    error = tx.relative_error(rule.gradient(run, **options_of(rule, run)), tx.bptt(run))
    assert error < 1e-12 if rule.exact else error > 1e-6


@each_rule
def test_a_change_alters_numbers_if_and_only_if_it_says_so(rule):
    run = a_run("lstm", kappa=0.8, B=3)
    for change in rule.changes:
        origin = tx.rules.get(change.origin)
        number = 1 if "m = 1" in change.words or "one step" in change.words else None
        before = origin.gradient(run, **options_of(origin, run, number, seed=5 if change.exact else 6))
        error = tx.relative_error(rule.gradient(run, **options_of(rule, run)), before)
        assert error < 1e-12 if change.exact else error > 1e-3
