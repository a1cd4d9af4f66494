"""What is prepared of an explorer is what its live figure shows for the values that a state stands for."""

import pkgutil
from importlib import import_module
from itertools import product

import ipywidgets as widgets
import numpy as np
import pytest
from matplotlib.image import AxesImage
from matplotlib.text import Annotation

from taxrec_lite import explorers, live
from taxrec_lite.figures.answers import Answers, one
from taxrec_lite.figures.live import draw_among, framed
from taxrec_lite.figures.picture import in_state, one_text
from taxrec_lite.figures.style import figure
from taxrec_lite.widgets import Panel
from tests.widgets.layers import layers_of, options_of

MODULES = [import_module(f"taxrec_lite.explorers.{module.name}") for module in pkgutil.iter_modules(explorers.__path__)]
NAMES = [module.__name__.split(".")[-1] for module in MODULES if hasattr(module, "prepared")]


@pytest.fixture(scope="module", params=NAMES)
def prepared(request):
    """(declaration, its answers, its view)"""
    declared = import_module(f"taxrec_lite.explorers.{request.param}").prepared()
    answers = declared.answers()
    return declared, answers, declared.view_of(answers)


def some_of(declared):
    """The state at the start, the first, the last, and one between."""
    states = declared.states()
    start = {selector.key: selector.start for selector in declared.selectors}
    assert start in states
    return [start, states[0], states[-1], states[len(states) // 2]]


def seen(figure, label, state):
    """The artists of the axes of a name that a state shows, their ticks apart."""
    return [artist for axes in figure.axes if axes.get_label() == label for artist in axes.get_children()
            if (artist.get_gid() or "live:").startswith(("layer:", "live:")) and in_state(artist.get_gid(), state)]


def placed(artist):
    """What an artist shows and where in its axes, as numbers and words."""
    if isinstance(artist, AxesImage):
        return (*np.ravel(artist.get_array()), *artist.get_clim()), ()
    if isinstance(artist, Annotation):
        into = artist.xycoords if not isinstance(artist.xycoords, str) else artist.axes.transData
        return tuple((into - artist.axes.transAxes).transform(artist.xy)), (artist.get_text(),)
    points = artist.get_xydata() if hasattr(artist, "get_xydata") else artist.get_xy()
    into = artist.get_transform() if hasattr(artist, "get_xydata") else artist.get_data_transform()
    with np.errstate(invalid="ignore"):
        return tuple(np.ravel((into - artist.axes.transAxes).transform(points))), ()


def alike(one, other):
    return one[1] == other[1] and len(one[0]) == len(other[0]) and np.allclose(
        one[0], other[0], rtol=1e-9, atol=1e-9, equal_nan=True)


def test_every_state_shows_the_marks_of_its_answer_where_the_live_figure_has_them(prepared):
    declared, answers, view = prepared
    for state in some_of(declared):
        answer = answers.by_state[tuple(state.values())]
        drawings = declared.panels(one(answer))
        prepared_ones = [panel.figure for panel in (Panel(*each) for each in view.panels) if not panel.lent]
        for (drawing, _), whole in zip(drawings, prepared_ones):
            for axes in drawing.axes:
                marks = [artist for artist in axes.get_children() if (artist.get_gid() or "").startswith("live:")]
                kinds = tuple(map(type, marks))
                there = [placed(artist) for artist in seen(whole, axes.get_label(), state) if type(artist) in kinds]
                for mark in marks:
                    assert any(alike(placed(mark), each) for each in there), (state, axes.get_label(), mark.get_gid())


def test_what_is_drawn_among_others_is_seen_with_each_of_them_and_by_no_live_figure():
    heights = {("a", side): height for side, height in (("up", 2.0), ("down", -2.0), ("level", 0.0))} | {("b", "up"): 5.0}
    frame = live.Frame((0, 1), (-6, 6), [], [])
    by_state = {state: live.Answer({"plot": frame}, {"line": {"x": np.array([0, 1.0]), "y": np.array([0, height])}}, "")
                for state, height in heights.items()}
    panel = figure(1.0)
    axes = panel.subplots()
    answers = Answers(("of", "side"), by_state)
    framed(axes, "plot", answers)
    draw_among(axes, answers, "line", "side")
    for state in heights:
        lines = [line.get_ydata()[1] for line in axes.lines if in_state(line.get_gid(), dict(zip(answers.keys, state)))]
        assert lines == ([2, -2, 0] if state[0] == "a" else [5])
    draw_among(axes, one(by_state["a", "up"]), "line", "side")
    assert len(axes.lines) == 4


def test_every_state_shows_the_ticks_of_its_answer(prepared):
    declared, answers, view = prepared
    for state in some_of(declared):
        frames = answers.by_state[tuple(state.values())].frames
        for axes in (axes for figure, *_ in view.panels for axes in figure.axes if axes.get_label() in frames):
            frame = frames[axes.get_label()]
            for axis, limits, ticks in ((axes.xaxis, frame.x, frame.xticks), (axes.yaxis, frame.y, frame.yticks)):
                shown = [tick for tick in zip(axis.get_major_ticks(), axis.get_majorticklocs(), axis.major.formatter.seq)
                         if in_state(tick[0].get_gid(), state)]
                scale = axis.get_transform().transform
                share = lambda places, ends: (scale(places) - scale(ends[0])) / (scale(ends[1]) - scale(ends[0]))  # noqa: E731
                if any(words for _, words in ticks):  # else axes below say them
                    assert [words for *_, words in shown] == [words for _, words in ticks], (state, axes.get_label())
                assert share(np.array([place for _, place, _ in shown]), axis.get_view_interval()) == pytest.approx(
                    share(np.array([place for place, _ in ticks]), np.array(limits)), abs=1e-9)


def test_there_is_a_sentence_for_every_state_and_no_layer_of_another(prepared):
    _, _, view = prepared
    assert set(view.sentences) == set(product(*(selector.options for selector in view.selectors)))
    panels, options = [Panel(*each) for each in view.panels], options_of(view)
    of_panels = [(key, one_text(values)) for panel in panels for key, values in panel.states.items()]
    layers = layers_of(panel.figure for panel in panels) + of_panels
    assert layers and all(set(values.split()) <= options[key] for key, values in layers)


def test_a_state_stands_for_values_that_controls_can_have(prepared):
    declared, *_ = prepared
    controls = {control["key"]: control for control in live.controls(declared.name)}
    for state in declared.states():
        for key, value in declared.settings(**state).items():
            if "options" in controls[key]:
                assert value in controls[key]["options"]
            else:
                assert controls[key]["low"] <= value <= controls[key]["high"]


def test_with_a_kernel_all_else_is_free(prepared):
    declared, *_ = prepared
    settings = {key for state in declared.states() for key in declared.settings(**state)}
    free = declared.free()
    assert set(free) | settings == {control["key"] for control in live.controls(declared.name)} and not set(free) & settings
    assert {key: widget.value for key, widget in free.items()} == {key: live.start(declared.name)[key] for key in free}
    widgets.Widget.close_all()
