"""The page for a cell of one's own: edited here, checked by the book's package in this browser, and stopped if need be."""

import re

import pytest

from taxrec_lite.live import own_cell
from tests.book.site import SITE
from tests.browser.axe import assert_everyone_can_read
from tests.browser.conftest import set_colours

PAGE = "book/bring_your_own.html"
START = own_cell.source("leaky")
PASTE = """(code) => {
    const content = document.querySelector(".cm-content"), data = new DataTransfer();
    data.setData("text/plain", code);
    content.focus();
    document.execCommand("selectAll");
    content.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""
DRAWN = """() => {
    window.drawn = new Promise((resolve) => document.querySelector(".tx-own").addEventListener("drawn", resolve, {once: true}));
}"""


def go_live(page):
    page.evaluate(DRAWN)
    page.get_by_role("button", name="Edit this cell").click()
    page.evaluate("window.drawn")


@pytest.fixture(scope="module")
def visit(open_visit):
    visit = open_visit(PAGE, "served")
    visit.before = set(visit.weights())
    go_live(visit.page)
    yield visit
    visit.page.context.close()


@pytest.fixture
def page(visit):
    """The page with the first starting point chosen and in its editor, its report drawn."""
    visit.page.locator(".tx-own-start select").evaluate("select => { select.value = '0' }")
    write(visit.page, START)
    return visit.page


def write(page, code):
    """Put code into the editor, as a paste does, and wait for what is said of it."""
    page.evaluate(DRAWN)
    page.evaluate(PASTE, code)
    page.evaluate("window.drawn")


def problem(page):
    return page.locator(".tx-own-problem").text_content() if page.locator(".tx-own-problem").is_visible() else None


def said(page):
    return page.locator(".tx-own .tx-free-said").text_content()


def test_without_a_script_the_cell_and_its_report_are_there(chromium, address):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + PAGE)
    own = page.locator(".tx-own")
    assert own.locator("pre").inner_text().strip() == START.strip()
    assert "every Jacobian is that of the step" in own.inner_text() and own.locator("svg").count() == 2
    context.close()


def test_the_page_says_what_this_python_says(page):
    expected = own_cell.compute(START)
    assert page.locator(".tx-own .tx-told").inner_html() == expected.sentence
    assert page.locator(".tx-own-rules").inner_html() == expected.rules


def test_it_weighs_little_and_comes_from_here(visit):
    own = {path: weight for path, weight in visit.weights().items() if path not in visit.before and "pyodide/" not in path}
    print(own)
    assert "_static/editor/editor.js" in own and sum(own.values()) <= 600_000
    assert visit.problems == []


@pytest.mark.parametrize("start", list(own_cell.STARTS))
def test_every_starting_point_is_there(page, start):
    page.evaluate(DRAWN)
    page.locator(".tx-own-start select").evaluate(
        "(select, start) => { select.value = start; select.dispatchEvent(new Event('change')); }",
        str(list(own_cell.STARTS).index(start)))
    page.evaluate("window.drawn")
    expected = own_cell.compute(own_cell.source(start))
    assert page.locator(".tx-own .tx-told").inner_html() == expected.sentence
    drawn = page.locator(".tx-own [data-mark*='-']")
    shown = {mark.get_attribute("data-mark") for mark in drawn.all() if mark.evaluate("each => each.style.display") != "none"}
    assert shown == {name for name, value in expected.marks.items() if value.get("shown")}


def test_a_wrong_jacobian_is_named(page):
    write(page, START.replace("1 - np.tanh(c) ** 2", "1 - np.tanh(c)"))
    verdict = page.locator(".tx-verdict").text_content()
    assert verdict == "my cell: not right yet: G, BPTT." and said(page).endswith(verdict)
    wrong = page.locator(".tx-own tr.tx-wrong th").all_text_contents()
    assert wrong == ["G", "BPTT"] and "measured" in page.locator(".tx-own tr.tx-wrong").first.inner_text()


@pytest.mark.parametrize("change, line, told", [
    (("c = self", "c = = self"), 16, "This is not Python"),
    (("np.ones((*u", "np.ones((*v"), 23, "NameError: name 'v' is not defined"),
    (("return c, np.tanh(c[..., 0])", "return c, np.tanh(c)"), 15, "z must have the shape (4, 3) here, not (4, 3, 1)"),
    (("@cells.register", ""), None, "No cell is registered"),
])
def test_what_is_wrong_is_told_by_the_line(page, change, line, told):
    write(page, START.replace(*change))
    assert told in problem(page) and said(page) == problem(page)
    marks = page.locator(".cm-lint-marker-error")
    assert marks.count() == (line is not None)
    if line:
        assert problem(page).startswith(f"Line {line}. ")
        number = page.locator(".cm-lineNumbers .cm-gutterElement").filter(has_text=re.compile(f"^{line}$"))
        assert abs(number.bounding_box()["y"] - marks.bounding_box()["y"]) < 12
    assert "tx-is-stale" in page.locator(".tx-own-report").get_attribute("class")


def test_the_newest_code_wins(page):
    drawn = page.evaluate("""async () => {
        const root = document.querySelector(".tx-own"), select = root.querySelector("select");
        let drawn = 0;
        root.addEventListener("drawn", () => drawn++);
        for (const value of [1, 2, 3, 1, 2]) {
            select.value = value;
            select.dispatchEvent(new Event("change"));
            await new Promise((resolve) => setTimeout(resolve, 50));
        }
        await new Promise((resolve) => setTimeout(resolve, 2000));
        return drawn;
    }""")
    assert drawn == 1 and "my gated cell" in page.locator(".tx-verdict").text_content()


def test_tab_leaves_the_editor(page):
    page.locator(".cm-content").focus()
    page.keyboard.press("Tab")
    assert not page.evaluate("document.activeElement.closest('.cm-editor')")
    assert "Tab leaves the editor" in page.locator("#tx-own-keys").inner_text()


def test_the_code_is_kept_and_reset(visit, page):
    mine = START.replace("0.9", "0.5")
    write(page, mine)
    page.reload()
    assert "np.tanh" in page.locator(".tx-own pre").inner_text()
    go_live(page)
    assert "leak: float = 0.5" in page.locator(".cm-content").inner_text()
    page.get_by_role("button", name="Reset").click()
    page.wait_for_function("document.querySelector('.cm-content').innerText.includes('leak: float = 0.9')")
    assert page.evaluate("localStorage.getItem('taxrec-own-cell')") is None


def test_a_loop_without_an_end_is_stopped(page):
    page.evaluate(DRAWN)
    page.evaluate(PASTE, START.replace("    def step", "    def step(self, *all):\n        while True: pass\n\n    def other"))
    page.get_by_role("button", name="Stop").click()
    page.evaluate("window.drawn")
    assert problem(page) == "You stopped it. Python starts anew."
    write(page, START)
    assert problem(page) is None and "every Jacobian" in page.locator(".tx-verdict").text_content()


@pytest.mark.parametrize("view", ["light", "dark phone"])
def test_everyone_can_read_and_reach_it(page, view):
    write(page, START.replace("(c[..., 0])", "(d)"))
    page.set_viewport_size({"width": 390 if "phone" in view else 1280, "height": 844})
    set_colours(page, "dark" if "dark" in view else "light")
    assert_everyone_can_read(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


def test_a_folder_says_why_it_cannot(new_page):
    page = new_page()
    page.goto((SITE / PAGE).as_uri())
    page.get_by_role("button", name="Edit this cell").click()
    assert "web server" in page.locator(".tx-own .tx-free-note").inner_text()
    page.context.close()
