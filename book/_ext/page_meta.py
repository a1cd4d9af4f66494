"""What search engines and link previews read: a description of each page and, where the book is published, its picture."""

import os
import re
from html import escape

from docutils import nodes

GENERATED = {
    "genindex": ("Index", "The index of the terms of the book, with links to where each of them is explained."),
    "search": ("Search", "Search all pages of the book for a word: a rule, a cell, a symbol or an equation."),
}
ASIDE = (nodes.Admonition, nodes.container, nodes.table, nodes.figure)
LONGEST = 200


def site_address():
    """Where GitHub publishes the pages of the repository that it builds; nothing elsewhere."""
    owner, _, name = os.environ.get("GITHUB_REPOSITORY", "").partition("/")
    path = "" if name == f"{owner}.github.io" else f"{name}/"
    return f"https://{owner}.github.io/{path}" if name else ""


def aside(paragraph):
    while paragraph.parent is not None:
        paragraph = paragraph.parent
        if isinstance(paragraph, ASIDE):
            return True
    return False


def description(tree):
    """The first sentences of a page's first paragraph of plain text."""
    plain = (node for node in tree.findall(nodes.paragraph) if not aside(node) and not list(node.findall(nodes.math)))
    text = " ".join(next((node.astext() for node in plain if len(node.astext()) > 60), tree.astext()).split())
    told, *more = re.split(r"(?<=[.?!]) ", text)
    for sentence in more:
        if len(told) + len(sentence) > LONGEST:
            break
        told = f"{told} {sentence}"
    return told


def add_tags(app, pagename, templatename, context, doctree):
    if doctree is None and pagename not in GENERATED:
        return
    title, told = (re.sub(r"<[^>]+>", "", context["title"]), description(doctree)) if doctree else GENERATED[pagename]
    address = site_address()
    tags = {"og:title": title, "og:description": told, "og:type": "article", "og:site_name": app.config.html_title}
    if address:
        tags |= {"og:url": f"{address}{pagename}.html", "og:image": f"{address}_static/preview.png"}
        tags["og:image:alt"] = "Error of the gradient against the order m, in three regimes"
    lines = [f'<meta name="description" content="{escape(told)}">']
    # A title comes with its entities
    told = {name: text if name == "og:title" else escape(text) for name, text in tags.items()}
    lines += [f'<meta property="{name}" content="{text}">' for name, text in told.items()]
    context["metatags"] = context.get("metatags", "") + "\n".join(lines)


def set_options(app, config):
    config.html_baseurl = site_address()
    if config.html_theme_options.get("repository_url"):
        config.html_theme_options |= {"use_edit_page_button": True, "use_issues_button": True}


def setup(app):
    app.connect("config-inited", set_options, priority=900)
    app.connect("html-page-context", add_tags)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
