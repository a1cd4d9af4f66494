"""Every explorer moves with no kernel, by key, mouse and touch, and says what it shows."""

import itertools

from tests.browser.conftest import settle

# Those that can be seen: the ones that need a kernel are hidden on the site
HANDLES = ".tx-explorer .widget-slider [role=slider]:visible"
TOGGLES = ".tx-explorer .widget-toggle-buttons:visible"


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


def all_of(visit, selector):
    """Every control the selector names, on a page that has explorers."""
    assert visit.page.locator(".tx-explorer").count() > 0
    return visit.page.locator(selector).all()


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
    assert desk.problems == []


def test_sliders_move_by_mouse(desk):
    for handle in all_of(desk, HANDLES):
        first = press(handle, "Home")
        _, right, height = track(handle)
        desk.page.mouse.move(*centre(handle))
        desk.page.mouse.down()
        desk.page.mouse.move(right, height, steps=8)
        desk.page.mouse.up()
        settle(desk.page)
        dragged = shown(handle)
        assert dragged != first
        assert press(handle, "End") == dragged
    assert desk.problems == []


def test_a_change_is_announced_once_it_happens(desk):
    for handle in all_of(desk, HANDLES):
        live = handle.locator("xpath=ancestor::*[contains(@class, 'tx-explorer')]").locator("[aria-live=polite]")
        press(handle, "Home")
        press(handle, "End")
        assert live.inner_text() == shown(handle)


def test_sliders_move_by_touch(phone):
    touch = phone.page.context.new_cdp_session(phone.page)
    for handle in all_of(phone, HANDLES):
        first = press(handle, "Home")
        _, right, height = track(handle)
        x, _ = centre(handle)
        finger = lambda kind, *points: touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": list(points)})
        finger("touchStart", {"x": x, "y": height})
        for step in range(1, 9):
            finger("touchMove", {"x": x + (right - x) * step / 8, "y": height})
        finger("touchEnd")
        settle(phone.page)
        dragged = shown(handle)
        assert dragged != first
        assert press(handle, "End") == dragged
    assert phone.problems == []


def test_toggles_choose(phone):
    """By click, finger and keys in turn, each button when another is chosen."""
    acts = itertools.cycle([lambda button: button.click(), lambda button: button.tap(),
                            lambda button: button.press("Enter"), lambda button: button.press("Space")])
    for group in all_of(phone, TOGGLES):
        assert group.get_attribute("role") == "group" and group.get_attribute("aria-label")
        buttons, seen = group.locator("button").all(), set()
        pressed = [button.get_attribute("aria-pressed") for button in buttons]
        start = pressed.index("true") + 1
        for k in (*range(start, len(buttons)), *range(start)):
            next(acts)(buttons[k])
            settle(phone.page)
            seen.add(shown(group))
            pressed = [button.get_attribute("aria-pressed") for button in buttons]
            assert pressed == ["true" if each == k else "false" for each in range(len(buttons))]
        assert len(seen) == len(buttons)
    assert phone.problems == []


def test_controls_are_as_large_as_a_fingertip(phone):
    for control in all_of(phone, f"{HANDLES}, {TOGGLES} button"):
        box = control.bounding_box()
        assert box["width"] >= 44 and box["height"] >= 44
