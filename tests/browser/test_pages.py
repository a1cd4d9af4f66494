"""Every page, in every look: nothing fails, nothing is fetched elsewhere, everyone can read it."""

from itertools import product
from types import SimpleNamespace

import pytest
from axe_playwright_python.sync_playwright import Axe

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
LOOKS = list(product(["light", "dark"], ["desktop", "phone"]))


def watch(page, address):
    """The list that whatever goes wrong on page from now on is written to."""
    problems = []
    page.on("console", lambda message: message.type == "error" and problems.append(message.text))
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("requestfailed", lambda request: problems.append(f"failed: {request.url}"))
    page.on("response", lambda answer: answer.ok or problems.append(f"{answer.status}: {answer.url}"))
    page.on("request", lambda request: request.url.startswith((address, "data:")) or problems.append(f"foreign: {request.url}"))
    return problems


@pytest.fixture(scope="module", params=LOOKS, ids="-".join)
def visit(request, path, new_page, load, address):
    """A page of the site, opened in one look, and what went wrong meanwhile."""
    page = new_page(*request.param)
    problems = watch(page, address)
    load(page, path)
    yield SimpleNamespace(page=page, problems=list(problems))
    page.context.close()


def test_nothing_fails_and_nothing_is_foreign(visit):
    assert visit.problems == []


def test_mathematics_is_typeset(visit):
    assert visit.page.locator("mjx-merror").all_inner_texts() == []


def test_nothing_scrolls_sideways(visit):
    # Not innerWidth: on a phone that grows with what sticks out
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= visit.page.viewport_size["width"]


def test_axe_finds_no_violation(visit):
    results = Axe().run(visit.page, options={"runOnly": WCAG})
    assert results.violations_count == 0, results.generate_report()
