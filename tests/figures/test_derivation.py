"""The pictures of the derivation point at the paths whose numbers they are about, and can be read."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import FancyArrowPatch

import taxrec_lite as tx
from taxrec_lite import graphs
from taxrec_lite.figures import derivation
from taxrec_lite.figures.graph import CLEAR, bend, curve, unrolled_graph
from taxrec_lite.figures.highlight import Highlight, highlighted
from taxrec_lite.figures.style import COLOURS
from taxrec_lite.graphs import path_sum, unroll
from taxrec_lite.graphs.layout import unrolled_positions
from tests.nets import a_run, each_cell

T = 4


def small(cell, **options):
    return a_run(cell, T=T, n=2, n_in=1, n_out=1, **options)


PICTURES = {
    "bptt_explicit": (derivation.bptt_explicit, {}),
    "bptt_implicit": (derivation.bptt_implicit, {}),
    "bptt_parameters": (derivation.bptt_parameters, {}),
    "implicit_variable": (derivation.implicit_variable, {}),
    "implicit_trace": (derivation.implicit_trace, {}),
    "bptt_by_traces": (derivation.bptt_by_traces, {}),
    "symmetric_eprop": (derivation.symmetric_eprop, {}),
    "explicit_variable": (derivation.explicit_variable, {}),
    "recurrence_variable": (derivation.recurrence_variable, {}),
    "order": (derivation.order, {"m": 2}),
}
GATED = [derivation.through_hidden_state, derivation.past_hidden_state]
each_picture = pytest.mark.parametrize("picture", PICTURES)
each_gated = pytest.mark.parametrize("picture", GATED)


def point_out(picture, run):
    function, options = PICTURES[picture]
    return function(run, **options)


@each_picture
@each_cell
def test_what_is_pointed_out_is_drawn_in_colour_and_the_rest_is_faint(picture, cell, options):
    highlight = point_out(picture, small(cell, **options))
    assert highlight.edges
    arrows = [patch for patch in highlighted(highlight).axes[0].patches if isinstance(patch, FancyArrowPatch)]
    faint = [arrow for arrow in arrows if to_hex(arrow.get_edgecolor()) == COLOURS["dropped"].lower()]
    assert len(arrows) == len(highlight.graph.edges)
    assert len(arrows) - len(faint) == len(highlight.edges)


@each_picture
@pytest.mark.parametrize("cell", ["alif", "lstm"])
def test_labels_lie_inside_the_figure_and_apart_from_each_other(picture, cell):
    drawing = highlighted(point_out(picture, small(cell)))
    drawing.draw_without_rendering()
    boxes = {text.get_text(): text.get_window_extent() for text in drawing.axes[0].texts}
    assert boxes
    for text, box in boxes.items():
        assert drawing.bbox.x0 <= box.x0 and box.x1 <= drawing.bbox.x1, text
        assert drawing.bbox.y0 <= box.y0 and box.y1 <= drawing.bbox.y1, text
    for (text, box), (other, its) in combinations(boxes.items(), 2):
        pixels = min(box.x1, its.x1) - max(box.x0, its.x0), min(box.y1, its.y1) - max(box.y0, its.y0)
        assert min(pixels) < 1, f"{text} lies on {other}"


@pytest.mark.parametrize("cell", tx.cells.names())
def test_no_edge_runs_through_a_node_that_is_not_its_own(cell):
    graph = unroll(small(cell, kappa=0.8), inputs=True)
    positions = unrolled_positions(graph)
    for edge in graph.edges:
        points = curve(positions, edge, bend(positions, edge), np.linspace(0, 1, 50))
        others = np.array([place for node, place in positions.items() if node not in edge])
        assert np.linalg.norm(points[:, None] - others, axis=-1).min() > 0.95 * CLEAR, edge


def test_the_whole_graph_shows_its_inputs_if_it_has_them():
    def markers(graph):
        return [line.get_marker() for line in unrolled_graph(graph).axes[0].lines].count("s")
    run = small("lif")
    assert (markers(unroll(run)), markers(unroll(run, inputs=True))) == (0, T)


@each_cell
def test_the_implicit_variable_is_the_sum_over_what_its_picture_shows(cell, options):
    shown = derivation.implicit_variable(small(cell, **options), j=1, t=3)
    assert {shown.graph.edges[edge]["kind"] for edge in shown.edges} == {"direct", "implicit"}
    assert np.allclose(path_sum(shown.graph, ("theta", 1), ("c", 1, 3), shown.edges),
                       graphs.implicit_variable(shown.graph, 1, 3), rtol=1e-12, atol=0)
    assert {head[2] for tail, head in shown.edges if tail[0] == "theta"} == {1, 2, 3}


@each_cell
def test_the_explicit_variable_is_the_sum_over_what_its_picture_shows(cell, options):
    shown = derivation.explicit_variable(small(cell, **options), r=1, j=0, t=4)
    assert np.allclose(path_sum(shown.graph, ("theta", 0), ("c", 1, 4), shown.edges),
                       graphs.explicit_variable(shown.graph, 1, 0, 4), rtol=1e-12, atol=1e-15)
    crossing = {(tail[1], head[1]) for tail, head in shown.edges if shown.graph.edges[tail, head]["kind"] == "explicit"}
    assert crossing == {(0, 1)}


@each_cell
def test_the_recurrence_variable_is_the_sum_over_what_its_picture_shows(cell, options):
    shown = derivation.recurrence_variable(small(cell, **options), r=1, j=0, t=4)
    assert np.allclose(path_sum(shown.graph, ("theta", 0), ("c", 1, 4), shown.edges),
                       graphs.recurrence_variable(shown.graph, 1, 0, 4), rtol=1e-12, atol=1e-15)


@each_cell
def test_bptt_reads_the_derivative_of_a_state_off_the_edges_that_leave_it(cell, options):
    run = small(cell, **options)
    for picture, kind in ((derivation.bptt_explicit, "z"), (derivation.bptt_implicit, "c")):
        shown, node = picture(run, j=1, t=2), (kind, 1, 2)
        assert {head for tail, head in shown.edges if tail == node} == set(shown.graph.successors(node))
        through = sum(graphs.total_derivative(shown.graph, head) @ shown.graph.edges[node, head]["jacobian"]
                      for head in shown.graph.successors(node))
        assert np.allclose(through, graphs.total_derivative(shown.graph, node), rtol=1e-12, atol=1e-15)


@each_cell
def test_the_band_of_the_total_derivative_holds_all_paths_from_the_state_to_the_loss(cell, options):
    shown = derivation.bptt_by_traces(small(cell, **options), j=0, t=2)
    assert np.allclose(path_sum(shown.graph, ("z", 0, 2), ("E",), shown.bundle),
                       graphs.total_derivative(shown.graph, ("z", 0, 2)), rtol=1e-12, atol=0)
    kinds = {shown.graph.edges[edge]["kind"] for edge in derivation.symmetric_eprop(small(cell, **options)).edges}
    assert kinds == {"trace", "readout", "loss"}


@each_cell
def test_order_m_shows_the_kept_edges_of_its_rule(cell, options):
    run = small(cell, **options)
    for m in range(1, T + 1):
        both = [derivation.order(run, m, j).edges for j in range(2)]
        assert frozenset.union(*both) == graphs.rule_view(run, "m_order", m=m).kept


def test_a_leaky_readout_reaches_every_later_loss_without_a_synapse():
    shown = derivation.leaky_readout(small("lif", kappa=0.8), j=0, t=2)
    assert {node for edge in shown.edges for node in edge if node[0] == "E"} == {("E", 2), ("E", 3), ("E", 4), ("E",)}
    assert path_sum(shown.graph, ("z", 0, 2), ("E",), shown.edges).item() == pytest.approx(
        graphs.learning_signal(shown.graph, 0, 2), rel=1e-12)


def test_the_two_explicit_paths_of_a_gated_cell_are_all_that_one_crossing_in_one_step_carries():
    run = small("lstm")
    paths = [picture(run, r=1, j=0, t=2) for picture in GATED]
    parts = [path_sum(shown.graph, ("z", 0, 2), ("z", 1, 3), shown.edges).item() for shown in paths]
    assert all(parts) and not paths[0].edges & paths[1].edges
    assert sum(parts) == pytest.approx(path_sum(paths[0].graph, ("z", 0, 2), ("z", 1, 3), crossed=1).item(), rel=1e-12)


@each_gated
def test_a_cell_without_an_output_gate_has_no_second_path(picture):
    with pytest.raises(ValueError, match="run must be of a cell whose output is gated"):
        picture(small("lif"))


def test_a_plain_readout_has_no_recurrence_to_show():
    with pytest.raises(ValueError, match="run must have a leaky read-out"):
        derivation.leaky_readout(small("lif"))


@pytest.mark.parametrize("call, words", [
    (lambda run: derivation.implicit_variable(run, j=2), "j must be at most 1 for this run, not 2"),
    (lambda run: derivation.recurrence_variable(run, r=-1), "r must be an integer of at least 0, not -1"),
    (lambda run: derivation.implicit_trace(run, t=5), "t must be at most 4 for this run, not 5"),
    (lambda run: derivation.bptt_explicit(run, t=4), "t must be at most 3 for this run, not 4"),
    (lambda run: derivation.order(run, m=0), "crossings must be an integer of at least 1, not 0"),
])
def test_places_outside_the_run(call, words):
    with pytest.raises(ValueError, match=words):
        call(small("lif"))


@each_picture
def test_what_is_no_run(picture):
    with pytest.raises(TypeError, match="run must be a Run, not NoneType"):
        point_out(picture, None)


@pytest.mark.parametrize("changes, words", [
    ({"edges": frozenset({("a", "b")})}, "edges must hold"),
    ({"bundle": frozenset({("a", "b")})}, "bundle must hold"),
    ({"chosen": ("a",)}, "chosen must hold"),
    ({"labels": {"a": "a"}}, "labels must hold"),
])
def test_a_highlight_points_into_its_graph(changes, words):
    with pytest.raises(ValueError, match=words):
        replace(derivation.order(small("lif"), m=1), **changes)


def test_only_highlights_and_graphs_are_drawn():
    with pytest.raises(TypeError, match="highlight must be a Highlight"):
        highlighted("order")
    with pytest.raises(TypeError, match="graph must be a DiGraph"):
        Highlight({}, frozenset(), {})
