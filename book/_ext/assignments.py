"""Each assignment as two notebooks: one for students, without what is tagged `solution`, and one with it."""

from pathlib import Path

import nbformat

FOLDER = "book/assignments"


def build(app, exception):
    """Write both versions of every notebook of book/assignments beside the pages."""
    if exception or app.builder.format != "html":
        return
    for path in sorted(Path(app.srcdir, FOLDER).glob("*.ipynb")):
        target = Path(app.outdir, FOLDER)
        target.mkdir(parents=True, exist_ok=True)
        nbformat.write(without(path, "solution", outputs=False), target / path.name)
        nbformat.write(without(path, "student", outputs=True), target / f"{path.stem}_solutions.ipynb")


def without(path, tag, outputs):
    """The notebook at path without the cells that have this tag."""
    notebook = nbformat.read(path, as_version=4)
    notebook.cells = [cell for cell in notebook.cells if tag not in cell.metadata.get("tags", [])]
    for cell in notebook.cells:
        cell.metadata.pop("tags", None)
        if cell.cell_type == "code" and not outputs:
            cell.outputs, cell.execution_count = [], None
    return notebook


def setup(app):
    app.connect("build-finished", build)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
