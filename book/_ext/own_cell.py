"""The place where readers write a cell: its code and what it gives, computed here as the reader's browser will compute it."""

import json
from html import escape

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from taxrec_lite.figures import own_cell as figure
from taxrec_lite.figures.answers import one
from taxrec_lite.figures.live import declared
from taxrec_lite.live import own_cell

OPEN = '<div class="tx-own" data-live="{live}" data-starts="{starts}">'
SHOWN = """<div class="tx-own-report">
<div class="tx-told">{checks}</div>{panels}<div class="tx-own-rules">{rules}</div>
</div></div>"""


class OwnCell(SphinxDirective):
    """The first starting point, its code and its report; a script of the page takes both over."""

    def run(self):
        code = own_cell.source("leaky")
        answer = own_cell.compute(code)
        live, panels = declared("own_cell", figure.panels(one(answer)))
        starts = [{"title": title, "code": own_cell.source(start)} for start, title in own_cell.STARTS.items()]
        begin = OPEN.format(live=escape(live), starts=escape(json.dumps(starts, ensure_ascii=False)))
        report = SHOWN.format(checks=answer.sentence, panels=figure.hidden(answer, panels), rules=answer.rules)
        block = nodes.literal_block(code, code, language="python", classes=["tx-own-code"])
        return [nodes.raw("", begin, format="html"), block, nodes.raw("", report, format="html")]


def setup(app):
    app.add_directive("own-cell", OwnCell)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
