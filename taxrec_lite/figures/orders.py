"""Figures about m-order e-prop: error and cosine by order, contributions by crossings, gradients as images."""

import numpy as np
from matplotlib.colors import ListedColormap
from matplotlib.ticker import FixedFormatter, FixedLocator, NullLocator

from taxrec_lite.figures.style import COLOURS, NEGATIVE, POSITIVE, figure, style
from taxrec_lite.live.orders import FLOOR

SHADES = 7  # on each side of zero


def error_over_seeds(errors):
    """Relative error by order, median and quartiles over networks, as a Figure.

    errors : {name of the regime: array (networks, T)}
    """
    with style():
        drawing = figure(2.8)
        axes = drawing.subplots()
        T = next(iter(errors.values())).shape[1]
        frame_error(axes, T, max(np.quantile(values, 0.75, axis=0).max() for values in errors.values()))
        axes.set_xlabel("order m")
        falling = [(30 * 10**k, "left") for k in range(len(errors) - 1)]
        _draw_bands(axes, np.arange(1, T + 1), errors, [*falling, (1e5, "right")])
    return drawing


def powers_over_seeds(norms):
    """Norms of the powers of the crossing matrix, median and quartiles over networks, as a Figure.

    norms : {name of the regime: array (networks, T)}, the k-th column for the power k
    """
    with style():
        drawing = figure(2.8)
        axes = drawing.subplots()
        T = next(iter(norms.values())).shape[1]
        frame_contributions(axes, T, max(np.quantile(values, 0.75, axis=0).max() for values in norms.values()))
        axes.set_ylabel("norm of $X^k$")
        _draw_bands(axes, np.arange(T), norms, [(30, "left"), (300, "right"), (1e8, "right")])
    return drawing


def _draw_bands(axes, places, values, spots):
    # Each name at a height of its own, in floors, where the curves are apart, below its falling curve or above it
    beside = {"left": ((-4, 1), "right", "top"), "right": ((4, -1), "left", "bottom")}
    for (name, samples), line, (height, side) in zip(values.items(), ("-", (0, (6, 2)), (0, (1, 1.2))), spots):
        away, right, top = beside[side]
        low, middle, high = np.maximum(np.quantile(samples, [0.25, 0.5, 0.75], axis=0), FLOOR)
        axes.fill_between(places, low, high, color=COLOURS["parameter"], alpha=0.2, linewidth=0)
        axes.plot(places, middle, color=COLOURS["ink"], linestyle=line)
        last = np.flatnonzero(middle > height * FLOOR)[-1]
        axes.annotate(name, (places[last], middle[last]), xytext=away, textcoords="offset points", ha=right, va=top,
                      fontsize=8.5)


def frame_error(axes, T, top):
    """Axes for relative errors: logarithmic, with the error of a gradient of zero marked."""
    axes.set(yscale="log", ylim=(FLOOR / 2, top * 2), ylabel="relative error", xlim=(0.3, T + 0.7))
    axes.axhline(1, color=COLOURS["parameter"], linewidth=0.8, linestyle=(0, (1, 2)), zorder=1)
    axes.annotate("no better than zero", (T + 0.6, 1), xytext=(0, 2), textcoords="offset points", ha="right",
                  va="bottom", color=COLOURS["parameter"], fontsize=8)
    powers = np.arange(-6, np.ceil(np.log10(top)) + 1, 2)
    names = [f"$10^{{{power:.0f}}}$" for power in powers]
    _ticks(axes, 10.0**powers, [f"≤{names[0]}", *names[1:]])


def frame_contributions(axes, T, top):
    """Axes for the contributions by crossings."""
    axes.set(yscale="log", ylim=(FLOOR / 2, top * 2), xlim=(-0.7, T - 0.3), xlabel="synapses crossed, k",
             ylabel="part of the gradient")
    powers = np.arange(-6, np.ceil(np.log10(top)) + 1, 2)
    names = [f"$10^{{{power:.0f}}}$" for power in powers]
    _ticks(axes, 10.0**powers, [f"≤{names[0]}", *names[1:]])


def signed_colours():
    """A diverging map for signed arrays, clear at zero so that it stands on any ground."""
    shades = np.arange(1, SHADES + 1) / SHADES
    return ListedColormap([*(_rgba(NEGATIVE, shade) for shade in shades[::-1]), (1, 1, 1, 0),
                           *(_rgba(POSITIVE, shade) for shade in shades)])


def draw_signed(axes, array, scale):
    """A signed array as an image, from −scale to scale; what is beyond has the last colour. Returns the image."""
    return axes.imshow(array, cmap=signed_colours(), vmin=-scale, vmax=scale, extent=(0, 1, 1, 0))


def draw_scale(axes):
    """The colours of `draw_signed` from end to end."""
    axes.imshow(np.arange(2 * SHADES + 1)[None], cmap=signed_colours(), aspect="auto", extent=(-1, 1, 0, 1))
    axes.set(xticks=[], yticks=[])
    axes.spines[["top", "right"]].set_visible(True)


def label_scale(axes, scale):
    """The numbers at the ends and the middle of a colour scale, without powers of ten; returns the texts."""
    end = f"{scale:.0f}" if scale >= 100 else f"{scale:.2g}"
    return [axes.annotate(text, (x, 0), xytext=(0, -3), textcoords="offset points", ha=side, va="top", fontsize=8)
            for x, side, text in ((-1, "left", f"−{end}"), (0, "center", "0"), (1, "right", end))]


def _rgba(colour, alpha):
    return (*(int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)), alpha)


def _ticks(axes, places, names):
    axes.yaxis.set_major_locator(FixedLocator(places))
    axes.yaxis.set_major_formatter(FixedFormatter(names))
    axes.yaxis.set_minor_locator(NullLocator())
