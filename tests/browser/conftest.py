"""The built book, served on localhost and read with Chromium."""

import functools
import http.server
import os
import threading

import pytest
from playwright.sync_api import sync_playwright

from tests.book.site import SITE, built_pages

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--proxy-server=127.0.0.1:9",  # where nobody listens: nothing is reached but localhost
]
VIEWS = {
    "desktop": {"viewport": {"width": 1280, "height": 900}},
    "phone": {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True},
}


def pytest_generate_tests(metafunc):
    if "path" in metafunc.fixturenames:
        metafunc.parametrize("path", built_pages(), scope="module")
    if "explorer_path" in metafunc.fixturenames:
        paths = [path for path in built_pages() if "tx-explorer" in (SITE / path).read_text(encoding="utf-8")]
        metafunc.parametrize("explorer_path", paths)


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args):
        pass


@pytest.fixture(scope="session")
def address():
    """Where the site is served."""
    server = http.server.ThreadingHTTPServer(("localhost", 0), functools.partial(QuietHandler, directory=SITE))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def chromium():
    path = os.environ.get("CHROMIUM")
    if not path:
        pytest.fail("set CHROMIUM to the path of a Chromium: `make test` does")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def new_page(chromium):
    """Make an empty page for a look and a view; its context is the caller's to close."""

    def new_page(look="light", view="desktop"):
        return chromium.new_context(color_scheme=look, reduced_motion="reduce", **VIEWS[view]).new_page()

    return new_page


@pytest.fixture(scope="session")
def load(address):
    """Load a path of the site into a page and wait until all of it is drawn."""

    def load(page, path):
        page.goto(address + path, wait_until="networkidle")
        page.evaluate("window.MathJax?.startup?.promise.then(() => true)")
        page.wait_for_function(
            """[...document.querySelectorAll('script[type="application/vnd.jupyter.widget-view+json"]')]
               .every(script => script.parentElement.querySelector('.jupyter-widgets'))"""
        )
        return page

    return load
