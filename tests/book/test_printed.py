"""Pages show what the code on them printed when the notebook was committed, line by line."""

import json

import pytest

from tests.book.site import ROOT, parsed

NOTEBOOKS = sorted((ROOT / "book").glob("*.ipynb"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_page_shows_what_its_notebook_printed(path):
    outputs = [output for cell in json.loads(path.read_text(encoding="utf-8"))["cells"] for output in cell.get("outputs", [])]
    printed = ["".join(output["text"]).rstrip() for output in outputs if output["output_type"] == "stream"]
    shown = [text.get_text().rstrip() for text in parsed(f"book/{path.stem}.html").select(".cell_output .stream pre")]
    assert shown == printed
