"""Every page, served and from its folder: nothing fails, nothing is fetched elsewhere, everyone can read it."""

import pytest

from tests.browser.axe import assert_everyone_can_read
from tests.browser.conftest import VIEWS, settle

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


@pytest.fixture(params=VIEWS)
def visit(request, path, visits):
    """A page of the site, opened in one view."""
    return visits(path, request.param)


def test_mathematics_is_typeset(visit):
    assert visit.page.locator("mjx-merror").all_inner_texts() == []


def test_nothing_scrolls_sideways(visit):
    # Not innerWidth: on a phone that grows with what sticks out
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= visit.page.viewport_size["width"]


def test_wide_tables_fit_on_a_phone(visit):
    if visit.page.viewport_size["width"] < 600:
        boxes = visit.page.locator("table:has(thead th:nth-child(5))").all()
        assert all(box.evaluate("table => table.parentElement.scrollWidth <= table.parentElement.clientWidth") for box in boxes)


def test_it_weighs_little(visit):
    weights = visit.weights()
    shared = sum(weight for path, weight in weights.items() if path.startswith("_static/"))
    assert visit.path in weights
    assert shared <= SHARED, weights
    assert sum(weights.values()) - shared <= OWN, weights


def test_axe_finds_no_violation(visit):
    assert_everyone_can_read(visit.page)


def test_the_tab_key_reaches_everything_and_shows_where_it_is(visit):
    page = visit.page
    page.evaluate(WATCH_FOCUS)
    expected = page.evaluate(f"() => (window.expected = ({INTERACTIVE})()).length")
    assert expected > 0
    for pressed in range(2 * expected):
        if pressed % 8 == 0 and page.evaluate("expected.every(element => focused.has(element))"):
            break
        page.keyboard.press("Tab")
    page.evaluate("() => document.activeElement.blur()")
    settle(page)
    missed = page.evaluate(f"() => ({NAMES})(expected.filter(element => !focused.has(element)))")
    unseen = page.evaluate(f"() => ({NAMES})(expected.filter(element => focused.get(element) === false))")
    assert (missed, unseen) == ([], [])


def test_nothing_fails_and_nothing_is_foreign(visit):
    assert visit.problems == []
