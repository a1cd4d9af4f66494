"""Write what the glossary says of each term to a script, so that every page can show it beside the term, from a folder too."""

import json
from pathlib import Path

from docutils import nodes
from sphinx import addnodes

PAGE = "book/glossary"


def meanings(app):
    """From the anchor of each term to its definition in HTML."""
    tree = app.env.get_and_resolve_doctree(PAGE, app.builder)
    found = {}
    for glossary in tree.findall(addnodes.glossary):
        for item in glossary.findall(nodes.definition_list_item):
            definition = next(item.findall(nodes.definition))
            # A card is read, not entered: its links are words
            for reference in list(definition.findall(nodes.reference)):
                reference.replace_self(reference.children)
            text = "".join(app.builder.render_partial(child)["fragment"] for child in definition)
            found.update({anchor: text for term in item.findall(nodes.term) for anchor in term["ids"]})
    return found


def write_meanings(app, exception):
    if exception or app.builder.format != "html":
        return
    known = meanings(app) if PAGE in app.env.found_docs else {}
    script = f"window.GLOSSARY = {json.dumps(known, ensure_ascii=False)};\n"
    Path(app.outdir, "_static", "glossary.js").write_text(script, encoding="utf-8")


def setup(app):
    app.connect("build-finished", write_meanings)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
