"""The committed notebooks hold what their code prints, and nothing that differs between machines."""

import ast
import subprocess
import sys

import nbformat
import pytest
from IPython.core.interactiveshell import InteractiveShell
from nbformat.v4 import new_code_cell, new_notebook, new_output

from book._ext import publication
from tests.book.site import ROOT
from tools import notebooks

NOTEBOOKS = sorted((ROOT / "book").rglob("*.ipynb"))
STRIPPED = {"image/png", "image/jpeg", "image/svg+xml", "application/vnd.jupyter.widget-view+json"}


def code_cells(path):
    """The first, which installs the package, and the others."""
    first, *others = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
    return first, others


def calls_print(source):
    calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    return any(isinstance(call.func, ast.Name) and call.func.id == "print" for call in calls)


def ends_in_value(source):
    last = ast.parse(source).body[-1:]
    return any(isinstance(node, ast.Expr) and not isinstance(node.value, ast.Call) for node in last)


def test_there_are_notebooks():
    assert NOTEBOOKS


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_what_is_printed_is_stored(path):
    for cell in code_cells(path)[1]:
        kinds = {output.output_type for output in cell.outputs}
        assert cell.execution_count is not None, f"never executed: {cell.source}"
        assert not calls_print(cell.source) or "stream" in kinds, f"prints, and nothing is stored: {cell.source}"
        assert not ends_in_value(cell.source) or "execute_result" in kinds, f"a value, and nothing is stored: {cell.source}"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_first_cell_installs_what_is_published_and_is_not_on_the_page(path):
    first, others = code_cells(path)
    assert first.source == notebooks.INSTALL and first.metadata.tags == ["remove-cell"]
    assert f'"git+https://github.com/{publication.repository()}"' in first.source
    assert [first.execution_count, *(cell.execution_count for cell in others)] == list(range(1, len(others) + 2))


@pytest.mark.parametrize("missing", [True, False])
def test_the_first_cell_installs_if_and_only_if_the_package_is_missing(missing, monkeypatch):
    asked = []
    shell = InteractiveShell()
    monkeypatch.setattr(shell, "run_line_magic", lambda *call, **options: asked.append(call))
    if missing:
        monkeypatch.setitem(sys.modules, "taxrec_lite", None)
    shell.run_cell(notebooks.INSTALL).raise_error()
    address = f"git+https://github.com/{publication.repository()}"
    expected = [("pip", f'install -q "taxrec_lite[book] @ {address}"')] if missing else []
    assert [(magic, shell.var_expand(line)) for magic, line in asked] == expected


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_only_text_is_stored(path):
    assert "widgets" not in nbformat.read(path, as_version=4).metadata
    first, others = code_cells(path)
    for cell in [first, *others]:
        assert "execution" not in cell.metadata
        for output in cell.outputs:
            assert output.output_type != "error"
            assert not STRIPPED & set(output.get("data", {}))


@pytest.mark.parametrize("stored, passes", [("0.125730", True), ("0.125731", False)])
def test_a_changed_number_is_caught(tmp_path, stored, passes):
    cell = new_code_cell("print('0.125730')", execution_count=1, outputs=[new_output("stream", text=f"{stored}\n")])
    nbformat.write(new_notebook(cells=[cell]), tmp_path / "page.ipynb")
    command = [sys.executable, "-m", "pytest", "--nbval", "--nbval-current-env", "page.ipynb"]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert (run.returncode == 0) == passes, run.stdout
    assert f"1 {'passed' if passes else 'failed'}" in run.stdout
