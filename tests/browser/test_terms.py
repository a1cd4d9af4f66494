"""The meaning of a term shows beside it, for the pointer and the keyboard, and goes at the reader's wish (WCAG 1.4.13)."""

import pytest

PATH = "book/chapter03_eligibility_traces.html"


@pytest.fixture(scope="module", params=["served", "folder"])
def page(request, open_visit):
    visit = open_visit(PATH, request.param)
    yield visit.page
    assert visit.problems == []
    visit.page.context.close()


@pytest.fixture
def term(page):
    page.evaluate("() => document.activeElement.blur()")
    page.mouse.move(0, 0)
    page.get_by_role("tooltip").wait_for(state="detached")
    return page.locator("a.reference:has(> .std-term)").first


def test_focus_shows_it_and_escape_hides_it(page, term):
    card = page.get_by_role("tooltip")
    term.focus()
    assert card.inner_text().strip()
    assert term.get_attribute("aria-describedby") == card.get_attribute("id")
    page.keyboard.press("Escape")
    assert card.count() == 0
    assert term.evaluate("term => term === document.activeElement")


def test_the_pointer_may_move_onto_it(page, term):
    card = page.get_by_role("tooltip")
    term.hover()
    card.hover()
    page.wait_for_timeout(600)
    assert card.is_visible()
    page.mouse.move(0, 0)
    card.wait_for(state="detached")


def test_it_stays_within_the_page(page, term):
    term.focus()
    box = page.get_by_role("tooltip").bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= page.viewport_size["width"]
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
