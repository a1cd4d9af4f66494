"""The buttons of a page lead to that page, in the repository and on the branch that are published."""

import subprocess
from urllib.parse import parse_qs, unquote, urlparse

import pytest

from book._ext import publication
from tests.book.site import ROOT, SITE, built_pages, parsed

SOURCES = subprocess.run(["git", "ls-files", "*.md", "*.ipynb"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
NOTEBOOKS = sorted(path.stem for path in (ROOT / "book").glob("*.ipynb"))


def page(name):
    return parsed(f"book/{name}.html")


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_it_leads_to_the_chapter(name):
    browser, binder, colab = [link["href"] for link in page(name).select(".dropdown-launch-buttons a")]
    place = f"{publication.repository()}/{{}}{publication.branch()}"
    assert colab == f"https://colab.research.google.com/github/{place.format('blob/')}/book/{name}.ipynb"
    assert binder == f"https://mybinder.org/v2/gh/{place.format('')}?urlpath=lab/tree/book/{name}.ipynb"
    application, query = browser.split("?")
    assert (SITE / "book" / application).is_file()
    assert (SITE / "lite" / "files" / parse_qs(query)["path"][0]).is_file()


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_notebook_can_be_downloaded(name):
    [link] = [link for link in page(name).select(".dropdown-download-buttons a") if link.get("href", "").endswith(".ipynb")]
    assert (SITE / "book" / link["href"]).resolve().read_bytes() == (ROOT / "book" / f"{name}.ipynb").read_bytes()


def test_github_says_what_is_published(monkeypatch):
    monkeypatch.setenv("GITHUB_REPOSITORY", "someone/else")
    monkeypatch.setenv("GITHUB_REF_NAME", "draft")
    assert (publication.repository(), publication.branch()) == ("someone/else", "draft")
    monkeypatch.delenv("GITHUB_REPOSITORY")
    monkeypatch.delenv("GITHUB_REF_NAME")
    assert (publication.repository(), publication.branch()) == (publication.named_repository(), "main")


def test_a_link_for_a_hub_pulls_what_is_published():
    [link] = [code.get_text().strip() for code in page("running").select("pre") if "git-pull" in code.get_text()]
    asked = {name: value for name, [value] in parse_qs(urlparse(link).query).items()}
    assert asked["repo"] == f"https://github.com/{publication.repository()}" and asked["branch"] == publication.branch()
    assert (ROOT / unquote(asked["urlpath"]).removeprefix(f"lab/tree/{publication.repository().split('/')[1]}/")).is_file()


def test_binder_finds_what_it_installs():
    tracked = subprocess.run(["git", "ls-files", ".binder"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert tracked.split() == [".binder/requirements.txt", ".binder/runtime.txt"]
    assert ".[book]" in (ROOT / ".binder" / "requirements.txt").read_text().split()


def source_link(page, kind):
    """Where the button for "edit" or "issues" leads; None where there is none."""
    button = page.select_one(f"a.btn-source-{kind}-button")
    return button and button["href"]


@pytest.mark.parametrize("path", built_pages())
def test_a_page_leads_to_the_file_that_makes_it_and_to_a_new_issue(path):
    here = parsed(path)
    repository = f"https://github.com/{publication.repository()}"
    sources = [name for name in SOURCES if name.rsplit(".", 1)[0] == path.removesuffix(".html")]
    assert source_link(here, "edit") == (f"{repository}/edit/{publication.branch()}/{sources[0]}" if sources else None)
    issue = source_link(here, "issues")
    assert (issue is not None) == bool(here.select_one("#main-content"))
    if issue:
        assert issue.startswith(f"{repository}/issues/new?") and path in parse_qs(urlparse(issue).query)["title"][0]
