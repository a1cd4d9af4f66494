"""The index, which Sphinx makes and no file holds, as the last entry of the table of contents."""

from sphinx import addnodes


def add_index(app, doctree):
    if app.env.docname == app.config.root_doc:
        for toctree in list(doctree.findall(addnodes.toctree))[-1:]:
            toctree["entries"].append(("Index", "genindex"))


def setup(app):
    # After the table of contents has been made from _toc.yml, before Sphinx collects it
    app.connect("doctree-read", add_index, priority=200)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
