"""One visual language: what each colour and line means, and figures at the size of a phone's page."""

from matplotlib import rc_context
from matplotlib.figure import Figure

INK = "#1b1b1b"
FAINT = "#cfcfcf"
GROUND = "#fefefe"

COLOURS = {
    "implicit": "#0072B2",
    "explicit": "#D55E00",
    "parameter": "#666666",
    "loss": "#009E73",
    "choice": "#E69F00",
    "dropped": FAINT,
    "ink": INK,
    "ground": GROUND,
}
LINES = {"implicit": "-", "explicit": (0, (4, 2)), "parameter": (0, (1, 1.5)), "loss": (0, (5, 1.5, 1, 1.5)),
         "input": (0, (2, 1))}

NEGATIVE, POSITIVE = "#8B5FBF", "#1B9E8F"

WIDTH = 3.4  # inches: 340 px on the page, where 9 pt is the page's small text

_RC = {
    "font.size": 9,
    "font.family": "DejaVu Sans",
    "mathtext.fontset": "dejavusans",
    "axes.titlesize": 9,
    "axes.titlelocation": "left",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.linewidth": 0.8,
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "axes.titlecolor": INK,
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "xtick.labelsize": 8.5,
    "ytick.labelsize": 8.5,
    "lines.linewidth": 1.6,
    "legend.frameon": False,
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "image.composite_image": False,
    "image.interpolation": "none",
    "svg.fonttype": "path",
    "svg.hashsalt": "taxrec_lite",
}


def style():
    """The matplotlib settings of every figure, as a context manager."""
    return rc_context(_RC)


def every_point():
    """The same with lines drawn through all of their points, as a script would draw them."""
    return rc_context({**_RC, "path.simplify": False})


def figure(height, width=WIDTH):
    """An empty Figure, `width` × `height` inches, drawn by no backend until it is saved."""
    return Figure(figsize=(width, height), layout="constrained")
