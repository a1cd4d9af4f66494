"""What a figure hands over as its data is what it draws."""

import base64
import io
import json

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch
from PIL import Image

from taxrec_lite.figures.drawn import drawn
from taxrec_lite.figures.picture import Picture, layer, only

RNG = np.random.default_rng(0)


def a_figure():
    figure = Figure()
    return figure, figure.subplots()


def of_one(figure):
    [axes] = drawn(figure)
    return axes


def test_a_line_comes_with_its_name_and_its_axes():
    figure, axes = a_figure()
    axes.semilogy([1, 2, 3], [1.5, np.nan, 0.25], label="error")
    axes.set(xlabel="order m", ylabel="error")
    found = of_one(figure)
    assert found["lines"] == [{"label": "error", "x": [1, 2, 3], "y": [1.5, None, 0.25]}]
    assert (found["x"]["label"], found["y"]["label"], found["y"]["scale"]) == ("order m", "error", "log")


def test_an_image_comes_row_by_row():
    figure, axes = a_figure()
    values = np.ma.masked_less(RNG.standard_normal((3, 4)), -0.5)
    axes.imshow(values)
    rows = np.array(of_one(figure)["images"][0]["rows"], float)
    np.testing.assert_allclose(rows, values.filled(np.nan), rtol=1e-5)


def test_bars_points_areas_arrows_and_texts():
    figure, axes = a_figure()
    axes.bar([0, 1], [2.0, 3.0], width=0.5)
    axes.scatter([1, 2], [3, 4])
    axes.fill_between([0, 1], [0, 0], [1, 2])
    axes.add_patch(FancyArrowPatch((0, 0), (1, 2), arrowstyle="-", shrinkA=0, shrinkB=0))
    axes.text(0.5, 0.25, "here")
    found = of_one(figure)
    assert [bar["height"] for bar in found["bars"]] == [2, 3]
    assert found["points"] == [{"x": [1, 2], "y": [3, 4]}]
    assert max(found["areas"][0]["outlines"][0]["y"]) == 2
    np.testing.assert_allclose([found["arrows"][0]["x"][0], found["arrows"][0]["y"][-1]], [0, 2], atol=1e-12)
    assert found["texts"] == [{"text": "here", "at": [0.5, 0.25]}]


def test_words_at_the_ticks_are_kept_and_numbers_are_not():
    figure, axes = a_figure()
    axes.barh([0, 1], [1, 2])
    axes.set_yticks([0, 1], ["BPTT", "RTRL"])
    assert (of_one(figure)["y"]["ticks"], of_one(figure)["x"]["ticks"]) == (["BPTT", "RTRL"], [])


def test_only_what_is_seen_in_a_state_is_handed_over():
    figure, axes = a_figure()
    for m in (1, 2):
        layer(axes.plot([0, m], [0, m]), m=m)
    with only(figure, {"m": 2}):
        assert of_one(figure)["lines"] == [{"x": [0, 2], "y": [0, 2]}]
    assert len(of_one(figure)["lines"]) == 2


def test_a_picture_carries_its_data_in_its_png():
    figure, axes = a_figure()
    axes.plot([0, 1], [2, 3])
    data, _ = Picture(figure, "A rising line.")._repr_mimebundle_()
    image = Image.open(io.BytesIO(base64.b64decode(data["image/png"])))
    assert image.info["Title"] == "A rising line."
    assert json.loads(image.info["Data"])["axes"][0]["lines"] == [{"x": [0, 1], "y": [2, 3]}]
