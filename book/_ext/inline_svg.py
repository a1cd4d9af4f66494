"""Put SVG outputs into the page itself, so that their colours follow its theme."""

from pathlib import Path

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform


class InlineSVG(SphinxPostTransform):
    """Replace the image of an SVG output by the SVG."""

    default_priority = 3  # before Sphinx copies images and myst_nb chooses between an output's forms
    formats = ("html",)

    def run(self, **kwargs):
        for output in list(self.document.findall(nodes.container)):
            if output.get("mime_type") == "image/svg+xml":
                for image in list(output.findall(nodes.image)):
                    source = Path(self.env.srcdir, image["uri"].lstrip("/"))
                    image.replace_self(nodes.raw("", source.read_text(encoding="utf-8"), format="html"))


def setup(app):
    app.add_post_transform(InlineSVG)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
