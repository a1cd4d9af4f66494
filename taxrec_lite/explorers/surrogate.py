"""The explorer of chapter 8: a surrogate derivative, its width and its height, and the gradient that comes of them."""

from taxrec_lite.figures.live import draw_area, draw_chosen, draw_image, draw_line, draw_points, framed
from taxrec_lite.figures.style import COLOURS, figure, style
from taxrec_lite.live.surrogate import KINDS, WIDTHS
from taxrec_lite.prepared import Prepared
from taxrec_lite.widgets import Selector

AREAS = {"triangular": 1.0, "rectangular": 2.0, "fast": 2.0, "logistic": 2.0}  # of the shape, at width and height 1
SHOWN = WIDTHS[1:-1]
HEIGHTS = {"low": "0.3", "one": "1", "area": "area 1"}
THIN = {"color": COLOURS["parameter"], "linewidth": 0.6, "zorder": 1}


def height_of(kind, width, height):
    """The height that a button means."""
    return {"low": 0.3, "one": 1.0, "area": 1 / (AREAS[kind] * width)}[height]


def prepared():
    """Its states, one for each width, shape and height."""
    selectors = (
        Selector("width", "width", {f"{width:g}": f"{width:g}" for width in SHOWN}, start="1", slider=True),
        Selector("kind", "shape", {name: kind.title for name, kind in KINDS.items()}, start="triangular"),
        Selector("height", "height", HEIGHTS, start="low"),
    )
    return Prepared("surrogate", "A surrogate derivative and the gradient that it gives", selectors, panels, _settings)


def _settings(width, kind, height):
    return {"width": float(width), "kind": kind, "height": height_of(kind, float(width), height),
            "stays": "area" if height == "area" else "height"}


def explorer():
    """The explorer."""
    return prepared().explorer()


def panels(answers):
    """Its figures with their alternative texts."""
    with style():
        return [
            (_distances(answers), "The surrogate derivative, divided by its height, against the distance of the membrane to the "
             "threshold, over a grey histogram of the distances of all neurons at all steps."),
            (_by_width(answers), "Above, the length of the gradient against the width of the surrogate, both on logarithmic axes; "
             "below, its cosine with the default's gradient. The chosen width is a mark on both curves."),
            (_by_crossings(answers), "The lengths of the parts of the gradient that cross exactly k synapses, on a logarithmic "
             "axis against k: blue for none, which is e-prop, red for the rest, grey for the default surrogate."),
            (_images(answers), "Two images of the gradient by the recurrent weights, with the default surrogate and with the "
             "chosen one, each on a scale from minus to plus its own largest number."),
            (_in_time(answers), "Over time, one under another: the spikes of all neurons, and of the chosen one the membrane "
             "below its threshold with the spikes as ticks, the surrogate derivative, and the eligibility traces of its two "
             "inputs."),
        ]


def _in_time(answers):
    panel = figure(5.6)
    rows = panel.subplots(4, 1, height_ratios=[1.2, 1.3, 0.7, 1.1])
    raster, membrane, psi, trace = rows
    for axes, name in zip(rows, ("raster", "membrane", "psi", "trace")):
        framed(axes, name, answers)
    raster.set(ylabel="neuron", title="spikes; below, the neuron of the band")
    draw_line(raster, answers, "own", color=COLOURS["choice"], linewidth=5, alpha=0.45, zorder=1)
    draw_line(raster, answers, "raster", color=COLOURS["ink"], linewidth=0.8)
    membrane.set(ylabel="v", title="membrane, and threshold (dashed)")
    draw_line(membrane, answers, "v", color=COLOURS["ink"], linewidth=1)
    draw_line(membrane, answers, "threshold", color=COLOURS["parameter"], linewidth=1.1, linestyle=(0, (4, 2)))
    draw_points(membrane, answers, "spikes", marker="|", color=COLOURS["ink"], markersize=6)
    psi.set(ylabel="ψ / height", title="surrogate derivative")
    draw_line(psi, answers, "psi", color=COLOURS["implicit"], linewidth=1.1)
    trace.set(ylabel="e / height", title="traces of its inputs, 1 and 2 (dashed)", xlabel="time step t")
    draw_line(trace, answers, "zero", **THIN)
    draw_line(trace, answers, "e1", color=COLOURS["ink"], linewidth=1.2)
    draw_line(trace, answers, "e2", color=COLOURS["ink"], linewidth=1.2, linestyle=(0, (4, 2)))
    panel.align_ylabels(rows)
    return panel


def _distances(answers):
    panel = figure(2.9)
    axes = panel.subplots()
    framed(axes, "distances", answers)
    axes.set(xlabel="distance s to threshold, in units of ϑ", ylabel="ψ(s) / height",
             title="ψ (blue); grey: where the membranes are")
    draw_area(axes, answers, "membranes", color=COLOURS["dropped"], zorder=1)
    axes.axvline(0, color=COLOURS["parameter"], linewidth=0.8, zorder=2)
    draw_line(axes, answers, "shape", color=COLOURS["implicit"], linewidth=1.8, zorder=3)
    return panel


def _by_width(answers):
    panel = figure(3.4)
    length, angle = panel.subplots(2, 1, sharex=True, height_ratios=[1.6, 1])
    length.set(xscale="log", yscale="log", ylabel="length of gradient")
    angle.set(ylabel="cosine", xlabel="width, in units of ϑ")
    framed(length, "lengths", answers)
    framed(angle, "cosines", answers)
    draw_line(length, answers, "lengths", color=COLOURS["ink"])
    draw_line(angle, answers, "right", **THIN)
    draw_line(angle, answers, "cosines", color=COLOURS["ink"])
    draw_chosen(length, answers, "length-chosen")
    draw_chosen(angle, answers, "cosine-chosen")
    return panel


def _by_crossings(answers):
    panel = figure(2.7)
    axes = panel.subplots()
    axes.set(yscale="log", xlabel="synapses crossed, k", ylabel="length of the part",
             title="parts of the gradient; grey: the default’s")
    framed(axes, "parts", answers)
    draw_line(axes, answers, "default-parts", color=COLOURS["parameter"], linewidth=1, alpha=0.6)
    draw_line(axes, answers, "parts", color=COLOURS["explicit"], linewidth=1)
    draw_points(axes, answers, "crossing", color=COLOURS["explicit"], markersize=3.5)
    draw_points(axes, answers, "local", color=COLOURS["implicit"], markersize=5, zorder=4)
    return panel


def _images(answers):
    panel = figure(2.1)
    axes = panel.subplots(1, 2)
    for place, name in zip(axes, ("default", "chosen")):
        place.set(xticks=[], yticks=[], title=name, aspect="equal", xlabel="from neuron j", label=name)
        place.spines[["top", "right"]].set_visible(True)
        draw_image(place, answers, name)
    axes[0].set_ylabel("to neuron r")
    return panel
