"""Every page, served and from its folder: nothing fails, nothing is fetched elsewhere, everyone can read it."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import VIEWS, settle

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# What passes is not described, and style sheets, which only rules that are still tried out read, are not fetched again
AXE = {"runOnly": WCAG, "resultTypes": ["violations"], "preload": {"assets": ["media"]}}
# In bytes, gzipped: what is fetched once for all pages, and what each page adds
SHARED, OWN = 900_000, 600_000

# Marks whatever takes the focus, and whether it then looks different from before
WATCH_FOCUS = """() => {
  const look = element => {
    const drawn = node => {
      const style = getComputedStyle(node);
      const outline = style.outlineStyle !== 'none' && style.outlineWidth !== '0px' && style.outlineWidth + style.outlineColor;
      return [outline, style.boxShadow, style.borderColor, style.background, style.textDecoration, style.color].join();
    };
    return drawn(element) + (element.parentElement ? drawn(element.parentElement) : '');
  };
  window.focused = new Map();
  addEventListener('focusin', event => {
    const element = event.target, seen = look(element);
    const compare = () => focused.set(element, look(element) !== seen);
    element.addEventListener('blur', () => requestAnimationFrame(compare), {once: true});
    focused.set(element, undefined);
  }, true);
}"""
INTERACTIVE = """() => [...document.querySelectorAll(
    'a[href], button, input, select, textarea, summary, [tabindex="0"], [role=slider], [role=button], [role=link]')]
  .filter(element => element.checkVisibility({visibilityProperty: true, opacityProperty: true}) && element.tabIndex >= 0
    && !element.disabled && !element.closest('[inert], [aria-hidden=true]') && element.getClientRects().length)"""
NAMES = "elements => elements.map(element => element.outerHTML.slice(0, 200))"


@pytest.fixture(scope="module", params=VIEWS)
def visit(request, path, open_visit):
    """A page of the site, opened in one view."""
    visit = open_visit(path, request.param)
    # What it took to open it; axe fetches style sheets once more, and from wrong places
    visit.problems, visit.fetched = list(visit.problems), list(visit.fetched)
    yield visit
    visit.page.context.close()


def test_nothing_fails_and_nothing_is_foreign(visit):
    assert visit.problems == []


def test_mathematics_is_typeset(visit):
    assert visit.page.locator("mjx-merror").all_inner_texts() == []


def test_nothing_scrolls_sideways(visit):
    # Not innerWidth: on a phone that grows with what sticks out
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= visit.page.viewport_size["width"]


def test_wide_tables_fit_on_a_phone(visit):
    if visit.page.viewport_size["width"] < 600:
        boxes = visit.page.locator("table:has(thead th:nth-child(5))").all()
        assert all(box.evaluate("table => table.parentElement.scrollWidth <= table.parentElement.clientWidth") for box in boxes)


def test_axe_finds_no_violation(visit):
    # A picture is one thing to assistive technology, and has thousands of parts
    results = Axe().run(visit.page, context={"exclude": [["svg[role=img] > *"]]}, options=AXE)
    assert results.violations_count == 0, results.generate_report()


def test_it_weighs_little(visit):
    weights = visit.weights()
    shared = sum(weight for path, weight in weights.items() if path.startswith("_static/"))
    assert visit.path in weights
    assert shared <= SHARED, weights
    assert sum(weights.values()) - shared <= OWN, weights


def test_the_tab_key_reaches_everything_and_shows_where_it_is(visit):
    page = visit.page
    page.evaluate(WATCH_FOCUS)
    expected = page.evaluate(f"() => (window.expected = ({INTERACTIVE})()).length")
    assert expected > 0
    for _ in range(2 * expected):
        page.keyboard.press("Tab")
        if page.evaluate("expected.every(element => focused.has(element))"):
            break
    page.evaluate("() => document.activeElement.blur()")
    settle(page)
    missed = page.evaluate(f"() => ({NAMES})(expected.filter(element => !focused.has(element)))")
    unseen = page.evaluate(f"() => ({NAMES})(expected.filter(element => focused.get(element) === false))")
    assert (missed, unseen) == ([], [])
