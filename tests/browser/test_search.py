"""Search: a word that is typed leads to the place where it stands, served and from a folder."""

import pytest

from tests.browser.axe import assert_everyone_can_read
from tests.browser.conftest import VIEWS, settle

# The words that are marked on a page, and whether the first that can be seen is in sight
MARKED = "() => [...CSS.highlights.get('tx-sought')].map(range => range.toString().toLowerCase())"
IN_SIGHT = """() => [...CSS.highlights.get('tx-sought')].some(range => {
    const {top, bottom, height} = range.getBoundingClientRect();
    return height && top > 0 && bottom < innerHeight;
})"""


@pytest.fixture(params=VIEWS)
def view(request):
    return request.param


@pytest.fixture
def results(open_visit, view):
    """Type words in the search box of the preface, and wait for the results: the visit."""
    visits = []

    def results(words):
        visit = open_visit("book/preface.html", view)
        visits.append(visit)
        visit.page.get_by_role("button", name="Search").first.click()
        visit.page.get_by_role("searchbox", name="Search this book").fill(words)
        visit.page.keyboard.press("Enter")
        visit.page.get_by_text("Search finished").wait_for()
        return visit

    yield results
    for visit in visits:
        visit.page.context.close()


def test_a_word_leads_to_where_it_stands(results):
    visit = results("nbgitpullers")
    page = visit.page
    page.locator("#search-results a").first.click()
    page.wait_for_load_state("networkidle")
    assert page.title().startswith("Running the book")
    assert set(page.evaluate(MARKED)) == {"nbgitpuller"}
    assert page.evaluate("scrollY") > 0 and page.evaluate(IN_SIGHT)
    assert visit.problems == []


def test_results_show_text_around_the_word_where_they_can_be_read(results, view):
    visit = results("surrogate")
    visit.page.wait_for_load_state("networkidle")
    shown = visit.page.locator("#search-results .context").all_inner_texts()
    if view == "served":
        assert len(shown) > 5 and all("surrogate" in text.lower() and "\\(" not in text for text in shown)
    assert visit.problems == []
    assert_everyone_can_read(visit.page)


def test_what_is_folded_opens(open_visit, view):
    visit = open_visit("book/chapter05_rtrl.html?words=proportional", view)
    settle(visit.page)
    assert set(visit.page.evaluate(MARKED)) == {"proportional"}
    assert visit.page.evaluate(IN_SIGHT)
    visit.page.context.close()
