"""What is served as Python for the browser is what its official lock says, the book's package and little else."""

import json
from hashlib import sha256

import pytest

from tests.book.site import ROOT, SITE
from tools import pyodide

SERVED = SITE / "_static" / "pyodide"
OFFICIAL, BOOK = (json.loads((SERVED / f"{name}-lock.json").read_text(encoding="utf-8"))["packages"] for name in ("pyodide", "book"))
ADDED = {"comm", "ipykernel", "ipywidgets", "networkx", "piplite", "pyodide-kernel", "taxrec-lite"}


@pytest.mark.parametrize("name", BOOK)
def test_a_package_is_there_with_its_hash(name):
    entry = BOOK[name]
    assert sha256((SERVED / entry["file_name"]).read_bytes()).hexdigest() == entry["sha256"]
    assert set(map(pyodide.canonical, entry["depends"])) <= set(BOOK)


def test_all_others_are_as_in_the_official_lock():
    assert ADDED < set(BOOK)
    assert {name: entry for name, entry in BOOK.items() if name not in ADDED} == {name: OFFICIAL[name] for name in set(BOOK) - ADDED}


def test_nothing_else_is_served():
    core = {"pyodide.js", "pyodide.mjs", "pyodide.asm.js", "pyodide.asm.wasm", "python_stdlib.zip", "python_stdlib.compiled.zip",
            "pyodide-lock.json", "book-lock.json"}
    there = {path.name for path in SERVED.iterdir() if not path.name.startswith(".")}
    assert there == core.union(entry["file_name"] for entry in BOOK.values())


def test_the_package_is_the_wheel_that_is_built():
    [wheel] = (ROOT / ".wheel").glob("*.whl")
    assert sha256(wheel.read_bytes()).hexdigest() == BOOK["taxrec-lite"]["sha256"]


@pytest.mark.parametrize("sources, taken", [([b"another", b"right"], True), ([b"another"], False), ([], False)])
def test_a_wheel_with_another_hash_is_refused(tmp_path, monkeypatch, sources, taken):
    monkeypatch.setattr(pyodide, "TARGET", tmp_path)
    monkeypatch.setattr(pyodide, "candidates", lambda name: sources)
    entry = {"file_name": "some.whl", "sha256": sha256(b"right").hexdigest()}
    if taken:
        pyodide.fetch(entry)
        assert (tmp_path / "some.whl").read_bytes() == b"right"
    else:
        with pytest.raises(SystemExit, match="some.whl is nowhere to be had"):
            pyodide.fetch(entry)
        assert not (tmp_path / "some.whl").exists()
