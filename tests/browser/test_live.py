"""Live in place: one press, and Python in the browser draws the figure for any values, with the numbers that it has here."""

import statistics
from types import SimpleNamespace

import numpy as np
import pytest

from taxrec_lite import live
from tests.book.site import SITE
from tests.browser.axe import assert_everyone_can_read
from tests.browser.conftest import VIEWS, set_colours
from tests.browser.live_pages import go_back, go_live, root_of, set_to, told, words

CHAPTER = "book/chapter06_m_order.html"
# From an input to the frame after the answer to it, for one value after another, in ms
LATENCY = """async ([key, values]) => {
    const input = document.querySelector(`.tx-free input[name=${key}]`), root = input.closest(".tx-free"), times = [];
    const tasks = [];
    const observer = new PerformanceObserver((list) => tasks.push(...list.getEntries().map((entry) => entry.duration)));
    observer.observe({type: "longtask"});
    for (const value of values) {
        const begin = performance.now();
        const painted = (resolve) => () => requestAnimationFrame(() => setTimeout(resolve));
        const drawn = new Promise((resolve) => root.addEventListener("drawn", painted(resolve), {once: true}));
        input.value = value;
        input.dispatchEvent(new Event("input", {bubbles: true}));
        await drawn;
        times.push(performance.now() - begin);
    }
    observer.disconnect();
    return [times, tasks];
}"""


PIXELS = """async () => Promise.all([...document.querySelectorAll(".tx-free image[data-mark]")].map(async (element) => {
    const picture = new Image();
    picture.src = element.getAttribute("href") ?? element.getAttributeNS("http://www.w3.org/1999/xlink", "href");
    await picture.decode();
    const canvas = Object.assign(document.createElement("canvas"), {width: 16, height: 16}), pen = canvas.getContext("2d");
    pen.imageSmoothingEnabled = false;
    pen.drawImage(picture, 0, 0, 16, 16);
    return [...pen.getImageData(0, 0, 16, 16).data];
}))"""
FETCHED = "performance.getEntriesByType('resource').map((entry) => entry.name)"


def wait_for(page, state):
    page.wait_for_selector(f".tx-orders .tx-free[data-state={state}]", timeout=60_000)


def seen(visit):
    """What the reader has before them, and what it took."""
    page = visit.page
    return SimpleNamespace(
        prepared=page.locator(".tx-orders .tx-sliders").is_visible(),
        controls=root_of(page, "orders").locator(".tx-free-controls").is_visible(),
        pixels=page.evaluate(PIXELS), names=page.evaluate(FETCHED), weights=visit.weights())


@pytest.fixture(scope="module")
def visit(open_visit):
    """The chapter with the figure live, for tests that set what they need, and what was seen before and after the press."""
    visit = open_visit(CHAPTER, "served")
    visit.before = seen(visit)
    visit.page.evaluate("performance.mark('press')")
    go_live(visit.page, "orders")
    print("ready after",
          round(visit.page.evaluate("performance.now() - performance.getEntriesByName('press')[0].startTime")), "ms")
    visit.after = seen(visit)
    yield visit
    visit.page.context.close()


@pytest.fixture
def opened(visit):
    return visit.page


def said(page):
    return page.locator(".tx-orders .tx-free-said").text_content()


def test_the_press_brings_the_figure_to_life_where_it_is(visit):
    page = visit.page
    assert visit.before.prepared and not visit.before.controls
    assert not visit.after.prepared and visit.after.controls
    assert told(page, "orders") == words(live.compute("orders", live.start("orders")))
    page.wait_for_function("document.querySelector('.tx-orders .tx-free-said').textContent.startsWith('Ready. ')")
    assert said(page) == f"Ready. {told(page, 'orders')}"
    assert visit.problems == []
    weights = {path: weight for path, weight in visit.after.weights.items() if path not in visit.before.weights}
    print(f"{sum(weights.values()) / 1e6:.2f} MB in {len(weights)} files")
    assert "_static/live-worker.mjs" in weights and not any("matplotlib" in path for path in weights)
    assert any("numpy" in path for path in weights) and sum(weights.values()) <= 10e6
    go_back(page, "orders")
    back = seen(visit)
    assert back.prepared and not back.controls
    go_live(page, "orders")


def test_nothing_is_loaded_before_the_press(visit):
    names = visit.before.names
    assert names and not any("pyodide" in name or "live-worker" in name for name in names)


def test_images_are_those_that_matplotlib_draws(visit):
    before = visit.before.pixels
    # Shades are 36 apart in opacity; a canvas rounds colours that are not opaque
    assert np.abs(np.subtract(visit.after.pixels, before)).max() <= 3
    assert np.shape(before) == (3, 4 * 16 * 16) and len(set(map(tuple, before))) == 3


def test_the_newest_input_wins(opened):
    set_to(opened, "orders", cell="leaky_rnn", n=64, T=100, m=2)
    asked = opened.evaluate(
        """async () => {
            const root = document.querySelector(".tx-orders .tx-free"), input = root.querySelector("[name=seed]");
            let drawn = 0;
            const count = () => drawn++;
            root.addEventListener("drawn", count);
            for (let seed = 100; seed <= 160; seed++) {
                input.value = seed;
                input.dispatchEvent(new Event("input", {bubbles: true}));
            }
            await new Promise((resolve) => setTimeout(resolve, 3000));
            root.removeEventListener("drawn", count);
            return drawn;
        }""")
    assert asked == 2
    values = {**live.start("orders"), "n": 64, "T": 100, "seed": 160}
    assert told(opened, "orders") == words(live.compute("orders", values))


@pytest.mark.parametrize("n, T", [(32, 50), (64, 100)])
def test_a_drag_is_followed_and_the_page_stays_free(opened, n, T):
    set_to(opened, "orders", cell="leaky_rnn", n=n, T=T, m=3)
    times, tasks = opened.evaluate(LATENCY, ["gain", [-0.6 + 0.02 * k for k in range(31)]])
    print(f"n = {n}, T = {T}: {statistics.median(times):.0f} ms to paint, longest task {max(tasks, default=0):.0f} ms")
    assert len(times) == 31 and statistics.median(times) < 1000


def test_a_load_can_be_cancelled_and_begun_again(open_visit):
    page = open_visit(CHAPTER, "served").page
    button = root_of(page, "orders").locator("button")
    button.click()
    wait_for(page, "loading")
    assert button.inner_text() == "Cancel"
    page.wait_for_function("/MB so far/.test(document.querySelector('.tx-orders .tx-free-note').textContent)")
    assert page.locator(".tx-orders .tx-free progress").is_visible()
    button.click()
    wait_for(page, "static")
    for _ in range(100):  # a worker in the midst of a step takes a moment to end
        if page.workers:
            page.wait_for_timeout(100)
    assert page.workers == []
    assert page.locator(".tx-orders .tx-sliders").is_visible()
    go_live(page, "orders")
    page.context.close()


def test_keys_move_and_the_result_is_said(opened):
    set_to(opened, "orders", cell="leaky_rnn", n=8, T=12, m=2, seed=3)
    slider = opened.locator(".tx-orders .tx-free [name=m]")
    slider.press("ArrowRight")
    opened.wait_for_function("/Order 3 /.test(document.querySelector('.tx-orders .tx-free-said').textContent)")
    assert slider.get_attribute("aria-valuetext") == "3"
    slider.press("End")
    opened.wait_for_function("/Order 12 /.test(document.querySelector('.tx-orders .tx-free-said').textContent)")
    gain = opened.locator(".tx-orders .tx-free [name=gain]")
    before = gain.get_attribute("aria-valuetext")
    gain.press("ArrowRight")
    assert gain.get_attribute("aria-valuetext") != before


def test_constants_are_there_where_a_cell_has_them(opened):
    controls = opened.locator(".tx-orders .tx-free :is(input, select):visible")
    shown = lambda: [control.get_attribute("name") for control in controls.all()]
    set_to(opened, "orders", cell="alif")
    assert {"leak", "height", "rho", "beta"} <= set(shown())
    set_to(opened, "orders", cell="gru")
    assert not {"leak", "height", "rho", "beta"} & set(shown()) and {"n", "T", "gain", "m", "seed"} <= set(shown())


@pytest.mark.parametrize("view", ["dark", "phone"])
def test_everyone_can_read_and_reach_it(opened, view):
    """By night on a desk and by day on a phone; test_live_explorers has the other two."""
    if view == "phone":
        opened.set_viewport_size(VIEWS["folder"]["viewport"])
    set_colours(opened, "dark" if view == "dark" else "light")
    assert_everyone_can_read(opened)
    assert opened.evaluate("document.documentElement.scrollWidth") <= opened.viewport_size["width"]
    for control in root_of(opened, "orders").locator(":is(button, input, select):visible").all():
        assert control.bounding_box()["height"] >= 44
    opened.set_viewport_size(VIEWS["served"]["viewport"])
    set_colours(opened, "light")


def test_a_page_without_a_network_goes_on_where_one_was_live(opened):
    opened.context.set_offline(True)
    go_back(opened, "orders")
    go_live(opened, "orders")
    values = {**live.start("orders"), "n": 5, "seed": 9}
    set_to(opened, "orders", **values)
    assert told(opened, "orders") == words(live.compute("orders", values))
    opened.context.set_offline(False)


def test_a_folder_says_why_it_cannot(new_page):
    page = new_page()
    page.goto((SITE / CHAPTER).as_uri())
    button = page.locator(".tx-orders .tx-free button")
    button.click()
    assert "web server" in page.locator(".tx-orders .tx-free-note").inner_text()
    page.context.close()
