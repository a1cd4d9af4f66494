"""Build JupyterLite into .lite: the notebooks of the book, for the Python that lies beside it in _static/pyodide."""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

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


def build(folder, target):
    """Write the site to target, with what it is made from in folder."""
    contents = folder / "contents"
    (contents / "book").mkdir(parents=True)
    for notebook in (ROOT / "book").glob("*.ipynb"):
        shutil.copy(notebook, contents / "book")
    (folder / "jupyter-lite.json").write_text(json.dumps(CONFIG), encoding="utf-8")
    command = [sys.executable, "-m", "jupyterlite_core.app", "build", "--lite-dir", folder, "--contents", contents,
               "--output-dir", target, "--apps", "notebooks", "--apps", "lab", "--no-sourcemaps", "--no-unused-shared-packages"]
    subprocess.run(command, check=True)


if __name__ == "__main__":
    target = ROOT / ".lite"
    shutil.rmtree(target, ignore_errors=True)
    with tempfile.TemporaryDirectory() as folder:
        build(Path(folder), target)
