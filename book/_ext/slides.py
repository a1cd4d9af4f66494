"""The lecture as reveal.js slides, made of the figures that the book's pages offer for download."""

import html
import json
import re
from pathlib import Path

from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin

# {figure} page | how its text alternative begins, or {explorer} page | its name and state
CALL = r"^\{(figure|explorer)\} (\S+) \| ?(.*)$"

PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}: slides</title>
<meta name="description" content="Slides for a lecture of ninety minutes: {title}, with the figures of the book.">
<link rel="icon" href="../_static/favicon.svg">
<link rel="stylesheet" href="../_static/reveal/dist/reveal.css">
<link rel="stylesheet" href="../_static/slides.css">
<script>MathJax = {mathjax};</script>
<script src="../_static/{mathjax_path}"></script>
<script src="../_static/reveal/dist/reveal.js"></script>
<script src="../_static/reveal/plugin/notes/notes.js"></script>
</head>
<body>
<main class="reveal"><div class="slides">
{slides}
</div></main>
<script>
MathJax.startup.promise.then(() => MathJax.typesetPromise()).then(() => Reveal.initialize({{
  hash: true, slideNumber: "c/t", transition: "none", width: 1100, height: 700, margin: 0.06, center: false,
  pdfSeparateFragments: false, plugins: [RevealNotes],
}}));
</script>
</body>
</html>
"""


def build(app, exception):
    """Write slides/index.html from slides/lecture.md once all pages and their figures are there."""
    source = Path(app.srcdir, "book", "slides", "lecture.md")
    if exception or app.builder.format != "html" or not source.is_file():
        return
    figures = Figures(Path(app.outdir, "book", "figures"))
    slides = source.read_text(encoding="utf-8").split("\n---\n")
    target = Path(app.outdir, "slides")
    target.mkdir(exist_ok=True)
    title = re.match(r"# (.*)", slides[0])[1]
    mathjax = json.dumps({**app.config.mathjax3_config, "startup": {"typeset": False}})
    page = PAGE.format(title=html.escape(title), slides="\n".join(slide(text, figures) for text in slides),
                       mathjax=mathjax, mathjax_path=app.config.mathjax_path)
    (target / "index.html").write_text(page, encoding="utf-8")


def slide(text, figures):
    """One slide; what follows `Note:` is for the speaker."""
    shown, _, note = text.partition("\nNote:\n")
    markdown = MarkdownIt("commonmark", {"html": True}).use(dollarmath_plugin, renderer=mathematics)
    body = re.sub(CALL, lambda call: figures.show(*call.groups()), shown, flags=re.MULTILINE)
    aside = f'<aside class="notes">{markdown.render(note)}</aside>' if note else ""
    return f'<section><div class="tx-slide">{markdown.render(body)}</div>{aside}</section>'


def mathematics(content, options):
    left, right = (r"\[", r"\]") if options["display_mode"] else (r"\(", r"\)")
    return f"{left}{html.escape(content)}{right}"


class Figures:
    """The figures of the built pages, found by their page and how their text alternative begins, or an explorer's name."""

    def __init__(self, folder):
        self.titles = {path.stem: json.loads(path.read_text(encoding="utf-8"))["title"] for path in folder.glob("*.json")}

    def show(self, kind, page, what):
        """The HTML of one figure; an explorer links to itself in the state that is named."""
        if kind == "figure":
            return self.image(self.find(page, what))
        stem = f"{page}-{what.split(':')[0]}"
        if stem not in self.titles:
            raise ValueError(f"slides: there is no explorer {what!r} on {page}")
        return (f'{self.image(stem)}<p class="tx-move"><a href="../book/{page}.html#{what}" target="_blank">'
                f"Move it: {html.escape(self.titles[stem])}</a></p>")

    def find(self, page, start):
        found = [stem for stem, title in self.titles.items() if re.fullmatch(rf"{page}-\d+", stem) and title.startswith(start)]
        if len(found) != 1:
            raise ValueError(f"slides: {len(found)} figures of {page} begin with {start!r}, not one")
        return found[0]

    def image(self, stem):
        return f'<img src="../book/figures/{stem}.svg" alt="{html.escape(self.titles[stem])}">'


def setup(app):
    app.connect("build-finished", build)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
