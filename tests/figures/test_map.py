"""The map holds every rule of the registry, and draws what the registry says of it, with nothing upon anything else."""

from itertools import combinations, pairwise

import networkx as nx
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

from taxrec_lite import rules
from taxrec_lite.figures.taxonomy_map import boxes, route, taxonomy_graph, taxonomy_map


@pytest.fixture(scope="module")
def graph():
    return taxonomy_graph()


@pytest.fixture(scope="module")
def placed(graph):
    return boxes(graph)


@pytest.fixture(scope="module")
def drawing():
    return taxonomy_map({"rtrl": "page.html#rtrl"})


def test_every_rule_is_on_the_map(graph):
    assert set(graph) == set(rules.names())


def test_every_rule_can_be_reached_from_bptt(graph):
    assert nx.descendants(graph, "bptt") == set(graph) - {"bptt"}


def test_rules_stand_below_what_they_come_from_and_causal_ones_to_the_right(graph, placed):
    assert all(placed[origin].y > placed[name].y for origin, name in graph.edges)
    assert all((placed[name].column > 0) == rules.get(name).causal for name in graph)


def test_no_two_boxes_overlap(placed):
    for one, two in combinations(placed.values(), 2):
        assert one.column != two.column or one.bottom > two.top or two.bottom > one.top


def test_no_arrow_passes_through_a_box(graph, placed):
    for origin, name in graph.edges:
        for (x, y), (to_x, to_y) in pairwise(route(placed, origin, name)):
            assert x == to_x or y == to_y
            for box in placed.values():
                across = min(x, to_x) < box.right and box.left < max(x, to_x) or x == to_x and box.left < x < box.right
                along = min(y, to_y) < box.top and box.bottom < max(y, to_y) or y == to_y and box.bottom < y < box.top
                assert not (across and along), (origin, name)


def test_an_arrow_begins_and_ends_at_the_edges_of_its_boxes(graph, placed):
    for origin, name in graph.edges:
        corners = route(placed, origin, name)
        for (x, y), box in ((corners[0], placed[origin]), (corners[-1], placed[name])):
            at_a_side = x in (box.left, box.right) and box.bottom < y < box.top
            assert at_a_side or y in (box.top, box.bottom) and box.left < x < box.right


def test_words_fit_into_their_box_and_stand_upon_no_others(placed, drawing):
    drawing.set_dpi(200)
    renderer = FigureCanvasAgg(drawing).get_renderer()
    axes = drawing.axes[0]
    extents = {text: text.get_window_extent(renderer).transformed(axes.transData.inverted()) for text in axes.texts}
    assert all(0 <= extent.x0 and extent.x1 <= 3.4 for extent in extents.values())
    assert not any(one.overlaps(two) for one, two in combinations(extents.values(), 2))
    inside = [text for text in axes.texts if text.get_position()[1] < 0]
    assert len(inside) == len(placed) + sum(len(box.words) for box in placed.values())
    for text in inside:
        x, y = text.get_position()
        [box] = [box for box in placed.values() if box.left < x < box.right and box.bottom < y < box.top]
        extent = extents[text]
        assert box.left < extent.x0 and extent.x1 < box.right and box.bottom < extent.y0 and extent.y1 < box.top


def test_every_change_is_told_in_its_rule_s_box(graph, placed):
    for _, name, change in graph.edges(data="change"):
        told = " ".join(line for line, _ in placed[name].words).replace("\N{NO-BREAK SPACE}", " ")
        assert change.words in told


def test_a_box_leads_where_it_is_told(drawing):
    urls = {text.get_text(): text.get_url() for text in drawing.axes[0].texts}
    assert urls["RTRL"] == "page.html#rtrl"
    assert urls["BPTT"] is None
