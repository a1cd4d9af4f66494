"""What teachers are given: exercises, solutions, assignments and slides hold what the chapters hold, and lead there."""

import json
import re
from html import unescape

import nbformat
import pytest
import yaml
from bs4 import BeautifulSoup

from tests.book.site import ROOT, SITE, parsed


CHAPTERS = {path.name: parsed(f"book/{path.name}") for path in sorted((SITE / "book").glob("chapter*.html"))}
COLLECTED = {"exercise": parsed("book/exercises.html"), "solution": parsed("book/solutions.html")}


def words(element):
    """Its text without its title, spaces and what is only for the page."""
    element = BeautifulSoup(str(element), "html.parser")
    for extra in element.select(".admonition-title, .tx-both-ways, .headerlink, .tx-download, script, noscript, svg"):
        extra.decompose()
    return " ".join(element.get_text(" ").split())


@pytest.mark.parametrize("kind", COLLECTED)
def test_all_are_collected_in_order_and_whole(kind):
    there = [words(box) for chapter in CHAPTERS.values() for box in chapter.select(f"div.{kind}.admonition")]
    here = [words(box) for box in COLLECTED[kind].select(".tx-collected")]
    assert there and here == there


@pytest.mark.parametrize("kind", COLLECTED)
def test_they_are_numbered_as_in_their_chapters_and_lead_there(kind):
    other = {"exercise": "solution", "solution": "exercise"}[kind]
    for box in COLLECTED[kind].select(".tx-collected"):
        [number] = re.findall(r"\d+", box.select_one(".admonition-title").get_text())
        counterpart, home = box.select(".tx-both-ways a")
        assert COLLECTED[other].find(id=counterpart["href"].split("#")[1])
        name, anchor = home["href"].split("#")
        title = CHAPTERS[name].find(id=anchor).select_one(".admonition-title").get_text()
        assert re.findall(r"\d+", title) == [number]


@pytest.mark.parametrize("kind", COLLECTED)
def test_their_mathematics_is_typeset(kind):
    assert COLLECTED[kind].select(".math") and COLLECTED[kind].select("script[src*='mathjax/startup.js']")


def test_solutions_show_what_they_ran():
    ran = [box for box in COLLECTED["solution"].select(".tx-collected") if box.select(".cell_input")]
    assert len(ran) == len(COLLECTED["solution"].select(".tx-collected"))
    assert all(box.select(".cell_output") for box in ran)


@pytest.mark.parametrize("name", [name for name, chapter in CHAPTERS.items() if chapter.select(".exercise")])
def test_a_chapter_leads_to_both_pages(name):
    assert {"exercises.html", "solutions.html"} <= {link["href"] for link in CHAPTERS[name].select("article a")}


SOURCES = sorted((ROOT / "book" / "assignments").glob("*.ipynb"))
each_assignment = pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)


def cells(path):
    return [cell.source for cell in nbformat.read(path, as_version=4).cells]


def tagged(path, tag):
    return [cell.source for cell in nbformat.read(path, as_version=4).cells if tag in cell.metadata.get("tags", [])]


def lines(cells):
    """All lines of some cells that say more than a bracket."""
    return {line.strip() for cell in cells for line in cell.splitlines() if len(line.strip()) > 12}


@each_assignment
def test_the_students_version_holds_no_solution(source):
    student = SITE / "book" / "assignments" / source.name
    solutions = tagged(source, "solution")
    assert solutions and cells(student) == [cell for cell in cells(source) if cell not in solutions]
    assert lines(solutions) & lines(cells(student)) <= lines(tagged(source, "student"))
    assert not any(cell.outputs for cell in nbformat.read(student, as_version=4).cells if cell.cell_type == "code")


@each_assignment
def test_the_solutions_pass_every_check(source):
    solved = nbformat.read(SITE / "book" / "assignments" / f"{source.stem}_solutions.ipynb", as_version=4)
    checks = [cell for cell in solved.cells if cell.cell_type == "code" and cell.source.startswith("check(")]
    assert bool(checks)
    for cell in checks:
        [output] = cell.outputs
        assert output.data["text/plain"].startswith("Right: ")
    assert not set(tagged(source, "student")) & set(cells(SITE / "book" / "assignments" / f"{source.stem}_solutions.ipynb"))


SLIDES = parsed("slides/index.html")


def test_every_slide_figure_is_a_file_with_its_alternative_text():
    images = SLIDES.select("section img")
    assert len(images) > 10
    for image in images:
        file = (SITE / "slides" / image["src"]).resolve()
        assert json.loads(file.with_suffix(".json").read_text(encoding="utf-8"))["title"] == image["alt"]


def test_slides_need_nothing_from_elsewhere():
    for tag in SLIDES.select("[src], link[href]"):
        assert (SITE / "slides" / (tag.get("src") or tag["href"])).resolve().is_file()


def test_every_slide_has_a_heading():
    assert [str(each)[:80] for each in SLIDES.select("section") if not each.select("h1, h2")] == []


STATE_LINKS = sorted({
    unescape(link["href"].rsplit("/")[-1])
    for each in (parsed("book/appendix_b_teaching.html"), SLIDES)
    for link in each.select("a[href*='#']") if ":" in link["href"].split("#")[1]})


@pytest.mark.parametrize("link", STATE_LINKS)
def test_a_link_to_a_state_names_what_its_explorer_has(link):
    name, state = link.split("#")
    explorer, choices = state.split(":")
    stored = "".join(tag.string for tag in CHAPTERS[name].select("script[type='application/vnd.jupyter.widget-state+json']"))
    assert f"tx-{explorer}" in stored
    for choice in choices.split(";"):
        key, value = choice.split("=")
        assert f".tx-{explorer} [data-{key}]:not([data-{key}~='{value}'])" in stored


def test_there_are_links_to_states():
    assert len(STATE_LINKS) > 8


def test_the_table_of_contents_lists_the_teachers_pages():
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text())
    files = [entry["file"] for entry in toc["chapters"]]
    first = files.index("book/appendix_b_teaching")
    assert files[first + 1 : first + 3] == ["book/exercises", "book/solutions"]
