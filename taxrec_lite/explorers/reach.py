"""The explorer of chapter 7: which neurons each order reaches in a sparse network, and what that saves."""

import numpy as np

from taxrec_lite import costs
from taxrec_lite.figures import live_reach
from taxrec_lite.figures.costs import LOOKS, power_axis
from taxrec_lite.figures.picture import layer
from taxrec_lite.figures.style import COLOURS, figure, style
from taxrec_lite.live.reach import ORDERS, N, network, sentence
from taxrec_lite.widgets import Explorer, Selector, View

HEARD = (1, 2, 3, 5, 10, 24, 48)  # synapses into each neuron
SHADES = {1: 1.0, 2: 0.7, 3: 0.5, 4: 0.35}  # how strong the colour of a pair is, by crossings


def cost_of(heard, m):
    """The `Cost` of order m in such a network."""
    return costs.of("m_order", network(heard), 1, m=m)


def explorer():
    """The order and the density on sliders."""
    return Explorer("reach", "What an order reaches in a sparse network", view, live=live_reach.panels)


def view():
    """All densities and orders."""
    reached = {heard: [network(heard).wiring.reach(m - 1) for m in ORDERS] for heard in HEARD}
    found = {heard: [cost_of(heard, m) for m in ORDERS] for heard in HEARD}
    with style():
        panels = (_pairs_panel(reached), _cost_panel(reached, found))
    return View(
        selectors=(Selector("m", "order m", {m: str(m) for m in ORDERS}, start=3, slider=True),
                   Selector("heard", "density", {heard: f"{heard / N:.0%}" for heard in HEARD}, start=3, slider=True)),
        panels=panels,
        sentences={(m, heard): sentence(m, heard, reached[heard][m - 1], found[heard][m - 1], found[N][m - 1])
                   for m in ORDERS for heard in HEARD},
    )


def _pairs_panel(reached):
    panel = figure(3.6)
    axes = panel.subplots()
    axes.set(xlim=(0.5, N + 0.5), ylim=(N + 0.5, 0.5), xticks=[1, N], yticks=[1, N], xlabel="parameters of neuron j",
             ylabel="state of neuron r", title="pairs that the order reaches")
    axes.spines[["top", "right"]].set_visible(True)
    for k, words in enumerate(("itself", "1 crossing", "2", "3", "4 and more")):
        axes.plot([], [], "s", color=_colour(k), markersize=6, label=words)
    panel.legend(loc="outside lower center", fontsize=8, ncols=5, handlelength=0.8, columnspacing=1, handletextpad=0.3)
    layer(_draw_pairs(axes, np.eye(N, dtype=bool), 0), m=list(ORDERS))
    for heard, reaches in reached.items():
        for crossings in range(1, len(reaches)):
            new = reaches[crossings] & ~reaches[crossings - 1]
            if new.any():
                layer(_draw_pairs(axes, new, crossings), heard=heard, m=[m for m in ORDERS if m > crossings])
    return panel, ("A matrix with a column for the parameters of each neuron and a row for each neuron whose state they may "
                   "touch: the diagonal in blue, and from order 2 on, in fading red, what is first reached over one, two, "
                   "three and more synapses.")


def _colour(crossings):
    return COLOURS["implicit"] if crossings == 0 else (*_rgb(COLOURS["explicit"]), SHADES[min(crossings, 4)])


def _rgb(colour):
    return tuple(int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))


def _draw_pairs(axes, pairs, crossings):
    colour = (*_rgb(COLOURS["implicit"]), 1.0) if crossings == 0 else _colour(crossings)
    return axes.imshow(pairs[..., None] * np.array(colour), extent=(0.5, N + 0.5, N + 0.5, 0.5))


def _cost_panel(reached, found):
    panel = figure(5.2)
    rows = panel.subplots(3, 1, sharex=True)
    for axes, title in zip(rows, ("pairs reached", "multiply–adds a time step", "numbers held")):
        axes.set_title(title)
    share, time, memory = rows
    share.set(ylim=(-0.05, 1.1), yticks=[0, 0.5, 1], yticklabels=["0%", "50%", "100%"])
    time.set(yscale="log", ylim=(1e3, 1e8))
    memory.set(yscale="log", ylim=(1e3, 3e6), xlabel="order m (grey: the other densities)", xticks=list(ORDERS),
               xlim=(0.7, 8.3))
    power_axis(time.yaxis, (3, 5, 7))
    power_axis(memory.yaxis, (3, 4, 5, 6))
    for heard in HEARD:
        curves = ([reach.mean() for reach in reached[heard]], [cost.time for cost in found[heard]],
                  [cost.memory for cost in found[heard]])
        for axes, curve in zip(rows, curves):
            axes.plot(ORDERS, curve, color=COLOURS["dropped"], linewidth=0.9, zorder=1)
            layer(axes.plot(ORDERS, curve, **LOOKS["order 2"]), heard=heard)
            for m, value in zip(ORDERS, curve):
                layer(axes.plot(m, value, "o", markersize=6, color=COLOURS["choice"], markeredgecolor=COLOURS["ink"],
                                markeredgewidth=0.8, zorder=5), heard=heard, m=m)
    return panel, ("Three curves against the order m, with those of other densities in grey: the share of pairs that are "
                   "reached, the multiply–adds of a time step and the numbers held; all rise with m and with the density.")
