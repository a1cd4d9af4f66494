"""The drawing that a script moves: its marks are those of the answer, and its axes lie where it says."""

import html
import json
import pkgutil
import re
from importlib import import_module

import numpy as np
import pytest

from taxrec_lite import live
from taxrec_lite.figures.answers import one
from taxrec_lite.figures.live import panels

NAMES = [module.name for module in pkgutil.iter_modules(live.__path__) if not module.name.startswith("_")]


@pytest.fixture(scope="module", params=NAMES)
def built(request):
    answer = live.compute(request.param, live.start(request.param))
    module = f"figures.{request.param}" if request.param == "own_cell" else f"explorers.{request.param}"
    text = panels(request.param, import_module(f"taxrec_lite.{module}").panels(one(answer)))
    return answer, json.loads(html.unescape(re.search('data-live="([^"]*)"', text)[1])), text


def test_every_mark_of_an_answer_is_in_the_drawing_once(built):
    answer, declared, text = built
    drawn = [name for name in re.findall('data-mark="([^"]+)"', text) if name != "tick"]
    assert sorted(drawn) == sorted(answer.marks) == sorted(declared["marks"])
    assert set(answer.frames) <= set(declared["axes"])


def placed(values, low, high, start, length, logarithmic):
    scale = np.log10 if logarithmic else np.asarray
    return start + length * (scale(values) - scale(low)) / (scale(high) - scale(low))


def once(points):
    """The corners of a line: matplotlib goes twice to where one begins anew, and back to the beginning of an outline."""
    corners = points[np.append(True, np.abs(np.diff(points, axis=0)).max(1) > 0.002)]
    return corners[:-1] if np.abs(corners[-1] - corners[0]).max() < 0.002 else corners


def drawn(name, kind, text):
    group = re.search(rf'data-mark="{name}">(.*?)</g>\s*(</g>|<g)', text, re.DOTALL)[1]
    if kind == "points":
        return np.array(re.findall(r'<use [^>]*x="(\S+)" y="(\S+)"', group), float)
    return np.array(re.findall(r"[ML] (\S+) (\S+)", re.search(r'<path d="([^"]*)"', group)[1]), float)


def test_lines_and_points_lie_where_the_declared_axes_put_them(built):
    answer, declared, text = built
    shown = {name: mark for name, mark in declared["marks"].items() if mark["kind"] in ("line", "points")}
    assert shown or {mark["kind"] for mark in declared["marks"].values()} == {"image", "text"}
    for name, mark in shown.items():
        axes = declared["axes"][mark["axes"]]
        left, top, width, height = axes["box"]
        points = drawn(name, mark["kind"], text)
        x = placed(answer.marks[name]["x"], *axes["x"], left, width, axes["logarithmic"][0])
        y = placed(answer.marks[name]["y"], *axes["y"], top + height, -height, axes["logarithmic"][1])
        expected = np.stack([x, y], 1)[np.isfinite(x) & np.isfinite(y)]
        assert once(points) == pytest.approx(once(expected), abs=0.002)
