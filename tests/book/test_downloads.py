"""Every figure of every page can be taken away: as an SVG that stands alone, as a PNG, and as data."""

import json
import re
import xml.etree.ElementTree as ET

import pytest
from PIL import Image

from tests.book.site import SITE, built_pages, parsed

SVG = "{http://www.w3.org/2000/svg}"
DRAWN = ("lines", "points", "areas", "images", "bars", "shapes", "arrows", "texts")
PAGES = {path: parsed(path) for path in built_pages()}
FIGURES = {path: page.select(".cell_output svg[role], .cell_output script[type$='widget-view+json']")
           for path, page in PAGES.items()}
LINKS = sorted({((SITE / path).parent / link["href"]).relative_to(SITE).as_posix()
                for path, page in PAGES.items() for link in page.select(".tx-download a")})


def of_kind(kind):
    return pytest.mark.parametrize("link", [link for link in LINKS if link.endswith(kind)])


@pytest.mark.parametrize("path", [path for path in PAGES if FIGURES[path]])
def test_every_figure_has_its_three_files(path):
    offers = PAGES[path].select(".tx-download")
    assert len(offers) == len(FIGURES[path])
    for offer in offers:
        assert [link["href"].rsplit(".")[-1] for link in offer.select("a")] == ["svg", "png", "json"]
        names = [link["aria-label"] for link in offer.select("a")]
        assert len(set(names)) == 3 and all(len(name.partition(" of: ")[2]) > 10 for name in names)


def test_no_two_figures_share_a_file():
    for page in PAGES.values():
        addresses = [link["href"] for link in page.select(".tx-download a")]
        assert len(addresses) == len(set(addresses))


@of_kind("svg")
def test_an_svg_stands_alone(link):
    text = (SITE / link).read_text(encoding="utf-8")
    root = ET.fromstring(text)
    assert root.tag == f"{SVG}svg" and root.get("width") and root.get("aria-label")
    assert "currentColor" not in text and "var(" not in text
    assert root[0].tag == f"{SVG}rect" and root[0].get("fill") == "#fff"
    assert not root.findall(f".//{SVG}text"), "text that needs a font"
    own = {element.get("id") for element in root.iter()}
    assert set(re.findall(r"(?:url\(|href=\")#([^\")]+)", text)) <= own
    for address in re.findall(r'href="(?!#|data:)([^"#]+)', text):
        assert ((SITE / link).parent / address).is_file()


@of_kind("png")
def test_a_png_shows_something(link):
    image = Image.open(SITE / link)
    image.load()
    assert image.format == "PNG" and image.getcolors(2) is None, "there are no more than two colours"


def numbers(value):
    """How many numbers there are in nested lists and dicts."""
    if isinstance(value, dict):
        value = value.values()
    elif not isinstance(value, list):
        return int(isinstance(value, (int, float)))
    return sum(map(numbers, value))


@of_kind("json")
def test_data_hold_what_is_drawn(link):
    data = json.loads((SITE / link).read_text(encoding="utf-8"))
    panels = data.get("panels", [data])
    assert data["title"] and all(panel["title"] for panel in panels)
    assert "panels" not in data or data["name"] in link and data["state"]
    for panel in panels:
        assert sum(numbers(axes.get(kind, [])) for axes in panel["axes"] for kind in DRAWN) > 1
