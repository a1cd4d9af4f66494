"""What the modules here say of marks and frames alike."""

import numpy as np

from taxrec_lite._words import raised


def line(x, y):
    """Points, or a line through them; a place that is not a number is a gap."""
    return {"x": np.array(x, float), "y": np.array(y, float)}


def above(floor, x, y):
    """A line, or points, with a gap wherever y is not above a floor; nothing at all where it never is."""
    return line(x, np.where(y > floor, y, np.nan)) if (y > floor).any() else line([], [])


def words(x, y, text):
    """Words at a place."""
    return {"x": float(x), "y": float(y), "words": text}


def image(values, scale):
    """A matrix on a scale from minus to plus `scale`."""
    return {"values": np.ravel(values), "shape": np.shape(values), "scale": float(scale)}


def ends(scale):
    """{name: words} of the numbers at both ends of a scale of colours."""
    end = f"{scale:.0f}" if scale >= 100 else f"{scale:.2g}"
    return {"scale-low": words(-1, 0, f"−{end}"), "scale-high": words(1, 0, end)}


def outlines(first, heights, floor, width=0.72):
    """Bars as one line with gaps, the first of them at the place `first`."""
    sides, none = np.array([-0.5, -0.5, 0.5, 0.5, np.nan]) * width, np.full_like(heights, np.nan)
    x = first + np.arange(len(heights))[:, None] + sides
    low = np.full_like(heights, floor)
    return {"x": x.ravel(), "y": np.stack([low, heights, heights, low, none], 1).ravel()}


def area(edges, heights):
    """The outline of a histogram that stands on zero."""
    x, y = np.repeat(edges, 2), np.concatenate([[0.0], np.repeat(heights, 2), [0.0]])
    return {"x": x, "y": y}


def band(first, last, low, high):
    """The outline of all that lies between two times."""
    return line([first, last, last, first], [low, low, high, high])


def strokes(x, low, high):
    """An upright stroke at every place, as one line with gaps."""
    none = np.full(len(x), np.nan)
    return {"x": np.column_stack([x, x, none]).ravel(), "y": np.column_stack([low, high, none]).ravel()}


def raster(times, spikes):
    """A stroke for every spike in (T, n), neurons from 1."""
    t, neuron = np.nonzero(spikes)
    return strokes(times[t], neuron + 0.6, neuron + 1.4)


def apart(places, gap):
    """Places moved up until none is within a gap of another."""
    moved, last = np.array(places), -np.inf
    for each in np.argsort(places):
        moved[each] = last = max(moved[each], last + gap)
    return moved


def counted(first, last, most=6):
    """Ticks at whole numbers, at most so many of them and one."""
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000) if most * step >= last - first)
    return [(k, f"{k}".replace("-", "−")) for k in range(-(-first // step) * step, last + 1, step)]


def end_of(updates):
    """Where an axis of updates ends, which moves seldom while a curve grows."""
    return next(end for end in (50, 150, 300) if end >= updates)


def powers(low, high, most=6):
    """Ticks at powers of ten between two exponents."""
    step = -(-(int(high) - int(low)) // (most - 1)) or 1
    return [(10.0**power, f"10{raised(power)}") for power in range(int(low), int(high) + 1, step)]


def around(*values, above=0.1):
    """Limits that hold these numbers and zero, with room above."""
    low, high = (float(end(0.0, *(getattr(each, end.__name__)() for each in values))) for end in (min, max))
    room = above * (high - low) or 1.0
    return low - room, high + room


def usual(low, high, *values, above=0.1):
    """These limits, or wider ones where the numbers need them: what is alike from one setting to the next stays where it is."""
    ends = around(*values, above=above)
    return min(low, ends[0]), max(high, ends[1])


def plain(low, high):
    """Ticks at zero and one round number on each side, where there is one."""
    largest = max(abs(low), abs(high))
    size = 10.0 ** int(np.floor(np.log10(largest)))
    step = next(size * factor for factor in (5, 2, 1, 0.5) if size * factor <= 0.85 * largest)
    return [(k * step, f"{k * step:g}".replace("-", "−")) for k in (-1, 0, 1) if low <= k * step <= high]
