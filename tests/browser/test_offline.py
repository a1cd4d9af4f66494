"""Once Python was loaded, pages that were read work with no server at all, Python and all."""

import functools
import http.server
import threading

import pytest

from tests.book.site import SITE
from tests.browser.conftest import QuietHandler, wait_until_drawn

OWN, CHAPTER, UNREAD = "book/bring_your_own.html", "book/chapter11_learning.html", "book/chapter09_gated.html"
KEPT = "async (path) => Boolean(await (await caches.open('pages')).match(new URL(path, location).href))"


def press_and_wait(page):
    page.get_by_role("button", name="Edit this cell").click()
    page.wait_for_function(
        "document.querySelector('.tx-own .tx-free-said').textContent.includes('every Jacobian')", timeout=120_000)


@pytest.fixture(scope="module")
def cut_off(new_page):
    """A page whose server has gone after Python was loaded on one page and another was read."""
    server = http.server.ThreadingHTTPServer(("localhost", 0), functools.partial(QuietHandler, directory=SITE))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    root, page = f"http://localhost:{server.server_port}/", new_page()
    page.goto(root + OWN)
    wait_until_drawn(page)
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0
    press_and_wait(page)
    for path in (OWN, "_static/live-worker.mjs", "_static/pyodide/pyodide.mjs", "_static/editor/editor.js"):
        page.wait_for_function(KEPT, arg=f"/{path}")
    page.goto(root + CHAPTER)
    wait_until_drawn(page)
    page.wait_for_function(KEPT, arg=f"/{CHAPTER}")
    server.shutdown()
    server.server_close()
    yield root, page
    page.context.close()


def test_a_page_that_was_live_is_live_again(cut_off):
    root, page = cut_off
    page.goto(root + OWN)
    page.reload()
    press_and_wait(page)
    page.locator(".tx-own-start select").select_option("gated cell")
    page.wait_for_function("document.querySelector('.tx-own .tx-verdict').textContent.startsWith('my gated cell: every')")


def test_a_page_that_was_read_goes_live(cut_off):
    root, page = cut_off
    page.goto(f"{root}{CHAPTER}?again#train-here")
    wait_until_drawn(page)
    page.locator(".tx-training .tx-free button").first.click()
    page.wait_for_function(
        "document.querySelector('.tx-training .tx-told')?.textContent.includes('after 150 updates')", timeout=120_000)


def test_what_was_not_read_is_not_there(cut_off):
    root, page = cut_off
    page.goto(root + CHAPTER)
    kept = page.evaluate("caches.open('pages').then((store) => store.keys()).then((all) => all.map(({url}) => url))")
    assert kept and not any("/lite/" in url or url.endswith((".whl", ".wasm")) for url in kept)
    with pytest.raises(Exception, match="ERR_"):
        page.goto(root + UNREAD)
