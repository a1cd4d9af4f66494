"""Explorers: all states are drawn, each selector shows its own, and nothing is left behind by a redraw."""

import base64
import io
import itertools
import re

import ipywidgets as widgets
import numpy as np
from PIL import Image

from taxrec_lite.figures.picture import layer
from taxrec_lite.figures.style import figure, style
from taxrec_lite.widgets import Explorer, Selector, View


def a_view(length=3):
    panel = figure(1.0)
    axes = panel.subplots()
    for m in range(1, length + 1):
        for side, height in (("up", 1), ("down", -1)):
            layer(axes.plot([0, m], [0, height * m]), m=m, side=side)
    return View(
        (Selector("m", "order m", {m: str(m) for m in range(1, length + 1)}, start=2, slider=True),
         Selector("side", "side", {"up": "upwards", "down": "downwards"}, start="up")),
        ((panel, "A line"),),
        {(m, side): f"The line goes <b>{side}</b> to {m}." for m in range(1, length + 1) for side in ("up", "down")},
    )


def an_explorer(**free):
    return Explorer("test", "A line to choose", a_view, free)


def body_of(explorer):
    return "".join(child.value for child in explorer.children if isinstance(child, (widgets.HTML, widgets.HTMLMath)))


def selectors_of(explorer):
    choices, sliders, *_ = explorer.children
    return [*choices.children, *sliders.children]


def rules_of(explorer):
    return [[rule.value for rule in child.children] for child in explorer.children if isinstance(child, widgets.Stack)]


def test_each_selector_has_a_style_rule_for_each_value():
    [by_m, by_side] = rules_of(an_explorer())
    assert [re.search(r"\[data-m~='(\d)'\]", rule)[1] for rule in by_m] == ["1", "2", "3"]
    assert "[data-side]:not([data-side~='down']) { display: none }" in by_side[1]


def test_selectors_start_at_their_start_and_so_do_their_rules():
    explorer = an_explorer()
    stacks = [child for child in explorer.children if isinstance(child, widgets.Stack)]
    assert [control.index for control in selectors_of(explorer)] == [0, 1]
    assert [stack.selected_index for stack in stacks] == [1, 0]


def test_every_state_has_its_own_sentence():
    body = body_of(an_explorer())
    for m, side in itertools.product((1, 2, 3), ("up", "down")):
        assert f'<div class="tx-state" data-m="{m}" data-side="{side}">The line goes <b>{side}</b> to {m}.</div>' in body


def test_the_text_names_the_selectors_and_tells_the_start():
    text = an_explorer()._repr_mimebundle_()["text/plain"]
    assert text.splitlines()[0] == "Explorer “A line to choose”"
    assert "side: upwards, downwards" in text and "The line goes up to 2." in text


def test_the_static_picture_shows_the_start_alone():
    all_states = a_view().panels[0][0].axes[0]
    expected = figure(1.0)
    axes = expected.subplots()
    axes.plot([0, 2], [0, 2], color=all_states.lines[2].get_color())
    axes.set(xlim=all_states.get_xlim(), ylim=all_states.get_ylim())
    buffer = io.BytesIO()
    with style():
        expected.savefig(buffer, dpi=150, facecolor="white")
    picture = np.asarray(Image.open(io.BytesIO(base64.b64decode(an_explorer().static_picture()))))
    drawn = np.asarray(Image.open(buffer).convert("RGB"))
    height, width, _ = drawn.shape
    assert np.array_equal(picture[:height, :width], drawn)
    assert (picture[:, width:] == 255).all()


def test_a_free_control_draws_everything_again():
    length = widgets.IntSlider(3, 2, 9)
    explorer = an_explorer(length=length)
    length.value = 5
    assert [len(rules) for rules in rules_of(explorer)] == [5, 2]
    assert 'data-m="5"' in body_of(explorer)


def test_a_redraw_keeps_what_was_chosen_where_it_can():
    length = widgets.IntSlider(3, 2, 9)
    explorer = an_explorer(length=length)
    side, m = selectors_of(explorer)
    side.index, m.index = 1, 2
    length.value = 5
    assert [control.index for control in selectors_of(explorer)] == [1, 2]
    length.value = 2
    assert [control.index for control in selectors_of(explorer)] == [1, 1]


def test_a_redraw_leaves_no_widgets_behind():
    length = widgets.IntSlider(3, 2, 9)
    an_explorer(length=length)
    length.value = 4
    before = len(widgets.widget._instances)
    length.value = 3
    length.value = 4
    assert len(widgets.widget._instances) == before


def test_free_controls_are_marked_as_needing_a_kernel():
    length = widgets.IntSlider(3, 2, 9)
    [box] = [child for child in an_explorer(length=length).children if length in getattr(child, "children", ())]
    assert "needs-kernel" in box._dom_classes
