"""Python in the reader's browser: the package runs there, with the numbers that it has here."""

import json
import sys

import pytest

import taxrec_lite as tx
from tests.browser.conftest import watch

GRADIENTS = """
import json, sys
import numpy as np
import taxrec_lite as tx

gradients = {}
for name in tx.cells.names():
    rng = np.random.default_rng(0)
    network = tx.Network(tx.cells.get(name)(3, 4), tx.Readout(2, kappa=0.5))
    run = network.run(network.init(rng), rng.standard_normal((6, 2, 3)), rng.standard_normal((6, 2, 2)))
    for rule, gradient in {"bptt": tx.bptt(run), "rtrl": tx.rtrl(run), "m_order": tx.m_order(run, m=2)}.items():
        gradients[f"{name} {rule}"] = [part.ravel().tolist() for part in vars(gradient).values()]
answer = json.dumps({"python": sys.version_info[:2], "numpy": np.__version__, "gradients": gradients})
"""
COMPILED = """
import json
from marshal import loads
from zipfile import ZipFile

official, compiled = (ZipFile(f"python_stdlib{kind}.zip") for kind in ("", ".compiled"))
codes = {}
for name in set(official.namelist()) - set(compiled.namelist()):
    code = compile(official.read(name), f"/lib/python312.zip/{name}", "exec", dont_inherit=True, optimize=2)
    codes[name] = code == loads(compiled.read(f"{name}c")[16:])
others = set(official.namelist()) & set(compiled.namelist())
answer = json.dumps({"codes": codes, "rest": len(compiled.namelist()) - len(codes) - len(others),
                     "others": all(official.read(name) == compiled.read(name) for name in others)})
"""
RUN = """async ([folder, code, files]) => {
    const {loadPyodide} = await import(folder + "pyodide.mjs");
    const python = await loadPyodide({lockFileURL: folder + "book-lock.json", packages: ["taxrec-lite"]});
    for (const name of files) python.FS.writeFile(name, new Uint8Array(await (await fetch(folder + name)).arrayBuffer()));
    return python.runPython(code + "\\nanswer");
}"""


def here(code):
    names = {}
    exec(code, names)
    return json.loads(names["answer"])


@pytest.fixture
def in_browser(new_page, address):
    """Run code in a browser, beside files that are served with its Python: its answer."""
    page = new_page()
    problems = watch(page, address)
    page.goto(address + "genindex.html")
    yield lambda code, *files: json.loads(page.evaluate(RUN, [f"{address}_static/pyodide/", code, files]))
    page.context.close()
    assert problems == []


def test_the_package_has_the_numbers_in_the_browser_that_it_has_here(in_browser):
    there, expected = in_browser(GRADIENTS), here(GRADIENTS)["gradients"]
    assert there["python"] == [3, 12] and there["numpy"] == "2.0.2" and sys.platform != "emscripten"
    assert set(there["gradients"]) == set(expected) and len(expected) == 3 * len(tx.cells.names())
    for name, parts in expected.items():
        for found, part in zip(there["gradients"][name], parts, strict=True):
            assert found == pytest.approx(part, rel=1e-12, abs=1e-13), name


def test_what_is_compiled_is_what_the_browser_would_make_of_the_official_library(in_browser):
    found = in_browser(COMPILED, "python_stdlib.zip", "python_stdlib.compiled.zip")
    assert len(found["codes"]) > 100 and {"dataclasses.py", "inspect.py", "typing.py"} < set(found["codes"])
    assert all(found["codes"].values()) and found["others"] and not found["rest"]
