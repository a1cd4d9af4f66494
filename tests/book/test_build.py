"""The build refuses what should not be published, and shows a picture where no script runs."""

import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from tests.book.site import ROOT

WIDGET = """
import ipywidgets, matplotlib.pyplot as plt
from base64 import b64encode
from io import BytesIO
from IPython.display import display
file = BytesIO()
plt.plot([1, 2])
plt.savefig(file, format="png")
plt.close()
display(
    {**ipywidgets.IntSlider()._repr_mimebundle_(), "image/png": b64encode(file.getvalue()).decode(), "text/plain": "A rising line\\nfrom 1 to 2"},
    raw=True,
)
"""


def build(folder, code):
    """Build a book of one page with the project's own settings, as `make html` does."""
    for name in ("_config.yml", "pyproject.toml", "CITATION.cff"):
        shutil.copy(ROOT / name, folder)
    (folder / "_toc.yml").write_text("format: jb-book\nroot: book/page\n")
    shutil.copytree(ROOT / "book", folder / "book", ignore=shutil.ignore_patterns("*.ipynb", "*.md", "__pycache__", "pyodide"))
    nbformat.write(new_notebook(cells=[new_markdown_cell("# Page"), new_code_cell(code)]), folder / "book" / "page.ipynb")
    command = [Path(sys.executable).with_name("jupyter-book"), "build", "-W", "-n", "--keep-going", folder]
    return subprocess.run(command, capture_output=True, text=True)


@pytest.mark.parametrize(
    "code, reason",
    [("1 / 0", "ZeroDivisionError"), ("import sys; print('beware', file=sys.stderr)", "stderr")],
)
def test_a_cell_that_raises_or_warns_fails_the_build(tmp_path, code, reason):
    run = build(tmp_path, code)
    assert run.returncode != 0
    assert reason in run.stdout + run.stderr


def test_a_widget_has_a_picture_where_no_script_runs(tmp_path):
    run = build(tmp_path, WIDGET)
    assert run.returncode == 0, run.stdout + run.stderr
    page = (tmp_path / "_build" / "html" / "book" / "page.html").read_text()
    assert '<noscript><img alt="A rising line"' in page
    assert "application/vnd.jupyter.widget-view+json" in page
