"""The explorer of chapter 7: which neurons each order reaches in a sparse network, and what that saves."""

from matplotlib.colors import ListedColormap, to_rgba

from taxrec_lite.figures.costs import LOOKS
from taxrec_lite.figures.live import draw_chosen, draw_each, draw_line, framed, legend
from taxrec_lite.figures.style import COLOURS, figure, style
from taxrec_lite.live.reach import HEARD, ORDERS, N
from taxrec_lite.prepared import Prepared
from taxrec_lite.widgets import Selector

STRENGTH = (1.0, 0.7, 0.5, 0.35)  # of the colour of a pair, by crossings
COLOUR_OF_PAIRS = [(1, 1, 1, 0), to_rgba(COLOURS["implicit"]), *(to_rgba(COLOURS["explicit"], alpha) for alpha in STRENGTH)]
PAIRS = ("itself", "1 crossing", "2", "3", "4 and more")
TITLES = {"share": "pairs reached", "time": "multiply–adds a time step", "memory": "numbers held"}


def prepared():
    """Its states, one for each order and density."""
    selectors = (
        Selector("m", "order m", {m: str(m) for m in ORDERS}, start=3, slider=True),
        Selector("heard", "density", {heard: f"{heard / N:.0%}" for heard in HEARD}, start=3, slider=True),
    )
    return Prepared("reach", "What an order reaches in a sparse network", selectors, panels,
                    lambda m, heard: {"m": m, "heard": heard, "n": N})


def explorer():
    """The explorer."""
    return prepared().explorer()


def panels(answers):
    """Its figures with their alternative texts."""
    with style():
        return [
            (_pairs(answers), "A matrix with a column for the parameters of each neuron and a row for each neuron whose state "
             "they may touch: the diagonal in blue and, from order 2 on, in fading red, what is first reached over one, two, "
             "three and more synapses."),
            (_costs(answers), "Three curves against the order m, with those of other densities in grey: the share of pairs that "
             "are reached, the multiply–adds of a time step and the numbers held; all rise with m and with the density."),
        ]


def _pairs(answers):
    panel = figure(3.6)
    axes = panel.subplots()
    draw_each(axes, answers, "reached", lambda values, _: axes.imshow(
        values["values"].reshape(values["shape"]), cmap=ListedColormap(COLOUR_OF_PAIRS), vmin=-1, vmax=1, extent=(0, 1, 1, 0)))
    axes.set(xlabel="parameters of neuron j", ylabel="state of neuron r", title="pairs that the order reaches")
    axes.spines[["top", "right"]].set_visible(True)
    framed(axes, "pairs", answers)
    looks = {words: {"linestyle": "none", "marker": "s", "color": colour, "markersize": 6}
             for words, colour in zip(PAIRS, COLOUR_OF_PAIRS[1:])}
    legend(panel, looks, ncols=5, handlelength=0.8, columnspacing=1, handletextpad=0.3)
    return panel


def _costs(answers):
    panel = figure(5.2)
    rows = panel.subplots(3, 1)
    for axes, (name, title) in zip(rows, TITLES.items()):
        axes.set(title=title, yscale="linear" if name == "share" else "log")
        framed(axes, name, answers)
        draw_line(axes, answers, f"{name}-others", color=COLOURS["dropped"], linewidth=0.9, zorder=1)
        draw_line(axes, answers, name, **LOOKS["order 2"])
        draw_chosen(axes, answers, f"{name}-chosen", markersize=6)
    rows[-1].set_xlabel("order m (grey: other densities)")
    return panel
