"""The built book as one PDF: every page printed by Chromium, with a cover, a table of contents, an outline and page numbers."""

import html
import io
import os
import re
import shutil
import sys
from pathlib import Path

import yaml
from pdf_fit import print_fitted
from playwright.sync_api import sync_playwright
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject

ROOT = Path(__file__).resolve().parents[1]
SITE = ROOT / "_build" / "html"
TARGET = ROOT / "_build" / "taxonomy.pdf"
PAPER = {"format": "A4", "margin": {"top": "18mm", "bottom": "20mm", "left": "18mm", "right": "18mm"}}
COLLECTED = {"book/exercises", "book/solutions"}  # on paper they are in the chapters, unfolded
FLAGS = ["--no-sandbox", "--disable-gpu", "--allow-file-access-from-files"]

# Prints what a reader would have to unfold, and names links inside the book by the place of their page in it
PREPARE = """printed => {
  for (const fold of document.querySelectorAll("details:not(.hide, .tx-download)")) fold.open = true;
  for (const folded of document.querySelectorAll(".toggle-hidden")) folded.classList.remove("toggle-hidden");
  for (const image of document.querySelectorAll("img[loading=lazy]")) image.loading = "eager";
  for (const link of document.querySelectorAll("a")) {
    const given = link.getAttribute("href") ?? link.getAttribute("xlink:href");
    const address = given && new URL(given, location);
    if (address?.protocol !== "file:") continue;
    const place = printed.indexOf(address.href.split(/[?#]/)[0]);
    link.removeAttribute("xlink:href");
    if (address.pathname === location.pathname) link.setAttribute("href", address.hash || "#");
    else if (place >= 0) link.setAttribute("href", "book:" + place);
    else link.removeAttribute("href");
  }
}"""
# What explorers tell does not part e-prop either; the rest of a page is built so (book/_ext/together.py)
KEEP = """() => {
  const texts = [], walker = document.createTreeWalker(document.querySelector("article"), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) texts.push(walker.currentNode);
  for (let text of texts.filter(({ parentElement }) => parentElement.closest(".tx-state"))) {
    for (let at; (at = text.data.indexOf("e-prop")) >= 0;) {
      const word = text.splitText(at);
      text = word.splitText("e-prop".length);
      const whole = Object.assign(document.createElement("span"), { className: "tx-together" });
      word.before(whole);
      whole.append(word);
    }
  }
}"""
READY = """[...document.querySelectorAll('script[type="application/vnd.jupyter.widget-view+json"]')]
  .every(script => script.parentElement.querySelector('.jupyter-widgets'))"""

NOTE = """This book was printed from pages on which figures move. Where it says press, slide or choose, it speaks of those
pages; under such a figure stands in which state it was printed, and beside it some others."""
STYLE = """<style>
body { font: 11pt/1.5 "DejaVu Sans", sans-serif; color: #1b1b1b; }
h1 { margin: 0 0 1em; font-size: 22pt; line-height: 1.2; }
.cover { height: 235mm; display: flex; flex-direction: column; justify-content: center; }
.cover h1 { font-size: 34pt; }
.cover svg { width: auto; height: 155mm; margin-top: 15mm; }
ol { padding: 0; list-style: none; columns: 2; column-gap: 12mm; font-size: 9pt; }
li { display: flex; gap: 1em; justify-content: space-between; margin: 0.25em 0; break-inside: avoid; }
.chapter { margin-top: 1em; font-weight: bold; break-after: avoid; }
.chapter:first-child { margin-top: 0; }
.note { margin-bottom: 2em; font-style: italic; }
a { color: inherit; text-decoration: none; }
.number { height: 100vh; position: relative; break-after: page; }
</style>"""


def listed(entry):
    """Every page of a table of contents in order."""
    own = [entry[key] for key in ("root", "file") if key in entry]
    return own + [name for key in ("parts", "chapters", "sections") for child in entry.get(key, []) for name in listed(child)]


def print_page(browser, name, printed):
    """(title, PDF, [(section, index of its page)]) of one page of the site; `printed` has the addresses of all."""
    page = browser.new_page(color_scheme="light", reduced_motion="reduce", viewport={"width": 900, "height": 1200})
    page.goto((SITE / f"{name}.html").as_uri())
    page.wait_for_function(READY)
    page.evaluate("window.MathJax?.startup?.promise.then(() => true)")
    page.evaluate(PREPARE, printed)
    page.evaluate("document.documentElement.dataset.theme = 'light'")
    title = page.locator("article h1").first.evaluate("title => title.firstChild.textContent.trim()")
    page.evaluate(KEEP)
    pdf = PdfReader(io.BytesIO(print_fitted(page, PAPER | {"outline": True, "tagged": True})))
    page.close()
    return title, pdf, sections(pdf)


def sections(pdf):
    """[(title, index of its page)] of the sections of a page of the site."""
    below = next((entry for entry in pdf.outline if isinstance(entry, list)), [])
    return [(entry.title, pdf.get_destination_page_number(entry)) for entry in below if not isinstance(entry, list)]


def print_html(browser, body, **paper):
    """The PDF of a page made here."""
    page = browser.new_page()
    page.set_content(f"<!doctype html><html lang=en><meta charset=utf-8>{STYLE}{body}</html>", wait_until="load")
    pdf = page.pdf(**PAPER | paper)
    page.close()
    return PdfReader(io.BytesIO(pdf))


def cover(config):
    figure = next((SITE / "book" / "figures").glob("preface-*.svg")).read_text(encoding="utf-8")
    return f"<div class=cover><h1>{html.escape(config['title'])}</h1><p>{html.escape(config['author'])}</p>{figure}</div>"


def contents(chapters, starts):
    """The table of contents, each title with the page it starts on, and what to know of figures that move."""
    items = "".join(
        entry(title, start, "chapter") + "".join(entry(section, start + index, "section") for section, index in sections)
        for (_, title, _, sections), start in zip(chapters, starts))
    return f"<h1>Contents</h1><p class=note>{NOTE}</p><ol>{items}</ol>"


def entry(title, number, kind):
    return f'<li class={kind}><a href="book:page-{number}">{html.escape(title)}</a><span>{number}</span></li>'


def starts_of(chapters, first):
    """The page number on which each chapter starts, if the first one starts on `first`."""
    starts = [first]
    for _, _, pdf, _ in chapters[:-1]:
        starts.append(starts[-1] + len(pdf.pages))
    return starts


def numbers(browser, count):
    """A PDF of so many pages, empty but for their numbers."""
    foot = '<div style="width:100%;font:9px DejaVu Sans;color:#444;text-align:center"><span class="pageNumber"></span></div>'
    return print_html(browser, "<div class=number></div>" * (count - 1) + "<p>&nbsp;</p>",
                      display_header_footer=True, header_template="<span></span>", footer_template=foot)


def join(parts, stamps):
    """All parts as one PDF with their numbers, but for the cover."""
    writer = PdfWriter()
    for part in parts:
        writer.append(part, import_outline=False)
    for page, stamp in list(zip(writer.pages, stamps.pages))[1:]:
        page.merge_page(stamp)
        drawing = page.get_contents()
        drawing.set_data(b"\n".join(map(coarse, drawing.get_data().split(b"\n"))))
        page.replace_contents(drawing)
        page.compress_content_streams(level=9)  # which merging has left unpacked
    return writer


def coarse(line):
    """A line of a page's drawing with two digits after the point, which nobody sees, unless it sets a scale."""
    return line if line.endswith((b" cm", b" Tm")) else re.sub(rb"(\d\.\d\d)\d+", rb"\1", line)


def lead_inside(writer, starts):
    """Let links that name a page of the book go to where it starts, and drop those over figures.

    starts : {name: page index}
    """
    for page in writer.pages:
        links = [annotation.get_object() for annotation in page.get("/Annots", [])]
        page[NameObject("/Annots")] = ArrayObject([link for link in links if lead(link, writer, starts)])


def lead(link, writer, starts):
    """Whether a link leads anywhere, once one inside the book has been told where its target starts."""
    address = link.get("/A", {}).get("/URI", "")
    if not address.startswith("book:"):
        return True
    target = starts.get(address.removeprefix("book:"))
    if target is not None:
        place = ArrayObject([writer.pages[target].indirect_reference, NameObject("/Fit")])
        link[NameObject("/A")] = DictionaryObject({NameObject("/S"): NameObject("/GoTo"), NameObject("/D"): place})
    return target is not None


def offer_on_site():
    """Put the PDF beside the pages and a link to it in its place in appendix B."""
    shutil.copy(TARGET, SITE)
    page = SITE / "book" / "appendix_b_teaching.html"
    text, place = page.read_text(encoding="utf-8"), '<span class="tx-pdf">'
    link = f'{place}<a href="../{TARGET.name}">The book as a PDF</a></span>'
    page.write_text(text.replace(f"{place}</span>", link), encoding="utf-8")


def outline(writer, chapters, starts):
    """Lead from the outline to every chapter and section."""
    for (_, title, _, sections), start in zip(chapters, starts):
        chapter = writer.add_outline_item(title=title, page_number=start - 1)
        for section, index in sections:
            writer.add_outline_item(title=section, page_number=start - 1 + index, parent=chapter)


def main(chromium):
    config = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
    toc = [name for name in listed(yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))) if name not in COLLECTED]
    printed = [(SITE / f"{name}.html").as_uri() for name in toc]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        chapters = [(name, *print_page(browser, name, printed)) for name in toc]
        front = print_html(browser, cover(config))
        length = len(front.pages) + len(print_html(browser, contents(chapters, [999] * len(chapters))).pages)
        starts = starts_of(chapters, length + 1)
        parts = [front, print_html(browser, contents(chapters, starts)), *(pdf for _, _, pdf, _ in chapters)]
        stamps = numbers(browser, sum(len(part.pages) for part in parts))
        browser.close()
    writer = join(parts, stamps)
    outline(writer, chapters, starts)
    pages = {f"page-{index + 1}": index for index in range(len(writer.pages))}
    lead_inside(writer, pages | {str(place): start - 1 for place, start in enumerate(starts)})
    writer.add_metadata({"/Title": config["title"], "/Author": config["author"]})
    writer.compress_identical_objects()
    writer.write(TARGET)
    offer_on_site()
    print(f"{len(writer.pages)} pages in {TARGET.relative_to(ROOT)}")


if __name__ == "__main__":
    main(os.environ.get("CHROMIUM") or sys.exit("set CHROMIUM to the path of a Chromium: `make pdf` does"))
