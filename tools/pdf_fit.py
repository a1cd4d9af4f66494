"""Figures printed a little smaller, where a page would otherwise end early because the next figure does not fit on it."""

import io

import numpy as np
import pypdfium2
from pypdf import PdfReader

FIGURE = "book:figure-"
MM = 72 / 25.4
TOP, FOOT = 18 * MM, 277 * MM  # of the printed part of an A4 page
EARLY = 0.3 * (FOOT - TOP)
LEAST = 0.7  # of a figure's height: smaller cannot be read
SPACING = 10 * MM  # around a figure

# A link over each figure, by which the PDF tells where it is
MARK = """prefix => document.querySelectorAll("article svg[role]").forEach((figure, number) => {
  const { x, y, width, height } = figure.viewBox.baseVal;
  figure.insertAdjacentHTML("afterbegin", `<a href="${prefix}${number}">
    <rect x="${x}" y="${y}" width="${width}" height="${height}" fill="none"/></a>`);
})"""
SHRINK = """heights => document.querySelectorAll("article svg[role]").forEach((figure, number) => {
  if (number in heights) figure.style.setProperty("--fit", `${heights[number]}pt`);
})"""


def print_fitted(page, paper):
    """The PDF of a page of the site, as bytes."""
    page.evaluate(MARK, FIGURE)
    tried = set()
    while True:
        pdf = page.pdf(**paper)
        smaller = shrunk(figures(pdf), list(left_blank(pdf)), tried)
        if not smaller:
            return pdf
        tried |= set(smaller)
        page.evaluate(SHRINK, {str(number): height for number, height in smaller.items()})


def figures(pdf):
    """{number: (page, top, height)} of each figure where it stands first, in points; other states of an explorer follow it."""
    found = {}
    for index, page in enumerate(PdfReader(io.BytesIO(pdf)).pages):
        for annotation in page.get("/Annots", []):
            link = annotation.get_object()
            address = link.get("/A", {}).get("/URI", "")
            if address.startswith(FIGURE):
                _, bottom, _, top = map(float, link["/Rect"])
                number, place = int(address.removeprefix(FIGURE)), (index, float(page.mediabox.height) - top, top - bottom)
                found[number] = min(place, found.get(number, place))
    return found


def left_blank(pdf):
    """How much of each page is empty at its foot, in points."""
    for page in pypdfium2.PdfDocument(pdf):
        ink = np.asarray(page.render(scale=0.5).to_pil().convert("L")) < 230
        yield FOOT - 2 * np.flatnonzero(ink.any(1)).max(initial=0)


def shrunk(placed, blank, tried):
    """{number: height} of the figures that, made so high, fill the first page which ends early."""
    for index, space in enumerate(blank[:-1]):
        row = first_row(placed, index + 1)
        if space < EARLY or not row or tried & set(row):
            continue
        room = space - SPACING - (min(placed[number][1] for number in row) - TOP)
        if room >= LEAST * max(placed[number][2] for number in row):
            return {number: min(room, placed[number][2]) for number in row}
    return {}


def first_row(placed, index):
    """The numbers of the figures that stand highest on a page, side by side."""
    tops = {number: top for number, (page, top, _) in placed.items() if page == index}
    return [number for number, top in tops.items() if top < min(tops.values()) + 5 * MM]
