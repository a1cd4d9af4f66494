"""The built site: whole, self-contained and readable without seeing it."""

import re
from collections import Counter
from functools import cache
from urllib.parse import unquote, urldefrag, urlparse

import pytest
import yaml

from tests.book.site import ROOT, SITE, built_pages, parsed

GENERIC = {"image", "figure", "plot", "picture", "graph", "svg", "chart"}
FOREIGN_CSS = re.compile(r"url\(\s*['\"]?(?:https?:)?//|@import\s+['\"](?:https?:)?//")
each_page = pytest.mark.parametrize("path", built_pages())


def listed(entry):
    """Every file a table of contents names."""
    own = [entry[key] for key in ("root", "file") if key in entry]
    return own + [name for key in ("parts", "chapters", "sections") for child in entry.get(key, []) for name in listed(child)]


def test_every_listed_page_is_built():
    names = listed(yaml.safe_load((ROOT / "_toc.yml").read_text()))
    assert [name for name in names if f"{name}.html" not in built_pages()] == []


def text_alternative(picture):
    if picture.name == "img":
        return picture.get("alt", "")
    title = picture.find("title")
    return picture.get("aria-label", "") or (title.get_text() if title else "")


def says_nothing(alternative):
    words = alternative.strip().lower()
    return not words or words in GENERIC or re.search(r"[0-9a-f]{16}|\.(png|svg|jpe?g)$", words)


@each_page
def test_pictures_have_text_alternatives_of_their_own(path):
    pictures = [picture for picture in parsed(path).select("img, svg[role=img]") if not picture.find_parent("noscript")]
    assert [str(picture)[:200] for picture in pictures if says_nothing(text_alternative(picture))] == []
    told = Counter(text_alternative(picture) for picture in pictures)
    assert [text for text, times in told.items() if times > 1] == []


@cache
def anchors(path):
    """What can be linked to on the page at path, None where there is no such page."""
    return {element["id"] for element in parsed(path).select("[id]")} if path in built_pages() else None


def resolves(path, link):
    """Whether a link on the page at path leads to a file, and its anchor to an element."""
    address, anchor = unquote(urlparse(link).path), unquote(urldefrag(link).fragment)
    target = (SITE / path).parent.joinpath(address).resolve() if address else SITE / path
    if ":" in anchor:  # the state of an explorer, which tests/book/test_teaching.py looks up
        return target.is_file()
    known = anchors(target.relative_to(SITE).as_posix()) if anchor else None
    return target.is_file() and (known is None or anchor in known)


@each_page
def test_internal_links_resolve(path):
    links = [link.get("href") or link.get("xlink:href") for link in parsed(path).select("a")]
    internal = [link for link in links if link and not urlparse(link).scheme]
    assert [link for link in internal if not resolves(path, link)] == []


@each_page
def test_no_page_asks_a_foreign_host(path):
    tags = parsed(path).select("script[src], link[href], img[src], iframe[src], source[src], video[src], audio[src]")
    addresses = [tag.get("src") or tag["href"] for tag in tags]
    assert [address for address in addresses if urlparse(address).netloc] == []
    assert not any(FOREIGN_CSS.search(style.get_text()) for style in parsed(path).select("style"))


def test_no_style_sheet_asks_a_foreign_host():
    sheets = SITE.rglob("*.css")
    assert [sheet.name for sheet in sheets if FOREIGN_CSS.search(sheet.read_text(encoding="utf-8"))] == []


WHOLE = re.compile(r"\b(m-order|e-prop|(?i:chapter|order)\s\d+)\b|\b\d+\s(%|MB\b)|\d+e-\d+")


def parted(text):
    """Whether a browser may break the line inside a name, before a unit or before the mark that follows a formula."""
    within = "tx-together" in text.parent.get("class", ())
    return not within and (WHOLE.search(text) or text.previous_sibling and re.match(r"[,.;:?!)]", text)
                           and "math" in getattr(text.previous_sibling, "attrs", {}).get("class", ()))


@each_page
def test_names_numbers_with_their_units_and_formulas_with_their_marks_stay_on_one_line(path):
    paragraphs = parsed(path).select(".bd-article :is(p, li, td, dd, h1, h2, h3):not(.tx-cite *, .indextable *)")
    texts = (text for paragraph in paragraphs for text in paragraph.find_all(string=True))
    typed = ("code", "pre", "kbd", "script", "style", "svg")
    assert [text for text in texts if parted(text) and not text.find_parent(typed)] == []
