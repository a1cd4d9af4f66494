"""Bad input of the graphs and the paths oracle."""

import networkx as nx
import pytest

from taxrec_lite.graphs import count_paths, unroll
from taxrec_lite.oracles.paths import path_sums
from tests.nets import a_run

RUN = a_run("lif", B=2, T=3, n=2)
GRAPH = unroll(RUN)
START, END = ("theta", 0), ("E",)


def refused(error, call, *words):
    with pytest.raises(error) as caught:
        call()
    assert not [word for word in map(str, words) if word not in str(caught.value)], str(caught.value)


@pytest.mark.parametrize("bad", [None, 3, "run", RUN.params])
@pytest.mark.parametrize("call", [unroll, path_sums])
def test_what_is_no_run(call, bad):
    refused(TypeError, lambda: call(bad), "run", "Run", type(bad).__name__)


@pytest.mark.parametrize("bad", [-1, 2, 10])
def test_samples_outside_the_batch(bad):
    refused(ValueError, lambda: unroll(RUN, bad), "sample", bad)


@pytest.mark.parametrize("bad", [None, 1.0, True, "0"])
def test_what_is_no_sample(bad):
    refused(TypeError, lambda: unroll(RUN, bad), "sample", "integer", repr(bad))


@pytest.mark.parametrize("bad", [0, -1])
def test_too_few_crossings(bad):
    refused(ValueError, lambda: count_paths(GRAPH, START, END, bad), "crossings", "at least 1", bad)


@pytest.mark.parametrize("bad", [None, 2.5, True, "2"])
def test_what_is_no_number_of_crossings(bad):
    refused(TypeError, lambda: count_paths(GRAPH, START, END, bad), "crossings", "at least 1", repr(bad))


@pytest.mark.parametrize("bad", [("theta", 9), "c", None])
def test_unknown_nodes(bad):
    refused(ValueError, lambda: count_paths(GRAPH, bad, END, 2), "source", bad)
    refused(ValueError, lambda: count_paths(GRAPH, START, bad, 2), "target", bad)


@pytest.mark.parametrize("bad", [None, 3, "graph", {}])
def test_what_is_no_graph(bad):
    refused(TypeError, lambda: count_paths(bad, START, END, 2), "graph", "DiGraph", type(bad).__name__)


def test_a_graph_with_a_cycle():
    cycle = nx.DiGraph([(0, 1), (1, 0)])
    refused(ValueError, lambda: count_paths(cycle, 0, 1, 2), "graph", "acyclic")
