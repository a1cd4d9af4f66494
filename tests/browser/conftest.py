"""The built book read with Chromium, twice: from a server by day on a desk, from its folder by night on a phone."""

import functools
import gzip
import http.server
import os
import re
import threading
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlparse

import pytest
from playwright.sync_api import Page, sync_playwright
from xdist.scheduler import LoadScopeScheduling

from tests.book.site import SITE, built_pages

HERE = Path(__file__).parent
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # No network but this machine
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE localhost",
]
VIEWS = {
    "served": {"color_scheme": "light", "viewport": {"width": 1280, "height": 900}},
    "folder": {"color_scheme": "dark", "viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True},
}


def watch(page, root):
    """The list that whatever goes wrong on page from now on is written to."""
    problems, own = [], (root, "data:", f"blob:{root}")
    page.on("console", lambda message: message.type == "error" and problems.append(message.text))
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("requestfailed", lambda request: problems.append(f"failed: {request.url}"))
    page.on("response", lambda answer: answer.status in (0, 200) or problems.append(f"{answer.status}: {answer.url}"))
    page.on("request", lambda request: request.url.startswith(own) or problems.append(f"foreign: {request.url}"))
    return problems


@functools.cache
def gzipped_size(path):
    return len(gzip.compress((SITE / path).read_bytes()))


@dataclass
class Visit:
    """A page of the site at root, what went wrong on it so far, and which addresses were fetched."""

    page: Page
    path: str
    root: str

    def __post_init__(self):
        fetched = []
        self.page.on("response", lambda answer: fetched.append(answer.url))
        self.problems, self.fetched = watch(self.page, self.root), fetched

    def weights(self):
        """The gzipped size of every file this visit transferred, by its path in the site."""
        paths = {unquote(urlparse(url.removeprefix(self.root)).path) for url in self.fetched if url.startswith(self.root)}
        return {path: gzipped_size(path) for path in sorted(paths)}


def group_of(nodeid):
    """The page that a test names, or else its file: what belongs together, and one worker runs in order."""
    page = re.search(r"[\w/]+\.html", nodeid)
    return page[0] if page else nodeid.partition("::")[0]


def of_page(path, value):
    """The value as a parameter of a test of that page."""
    return pytest.param(value, id=f"{value} {path}")


def pytest_generate_tests(metafunc):
    if "path" in metafunc.fixturenames:
        metafunc.parametrize("path", built_pages())
    if "explorer_path" in metafunc.fixturenames:
        paths = [path for path in built_pages() if "tx-explorer" in (SITE / path).read_text(encoding="utf-8")]
        metafunc.parametrize("explorer_path", paths)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """What takes long first: a page with all tests of it, begun by those that need it as it was opened, or a file."""
    first = {}
    for item in sorted(items, key=lambda item: item.path.parent != HERE):
        first.setdefault(group_of(item.nodeid), len(first))
    as_opened = {"test_pages": 0, "test_live_explorers": 1}
    items.sort(key=lambda item: (first[group_of(item.nodeid)], as_opened.get(item.path.stem, 2)))


class ByGroup(LoadScopeScheduling):
    def _split_scope(self, nodeid):
        return group_of(nodeid)


def pytest_xdist_make_scheduler(config, log):
    return ByGroup(config, log)


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


def wait_until_drawn(page):
    """Until letters, mathematics and widgets of a page that is loaded, and leads to no other, are there."""
    page.wait_for_function("!document.querySelector('meta[http-equiv=refresh]')")
    page.wait_for_load_state()
    page.evaluate("Promise.all([document.fonts.ready, window.MathJax?.startup?.promise]).then(() => true)")
    page.wait_for_function(
        """[...document.querySelectorAll('script[type="application/vnd.jupyter.widget-view+json"]')]
           .every(script => script.parentElement.querySelector('.jupyter-widgets'))"""
    )


def settle(page):
    """Let the page draw what the last action changed, and name it."""
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 50))))")


def set_colours(page, scheme):
    """Have a system in "dark" or "light" colours, and wait until the page, which is told of it, has them too."""
    page.emulate_media(color_scheme=scheme)
    page.wait_for_function("scheme => document.documentElement.dataset.theme === scheme", arg=scheme)
    settle(page)


@pytest.fixture(scope="session")
def new_page(chromium):
    """Make an empty page for a view; its context is the caller's to close."""

    def new_page(view="served"):
        return chromium.new_context(reduced_motion="reduce", **VIEWS[view]).new_page()

    return new_page


@pytest.fixture(scope="session")
def open_visit(new_page, address):
    """Open a path of the site, with or without a fragment, in a view, and wait until all of it is drawn."""

    def open_visit(path, view):
        root = address if view == "served" else f"{SITE.as_uri()}/"
        visit = Visit(new_page(view), path, root)
        visit.page.goto(root + path)
        wait_until_drawn(visit.page)
        return visit

    return open_visit


@pytest.fixture(scope="session")
def visits(open_visit):
    """The visit of a page in a view, which all tests of that page share: each brings what it moves to where it begins."""
    open_now = {}

    def leave(but=None):
        for key in [key for key in open_now if key[0] != but]:
            open_now.pop(key).page.context.close()

    def visits(path, view):
        leave(but=path)
        if (path, view) not in open_now:
            open_now[path, view] = open_visit(path, view)
        return open_now[path, view]

    yield visits
    leave()


@pytest.fixture
def desk(explorer_path, visits):
    """A page with explorers on a desk."""
    return visits(explorer_path, "served")


@pytest.fixture
def phone(explorer_path, visits):
    """The same page on a phone, from its folder."""
    return visits(explorer_path, "folder")
