"""Drawings whose marks a script of the page moves: which they are, and where their axes lie."""

import html
import json
from functools import partial

import numpy as np
from matplotlib.colors import to_hex
from matplotlib.image import AxesImage
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch
from matplotlib.text import Annotation
from matplotlib.ticker import FixedFormatter, FixedLocator, NullLocator
from matplotlib.transforms import Bbox, BboxTransformFrom, TransformedBbox

from taxrec_lite import live
from taxrec_lite.figures.orders import draw_scale, draw_signed
from taxrec_lite.figures.picture import layer, svg, themed
from taxrec_lite.figures.style import COLOURS, every_point

_SIDES = {"left": "start", "center": "middle", "right": "end"}


def mark(artist, name):
    """Let the values of this name move `artist`: a line, points, a polygon, an arrow, an image over the unit square, or
    words with an offset in points (`Axes.annotate`). Returns it."""
    artist.set_gid(f"live:{name}")
    return artist


def draw_each(axes, answers, name, draw):
    """Draw the mark `name` of every one of the `Answers` that has it, each on the layers of its states.

    draw : makes an artist of the values of a mark and of the transform of data into the axes
    """
    for (frame, values), states in answers.each(lambda answer: _seen(answer, axes.get_label(), name)):
        artist = draw(values, axes.transData if frame is None else _into(axes, frame))
        if answers.live:
            mark(artist, name)
        elif states:
            layer(artist, **states)


def draw_line(axes, answers, name, **look):
    """Draw the mark `name` as a line through all of its points."""
    draw_each(axes, answers, name, partial(_line, axes, look))


def draw_points(axes, answers, name, **look):
    """Draw the mark `name` as points."""
    draw_line(axes, answers, name, **{"linestyle": "none", "marker": "o", **look})


def draw_chosen(axes, answers, name, **look):
    """Draw the mark `name` as what the reader chose."""
    draw_points(axes, answers, name, **{"markersize": 7, "color": COLOURS["choice"], "markeredgecolor": COLOURS["ink"],
                                        "markeredgewidth": 0.8, "zorder": 5, **look})


def draw_area(axes, answers, name, **look):
    """Draw the mark `name` as an outline that is filled."""
    look = {"linewidth": 0, **look}
    draw_each(axes, answers, name, lambda values, into: axes.fill(values["x"], values["y"], transform=into, **look)[0])


def draw_image(axes, answers, name):
    """Draw the mark `name` as the image of a signed matrix."""
    draw_each(axes, answers, name,
              lambda values, _: draw_signed(axes, values["values"].reshape(values["shape"]), values["scale"]))


def draw_words(axes, answers, name, offset, **look):
    """Write the mark `name`, so many points to the right and up."""
    look = {"xytext": offset, "textcoords": "offset points", **look}
    draw_each(axes, answers, name,
              lambda values, into: axes.annotate(values["words"], (values["x"], values["y"]), xycoords=into, **look))


def draw_among(axes, answers, name, key, **look):
    """Draw the mark `name` of all states that differ from one in the selector `key` at most, as lines: where all are prepared."""
    if answers.live:
        return
    seen = lambda state: (answers.by_state[state].frames.get(axes.get_label()),  # noqa: E731
                          [each.marks[name] for each in answers.among(state, key) if name in each.marks])
    for (frame, lines), states in answers.of_states(seen):
        for values in lines:
            line = _line(axes, look, values, axes.transData if frame is None else _into(axes, frame))
            layer(line, **states) if states else None


def draw_ends(axes, answers):
    """A scale of colours with the numbers at its ends, called "scale"."""
    draw_scale(axes)
    axes.set_label("scale")
    for name, side in (("scale-low", "left"), ("scale-high", "right")):
        draw_words(axes, answers, name, (0, -3), ha=side, va="top", fontsize=8)
    axes.annotate("0", (0, 0), xytext=(0, -3), textcoords="offset points", ha="center", va="top", fontsize=8)


def legend(panel, looks, **layout):
    """What lines of these looks, by their names, are: below a panel."""
    panel.legend([Line2D([], [], **look) for look in looks.values()], [*looks], loc="outside lower center", fontsize=8, **layout)


def framed(axes, name, answers):
    """Give axes their name in the answers, and limits and ticks: those of the first; ticks of another are where its marks are."""
    axes.set_label(name)
    frames = [frame for frame, _ in answers.each(lambda answer: answer.frames.get(name))]
    axes.set(xlim=frames[0].x, ylim=frames[0].y)
    for side, axis in enumerate((axes.xaxis, axes.yaxis)):
        ticks = [(_moved(axis, place, limits, frames[0][side]), words, states)
                 for (limits, places), states in answers.each(lambda answer: _side(answer.frames.get(name), side))
                 for place, words in places]
        axis.set_major_locator(FixedLocator([place for place, *_ in ticks]))
        axis.set_major_formatter(FixedFormatter([words for _, words, _ in ticks]))
        axis.set_minor_locator(NullLocator())
        for tick, (*_, states) in zip(axis.get_major_ticks(len(ticks)), ticks):
            if states:
                layer(tick, **states)


def _seen(answer, label, name):
    """(the frame of the axes, the values of the mark) in an answer, or None if it has no such mark."""
    return (answer.frames.get(label), answer.marks[name]) if name in answer.marks else None


def _side(frame, side):
    return frame and (frame[side], frame[side + 2])


def _into(axes, frame):
    """The transform of data with the limits of a frame into axes."""
    box = TransformedBbox(Bbox(np.transpose([frame.x, frame.y])), axes.transScale)
    return axes.transScale + BboxTransformFrom(box) + axes.transAxes


def _moved(axis, place, limits, into):
    """The place within other limits that lies where this one does within its own."""
    scale = axis.get_transform()
    (low, high), (start, end) = scale.transform(limits), scale.transform(into)
    return float(scale.inverted().transform(start + (scale.transform(place) - low) * (end - start) / (high - low)))


def _line(axes, look, values, into):
    [line] = axes.plot(values["x"], values["y"], transform=into, **look)
    line.get_path().should_simplify = False
    return line


def panels(name, figures):
    """The live figure `name` as HTML, hidden: what `declared` returns of its `figures`."""
    declaration, drawings = declared(name, [(figure, f"{alt} Computed in this browser.") for figure, alt in figures])
    return f'<div class="tx-free" hidden data-live="{html.escape(declaration)}">{drawings}</div>'


def declared(name, figures):
    """(what a script can set and move, as JSON; the panels as HTML) of the live figure `name`.

    figures : pairs of a Figure, with marks and framed axes, and its alternative text
    """
    drawings, axes, marks = [], {}, {}
    with every_point():
        for index, (figure, alt) in enumerate(figures):
            figure.get_layout_engine().set(rect=(0, 0, 0.97, 1))  # room for words at the last tick
            figure.draw_without_rendering()  # or there are no ticks yet
            for each in _named(figure):
                for tick in [*each.xaxis.get_major_ticks(), *each.yaxis.get_major_ticks()]:
                    tick.set_gid("live:tick")
            drawings.append(f'<div class="tx-panel">{svg(figure, alt)}</div>')
            # Only now are the axes where the drawing has them
            axes |= {each.get_label(): {"panel": index, **_place(figure, each)} for each in _named(figure)}
            marks |= {artist.get_gid().removeprefix("live:"): _mark(artist, each)
                      for each in _named(figure) for artist in each.get_children() if artist.get_gid()}
    declaration = json.dumps({"name": name, "controls": live.controls(name), "axes": axes, "marks": marks}, ensure_ascii=False)
    return themed(declaration), f'<div class="tx-panels">{"".join(drawings)}</div>'


def _named(figure):
    return [axes for axes in figure.axes if axes.get_label()]


def _place(figure, axes):
    """The box of axes in the units of the SVG, points from the upper left, their limits, scales, and how long ticks are."""
    width, height = figure.get_size_inches() * 72
    box = axes.get_position()
    return {"box": [box.x0 * width, (1 - box.y1) * height, box.width * width, box.height * height],
            "x": axes.get_xlim(), "y": axes.get_ylim(), "logarithmic": [axes.get_xscale() == "log", axes.get_yscale() == "log"],
            "ticks": [_tick_length(axes.xaxis), _tick_length(axes.yaxis)]}


def _tick_length(axis):
    return max((tick.tick1line.get_markersize() for tick in axis.get_major_ticks()), default=0)


def _mark(artist, axes):
    found = {"axes": axes.get_label()}
    if isinstance(artist, AxesImage):
        return {**found, "kind": "image", "colours": np.round(255 * artist.cmap(range(artist.cmap.N))).astype(int).tolist()}
    if isinstance(artist, Annotation):
        return {**found, "kind": "text", "size": artist.get_fontsize(), "anchor": _SIDES[artist.get_ha()],
                "side": artist.get_va(), "offset": artist.get_position(), "colour": to_hex(artist.get_color())}
    if isinstance(artist, FancyArrowPatch):
        return {**found, "kind": "arrow"}
    alone = isinstance(artist, Line2D) and artist.get_linestyle() == "None"
    return {**found, "kind": "points" if alone else "line"}
