"""On paper an explorer says its state and shows others: each as the explorer itself shows it when it is put there."""

from tests.browser.conftest import settle
from tests.browser.test_state_links import EXPLORERS

BEFORE = "() => dispatchEvent(new Event('beforeprint'))"
AFTER = "() => dispatchEvent(new Event('afterprint'))"

# What an explorer shows: its sentence and its panels, without the layers that are hidden
SHOWN = """explorer => {
  const seen = (element) => getComputedStyle(element).display !== "none";
  const drawn = (panel) => {
    const all = [...panel.querySelectorAll("*")], copy = panel.cloneNode(true), copies = [...copy.querySelectorAll("*")];
    all.forEach((each, i) => Object.keys(each.dataset).length && !seen(each) && copies[i].remove());
    return copy.innerHTML;
  };
  const told = [...explorer.querySelectorAll(".tx-state")].filter(seen).map((told) => told.textContent);
  return { told, panels: [...explorer.querySelectorAll("[data-selectors] > .tx-panel")].filter(seen).map(drawn) };
}"""
SELECTORS = """explorer => Object.entries(JSON.parse(explorer.querySelector("[data-selectors]").dataset.selectors))
  .map(([key, options]) => ({ key, options, label: explorer.querySelector(`.tx-key-${key} .widget-label`).textContent }))"""
PRINTED = """explorer => {
  const paper = explorer.nextElementSibling;
  const frames = [...paper.querySelectorAll(".tx-frame")].map((frame) => ({
    name: frame.querySelector("strong").textContent,
    told: [...frame.querySelectorAll(".tx-state")].map((told) => told.textContent),
    panels: [...frame.querySelectorAll(".tx-panel")].map((panel) => panel.innerHTML),
  }));
  return { note: paper.querySelector(".tx-paper-note").textContent, frames };
}"""


def test_each_frame_is_what_the_explorer_shows_in_its_state(desk):
    page = desk.page
    page.evaluate(BEFORE)
    explorers = [page.locator(f"#explorer-{name}") for name in page.evaluate(EXPLORERS)]
    printed = [explorer.evaluate(PRINTED) for explorer in explorers]
    page.evaluate(AFTER)
    assert page.locator(".tx-paper").count() == 0
    for explorer, name, paper in zip(explorers, page.evaluate(EXPLORERS), printed):
        start, selectors = explorer.evaluate(SHOWN), explorer.evaluate(SELECTORS)
        states = {f"{selector['label']} {words}": f"{selector['key']}={value}"
                  for selector in selectors for value, words in selector["options"]}
        assert len(paper["frames"]) >= 1
        for frame in paper["frames"]:
            page.evaluate("fragment => { location.hash = fragment }", f"{name}:{states[frame['name']]}")
            settle(page)
            there = explorer.evaluate(SHOWN)
            assert frame["told"] == there["told"] != start["told"]
            assert frame["panels"] and set(frame["panels"]) <= set(there["panels"])
            assert set(there["panels"]) - set(frame["panels"]) <= set(start["panels"])
    assert desk.problems == []


def test_the_note_names_the_state_that_the_reader_has_chosen_and_what_else_there_is(desk):
    page = desk.page
    for name in page.evaluate(EXPLORERS):
        explorer = page.locator(f"#explorer-{name}")
        selectors = explorer.evaluate(SELECTORS)
        last = {selector["key"]: selector["options"][-1] for selector in selectors}
        link = f"{name}:" + ";".join(f"{key}={value}" for key, (value, _) in last.items())
        page.evaluate("fragment => { location.hash = fragment }", link)
        settle(page)
        page.evaluate(BEFORE)
        paper = explorer.evaluate(PRINTED)
        page.evaluate(AFTER)
        state = ", ".join(f"{selector['label']} {last[selector['key']][1]}" for selector in selectors)
        assert f"Printed above: {state};" in paper["note"]
        for selector in selectors:
            label, ((_, first), *_, (_, end)) = selector["label"], selector["options"]
            assert f"{label} from {first} to {end}" in paper["note"] or f"{label}: {first} | " in paper["note"]
        assert paper["note"].endswith(page.url.replace("%3D", "="))
    assert desk.problems == []
