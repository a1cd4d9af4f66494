"""Chapter 11 trains live: the curve grows in pieces, stops where it is told to, and is that of this Python."""

import re

import pytest

from taxrec_lite import live

CHAPTER = "book/chapter11_learning.html"
ROOT = ".tx-training .tx-free"
START = live.start("training")
# The updates of every answer that is drawn, as the sentence tells them, and the time of each, until `done` says so
WATCH = """() => {
    window.seen = [];
    document.querySelector(".tx-training .tx-free").addEventListener("drawn", ({detail: {marks, sentence}}) =>
        seen.push({updates: marks.loss.x.length, sentence, loss: [...marks.loss.y], accuracy: [...marks.accuracy.y]}));
}"""
# Another seed as soon as the last one's answer is drawn
DRAG = """(seeds) => new Promise((resolve) => {
    const root = document.querySelector(".tx-training .tx-free"), input = root.querySelector("[name=seed]");
    const move = () => {
        input.value = seeds.shift();
        input.dispatchEvent(new Event("input", {bubbles: true}));
    };
    const drawn = () => {
        if (seeds.length) return setTimeout(move);
        root.removeEventListener("drawn", drawn);
        resolve();
    };
    root.addEventListener("drawn", drawn);
    move();
})"""


@pytest.fixture(scope="module")
def page(open_visit):
    """The chapter with its training live and at its end."""
    visit = open_visit(CHAPTER, "served")
    page = visit.page
    page.evaluate(WATCH)
    page.locator(f"{ROOT} .tx-free-bar button").first.click()
    wait_until_grown(page)
    page.visit = visit
    yield page
    page.context.close()


def wait_until_grown(page, updates=START["updates"]):
    page.wait_for_function("(updates) => window.seen.at(-1)?.updates === updates", arg=updates, timeout=180_000)


def seen(page):
    return [answer["updates"] for answer in page.evaluate("seen")]


def set_to(page, key, value):
    page.locator(f"{ROOT} [name={key}]").evaluate(
        "(input, value) => { input.value = value; input.dispatchEvent(new Event('input', {bubbles: true})); }", str(value))


def told(page):
    return page.locator(".tx-training .tx-told").text_content()


def test_the_curve_grows_to_its_end(page):
    found = seen(page)
    assert found == sorted(found) and found[0] == 1 and found[-1] == 150 and len(found) > 5
    assert page.visit.problems == []


def test_it_is_the_training_of_this_python(page):
    """As far as two roundings of one training stay together."""
    answer = next(answer for answer in page.evaluate("seen") if answer["updates"] >= 7)
    expected = live.compute("training", {**START, "updates": answer["updates"]})
    assert answer["loss"] == pytest.approx(expected.marks["loss"]["y"].tolist(), rel=1e-9)
    assert answer["accuracy"] == expected.marks["accuracy"]["y"].tolist()
    assert answer["sentence"] == expected.sentence


def test_another_rule_begins_at_once_from_the_start(page):
    page.evaluate("seen.length = 0")
    set_to(page, "rule", "rtrl")
    page.wait_for_function("seen.length > 3")
    set_to(page, "rule", "m3")
    page.wait_for_function("seen.at(-1).sentence.startsWith('order 3, seed 0')")
    before = next(k for k, answer in enumerate(page.evaluate("seen")) if answer["sentence"].startswith("order 3"))
    found = seen(page)
    assert found[before] <= 4 and found[before - 1] < 150
    wait_until_grown(page)


def test_it_stops_where_it_is_told_and_goes_on_from_there(page):
    page.evaluate("seen.length = 0")
    set_to(page, "rule", "rtrl")
    page.wait_for_function("seen.length > 2")
    page.get_by_role("button", name="Pause").click()
    page.wait_for_function("/RTRL/.test(document.querySelector('.tx-training .tx-free-said').textContent)")
    stopped = seen(page)
    assert stopped[-1] < 150 and f"after {stopped[-1]} updates" in told(page)
    page.wait_for_timeout(500)
    assert seen(page) == stopped
    page.get_by_role("button", name="Go on").click()
    page.wait_for_function("(count) => seen.length > count", arg=len(stopped))
    assert stopped[-1] < seen(page)[len(stopped)] <= stopped[-1] + 32


def test_fewer_updates_are_part_of_more(page):
    page.evaluate("seen.length = 0")
    set_to(page, "rule", "bptt")
    wait_until_grown(page)
    whole = page.evaluate("seen.at(-1)")
    set_to(page, "updates", 40)
    wait_until_grown(page, 40)
    assert page.evaluate("seen.at(-1)")["loss"] == whole["loss"][:40]


def test_seeds_differ(page):
    set_to(page, "seed", 3)
    page.wait_for_function("seen.at(-1).sentence.includes('seed 3')")
    wait_until_grown(page, 40)
    assert re.search(r"BPTT, seed 3, after 40 updates", told(page))


def test_it_does_not_grow_while_a_control_is_dragged(page):
    page.evaluate("seen.length = 0")
    page.evaluate(DRAG, [5, 6, 7, 8])
    assert [(answer["updates"], re.search(r"seed \d", answer["sentence"])[0]) for answer in page.evaluate("seen")][:4] == [
        (1, "seed 5"), (1, "seed 6"), (1, "seed 7"), (1, "seed 8")]
    wait_until_grown(page, 40)


def test_the_page_stays_free_while_it_trains(page):
    set_to(page, "updates", 150)
    longest = page.evaluate("""async () => {
        const tasks = [];
        const observer = new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({duration}) => duration)));
        observer.observe({type: "longtask"});
        let frames = 0;
        const count = () => { frames++; if (frames < 10) requestAnimationFrame(count); };
        requestAnimationFrame(count);
        while (seen.at(-1).updates < 150) await new Promise((resolve) => setTimeout(resolve, 20));
        observer.disconnect();
        return [frames, Math.max(0, ...tasks)];
    }""")
    print("frames, longest task in ms:", longest)
    assert longest[0] == 10
