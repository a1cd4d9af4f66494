"""Drawings whose marks a script of the page moves: which they are, and where their axes lie."""

import html
import json

import numpy as np
from matplotlib.colors import to_hex
from matplotlib.image import AxesImage
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch
from matplotlib.text import Annotation
from matplotlib.ticker import FixedFormatter, FixedLocator, NullLocator

from taxrec_lite import live
from taxrec_lite.figures.orders import draw_scale, draw_signed
from taxrec_lite.figures.picture import svg, themed
from taxrec_lite.figures.style import COLOURS, every_point

_SIDES = {"left": "start", "center": "middle", "right": "end"}


def mark(artist, name):
    """Let the values of this name move `artist`: a line, points, a polygon, an arrow, an image over the unit square, or
    words with an offset in points (`Axes.annotate`). Returns it."""
    artist.set_gid(f"live:{name}")
    return artist


def draw_line(axes, answer, name, **look):
    """Draw the mark `name` of an answer as a line through all of its points, and return it."""
    values = answer.marks[name]
    [line] = axes.plot(values["x"], values["y"], **look)
    line.get_path().should_simplify = False
    return mark(line, name)


def draw_points(axes, answer, name, **look):
    """Draw the mark `name` of an answer as points, and return them."""
    return draw_line(axes, answer, name, **{"linestyle": "none", "marker": "o", **look})


def draw_chosen(axes, answer, name):
    """Draw the mark `name` of an answer as what the reader chose."""
    return draw_points(axes, answer, name, markersize=7, color=COLOURS["choice"], markeredgecolor=COLOURS["ink"],
                       markeredgewidth=0.8, zorder=5)


def draw_area(axes, answer, name, **look):
    """Draw the mark `name` of an answer as an outline that is filled."""
    values = answer.marks[name]
    return mark(axes.fill(values["x"], values["y"], **{"linewidth": 0, **look})[0], name)


def draw_image(axes, answer, name):
    """Draw the mark `name` of an answer as the image of a signed matrix."""
    values = answer.marks[name]
    return mark(draw_signed(axes, values["values"].reshape(values["shape"]), values["scale"]), name)


def draw_words(axes, answer, name, offset, **look):
    """Write the mark `name` of an answer, so many points to the right and up."""
    values = answer.marks[name]
    place = values["x"], values["y"]
    return mark(axes.annotate(values["words"], place, xytext=offset, textcoords="offset points", **look), name)


def draw_ends(axes, answer):
    """A scale of colours with the numbers at its ends, called "scale"."""
    draw_scale(axes)
    axes.set_label("scale")
    for name, side in (("scale-low", "left"), ("scale-high", "right")):
        draw_words(axes, answer, name, (0, -3), ha=side, va="top", fontsize=8)
    axes.annotate("0", (0, 0), xytext=(0, -3), textcoords="offset points", ha="center", va="top", fontsize=8)


def framed(axes, name, frame):
    """Give axes their name in an answer, and its limits and ticks."""
    axes.set_label(name)
    axes.set(xlim=frame.x, ylim=frame.y)
    for axis, ticks in ((axes.xaxis, frame.xticks), (axes.yaxis, frame.yticks)):
        axis.set_major_locator(FixedLocator([place for place, _ in ticks]))
        axis.set_major_formatter(FixedFormatter([words for _, words in ticks]))
        axis.set_minor_locator(NullLocator())


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
    """The box of axes in the units of the SVG, which are points from the upper left, their limits and their scales."""
    width, height = figure.get_size_inches() * 72
    box = axes.get_position()
    return {"box": [box.x0 * width, (1 - box.y1) * height, box.width * width, box.height * height],
            "x": axes.get_xlim(), "y": axes.get_ylim(), "logarithmic": [axes.get_xscale() == "log", axes.get_yscale() == "log"]}


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
