"""The map holds every rule of the registry, and draws what the registry says of it."""

import networkx as nx

from taxrec_lite import rules
from taxrec_lite.figures.taxonomy_map import positions, taxonomy_graph, taxonomy_map


def test_every_rule_is_on_the_map():
    assert set(taxonomy_graph()) == set(rules.names())


def test_every_rule_can_be_reached_from_bptt():
    graph = taxonomy_graph()
    assert nx.descendants(graph, "bptt") == set(graph) - {"bptt"}


def test_rules_stand_below_what_they_come_from_and_causal_ones_to_the_right():
    graph = taxonomy_graph()
    place = positions(graph)
    assert all(place[origin][1] > place[name][1] for origin, name in graph.edges)
    assert all((place[name][0] > 0) == rules.get(name).causal for name in graph)


def test_a_box_leads_where_it_is_told():
    drawing = taxonomy_map({"rtrl": "page.html#rtrl"})
    urls = {text.get_text(): text.get_url() for text in drawing.axes[0].texts}
    assert urls["RTRL"] == "page.html#rtrl"
    assert urls["BPTT"] is None
