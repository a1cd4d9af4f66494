"""Show a widget's static picture to readers whose browser runs no scripts."""

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

WIDGET = "application/vnd.jupyter.widget-view+json"


class StaticFallback(SphinxPostTransform):
    """Put the PNG of an output that is also a widget in a <noscript> after the widget."""

    default_priority = 3  # myst_nb's SelectMimeType, at 4, keeps only the widget
    formats = ("html",)

    def run(self, **kwargs):
        for bundle in self.document.findall(nodes.container):
            if bundle.get("nb_element") == "mime_bundle":
                add_fallback({output["mime_type"]: output for output in bundle.children})


def add_fallback(outputs):
    """Append the picture among the outputs, named by the text among them, to the widget."""
    if WIDGET not in outputs or "image/png" not in outputs:
        return
    for image in outputs["image/png"].findall(nodes.image):
        if "text/plain" in outputs:
            image["alt"] = outputs["text/plain"].astext().strip().splitlines()[0]
        outputs[WIDGET] += [
            nodes.raw("", "<noscript>", format="html"),
            image.deepcopy(),
            nodes.raw("", "</noscript>", format="html"),
        ]


def setup(app):
    app.add_post_transform(StaticFallback)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
