"""The book as a PDF: whole, with nothing cut off, no page left half empty, and an outline that leads where it says."""

import json
from collections import Counter
from itertools import pairwise

import numpy as np
import pypdfium2
import pytest
import yaml
from bs4 import BeautifulSoup
from pypdf import PdfReader
from pypdfium2 import raw

from tests.book.site import ROOT, SITE

PDF = ROOT / "_build" / "taxonomy.pdf"
MM = 72 / 25.4
MARGIN = 15 * MM  # of 18 mm, as type may overhang


@pytest.fixture(scope="module")
def book():
    return PdfReader(PDF)


@pytest.fixture(scope="module")
def ink():
    """Which points of each page are not white, Booleans (842, 595) at one point a pixel."""
    document = pypdfium2.PdfDocument(PDF)
    return [np.asarray(page.render(scale=1).to_pil().convert("L")) < 230 for page in document]


@pytest.fixture(scope="module")
def words():
    """The words of each page."""
    document = pypdfium2.PdfDocument(PDF)
    return [page.get_textpage().get_text_range().split() for page in document]


@pytest.fixture(scope="module")
def starts(book):
    """{title: index of the page it starts on} of every chapter in the outline."""
    return {entry.title: book.get_destination_page_number(entry) for entry in book.outline if not isinstance(entry, list)}


@pytest.fixture(scope="module")
def sections(book, starts):
    """{title of a chapter: [(title, index of the page it starts on)]} of its sections in the outline."""
    found = {title: [] for title in starts}
    for above, below in pairwise(book.outline):
        if isinstance(below, list):
            found[above.title] = [(entry.title, book.get_destination_page_number(entry)) for entry in below]
    return found


def toc(entry):
    own = [entry[key] for key in ("root", "file") if key in entry]
    return own + [name for key in ("parts", "chapters", "sections") for child in entry.get(key, []) for name in toc(child)]


COLLECTED = {"book/exercises", "book/solutions"}


@pytest.fixture(scope="module")
def pages():
    """The pages of the site that are printed."""
    names = [name for name in toc(yaml.safe_load((ROOT / "_toc.yml").read_text())) if name not in COLLECTED]
    return [BeautifulSoup((SITE / f"{name}.html").read_text(encoding="utf-8"), "html.parser") for name in names]


def joined(text):
    return "".join(text.split())


def test_every_page_of_the_site_is_in_the_outline_at_the_right_page(pages, starts, words):
    assert list(starts) == [next(page.select_one("article h1").children).strip() for page in pages]
    for title, start in starts.items():
        assert joined(title) in "".join(words[start][:60])


def test_every_section_is_in_the_outline_at_the_right_page(pages, sections, words):
    site = [[joined(heading.get_text().removesuffix("#")) for heading in page.select("article h2")] for page in pages]
    assert [[joined(title) for title, _ in found] for found in sections.values()] == site
    for title, page in (each for found in sections.values() for each in found):
        assert joined(title) in "".join(words[page])


def test_the_table_of_contents_gives_the_same_pages(starts, sections, words):
    text = "".join("".join(page) for page in words[1 : min(starts.values())])
    for title, start in (*starts.items(), *(each for found in sections.values() for each in found)):
        assert joined(title) + str(start + 1) in text


def test_all_chapters_are_set_in_one_size(starts):
    """Chromium prints a page smaller if anything on it is too wide."""
    document = pypdfium2.PdfDocument(PDF)
    letters = [document[start].get_textpage().get_charbox(0, loose=True) for start in starts.values()]
    assert len({round(top - bottom, 1) for _, bottom, _, top in letters}) == 1


def test_no_line_begins_with_a_mark_that_ends_the_line_before():
    found = []
    for number, page in enumerate(pypdfium2.PdfDocument(PDF), 1):
        text = page.get_textpage()
        marks = [index for index in range(text.count_chars()) if chr(raw.FPDFText_GetUnicode(text, index)) in ".,;:?!"]
        found += [number for index in marks if text.get_charbox(index)[0] < 18 * MM + 2]
    assert found == []


def test_no_page_ends_with_the_tips_of_an_equation_on_the_next(ink):
    foot = round(277 * MM)
    assert [number for number, page in enumerate(ink, 1)
            if page[foot - 1 : foot + 2].any() and not page[foot - 6 : foot - 2].any()] == []


def test_every_page_but_the_cover_bears_its_number(words):
    assert [page[-1] for page in words[1:]] == [str(number) for number in range(2, len(words) + 1)]


def test_nothing_lies_beyond_the_margins(ink):
    wide = [number for number, page in enumerate(ink, 1)
            if page[:, : round(MARGIN)].any() or page[:, -round(MARGIN):].any() or page[: round(MARGIN)].any()]
    assert wide == []


def test_no_page_is_more_than_half_blank(ink, starts):
    ends = {start - 1 for start in starts.values()} | {len(ink) - 1} | set(range(min(starts.values())))
    foot = round(20 * MM)
    blank = [number + 1 for number, page in enumerate(ink)
             if number not in ends and np.flatnonzero(page[:-foot].any(1)).max(initial=0) < len(page) / 2]
    assert blank == []


def test_solutions_are_unfolded(words):
    text = "".join("".join(page[:-1]) for page in words)
    site = BeautifulSoup((SITE / "book" / "solutions.html").read_text(encoding="utf-8"), "html.parser")
    outputs = ["".join(each.get_text().split()) for each in site.select(".tx-collected .cell_output pre")]
    assert outputs
    assert [output[:60] for output in outputs if output[:60] not in text] == []


def explorers():
    """(page, name, keys of its selectors) of every explorer of the site."""
    for path in sorted((SITE / "book").glob("*.html")):
        page = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        for script in page.select('script[type="application/vnd.jupyter.widget-state+json"]'):
            for widget in json.loads(script.string)["state"].values():
                text = str(widget["state"].get("value", ""))
                for panels in BeautifulSoup(text, "html.parser").select("[data-selectors]") if "data-selectors" in text else ():
                    yield path.name, panels["data-explorer"], list(json.loads(panels["data-selectors"]))


def test_under_each_explorer_stands_what_it_shows_and_where_it_moves(words):
    text = "".join("".join(page[:-1]) for page in words)
    found = list(explorers())
    assert text.count("Printedabove:") == len(found) > 0
    assert [f"{page}#{name}:{keys[0]}=" for page, name, keys in found if f"{page}#{name}:{keys[0]}=" not in text] == []


def test_it_is_light_enough_to_be_sent():
    assert PDF.stat().st_size < 15e6


def test_the_site_leads_to_it():
    page = BeautifulSoup((SITE / "book" / "appendix_b_teaching.html").read_text(encoding="utf-8"), "html.parser")
    [link] = page.select(".tx-pdf a")
    assert (SITE / "book" / link["href"]).resolve().read_bytes() == PDF.read_bytes()


def fonts(page):
    found = page.get("/Resources", {}).get_object().get("/Font", {})
    return [font.get_object() for font in found.get_object().values()] if found else []


def test_fonts_are_embedded(book):
    loose = Counter()
    for page in book.pages:
        for font in fonts(page):
            inner = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
            described = inner.get("/FontDescriptor", {})
            if font["/Subtype"] != "/Type3" and not any(key.startswith("/FontFile") for key in described):
                loose[font.get("/BaseFont")] += 1
    assert loose == {}


def test_links_lead_inside_or_to_the_web(book):
    for page in book.pages:
        for annotation in page.get("/Annots", []):
            address = annotation.get_object().get("/A", {}).get("/URI", "")
            assert not address.startswith(("file:", "book:")), address


def test_links_to_what_is_not_printed_lead_nowhere(book, starts):
    """The slides, whose file has the name of the reference's."""
    links = [annotation.get_object().get("/A", {}) for annotation in book.pages[starts["B · For teachers"]].get("/Annots", [])]
    targets = {book.get_page_number(link["/D"][0].get_object()) for link in links if link.get("/S") == "/GoTo"}
    assert starts["1 · Recurrent networks and their two recurrences"] in targets and starts["Reference"] not in targets
