"""Every explorer can be linked to in a state; a link that names no state does nothing."""

from tests.browser.conftest import settle
from tests.browser.test_explorers import press, shown

EXPLORERS = "() => [...document.querySelectorAll('.tx-explorer [data-explorer]')].map(panels => panels.dataset.explorer)"
IN_SIGHT = "explorer => explorer.getBoundingClientRect().top < innerHeight / 2 && explorer.getBoundingClientRect().bottom > 0"


def set_last(explorer):
    """Bring every selector to its last value."""
    for group in explorer.locator(".widget-toggle-buttons:visible").all():
        group.locator("button").last.click()
    for handle in explorer.locator(".widget-slider [role=slider]:visible").all():
        press(handle, "End")
    settle(explorer.page)
    return shown(explorer)


def test_moving_a_control_leaves_the_address_alone_and_the_button_puts_the_state_there(desk, open_visit):
    page = desk.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    names, there = page.evaluate(EXPLORERS), None
    assert names
    for name in names:
        explorer = page.locator(f"#explorer-{name}")
        before, entries = page.url, page.evaluate("history.length")
        told = set_last(explorer)
        assert page.url == before
        explorer.get_by_role("button", name="Link to this state").click()
        explorer.get_by_text("Copied.").wait_for()
        link = page.evaluate("navigator.clipboard.readText()")
        assert link == page.url and f"#{name}:" in link and page.evaluate("history.length") == entries
        # A link opens the page, and another moves it on
        if there:
            there.page.evaluate("fragment => { location.hash = fragment }", link.partition("#")[2])
        else:
            there = open_visit(link.removeprefix(desk.root), "folder")
        found = there.page.locator(f"#explorer-{name}")
        settle(there.page)
        assert shown(found) == told
        assert found.evaluate(IN_SIGHT)
    assert there.problems == []
    there.page.context.close()


def test_a_wrong_link_changes_nothing(desk):
    page = desk.page
    for name in page.evaluate(EXPLORERS):
        explorer = page.locator(f"#explorer-{name}")
        told = set_last(explorer)
        for fragment in [f"{name}:no=1", f"{name}:m=none", f"{name}:%E0%A4%A", "nobody:m=1", f"{name}:=", ":"]:
            page.evaluate("fragment => { location.hash = fragment }", fragment)
            settle(page)
            assert shown(explorer) == told
    assert desk.problems == []
