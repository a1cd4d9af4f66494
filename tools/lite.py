"""Build JupyterLite into .lite: the notebooks of the book, for the Python that lies beside it in _static/pyodide."""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tools import lite_notebook

ROOT = Path(__file__).resolve().parents[1]
KERNEL = {
    # From the page of an application, and from the folder of JupyterLite
    "pyodideUrl": "../../_static/pyodide/pyodide.js",
    "loadPyodideOptions": {
        "lockFileURL": "../_static/pyodide/book-lock.json",
        "packages": ["micropip", "piplite", "ssl", "sqlite3", "ipykernel", "comm", "pyodide_kernel", "jedi", "ipython",
                     "ipywidgets", "joblib", "matplotlib", "networkx", "taxrec-lite"],
    },
    "disablePyPIFallback": True,
}
CONFIG = {
    "jupyter-lite-schema-version": 0,
    "jupyter-config-data": {
        "appName": "A Taxonomy of Recurrent Learning Rules",
        "litePluginSettings": {"@jupyterlite/pyodide-kernel-extension:kernel": KERNEL},
    },
}
# Draw every cell, also those that are not in view: a widget keeps its place, and a search its hits
OVERRIDES = {"@jupyterlab/notebook-extension:tracker": {"windowingMode": "defer"}}

ARROWS = (["ArrowLeft"], ["ArrowRight"])


def build(folder, target):
    """Write the site to target, with what it is made from in folder."""
    contents = folder / "contents"
    (contents / "book").mkdir(parents=True)
    for notebook in (ROOT / "book").glob("*.ipynb"):
        lite_notebook.write(notebook, contents / "book" / notebook.name)
    for name, content in {"jupyter-lite.json": CONFIG, "overrides.json": OVERRIDES}.items():
        (folder / name).write_text(json.dumps(content), encoding="utf-8")
    command = [sys.executable, "-m", "jupyterlite_core.app", "build", "--lite-dir", folder, "--contents", contents,
               "--output-dir", target, "--apps", "notebooks", "--apps", "lab", "--no-sourcemaps", "--no-unused-shared-packages"]
    subprocess.run(command, check=True)


def free_the_arrows(target):
    """Drop Jupyter's shortcuts on the arrows to the left and right, which otherwise never reach a slider."""
    path = target / "build" / "schemas" / "all.json"
    plugins = json.loads(path.read_text(encoding="utf-8"))
    for plugin in plugins:
        shortcuts = plugin["schema"].get("jupyter.lab.shortcuts", [])
        plugin["schema"]["jupyter.lab.shortcuts"] = [each for each in shortcuts if each["keys"] not in ARROWS]
    path.write_text(json.dumps(plugins), encoding="utf-8")


if __name__ == "__main__":
    target = ROOT / ".lite"
    shutil.rmtree(target, ignore_errors=True)
    with tempfile.TemporaryDirectory() as folder:
        build(Path(folder), target)
    free_the_arrows(target)
