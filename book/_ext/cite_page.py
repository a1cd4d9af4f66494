"""Under each page, how to cite it: as text and as BibTeX, from CITATION.cff and the page's title."""

import re
from html import escape, unescape
from pathlib import Path

import yaml
from page_meta import site_address

CITATION = yaml.safe_load((Path(__file__).resolve().parents[2] / "CITATION.cff").read_text(encoding="utf-8"))


def author(entry):
    return entry.get("name") or f"{entry['given-names']} {entry['family-names']}"


def citation(pagename, title, year):
    """The page called title, as a sentence and as a BibTeX entry."""
    authors = " and ".join(map(author, CITATION["authors"]))
    book, version = CITATION["title"], CITATION["version"]
    address = site_address() and f"{site_address()}{pagename}.html"
    text = f"{authors} ({year}). “{title}”. In: {book}, version {version}. {address}".strip()
    # Braces keep what is not a person from being taken apart
    names = " and ".join(f"{{{author(entry)}}}" if "name" in entry else author(entry) for entry in CITATION["authors"])
    fields = {"author": names, "title": title, "booktitle": f"{{{book}}}", "note": f"Version {version}", "year": year}
    if address:
        fields["url"] = address
    key = f"taxrec_{re.sub(r'[^a-z0-9]+', '_', pagename.split('/')[-1])}"
    return text, f"@incollection{{{key},\n" + "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items()) + "}"


def add_citation(app, pagename, templatename, context, doctree):
    if doctree is None:
        return
    title = unescape(re.sub(r"<[^>]+>", "", context["title"]))
    text, entry = map(escape, citation(pagename, title, app.config.copyright))
    context["body"] += (
        f'<details class="tx-cite"><summary>Cite this page</summary><p>{text}</p>'
        f'<div class="highlight"><pre>{entry}</pre></div></details>'
    )


def setup(app):
    app.connect("html-page-context", add_citation)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
