"""What answers have in common is drawn once, and each where its own frame puts it."""

import numpy as np
import pytest

from taxrec_lite.figures.answers import Answers, one
from taxrec_lite.figures.live import draw_line, draw_words, framed
from taxrec_lite.figures.picture import in_state
from taxrec_lite.figures.style import figure
from taxrec_lite.live import Answer, Frame

ORDERS, SIDES = (1, 2, 3), ("up", "down")


def answers_of(answer):
    """Those of a figure with two selectors, where `answer` makes one of the values of both."""
    return Answers(("m", "side"), {(m, side): answer(m, side) for side in SIDES for m in ORDERS})


def answer_of(marks, frame=Frame((0, 1), (0, 1), [], [])):
    return Answer({"plane": frame}, {name: {"x": np.array([0.0, 1.0]), "y": np.array(y, float)} for name, y in marks.items()}, "")


@pytest.mark.parametrize("mark, states", [
    (lambda m, side: [0, 0], [{}]),
    (lambda m, side: [0, m], [{"m": [1]}, {"m": [2]}, {"m": [3]}]),
    (lambda m, side: [0, len(side)], [{"side": ["up"]}, {"side": ["down"]}]),
    (lambda m, side: [0, min(m, 2)], [{"m": [1]}, {"m": [2, 3]}]),
    (lambda m, side: [0, m * len(side)], [{"m": [m], "side": side} for side in SIDES for m in ORDERS]),
    (lambda m, side: [0, m if side == "up" else 9],
     [*({"m": [m], "side": "up"} for m in ORDERS), {"m": [1, 2, 3], "side": "down"}])],
    ids=["neither", "one", "the other", "some alike", "both", "one only where the other is"])
def test_what_is_equal_is_one(mark, states):
    answers = answers_of(lambda m, side: answer_of({"line": mark(m, side)}))
    found = list(answers.each(lambda answer: answer.marks["line"]))
    assert [where for _, where in found] == states
    for state, answer in answers.by_state.items():
        [value] = [value for value, where in found if all(v in where.get(key, [v]) for key, v in zip(answers.keys, state))]
        assert value["y"].tolist() == answer.marks["line"]["y"].tolist()


def test_what_an_answer_has_not_is_not_there():
    answers = answers_of(lambda m, side: answer_of({"line": [0, 1]} if m == 2 else {}))
    assert [where for _, where in answers.each(lambda answer: answer.marks.get("line"))] == [{"m": [2]}]


def test_states_that_differ_in_one_selector():
    answers = answers_of(lambda m, side: answer_of({"line": [m, len(side)]}))
    ends = [answer.marks["line"]["y"].tolist() for answer in answers.among((2, "down"), "m")]
    assert ends == [[1, 4], [2, 4], [3, 4]]


def shown(axes, state):
    return [line for line in axes.lines if in_state(line.get_gid(), state)]


def share(line):
    """Where a line lies in its axes."""
    return (line.get_transform() - line.axes.transAxes).transform(line.get_xydata())


@pytest.mark.parametrize("scale", ["linear", "log"])
def test_each_answer_lies_in_its_own_frame(scale):
    tops = {"up": 100.0, "down": 10.0}
    frames = {side: Frame((0, 1), (1.0, top), [(0, "0"), (1, "1")], [(1.0, "1"), (top, f"{top:g}")]) for side, top in tops.items()}
    answers = answers_of(lambda m, side: answer_of({"line": [1, tops[side]]}, frames[side]))
    axes = figure(2.0).subplots()
    axes.set_yscale(scale)
    framed(axes, "plane", answers)
    draw_line(axes, answers, "line")
    for side in SIDES:
        [line] = shown(axes, {"m": 1, "side": side})
        assert line.get_ydata().tolist() == [1, tops[side]]
        assert share(line) == pytest.approx(np.array([[0, 0], [1, 1]]), abs=1e-12)
        ticks = [tick for tick in zip(axes.yaxis.get_major_ticks(), axes.yaxis.get_majorticklocs(), axes.yaxis.major.formatter.seq)
                 if in_state(tick[0].get_gid(), {"m": 1, "side": side})]
        assert [words for *_, words in ticks] == ["1", f"{tops[side]:g}"]
        assert [place for _, place, _ in ticks] == pytest.approx([1, 100])
    assert [tick.get_gid() for tick in axes.xaxis.get_major_ticks()] == [None, None]


def test_a_live_figure_has_marks_and_no_layers():
    answers = one(Answer({"plane": Frame((0, 1), (0, 1), [(0, "0")], [])},
                         {"line": {"x": [0, 1], "y": [0, 1]}, "end": {"x": 1.0, "y": 1.0, "words": "end"}}, ""))
    axes = figure(2.0).subplots()
    framed(axes, "plane", answers)
    draw_line(axes, answers, "line")
    draw_words(axes, answers, "end", (2, 2))
    assert [artist.get_gid() for artist in (*axes.lines, *axes.texts)] == ["live:line", "live:end"]
    assert axes.xaxis.get_major_ticks()[0].get_gid() is None
