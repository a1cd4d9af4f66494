"""Figures as inline SVG: named, themed, layered, and no picture changed by being made small."""

import base64
import io
import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest
from matplotlib.figure import Figure
from PIL import Image

from taxrec_lite.figures.orders import draw_signed, signed_colours
from taxrec_lite.figures.picture import Picture, in_state, layer, svg
from taxrec_lite.figures.style import COLOURS, style

SVG, XLINK = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}"


def a_figure():
    figure = Figure(figsize=(2, 2))
    return figure, figure.subplots()


def test_a_picture_is_an_image_with_a_name():
    figure, _ = a_figure()
    root = ET.fromstring(svg(figure, "Nothing to see"))
    assert (root.get("role"), root.get("aria-label")) == ("img", "Nothing to see")


def test_text_of_a_picture_is_its_name():
    figure, _ = a_figure()
    data, _ = Picture(figure, "A line\nover two lines")._repr_mimebundle_()
    assert data["text/plain"] == "A line over two lines"


@pytest.mark.parametrize("name", COLOURS)
def test_colours_follow_the_theme(name):
    figure, axes = a_figure()
    axes.plot([0, 1], [0, 1], color=COLOURS[name])
    text = svg(figure, "A line")
    assert COLOURS[name].lower() not in re.sub(r"var\(--tx-\w+, #\w+\)", "", text).lower()
    assert ("currentColor" if name == "ink" else f"var(--tx-{name}, {COLOURS[name]})") in text


def test_layers_become_data_attributes():
    figure, axes = a_figure()
    layer(axes.plot([0, 1], [0, 1]), cell="lstm", m=[3, 4])
    [group] = [element for element in ET.fromstring(svg(figure, "A line")).iter() if element.get("data-m")]
    assert (group.get("data-cell"), group.get("data-m"), group.get("id")) == ("lstm", "3 4", None)


@pytest.mark.parametrize("state, seen", [({"m": 3}, True), ({"m": 4}, True), ({"m": 34}, False)])
def test_an_artist_is_seen_in_its_states_only(state, seen):
    figure, axes = a_figure()
    [line] = layer(axes.plot([0, 1], [0, 1]), m=[3, 4])
    assert in_state(line.get_gid(), state) is seen


def test_an_artist_without_a_layer_is_always_seen():
    assert in_state(None, {"m": 1})


def test_small_images_lose_nothing():
    array = np.random.default_rng(0).uniform(-1, 1, (6, 5))
    with style():
        figure, axes = a_figure()
        drawn = draw_signed(axes, array, 1)
    [image] = ET.fromstring(svg(figure, "An array")).iter(f"{SVG}image")
    pixels = Image.open(io.BytesIO(base64.b64decode(image.get(f"{XLINK}href").split(",")[1]))).convert("RGBA")
    expected = signed_colours()(drawn.norm(array), bytes=True)
    assert pixels.size == (5, 6)
    found = np.asarray(pixels)
    clear = expected[..., 3] == 0
    assert np.array_equal(found[..., 3], expected[..., 3])
    assert np.array_equal(found[~clear], expected[~clear])


def test_figures_of_a_page_share_no_ids():
    figure, axes = a_figure()
    axes.plot([0, 1], [0, 1], "o")
    ids = [set(re.findall(r'\bid="([^"]+)"', svg(figure, name))) for name in ("One", "Another")]
    assert ids[0] and ids[1] and not ids[0] & ids[1]


def test_every_reference_inside_a_picture_has_its_target():
    figure, axes = a_figure()
    axes.plot([0, 1], [0, 1], "o", label="$x^2$")
    axes.legend()
    text = svg(figure, "Points")
    targets = set(re.findall(r'\bid="([^"]+)"', text))
    references = set(re.findall(r'(?:url\(#|href="#)([^")]+)', text))
    assert references and references <= targets


def test_links_are_named_and_reachable():
    figure, axes = a_figure()
    text = axes.text(0.5, 0.5, "BPTT", bbox={"boxstyle": "round"})
    text.set_url("page.html#here")
    text.get_bbox_patch().set_url("page.html#here")
    root = ET.fromstring(svg(figure, "A map", {"page.html#here": "to BPTT"}))
    announced, hidden = root.iter(f"{SVG}a")
    assert root.get("role") == "group"
    assert (announced.get("role"), announced.get("aria-label")) == ("link", "to BPTT")
    assert (hidden.get("aria-hidden"), hidden.get("tabindex")) == ("true", "-1")


def test_a_link_leaves_the_figure_for_its_target():
    figure, axes = a_figure()
    axes.text(0.5, 0.5, "BPTT").set_url("#the-rules")
    assert 'href="#the-rules"' in svg(figure, "A map", {"#the-rules": "to BPTT"})


def test_the_same_figure_is_the_same_svg():
    def once():
        figure, axes = a_figure()
        axes.plot([0, 1], [0, 1], "o")
        return svg(figure, "Points")
    assert once() == once()
