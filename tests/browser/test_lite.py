"""JupyterLite beside the site: a chapter runs there from top to bottom, sliders move, and nobody is asked but the site."""

import json
from types import SimpleNamespace

import pytest
from playwright.sync_api import expect

from tests.book.site import ROOT, SITE

CHAPTER = "book/chapter01_two_recurrences.ipynb"
CELLS = sum(cell["cell_type"] == "code" for cell in json.loads((ROOT / CHAPTER).read_text(encoding="utf-8"))["cells"])
# The prompts of cells that are done
DONE = "[...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')].filter(prompt => /\\d/.test(prompt.textContent)).length"
FAILED = "[data-mime-type='application/vnd.jupyter.error']"
# What can be seen of what an explorer says
SHOWN = """explorer => [...explorer.querySelectorAll('.tx-state')].filter(state => state.offsetParent)
    .map(state => state.textContent.trim()).join(' ')"""


@pytest.fixture(scope="module")
def chapter(new_page, address):
    """The page on which a chapter was run as a whole, and what it asked for in vain or elsewhere."""
    page, problems = new_page(), []
    page.on("requestfailed", lambda request: problems.append(f"failed: {request.url}"))
    page.on("response", lambda answer: answer.ok or problems.append(f"{answer.status}: {answer.url}"))
    page.on("request", lambda request: request.url.startswith((address, "data:", "blob:")) or problems.append(request.url))
    page.goto(f"{address}lite/notebooks/index.html?path={CHAPTER}")
    page.wait_for_selector(".jp-CodeCell")
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    page.wait_for_function(f"{DONE} === {CELLS}", timeout=240_000)
    yield SimpleNamespace(page=page, problems=problems)
    page.context.close()


def test_every_notebook_is_there():
    there = {path.name for path in (SITE / "lite" / "files" / "book").iterdir()}
    assert there == {path.name for path in (ROOT / "book").glob("*.ipynb")}


def test_every_cell_runs_without_an_error(chapter):
    assert chapter.page.locator(FAILED).all_inner_texts() == []
    assert chapter.page.locator(".jp-CodeCell").count() == CELLS > 5


def test_nothing_fails_and_nothing_is_foreign(chapter):
    assert chapter.problems == []


def test_a_slider_moves_the_figure(chapter):
    explorer = chapter.page.locator(".tx-explorer").first
    handle, figures, words = explorer.locator(".noUi-handle:visible").first, set(), set()
    for key in ("Home", "ArrowRight", "End"):
        handle.press(key)
        chapter.page.wait_for_timeout(2000)
        figures.add(explorer.locator("[data-explorer]").screenshot())
        words.add(explorer.evaluate(SHOWN))
    assert len(figures) == len(words) == 3


def test_a_control_that_needs_python_draws_the_figure_anew(chapter):
    explorer = chapter.page.locator(".tx-explorer:has(.needs-kernel .noUi-handle)").first
    panels = explorer.locator("[data-explorer]")
    before = panels.evaluate("panels => panels.innerHTML")
    explorer.locator(".needs-kernel .noUi-handle").first.press("ArrowRight")
    expect(panels).not_to_have_js_property("innerHTML", before, timeout=60_000)
    assert chapter.page.locator(FAILED).count() == 0
