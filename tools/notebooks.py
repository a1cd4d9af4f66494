"""Execute the book's notebooks in place and keep of their outputs what can be compared: text and tables.

Each begins with the same cell, which installs the package where it is missing.
"""

import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell

from book._ext import publication

DROPPED = {"image/png", "image/jpeg", "image/svg+xml", "application/vnd.jupyter.widget-view+json"}
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}

INSTALL_ID = "install"
INSTALL = f"""# Where the package is missing, as it is in Colab
try:
    import taxrec_lite
except ModuleNotFoundError:
    source = "git+{publication.HOST}/{publication.named_repository()}"
    %pip install -q "taxrec_lite[book] @ {{source}}\""""


def prepare(notebook):
    """Put the cell that installs the package before all other code."""
    cells = [cell for cell in notebook.cells if cell.id != INSTALL_ID]
    place = next(i for i, cell in enumerate(cells) if cell.cell_type == "code")
    cells.insert(place, new_code_cell(INSTALL, id=INSTALL_ID, metadata={"tags": ["remove-cell"]}))
    notebook.cells = cells


def execute(notebook, folder):
    """Run every cell; one that raises is an error."""
    client = NotebookClient(
        notebook,
        timeout=600,
        kernel_name="python3",
        resources={"metadata": {"path": folder}},
        coalesce_streams=True,
        record_timing=False,
        store_widget_state=False,
    )
    client.execute()


def strip(notebook):
    """Drop pictures, widgets and whatever differs between machines."""
    notebook.metadata.pop("widgets", None)
    notebook.metadata.update(METADATA)
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        for output in cell.get("outputs", []):
            for kind in DROPPED:
                output.get("data", {}).pop(kind, None)
                output.get("metadata", {}).pop(kind, None)
    return notebook


if __name__ == "__main__":
    for path in map(Path, sys.argv[1:]):
        notebook = nbformat.read(path, as_version=4)
        prepare(notebook)
        execute(notebook, path.parent)
        nbformat.write(strip(notebook), path)
        print(path)
