"""The built book."""

from functools import cache
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

ROOT = Path(__file__).resolve().parents[2]
SITE = ROOT / "_build" / "html"


@cache
def built_pages():
    """The path of every page below SITE; a site that is not built is an error."""
    if not (SITE / "index.html").exists():
        raise pytest.UsageError("the book is not built: run `make html` first")
    pages = (path.relative_to(SITE) for path in SITE.rglob("*.html"))
    return sorted(path.as_posix() for path in pages if path.parts[0] not in ("_static", "lite"))


@cache
def parsed(path):
    """The page at a path below SITE, which all tests share: to be read, not changed."""
    return BeautifulSoup((SITE / path).read_text(encoding="utf-8"), "html.parser")
