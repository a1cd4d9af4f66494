"""The explorer of an LSTM's explicit paths: what is drawn and told is what the engine computes."""

import numpy as np
import pytest

import taxrec_lite as tx
from taxrec_lite.explorers import gates
from taxrec_lite.live import gates as live_gates
from taxrec_lite.gates import without_synapses

N, T = 4, 6


@pytest.fixture(scope="module")
def view():
    return gates.view(n=N, T=T, seed=0)


def a_run(bias=3, coupled=False):
    return gates.gated_run(tx.LSTM, bias, coupled, n=N, T=T)


def drawn(axes, where):
    return [line for line in axes.lines if line.get_gid() == f"layer:{where}"]


def test_a_mark_stands_where_the_number_is(view):
    run = a_run()
    cut = tx.m_order(without_synapses(run, ["output"]), 3)
    error, cosine = tx.relative_error(cut, tx.bptt(run)), tx.cosine(cut, tx.bptt(run))
    for axes, value in zip(view.panels[0][0].axes, (error, cosine)):
        [mark] = drawn(axes, "m=3;paths=through;bias=3;write=free")
        assert mark.get_xdata() == [3] and mark.get_ydata() == pytest.approx([value], rel=1e-9)
    told = view.sentences[3, "through", 3, "free"]
    assert f"relative error <b>{error:.3g}</b> and cosine <b>{cosine:.3f}</b>" in told


def test_all_paths_to_the_last_order_are_exact(view):
    assert "relative error <b>0 to rounding</b>" in view.sentences[T, "both", 3, "free"]


def test_without_explicit_paths_every_order_is_eprop(view):
    run = a_run(coupled=True)
    [curve] = drawn(view.panels[0][0].axes[0], "paths=none;bias=3;write=coupled")
    assert np.allclose(curve.get_ydata(), tx.relative_error(tx.eprop(run), tx.bptt(run)))


def test_how_much_is_kept_and_written_is_told(view):
    u = a_run(coupled=True).u
    written, kept = ((1 / (1 + np.exp(-u[:, :, gate]))).mean() for gate in (0, 1))
    assert f"a step keeps <b>{kept:.2f}</b> of the state and writes {written:.2f}" in view.sentences[1, "both", 3, "coupled"]
    assert gates.openness(a_run(coupled=True)) == pytest.approx(kept)


def test_parts_add_up_and_mean_what_they_say():
    run = a_run()
    of = gates.parts(run)
    assert np.allclose(sum(of.values()), tx.all_orders(run))
    assert tx.agree(of["crosses none"][2], tx.eprop(run))
    assert not any(of[name][0].any() for name in ("through c", "past c"))
    assert np.abs(of["both in turn"][1]).max() < 1e-12 < np.abs(of["both in turn"][2]).max()


def test_bars_are_as_long_as_the_parts(view):
    run = a_run()
    part = gates.parts(run)["past c"][2]
    [bar] = [patch for patch in view.panels[2][0].axes[0].patches
             if patch.get_gid() == "layer:paths=both past;bias=3;write=free;m=3" and round(patch.get_y() + 0.2) == 2]
    assert bar.get_width() == pytest.approx(np.linalg.norm(part) / np.linalg.norm(tx.bptt(run).theta))


@pytest.mark.parametrize("paths, kinds", [("both", "cz"), ("through", "c"), ("past", "z"), ("none", "")])
def test_the_graph_has_the_chosen_explicit_edges_alone(paths, kinds):
    graph = gates.small_graph()
    left = gates.cut_graph(graph, paths)
    assert {head[0] for _, head, kind in left.edges(data="kind") if kind == "explicit"} == set(kinds)
    assert [kind for *_, kind in left.edges(data="kind") if kind != "explicit"] == [
        kind for *_, kind in graph.edges(data="kind") if kind != "explicit"]


def test_an_edge_is_kept_from_the_first_order_that_crosses_to_it():
    graph = gates.small_graph()
    first = gates.kept_from(graph, "both")
    assert first[("c", 0, 1), ("c", 0, 2)] == 1
    assert first[("z", 0, 1), ("c", 1, 2)] == 2 and first[("z", 0, 1), ("z", 1, 2)] == 2
    assert first[("z", 1, 2), ("z", 0, 3)] == 3
    assert (("z", 0, 1), ("z", 1, 2)) not in gates.kept_from(graph, "through")


def test_a_coupled_input_gate_has_the_opposite_bias():
    params = a_run(bias=3, coupled=True).params
    assert (params.b[0] == -3).all() and (params.b[1] == 3).all()
    assert not a_run(bias=3).params.b[0].any()


@pytest.mark.parametrize("value, words", [(0.5, "0.5"), (1e-13, "0 to rounding"), (2.5e-4, "0.00025"), (1e-7, "below 0.0001")])
def test_numbers(value, words):
    assert live_gates.number(value) == words
