"""Every live figure of the book: it starts where its reader left the prepared one, and draws what Python says here."""

import itertools
import json
import re
from importlib import import_module

import numpy as np
import pytest

from taxrec_lite import live
from taxrec_lite.figures.answers import one
from taxrec_lite.figures.picture import svg
from taxrec_lite.figures.style import every_point
from tests.browser.axe import alone, assert_everyone_can_read
from tests.browser.conftest import VIEWS, of_page, set_colours, settle, wait_until_drawn
from tests.browser.live_pages import ANSWERS, drawn_points, go_back, go_live, numbers_of, root_of, set_to, told, words

PAGES = {
    "chain-rule": "chapter01_two_recurrences", "gain": "chapter02_bptt", "alif-trace": "chapter03_eligibility_traces",
    "dropped": "chapter04_eprop",
    "influence": "chapter05_rtrl", "memory": "chapter05_rtrl", "derivation": "chapter05_rtrl", "orders": "chapter06_m_order",
    "budget": "chapter07_costs", "reach": "chapter07_costs", "surrogate": "chapter08_spiking", "credit": "chapter08_spiking",
    "gates": "chapter09_gated", "alignment": "chapter10_signals", "readout-trace": "chapter10_signals",
    "family": "chapter12_family",
}
# Without the chaotic ones: a plain network of gain 3.5 makes of two roundings two runs within 50 steps
GRIDS = {
    "orders": [{"cell": cell, "m": m, "gain": gain, "n": n, "T": T, "leak": leak, "height": 0.5, "rho": 0.9, "beta": 0.4,
                "seed": seed}
               for cell, gain, (n, T, m, leak, seed) in itertools.product(
                   ["leaky_rnn", "lif", "alif", "lstm", "gru"], [0.3, 1, 3.5],
                   [(3, 7, 2, 0.6, 4), (16, 24, 5, 0.9, 1), (32, 50, 11, 0, 2)])
               if not (cell == "leaky_rnn" and gain > 1 and T == 50)],
    "gain": [{"cell": cell, "gain": gain, "n": n, "T": T, "leak": 0.8, "networks": 4, "seed": seed}
             for cell, gain, (n, T, seed) in itertools.product(
                 ["plain", "leaky_rnn", "lif", "alif", "lstm", "gru"], [0.3, 1, 2.2], [(5, 11, 2), (16, 21, 7)])],
    "surrogate": [{"cell": cell, "kind": kind, "width": width, "height": 0.4, "stays": "area", "tau": tau, "tau_a": 80,
                   "beta": 0.2, "gain": 1.2, "n": n, "T": T, "neuron": 3, "seed": seed}
                  for cell, kind, (width, tau, n, T, seed) in itertools.product(
                      ["lif", "alif"], ["triangular", "rectangular", "fast", "logistic"],
                      [(0.5, 3, 5, 20, 2), (2, 20, 16, 40, 7), (1, 9, 32, 50, 1)])],
    "credit": [{"delay": delay, "cell": cell, "tau_a": 200, "beta": 0.2, "alpha": 0.85, "height": 0.4, "reset": reset, "gain": 0.8,
                "n": n, "cue": 30, "asked": asked, "longest": longest, "current": 0.2, "noise": 0.15, "seed": 3}
               for cell, reset, (delay, n, asked, longest) in itertools.product(
                   ["lif", "alif"], ["explicit", "detached"], [(7, 3, 20, 20), (150, 16, 5, 200), (30, 32, 12, 60)])],
    "gates": [{"m": m, "paths": paths, "bias": bias, "input": 0.5 - bias, "gain": gain, "n": n, "T": T, "seed": seed}
              for paths, bias, (m, gain, n, T, seed) in itertools.product(
                  ["both", "through", "past", "none"], [-1, 2.5], [(2, 0.7, 4, 9, 3), (5, 2, 16, 24, 1)])],
    "chain-rule": [{"x": x, "example": example, "leak": 0.3, "weight": 1.1}
                   for x, example in itertools.product([-1.2, 0, 0.37], ["product", "cancel", "indirect", "neuron"])],
    "alif-trace": [{"tau": tau, "beta": beta, "tau_v": 6, "current": 0.15, "T": T, "seed": seed}
                   for tau, beta, (T, seed) in itertools.product([8, 120, 900], [0, 0.25], [(100, 3), (300, 0)])],
    "dropped": [{"cell": cell, "feedback": feedback, "updates": 7, "delta": 0.1, "seed_B": 3, "gain": gain, "n": n, "T": T,
                 "leak": 0.8, "height": 0.5, "rho": 0.9, "beta": 0.4, "seed": seed}
                for cell, feedback, (gain, n, T, seed) in itertools.product(
                    ["leaky_rnn", "lif", "alif", "lstm", "gru"], ["symmetric", "adaptive"],
                    [(0.3, 3, 7, 4), (1.5, 16, 24, 1)])],
    "influence": [{"t": t, "cell": cell, "m": m, "gain": 1.2, "bias": 0.2, "n": n, "T": T, "n_in": 3, "leak": 0.7,
                   "height": 0.6, "rho": 0.9, "beta": 0.2, "seed": 2}
                  for cell, (t, m, n, T) in itertools.product(["leaky_rnn", "lif", "alif", "lstm", "gru"],
                                                              [(3, 1, 4, 7), (12, 3, 9, 15), (9, 5, 12, 9)])],
    "memory": [{"t": t, "rule": rule, "m": m, "cell": cell, "n": n, "T": T, "n_in": 3, "n_out": 4, "readout": readout}
               for rule, cell, (t, m, n, T, readout) in itertools.product(
                   ["bptt", "eprop", "m_order", "rtrl"], ["leaky_rnn", "alif", "lstm"],
                   [(1, 2, 3, 5, "now"), (5, 3, 20, 5, "leaky"), (40, 4, 64, 50, "now")])],
    "budget": [{"cell": cell, "n": n, "T": T, "m": m, "n_in": 3, "n_out": 5}
               for cell, (n, T, m) in itertools.product(["leaky_rnn", "lif", "alif", "lstm", "gru"],
                                                        [(7, 12, 2), (431, 99000, 5), (10000, 1, 20)])],
    "reach": [{"m": m, "heard": heard, "n": n, "seed": seed}
              for m, (heard, n, seed) in itertools.product([1, 2, 4, 8], [(2, 9, 3), (3, 48, 1), (30, 30, 0), (5, 64, 8)])],
    "alignment": [{"rule": rule, "update": update, "updates": 20, "rate": 0.02, "read_rate": 0.02, "decay": 0.01,
                   "feedback_decay": 0.02, "gain": gain, "n": n, "T": T, "leak": 0.7, "kappa": 0.4, "seed": seed}
                  for rule, gain, (update, n, T, seed) in itertools.product(["symmetric", "random", "adaptive"], [0.5, 1.5],
                                                                            [(7, 5, 9, 3), (20, 24, 14, 1)])],
    "readout-trace": [{"kappa": kappa, "when": when, "stimulus": stimulus, "delay": delay, "leak": 0.7, "gain": 0.8, "n": n,
                       "neuron": 2, "seed": seed}
                      for kappa, when, (stimulus, delay, n, seed) in itertools.product([0, 0.63, 0.95], ["over", "end"],
                                                                                       [(1, 1, 3, 2), (4, 40, 30, 5)])],
    "family": [{"cell": cell, "gain": gain, "n": n, "T": T, "m": m, "k": 3, "updates": 10, "draws": 20, "seed": seed}
               for cell, gain, (n, T, m, seed) in itertools.product(["leaky_rnn", "lif", "alif", "lstm", "gru"], [0.4, 1.2],
                                                                    [(3, 9, 3, 2), (8, 20, 4, 5)])],
    "derivation": [{"line": line, "cell": cell, "n": n, "T": T, "gain": 1.2, "seed": seed}
                   for line, cell, (n, T, seed) in itertools.product(range(1, 13), ["leaky_rnn", "alif", "lstm"], [(2, 4, 3)])],
}
# A state of the prepared figure, and what the controls of the live one then say
CHOSEN = {
    "orders": ("m=7;cell=lstm;gain=expanding", {"m": 7, "cell": "lstm", "gain": 6}),
    "gain": ("gain=2;cell=gru", {"gain": 2, "cell": "gru"}),
    "surrogate": ("width=0.5;kind=logistic;height=area", {"width": 0.5, "kind": "logistic", "height": 1, "stays": "area"}),
    "credit": ("delay=100;cell=alif1000", {"delay": 100, "cell": "alif", "tau_a": 1000}),
    "gates": ("m=4;paths=through;bias=3;write=coupled", {"m": 4, "paths": "through", "bias": 3, "input": -3}),
    "chain-rule": ("x=-0.75;example=neuron", {"x": -0.75, "example": "neuron"}),
    "alif-trace": ("tau=300;beta=0.02", {"tau": 300, "beta": 0.02}),
    "dropped": ("updates=40;cell=gru;gain=critical", {"feedback": "adaptive", "updates": 40, "cell": "gru", "gain": 4}),
    "influence": ("t=4;cell=alif", {"t": 4, "cell": "alif", "height": 0.3}),
    "memory": ("t=9;rule=m_order", {"t": 9, "rule": "m_order"}),
    "budget": ("n=2000;T=10;cell=alif", {"n": 2000, "T": 10, "cell": "alif"}),
    "reach": ("m=5;heard=10", {"m": 5, "heard": 10}),
    "alignment": ("update=80;rule=random", {"update": 80, "rule": "random"}),
    "readout-trace": ("kappa=0.9;when=end", {"kappa": 0.9, "when": "end"}),
    "family": ("cell=lif;gain=expanding", {"cell": "lif", "gain": 2}),
    "derivation": ("line=8;cell=lstm", {"line": 8, "cell": "lstm"}),
}
# What is then dragged
DRAGGED = {"orders": {"n": 9, "T": 37}, "gain": {"n": 6, "T": 30}, "surrogate": {"T": 60, "n": 11, "neuron": 4},
           "credit": {"longest": 300, "delay": 250, "n": 7},
           "gates": {"n": 6, "T": 30, "seed": 5}, "alif-trace": {"current": 0.2, "T": 200}, "chain-rule": {"x": 0.4, "weight": 1.5},
           "dropped": {"n": 7, "T": 33, "delta": 0.2, "gain": 8}, "influence": {"n": 7, "T": 10, "t": 8},
           "memory": {"n": 33, "T": 44, "t": 40, "m": 4}, "budget": {"n_in": 50, "m": 6}, "reach": {"n": 30, "seed": 4},
           "alignment": {"updates": 40, "n": 9}, "readout-trace": {"delay": 30, "neuron": 5, "stimulus": 6},
           "family": {"n": 5, "T": 13, "draws": 40}, "derivation": {"seed": 7, "gain": 2}}


def of_pages(names):
    return [of_page(f"book/{PAGES[name]}.html", name) for name in names]


@pytest.fixture(scope="module", params=of_pages(PAGES))
def opened(request, visits):
    """(page, name, values) of a live figure, started from a state that was chosen before."""
    name, (state, meant) = request.param, CHOSEN[request.param]
    page = visits(f"book/{PAGES[name]}.html", "served").page
    page.evaluate("fragment => { location.hash = fragment }", f"{name}:{state}")
    settle(page)
    go_live(page, name)
    yield page, name, {**live.start(name), **meant}
    go_back(page, name)


def test_it_starts_from_the_state_that_the_reader_has_chosen(opened):
    page, name, values = opened
    assert {control.get_attribute("name") for control in root_of(page, name).locator("input, select").all()} == set(values)
    assert told(page, name) == words(live.compute(name, values))


def test_the_numbers_are_those_of_this_python(opened):
    page, name, _ = opened
    answers = page.evaluate(ANSWERS, [name, GRIDS[name]])
    for values, found in zip(GRIDS[name], answers, strict=True):
        assert isinstance(found, dict), (values, found)
        expected = live.compute(name, values)
        assert (found["sentence"], found["lead"], found["layers"]) == (expected.sentence, expected.lead, expected.layers)
        assert same(found["frames"], expected.frames)
        assert found["marks"].keys() == expected.marks.keys()
        for mark, numbers in expected.marks.items():
            # What is a difference of gradients is as exact as they are
            assert same(found["marks"][mark], numbers, numbers["scale"] if "scale" in numbers else largest(numbers)), (values, mark)


def largest(numbers):
    return float(np.nanmax(np.abs(numbers["y"]), initial=1.0)) if "words" not in numbers else 1.0


def same(found, expected, scale=1.0):
    (numbers, others), (wanted, rest) = numbers_of(found), numbers_of(expected)
    return others == rest and np.allclose(numbers, wanted, rtol=1e-12, atol=1e-12 * scale)


def drawn_by_matplotlib(page, name, values):
    """The SVG of the panels for these values, with the axes where the page has them."""
    axes = json.loads(root_of(page, name).get_attribute("data-live"))["axes"]
    texts = []
    for figure, alt in import_module(f"taxrec_lite.explorers.{name.replace('-', '_')}").panels(one(live.compute(name, values))):
        figure.set_layout_engine("none")
        figure.draw_without_rendering()
        width, height = figure.get_size_inches() * 72
        for each in figure.axes:
            if each.get_label():
                left, top, wide, high = axes[each.get_label()]["box"]
                each.set_position([left / width, 1 - (top + high) / height, wide / width, high / height])
        texts.append(svg(figure, alt))
    return "".join(texts)


def test_marks_lie_where_matplotlib_draws_them(opened):
    page, name, values = opened
    set_to(page, name, **DRAGGED[name])
    page.wait_for_timeout(500)
    with every_point():
        expected = drawn_by_matplotlib(page, name, {**values, **DRAGGED[name]})
    marks = json.loads(root_of(page, name).get_attribute("data-live"))["marks"]
    shown = {mark: each["kind"] for mark, each in marks.items() if each["kind"] in ("line", "points")}
    for mark, kind in shown.items():
        found = root_of(page, name).locator(f'[data-mark="{mark}"]').evaluate("(element) => element.outerHTML")
        if f'data-mark="{mark}" />' in expected:
            assert not re.search(r' d="M', found), mark  # nothing is there
            continue
        wanted = re.search(rf'data-mark="{mark}">(.*?)</g>\s*(</g>|<g)', expected, re.DOTALL)[1]
        assert drawn_points(kind, found) == pytest.approx(drawn_points(kind, wanted), abs=0.003), mark


def test_everyone_can_read_and_reach_it(opened):
    page, name, _ = opened
    with alone(page, f".tx-{name}"):
        for view in VIEWS.values():
            page.set_viewport_size(view["viewport"])
            set_colours(page, view["color_scheme"])
            assert_everyone_can_read(page, f".tx-{name}")
            assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
            for control in root_of(page, name).locator(":is(button, input, select):visible").all():
                assert control.bounding_box()["height"] >= 44
        page.set_viewport_size(VIEWS["served"]["viewport"])
        set_colours(page, "light")


def test_words_at_ticks_are_within_the_drawing(opened):
    page, name, _ = opened
    beyond = root_of(page, name).locator(".tx-ticks text").evaluate_all("""(all) => all.filter((text) => {
        const [own, whole] = [text.getBoundingClientRect(), text.ownerSVGElement.getBoundingClientRect()];
        return own.width && (own.left < whole.left - 1 || own.right > whole.right + 1 || own.bottom > whole.bottom + 1);
    }).map((text) => text.textContent)""")
    assert not beyond


LENT = {"orders": {"m": 3, "cell": "lstm"}, "gates": {"m": 3, "paths": "both"}, "derivation": {"line": 5, "cell": "leaky_rnn"}}


@pytest.mark.parametrize("opened", of_pages(LENT), indirect=True)
def test_a_lent_panel_shows_the_layers_of_the_answer_and_goes_back(opened):
    page, name, _ = opened
    home = page.locator(f".tx-{name} [data-explorer] .tx-lent")
    go_back(page, name)
    number = home.count()
    go_live(page, name)
    set_to(page, name, **LENT[name])
    panels = root_of(page, name).locator(".tx-lent")
    assert panels.count() == number > 0 and home.count() == 0
    seen = panels.evaluate_all("""(panels) => panels.flatMap((panel) => [panel, ...panel.querySelectorAll("[data-m], [data-line]")])
        .filter((each) => each.getClientRects().length).map((each) => ({...each.dataset}))""")
    for key, value in LENT[name].items():
        values = [each[key] for each in seen if key in each]
        assert values and all(str(value) in each.split() for each in values)
    go_back(page, name)
    assert home.count() == number
    go_live(page, name)


def test_a_finger_drags_a_slider(chromium, address):
    page = chromium.new_context(**VIEWS["folder"]).new_page()
    page.goto(f"{address}book/{PAGES['orders']}.html")
    wait_until_drawn(page)
    go_live(page, "orders")
    slider = root_of(page, "orders").locator("[name=n]")
    slider.scroll_into_view_if_needed()
    page.evaluate("""window.sizes = []; document.querySelector(".tx-orders .tx-free").addEventListener("drawn",
        (event) => sizes.push(event.detail.marks.exact.shape[0]))""")
    box = slider.bounding_box()
    y, steps = box["y"] + box["height"] / 2, [box["x"] + box["width"] * (0.25 + 0.05 * k) for k in range(11)]
    finger = page.context.new_cdp_session(page)
    touch = lambda kind, *x: finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": at, "y": y} for at in x]})
    touch("touchStart", steps[0])
    for x in steps[1:]:
        touch("touchMove", x)
        page.wait_for_timeout(150)
    touch("touchEnd")
    page.wait_for_timeout(500)
    sizes = page.evaluate("sizes")
    assert len(set(sizes)) > 4 and sizes[-1] == int(slider.input_value()) > 40
    page.context.close()
