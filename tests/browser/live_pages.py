"""What tests of live figures share."""

import re

import numpy as np

# The answers of the Python of a live page to a list of values, as plain lists
ANSWERS = """async ([name, all]) => {
    const {LivePython, element} = livePython, python = new LivePython(element("div"), {}), answers = [];
    const plain = (value) => JSON.parse(JSON.stringify(value, (_, part) => ArrayBuffer.isView(part) ? [...part] : part));
    for (const values of all) answers.push(await python.ask(name, values).then(plain, (error) => error.message));
    return answers;
}"""
SET = """async ([name, values]) => {
    const root = document.querySelector(`.tx-${name} .tx-free`);
    for (const [key, value] of Object.entries(values)) {
        const drawn = new Promise((resolve) => root.addEventListener("drawn", resolve, {once: true}));
        const input = root.querySelector(`[name=${key}]`);
        input.value = input.step === "any" ? Math.log10(value) : value;
        input.dispatchEvent(new Event("input", {bubbles: true}));
        await drawn;
    }
}"""


def root_of(page, name):
    return page.locator(f".tx-{name} .tx-free")


def go_live(page, name):
    """Press, and wait until the first answer is drawn, or the last of what grows."""
    root_of(page, name).locator("button").first.click()
    page.wait_for_selector(f".tx-{name} .tx-free[data-state=live]", timeout=60_000)
    page.wait_for_function(f"document.querySelector('.tx-{name} .tx-told').textContent")
    wait_until_grown(page, name)


def go_back(page, name):
    """Press, and have the prepared figure again."""
    root_of(page, name).locator("button").first.click()
    page.wait_for_selector(f".tx-{name} .tx-free[data-state=static]")


def set_to(page, name, **values):
    """Move sliders as a drag does, and wait until their answer is drawn."""
    page.evaluate(SET, [name, values])
    wait_until_grown(page, name)


def wait_until_grown(page, name):
    """The button that pauses what grows is there as long as it does."""
    page.wait_for_function(f"!document.querySelector('.tx-{name} .tx-free-bar progress ~ button:not([hidden])')",
                           timeout=120_000)


def told(page, name):
    return page.locator(f".tx-{name} .tx-told").text_content()


def words(answer):
    return re.sub("<.*?>", "", answer.sentence)


def flat(value):
    if isinstance(value, dict):
        return [each for key in sorted(value) for each in flat(value[key])]
    if isinstance(value, (list, tuple, np.ndarray)):
        return [each for part in value for each in flat(part)]
    return [None if isinstance(value, float) and np.isnan(value) else value]


def numbers_of(value):
    """The numbers somewhere in it, and all else."""
    parts = flat(value)
    numbers = [isinstance(part, (int, float)) for part in parts]
    return [part for part, number in zip(parts, numbers) if number], [part for part, number in zip(parts, numbers) if not number]


def drawn_points(kind, text):
    """The corners of a line, each once, or the places of points, in the SVG of a mark."""
    if kind == "points":
        uses = [use for use in re.findall(r"<use [^>]*>", text) if "display: none" not in use]
        places = [(re.search(r'[ "]x="(\S+)"', use)[1], re.search(r'[ "]y="(\S+)"', use)[1]) for use in uses]
        return np.array(places, float).reshape(-1, 2)
    found = np.array(re.findall(r"[ML] (\S+) (\S+)", re.search(r'<path [^>]*?d="([^"]*)"', text)[1]), float).reshape(-1, 2)
    corners = found[np.append(True, np.abs(np.diff(found, axis=0)).max(1) > 0.003)] if len(found) else found
    return corners[:-1] if len(corners) > 1 and np.abs(corners[-1] - corners[0]).max() < 0.003 else corners
