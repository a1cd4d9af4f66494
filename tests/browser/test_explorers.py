"""Every explorer moves with no kernel, by key, mouse and touch, and says what it shows."""

import pytest

# Those that can be seen: the ones that need a kernel are hidden on the site
HANDLES = ".tx-explorer .widget-slider [role=slider]:visible"
TOGGLES = ".tx-explorer .widget-toggle-buttons:visible"


@pytest.fixture
def open_page(new_page, load):
    """Open a page of the site in a view of its own."""
    pages = []

    def open_page(path, view="desktop"):
        pages.append(new_page(view=view))
        return load(pages[-1], path)

    yield open_page
    for page in pages:
        page.context.close()


def shown(control):
    """The state lines that can be seen in the control's explorer."""
    return control.evaluate(
        """control => [...control.closest('.tx-explorer').querySelectorAll('.tx-state')]
           .filter(state => state.offsetParent).map(state => state.textContent.trim()).join(' ')"""
    )


def settle(page):
    """Let the page draw what the last action changed, and name it."""
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 50))))")


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
    """Every control the selector names; an explorer without controls is none."""
    found = page.locator(selector).all()
    assert page.locator(".tx-explorer").count() > 0
    return found


def assert_named(handle):
    assert handle.get_attribute("aria-label")
    assert shown(handle) in handle.get_attribute("aria-valuetext")


def test_sliders_move_by_key(explorer_path, open_page):
    for handle in all_of(open_page(explorer_path), HANDLES):
        first, second = press(handle, "Home"), press(handle, "ArrowRight")
        assert first and second and first != second
        assert_named(handle)
        assert press(handle, "ArrowLeft") == first
        last = press(handle, "End")
        assert last != first
        assert_named(handle)


def test_sliders_move_by_mouse(explorer_path, open_page):
    page = open_page(explorer_path)
    for handle in all_of(page, HANDLES):
        first = press(handle, "Home")
        _, right, height = track(handle)
        page.mouse.move(*centre(handle))
        page.mouse.down()
        page.mouse.move(right, height, steps=8)
        page.mouse.up()
        settle(page)
        dragged = shown(handle)
        assert dragged != first
        assert press(handle, "End") == dragged


def test_sliders_move_by_touch(explorer_path, open_page):
    page = open_page(explorer_path, view="phone")
    touch = page.context.new_cdp_session(page)
    for handle in all_of(page, HANDLES):
        first = press(handle, "Home")
        _, right, height = track(handle)
        x, _ = centre(handle)
        finger = lambda kind, *points: touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": list(points)})
        finger("touchStart", {"x": x, "y": height})
        for step in range(1, 9):
            finger("touchMove", {"x": x + (right - x) * step / 8, "y": height})
        finger("touchEnd")
        settle(page)
        dragged = shown(handle)
        assert dragged != first
        assert press(handle, "End") == dragged


@pytest.mark.parametrize("act", ["click", "tap", "Enter", "Space"])
def test_toggles_choose(explorer_path, act, open_page):
    page = open_page(explorer_path, view="phone")
    for group in all_of(page, TOGGLES):
        assert group.get_attribute("role") == "group" and group.get_attribute("aria-label")
        seen = set()
        for button in group.locator("button").all():
            button.press(act) if act in ("Enter", "Space") else getattr(button, act)()
            settle(page)
            seen.add(shown(group))
            assert [b.get_attribute("aria-pressed") for b in group.locator("button").all()].count("true") == 1
            assert button.get_attribute("aria-pressed") == "true"
        assert len(seen) == group.locator("button").count()


def test_a_change_is_announced_once_it_happens(explorer_path, open_page):
    page = open_page(explorer_path)
    for handle in all_of(page, HANDLES):
        live = handle.locator("xpath=ancestor::*[contains(@class, 'tx-explorer')]").locator("[aria-live=polite]")
        press(handle, "Home")
        press(handle, "End")
        assert live.inner_text() == shown(handle)


def test_controls_are_as_large_as_a_fingertip(explorer_path, open_page):
    page = open_page(explorer_path, view="phone")
    for control in all_of(page, f"{HANDLES}, {TOGGLES} button"):
        box = control.bounding_box()
        assert box["width"] >= 44 and box["height"] >= 44
