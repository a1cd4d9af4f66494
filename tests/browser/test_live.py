"""Live in place: one press, and Python in the browser draws the figure for any values, with the numbers that it has here."""

import statistics

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe

from taxrec_lite import live
from tests.book.site import SITE
from tests.browser.live_pages import go_live, root_of, set_to, told, words
from tests.browser.test_pages import AXE

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


@pytest.fixture(scope="module")
def visit_chapter(open_visit):
    visits = []

    def visit_chapter():
        visits.append(open_visit(CHAPTER, "served"))
        return visits[-1]

    yield visit_chapter
    for visit in visits:
        visit.page.context.close()


@pytest.fixture(scope="module")
def open_chapter(visit_chapter):
    return lambda: visit_chapter().page


def wait_for(page, state):
    page.wait_for_selector(f".tx-orders .tx-free[data-state={state}]", timeout=60_000)


@pytest.fixture(scope="module")
def opened(open_chapter):
    """The chapter with the figure live, for tests that set what they need."""
    page = open_chapter()
    go_live(page, "orders")
    return page


def said(page):
    return page.locator(".tx-orders .tx-free-said").text_content()


def test_the_press_brings_the_figure_to_life_where_it_is(visit_chapter):
    visit = visit_chapter()
    page, before = visit.page, set(visit.weights())
    prepared, figure = page.locator(".tx-orders .tx-sliders"), root_of(page, "orders")
    assert prepared.is_visible() and not figure.locator(".tx-free-controls").is_visible()
    page.evaluate("performance.mark('press')")
    go_live(page, "orders")
    print("ready after", round(page.evaluate("performance.now() - performance.getEntriesByName('press')[0].startTime")), "ms")
    assert not prepared.is_visible() and figure.locator(".tx-free-controls").is_visible()
    assert told(page, "orders") == words(live.compute("orders", live.start("orders")))
    page.wait_for_function("document.querySelector('.tx-orders .tx-free-said').textContent.startsWith('Ready. ')")
    assert said(page) == f"Ready. {told(page, 'orders')}"
    assert [problem for problem in visit.problems if "blob:" not in problem] == []
    weights = {path: weight for path, weight in visit.weights().items() if path not in before}
    print(f"{sum(weights.values()) / 1e6:.2f} MB in {len(weights)} files")
    assert "_static/live-worker.mjs" in weights and not any("matplotlib" in path for path in weights)
    assert any("numpy" in path for path in weights) and sum(weights.values()) <= 10e6
    figure.locator("button").click()
    assert prepared.is_visible() and not figure.locator(".tx-free-controls").is_visible()


def test_nothing_is_loaded_before_the_press(open_chapter):
    names = open_chapter().evaluate("performance.getEntriesByType('resource').map((entry) => entry.name)")
    assert names and not any("pyodide" in name or "live-worker" in name for name in names)


PIXELS = """async () => Promise.all([...document.querySelectorAll(".tx-free image[data-mark]")].map(async (element) => {
    const picture = new Image();
    picture.src = element.getAttribute("href") ?? element.getAttributeNS("http://www.w3.org/1999/xlink", "href");
    await picture.decode();
    const canvas = Object.assign(document.createElement("canvas"), {width: 16, height: 16}), pen = canvas.getContext("2d");
    pen.imageSmoothingEnabled = false;
    pen.drawImage(picture, 0, 0, 16, 16);
    return [...pen.getImageData(0, 0, 16, 16).data];
}))"""


def test_images_are_those_that_matplotlib_draws(open_chapter):
    page = open_chapter()
    before = page.evaluate(PIXELS)
    go_live(page, "orders")
    # Shades are 36 apart in opacity; a canvas rounds colours that are not opaque
    assert np.abs(np.subtract(page.evaluate(PIXELS), before)).max() <= 3
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


def test_a_load_can_be_cancelled_and_begun_again(open_chapter):
    page = open_chapter()
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


@pytest.mark.parametrize("view", ["served", "dark", "phone", "dark phone"])
def test_everyone_can_read_and_reach_it(visit_chapter, view):
    page = visit_chapter().page
    if "phone" in view:
        page.set_viewport_size({"width": 390, "height": 844})
    page.emulate_media(color_scheme="dark" if "dark" in view else "light")
    go_live(page, "orders")
    results = Axe().run(page, context={"exclude": [["svg[role=img] > *"]]}, options=AXE)
    assert results.violations_count == 0, results.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    for control in root_of(page, "orders").locator(":is(button, input, select):visible").all():
        assert control.bounding_box()["height"] >= 44


def test_a_page_without_a_network_goes_on_where_one_was_live(open_chapter):
    page = open_chapter()
    go_live(page, "orders")
    page.wait_for_timeout(1000)
    page.context.set_offline(True)
    root_of(page, "orders").locator("button").click()
    go_live(page, "orders")
    set_to(page, "orders", n=5, seed=9)
    assert told(page, "orders") == words(live.compute("orders", {**live.start("orders"), "n": 5, "seed": 9}))


def test_a_folder_says_why_it_cannot(new_page):
    page = new_page()
    page.goto((SITE / CHAPTER).as_uri())
    button = page.locator(".tx-orders .tx-free button")
    button.click()
    assert "web server" in page.locator(".tx-orders .tx-free-note").inner_text()
    page.context.close()
