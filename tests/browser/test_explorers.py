"""Every explorer moves with no kernel, by key, mouse and touch, and says what it shows."""

import pytest

from tests.browser.conftest import settle

# Those that can be seen: the ones that need a kernel are hidden on the site
HANDLES = ".tx-explorer .widget-slider [role=slider]:visible"
TOGGLES = ".tx-explorer .widget-toggle-buttons:visible"


@pytest.fixture(scope="module")
def desk(explorer_path, open_visit):
    """A page with explorers on a desk, for all tests that move its sliders: each brings them to where it begins."""
    visit = open_visit(explorer_path, "served")
    yield visit.page
    visit.page.context.close()
    assert visit.problems == []


@pytest.fixture(scope="module")
def phone(explorer_path, open_visit):
    """The same page on a phone, from its folder."""
    visit = open_visit(explorer_path, "folder")
    yield visit.page
    visit.page.context.close()
    assert visit.problems == []


def shown(control):
    """The state lines that can be seen in the control's explorer."""
    return control.evaluate(
        """control => [...control.closest('.tx-explorer').querySelectorAll('.tx-state')]
           .filter(state => state.offsetParent).map(state => state.textContent.trim()).join(' ')"""
    )


def press(handle, key):
    handle.press(key)
    settle(handle.page)
    return shown(handle)


def centre(locator):
    locator.scroll_into_view_if_needed()
    box = locator.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def track(handle):
    """The ends of the line a handle moves on, and its height."""
    handle.scroll_into_view_if_needed()
    box = handle.locator("xpath=ancestor::*[contains(@class, 'noUi-target')]").bounding_box()
    return box["x"], box["x"] + box["width"], box["y"] + box["height"] / 2


def all_of(page, selector):
    """Every control the selector names, on a page that has explorers."""
    assert page.locator(".tx-explorer").count() > 0
    return page.locator(selector).all()


def assert_named(handle):
    assert handle.get_attribute("aria-label")
    assert shown(handle) in handle.get_attribute("aria-valuetext")


def test_sliders_move_by_key(desk):
    for handle in all_of(desk, HANDLES):
        first, second = press(handle, "Home"), press(handle, "ArrowRight")
        assert first and second and first != second
        assert_named(handle)
        assert press(handle, "ArrowLeft") == first
        last = press(handle, "End")
        assert last != first
        assert_named(handle)


def test_sliders_move_by_mouse(desk):
    for handle in all_of(desk, HANDLES):
        first = press(handle, "Home")
        _, right, height = track(handle)
        desk.mouse.move(*centre(handle))
        desk.mouse.down()
        desk.mouse.move(right, height, steps=8)
        desk.mouse.up()
        settle(desk)
        dragged = shown(handle)
        assert dragged != first
        assert press(handle, "End") == dragged


def test_a_change_is_announced_once_it_happens(desk):
    for handle in all_of(desk, HANDLES):
        live = handle.locator("xpath=ancestor::*[contains(@class, 'tx-explorer')]").locator("[aria-live=polite]")
        press(handle, "Home")
        press(handle, "End")
        assert live.inner_text() == shown(handle)


def test_sliders_move_by_touch(phone):
    touch = phone.context.new_cdp_session(phone)
    for handle in all_of(phone, HANDLES):
        first = press(handle, "Home")
        _, right, height = track(handle)
        x, _ = centre(handle)
        finger = lambda kind, *points: touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": list(points)})
        finger("touchStart", {"x": x, "y": height})
        for step in range(1, 9):
            finger("touchMove", {"x": x + (right - x) * step / 8, "y": height})
        finger("touchEnd")
        settle(phone)
        dragged = shown(handle)
        assert dragged != first
        assert press(handle, "End") == dragged


@pytest.mark.parametrize("act", ["click", "tap", "Enter", "Space"])
def test_toggles_choose(phone, act):
    for group in all_of(phone, TOGGLES):
        assert group.get_attribute("role") == "group" and group.get_attribute("aria-label")
        seen = set()
        for button in group.locator("button").all():
            button.press(act) if act in ("Enter", "Space") else getattr(button, act)()
            settle(phone)
            seen.add(shown(group))
            assert [b.get_attribute("aria-pressed") for b in group.locator("button").all()].count("true") == 1
            assert button.get_attribute("aria-pressed") == "true"
        assert len(seen) == group.locator("button").count()


def test_controls_are_as_large_as_a_fingertip(phone):
    for control in all_of(phone, f"{HANDLES}, {TOGGLES} button"):
        box = control.bounding_box()
        assert box["width"] >= 44 and box["height"] >= 44
