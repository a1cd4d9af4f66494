"""Offer every figure of a page as SVG, PNG and data: files beside the page, and links folded away under the figure."""

import html
import json
import re
import textwrap
from pathlib import Path

from docutils import nodes
from PIL import Image
from sphinx.transforms.post_transforms import SphinxPostTransform

INK = "#1b1b1b"
WORDS = {"svg": "SVG", "png": "PNG", "json": "Data (JSON)"}


class FigureDownloads(SphinxPostTransform):
    """After each output that has an SVG and a PNG, add links to them and to the data that the PNG carries."""

    default_priority = 2  # before inline_svg takes the SVG and myst_nb chooses between an output's forms
    formats = ("html",)

    def run(self, **kwargs):
        page = Path(self.env.docname)
        number = 0
        for bundle in list(self.document.findall(nodes.container)):
            forms = files_of(bundle, Path(self.env.srcdir)) if bundle.get("nb_element") == "mime_bundle" else {}
            if not {"image/svg+xml", "image/png"} <= set(forms):
                continue
            number += 1
            data = json.loads(Image.open(forms["image/png"]).info["Data"])
            stem = f"{page.name}-{data.get('name', number)}"
            write(Path(self.app.outdir, page.parent, "figures", stem), forms, data, page.name)
            bundle.parent.insert(bundle.parent.index(bundle) + 1, links(stem, data["title"]))


def files_of(bundle, source):
    """The picture files of an output by their kind."""
    return {output["mime_type"]: Path(source, image["uri"].lstrip("/"))
            for output in bundle.children for image in output.findall(nodes.image)}


def write(target, forms, data, page):
    """Write the three files target.svg, .png and .json."""
    target.parent.mkdir(parents=True, exist_ok=True)
    Path(f"{target}.svg").write_text(standalone(forms["image/svg+xml"].read_text(encoding="utf-8"), page), encoding="utf-8")
    Path(f"{target}.png").write_bytes(forms["image/png"].read_bytes())
    Path(f"{target}.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")


def standalone(svg, page):
    """An SVG that needs no page around it: with its size, its colours and a white ground, and links back to the page."""
    own = set(re.findall(r'\bid="([^"]+)"', svg))
    svg = re.sub(r"var\(--tx-[\w-]+, ([^)]+)\)", r"\1", svg).replace("currentColor", INK)
    svg = re.sub(r'(href=")(?![#/]|data:|\w+:)', r"\1../", svg)
    svg = re.sub(r'(href=")#([^"]+)', lambda link: link[0] if link[2] in own else f"{link[1]}../{page}.html#{link[2]}", svg)
    head, body = re.match(r"(<svg\b[^>]*>)(.*)", svg, re.DOTALL).groups()
    width, height = re.search(r'viewBox="\S+ \S+ (\S+) (\S+)"', head).groups()
    head = re.sub(r' style="[^"]*"', "", head).replace("<svg", f'<svg width="{width}pt" height="{height}pt"', 1)
    return f'{head}<rect width="100%" height="100%" fill="#fff"/>{body}'


def links(stem, title):
    """The folded links of one figure; each says in its name which figure it is of."""
    name = html.escape(textwrap.shorten(title, 90, placeholder="…"))
    items = "".join(
        f'<li><a href="figures/{stem}.{kind}" download aria-label="{words} of: {name}">{words}</a></li>'
        for kind, words in WORDS.items())
    text = f'<details class="tx-download"><summary aria-label="Download: {name}">Download</summary><ul>{items}</ul></details>'
    return nodes.raw("", text, format="html")


def setup(app):
    app.add_post_transform(FigureDownloads)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
