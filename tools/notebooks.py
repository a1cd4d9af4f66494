"""Execute the book's notebooks in place and keep of their outputs what can be compared: text and tables."""

import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

DROPPED = {"image/png", "image/jpeg", "image/svg+xml", "application/vnd.jupyter.widget-view+json"}
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


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
        execute(notebook, path.parent)
        nbformat.write(strip(notebook), path)
        print(path)
