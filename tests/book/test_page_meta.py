"""What every page says of itself, and the links to the repository and site that publish it."""

import xml.etree.ElementTree as ET
from collections import Counter

import pytest
from bs4 import BeautifulSoup

from tests.book.site import SITE, built_pages, parsed
from tests.book.test_build import build
from tests.book.test_launch import source_link

PAGES = {path: parsed(path) for path in built_pages()}
# The first page only sends the reader on
PAGES = {path: page for path, page in PAGES.items() if not page.select_one("meta[http-equiv=Refresh i]")}
REPOSITORY = {"GITHUB_REPOSITORY": "someone/a-book", "GITHUB_REF_NAME": "branch"}


def description(page):
    return page.select_one("meta[name=description]")["content"]


def test_titles_and_descriptions_are_unique():
    for said in ([page.title.get_text() for page in PAGES.values()], [description(page) for page in PAGES.values()]):
        assert [text for text, times in Counter(said).items() if times > 1] == []


@pytest.mark.parametrize("path", PAGES)
def test_a_description_is_a_sentence_or_two(path):
    text = description(PAGES[path])
    assert 40 <= len(text) <= 300 and text[-1] in ".?!:" and "$" not in text and "\\" not in text


@pytest.mark.parametrize("path", [path for path in PAGES if path.startswith("book/")])
def test_a_page_says_how_to_cite_it(path):
    text = PAGES[path].select_one(".tx-cite").get_text()
    assert PAGES[path].h1.find(string=True).strip() in text and "@incollection{" in text


def test_a_page_for_wrong_addresses_needs_no_other_file():
    page = PAGES["404.html"]
    assert page.select("link[href], script[src], img") == [] and page.a["href"]


def test_the_preview_is_a_picture():
    assert (SITE / "_static" / "preview.png").read_bytes().startswith(b"\x89PNG")


def test_nothing_points_to_a_place_that_nobody_named():
    if not (SITE / "sitemap.xml").exists():
        assert not any(page.select("meta[property='og:url'], link[rel=canonical]") for page in PAGES.values())


def test_where_it_is_published_links_point_there(tmp_path, monkeypatch):
    for name, value in REPOSITORY.items():
        monkeypatch.setenv(name, value)
    run = build(tmp_path, "1")
    assert run.returncode == 0, run.stdout + run.stderr
    site = tmp_path / "_build" / "html"
    page = BeautifulSoup((site / "book" / "page.html").read_text(), "html.parser")
    address = "https://someone.github.io/a-book/"
    assert page.select_one("meta[property='og:url']")["content"] == f"{address}book/page.html"
    assert page.select_one("meta[property='og:image']")["content"] == f"{address}_static/preview.png"
    assert page.select_one("link[rel=canonical]")["href"] == f"{address}book/page.html"
    repository = "https://github.com/someone/a-book"
    assert source_link(page, "edit") == f"{repository}/edit/branch/book/page.ipynb"
    assert source_link(page, "issues").startswith(f"{repository}/issues/new?")
    places = [place.text for place in ET.parse(site / "sitemap.xml").findall(".//{*}loc")]
    assert places == [f"{address}book/page.html"]
    assert BeautifulSoup((site / "404.html").read_text(), "html.parser").a["href"] == address
