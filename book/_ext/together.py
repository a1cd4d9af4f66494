"""Keep on one line what a browser would part: a formula and the comma after it, e-prop, 3 %, 1e-12, order 2."""

import re

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

WHOLE = re.compile(
    r"(m-order|e-prop|\b(?:chapter|order)\s\d+(?!\w)|\b\d+\s(?:%|ms|mV|kB|MB|GB|TB)(?!\w)|\b\d+e-\d+)", re.IGNORECASE)
CLOSING = re.compile(r"[,.;:?!)\]…”’]+")
AS_TYPED = (nodes.literal, nodes.FixedTextElement, nodes.math, nodes.raw)


def together(*children):
    return nodes.inline("", "", *children, classes=["tx-together"])


class Formulas(SphinxPostTransform):
    """A formula takes the bracket that opens before it and the marks that follow it along."""

    default_priority = 700

    def run(self, **options):
        for formula in list(self.document.findall(nodes.math)):
            line, place = formula.parent, formula.parent.index(formula)
            before, after = (line[at] if 0 <= at < len(line) else None for at in (place - 1, place + 1))
            opens = isinstance(before, nodes.Text) and before.endswith("(")
            closing = CLOSING.match(after) if isinstance(after, nodes.Text) else None
            if not opens and not closing:
                continue
            around = [formula]
            if closing:
                line[place + 1] = nodes.Text(after[closing.end():])
                around.append(nodes.Text(closing[0]))
            if opens:
                line[place - 1] = nodes.Text(before[:-1])
                around.insert(0, nodes.Text("("))
            line[place] = together(*around)


class Wholes(SphinxPostTransform):
    """Names with a hyphen stay whole, and a number stays with its unit or with what it counts."""

    default_priority = 701

    def run(self, **options):
        for text in list(self.document.findall(nodes.Text)):
            if isinstance(text.parent, AS_TYPED) or not WHOLE.search(text):
                continue
            text.parent.replace(text, [together(nodes.Text(part)) if WHOLE.fullmatch(part) else nodes.Text(part)
                                       for part in WHOLE.split(text) if part])


def setup(app):
    app.add_post_transform(Formulas)
    app.add_post_transform(Wholes)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
