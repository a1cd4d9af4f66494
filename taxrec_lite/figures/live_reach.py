"""Chapter 7's explorer of sparse networks as one answer of `live.reach` draws it."""

from matplotlib.colors import ListedColormap, to_rgba

from taxrec_lite.figures.costs import LOOKS
from taxrec_lite.figures.live import draw_chosen, draw_each, draw_line, framed
from taxrec_lite.figures.style import COLOURS, figure, style

STRENGTH = (1.0, 0.7, 0.5, 0.35)  # of the colour of a pair, by crossings
COLOUR_OF_PAIRS = [(1, 1, 1, 0), to_rgba(COLOURS["implicit"]), *(to_rgba(COLOURS["explicit"], alpha) for alpha in STRENGTH)]


def panels(answer):
    """Its figures with their alternative texts."""
    with style():
        return [
            (_pairs(answer), "A matrix with a column for the parameters of each neuron and a row for each neuron whose state "
             "they may touch: the diagonal in blue and, in fading red, what is first reached over one, two, three and more "
             "synapses."),
            (_costs(answer), "Three curves against the order m: the share of pairs that are reached, the multiply–adds of a "
             "time step and the numbers held, the last two with those of the dense network in grey."),
        ]


def _pairs(answer):
    panel = figure(3.6)
    axes = panel.subplots()
    draw_each(axes, answer, "reached", lambda values, _: axes.imshow(
        values["values"].reshape(values["shape"]), cmap=ListedColormap(COLOUR_OF_PAIRS), vmin=-1, vmax=1, extent=(0, 1, 1, 0)))
    axes.set(xlabel="parameters of neuron j", ylabel="state of neuron r", title="pairs that the order reaches")
    axes.spines[["top", "right"]].set_visible(True)
    framed(axes, "pairs", answer)
    for colour, words in zip(COLOUR_OF_PAIRS[1:], ("itself", "1 crossing", "2", "3", "4 and more")):
        axes.plot([], [], "s", color=colour, markersize=6, label=words)
    panel.legend(loc="outside lower center", fontsize=8, ncols=5, handlelength=0.8, columnspacing=1, handletextpad=0.3)
    return panel


def _costs(answer):
    panel = figure(5.2)
    rows = panel.subplots(3, 1)
    for axes, name, title in zip(rows, ("share", "time", "memory"),
                                 ("pairs reached", "multiply–adds a time step", "numbers held")):
        axes.set(title=title, yscale="linear" if name == "share" else "log")
        framed(axes, name, answer)
        if name != "share":
            draw_line(axes, answer, f"dense-{name}", color=COLOURS["dropped"], linewidth=1.2, zorder=1)
        draw_line(axes, answer, name, **LOOKS["order 2"])
        draw_chosen(axes, answer, f"{name}-chosen")
    rows[-1].set_xlabel("order m (grey: the dense network)")
    return panel
