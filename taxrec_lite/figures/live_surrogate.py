"""Chapter 8's explorer as one answer of `live.surrogate` draws it."""

from taxrec_lite.figures.live import draw_area, draw_chosen, draw_image, draw_line, draw_points, framed
from taxrec_lite.figures.style import COLOURS, figure, style

THIN = {"color": COLOURS["parameter"], "linewidth": 0.6, "zorder": 1}


def panels(answer):
    """Its figures with their alternative texts."""
    with style():
        return [
            (_in_time(answer), "Over time, one under another: the spikes of all neurons, and of the chosen one the membrane "
             "below its threshold with the spikes as ticks, the surrogate derivative, and the eligibility traces of its two "
             "inputs."),
            (_distances(answer), "The surrogate derivative, divided by its height, against the distance of the membrane to the "
             "threshold, over a grey histogram of the distances of all neurons at all steps."),
            (_by_width(answer), "Above, the length of the gradient against the width of the surrogate, both on logarithmic axes; "
             "below, its cosine with the default's gradient. The chosen width is a mark on both curves."),
            (_by_crossings(answer), "The lengths of the parts of the gradient that cross exactly k synapses, on a logarithmic "
             "axis against k: blue for none, which is e-prop, red for the rest, grey for the default surrogate."),
            (_images(answer), "Two images of the gradient by the recurrent weights, with the default surrogate and with the "
             "chosen one, each on a scale from minus to plus its own largest number."),
        ]


def _in_time(answer):
    panel = figure(5.6)
    rows = panel.subplots(4, 1, height_ratios=[1.2, 1.3, 0.7, 1.1])
    raster, membrane, psi, trace = rows
    for axes, name in zip(rows, ("raster", "membrane", "psi", "trace")):
        framed(axes, name, answer)
    raster.set(ylabel="neuron", title="spikes; below, the neuron of the band")
    draw_line(raster, answer, "own", color=COLOURS["choice"], linewidth=5, alpha=0.45, zorder=1)
    draw_line(raster, answer, "raster", color=COLOURS["ink"], linewidth=0.8)
    membrane.set(ylabel="v", title="membrane, and threshold (dashed)")
    draw_line(membrane, answer, "v", color=COLOURS["ink"], linewidth=1)
    draw_line(membrane, answer, "threshold", color=COLOURS["parameter"], linewidth=1.1, linestyle=(0, (4, 2)))
    draw_points(membrane, answer, "spikes", marker="|", color=COLOURS["ink"], markersize=6)
    psi.set(ylabel="ψ", title="surrogate derivative")
    draw_line(psi, answer, "psi", color=COLOURS["implicit"], linewidth=1.1)
    trace.set(ylabel="e", title="traces of its inputs, 1 and 2 (dashed)", xlabel="time step t")
    draw_line(trace, answer, "zero", **THIN)
    draw_line(trace, answer, "e1", color=COLOURS["ink"], linewidth=1.2)
    draw_line(trace, answer, "e2", color=COLOURS["ink"], linewidth=1.2, linestyle=(0, (4, 2)))
    panel.align_ylabels(rows)
    return panel


def _distances(answer):
    panel = figure(2.9)
    axes = panel.subplots()
    framed(axes, "distances", answer)
    axes.set(xlabel="distance s to threshold, in units of ϑ", ylabel="ψ(s) / height",
             title="ψ (blue); grey: where the membranes are")
    draw_area(axes, answer, "membranes", color=COLOURS["dropped"], zorder=1)
    axes.axvline(0, color=COLOURS["parameter"], linewidth=0.8, zorder=2)
    draw_line(axes, answer, "shape", color=COLOURS["implicit"], linewidth=1.8, zorder=3)
    return panel


def _by_width(answer):
    panel = figure(3.4)
    length, angle = panel.subplots(2, 1, sharex=True, height_ratios=[1.6, 1])
    length.set(xscale="log", yscale="log", ylabel="length of gradient")
    angle.set(ylabel="cosine", xlabel="width, in units of ϑ")
    framed(length, "lengths", answer)
    framed(angle, "cosines", answer)
    draw_line(length, answer, "lengths", color=COLOURS["ink"])
    draw_line(angle, answer, "right", **THIN)
    draw_line(angle, answer, "cosines", color=COLOURS["ink"])
    draw_chosen(length, answer, "length-chosen")
    draw_chosen(angle, answer, "cosine-chosen")
    return panel


def _by_crossings(answer):
    panel = figure(2.7)
    axes = panel.subplots()
    axes.set(yscale="log", xlabel="synapses crossed, k", ylabel="length of the part",
             title="parts of the gradient; grey: the default’s")
    framed(axes, "parts", answer)
    draw_line(axes, answer, "default-parts", color=COLOURS["parameter"], linewidth=1, alpha=0.6)
    draw_line(axes, answer, "parts", color=COLOURS["explicit"], linewidth=1)
    draw_points(axes, answer, "crossing", color=COLOURS["explicit"], markersize=3.5)
    draw_points(axes, answer, "local", color=COLOURS["implicit"], markersize=5, zorder=4)
    return panel


def _images(answer):
    panel = figure(2.1)
    axes = panel.subplots(1, 2)
    for place, name in zip(axes, ("default", "chosen")):
        place.set(xticks=[], yticks=[], title=name, aspect="equal", xlabel="from neuron j", label=name)
        place.spines[["top", "right"]].set_visible(True)
        draw_image(place, answer, name)
    axes[0].set_ylabel("to neuron r")
    return panel
