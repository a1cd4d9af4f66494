"""The cut icon fonts hold every icon that a page asks for, and their licence."""

import re

import pytest
from fontTools.ttLib import TTFont

from tests.book.site import SITE, built_pages

STATIC = SITE / "_static"
FONTS = {path.stem: TTFont(path) for path in (STATIC / "vendor/fontawesome/webfonts").glob("*.woff2")}
DRAWN = {chr(code) for font in FONTS.values() for code in font.getBestCmap() or {}}
SHEETS = "\n".join(path.read_text(encoding="utf-8") for path in STATIC.rglob("*.css"))
# Sizes and the like, which are no icons
STYLES = {"fa-solid", "fa-regular", "fa-brands", "fa-lg", "fa-sm", "fa-fw"}


def character(name):
    found = re.search(rf'\.{name}:before[^{{}}]*\{{content:"\\([0-9a-f]+)"', SHEETS)
    return found and chr(int(found[1], 16))


@pytest.mark.parametrize("path", built_pages())
def test_every_icon_of_a_page_is_drawn(path):
    classes = re.findall(r'class="([^"]*\bfa-[^"]*)"', (SITE / path).read_text(encoding="utf-8"))
    names = {name for value in classes for name in value.split() if name.startswith("fa-")} - STYLES
    assert [name for name in sorted(names) if character(name) not in DRAWN] == []


def test_every_character_of_a_style_sheet_is_drawn():
    codes = {chr(int(code, 16)) for code in re.findall(r'"\\(f[0-9a-f]{3})"', SHEETS)}
    letters = set(re.findall("[\ue000-\uf8ff]", SHEETS))
    assert codes and codes | letters <= DRAWN


@pytest.mark.parametrize("font", FONTS.values(), ids=FONTS)
def test_the_fonts_say_who_made_them(font):
    assert "Font Awesome" in str(font["name"].getDebugName(0))
