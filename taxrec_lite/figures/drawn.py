"""The numbers of a figure: every array that it draws, as plain lists that can be written to a file."""

import numpy as np
from matplotlib.collections import PathCollection
from matplotlib.patches import FancyArrowPatch, Rectangle

DIGITS = 6


def drawn(figure):
    """What `figure` draws, one dict for each of its axes.

    Each has the words on the axes and, as far as there are any, `lines` and `points` (x, y), `areas` (outlines), `images`
    (rows of values), `bars` (x, y, width, height), `shapes` and `arrows` (outlines), and `texts` with their places.
    Artists that are not visible are left out.
    """
    return [_of_axes(axes) for axes in figure.axes if axes.get_visible()]


def _of_axes(axes):
    found = {
        "title": axes.get_title(loc="left") or axes.get_title(),
        "x": {"label": axes.get_xlabel(), "scale": axes.get_xscale(), "ticks": _words(axes.xaxis)},
        "y": {"label": axes.get_ylabel(), "scale": axes.get_yscale(), "ticks": _words(axes.yaxis)},
        "lines": [_named(line, _points(line.get_xydata())) for line in _seen(axes.lines)],
        "points": [_named(each, _points(each.get_offsets())) for each in _seen(axes.collections) if _is_points(each)],
        "areas": [_named(each, {"outlines": [_points(path.vertices) for path in each.get_paths()]})
                  for each in _seen(axes.collections) if not _is_points(each)],
        "images": [_named(image, {"extent": _plain(image.get_extent()), "rows": _plain(image.get_array())})
                   for image in _seen(axes.images)],
        "bars": [_named(bar, _bar(bar)) for bar in _seen(axes.patches) if isinstance(bar, Rectangle)],
        "shapes": [_named(each, _points(each.get_patch_transform().transform(each.get_path().vertices)))
                   for each in _seen(axes.patches) if not isinstance(each, (Rectangle, FancyArrowPatch))],
        "arrows": [_named(each, _points(each.get_path().vertices)) for each in _seen(axes.patches)
                   if isinstance(each, FancyArrowPatch)],
        "texts": [{"text": text.get_text(), "at": _plain(text.get_position())} for text in _seen(axes.texts)],
    }
    return {key: value for key, value in found.items() if value}


def _seen(artists):
    return [artist for artist in artists if artist.get_visible()]


def _is_points(collection):
    return isinstance(collection, PathCollection)


def _named(artist, values):
    """`values` with the name of the artist, unless it is one that matplotlib made up."""
    label = str(artist.get_label())
    return values if label.startswith("_") or not label else {"label": label, **values}


def _words(axis):
    """The words at the ticks of an axis; numbers say nothing that the data do not."""
    texts = [tick.label1.get_text() for tick in _seen(axis.get_major_ticks())]
    return [text for text in texts if any(letter.isalpha() for letter in text.replace("$", "").replace("mathdefault", ""))]


def _points(xy):
    x, y = np.ma.filled(np.ma.asarray(xy, float), np.nan).reshape(-1, 2).T
    return {"x": _plain(x), "y": _plain(y)}


def _bar(bar):
    return {"x": _plain(bar.get_x()), "y": _plain(bar.get_y()),
            "width": _plain(bar.get_width()), "height": _plain(bar.get_height())}


def _plain(values):
    """Numbers as nested lists to six digits; what is not a finite number is None."""
    values = np.ma.filled(np.ma.asarray(values, float), np.nan)
    return [_plain(each) for each in values] if values.ndim else _number(float(values))


def _number(value):
    return float(f"{value:.{DIGITS}g}") if np.isfinite(value) else None
