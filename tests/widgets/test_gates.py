"""The explorer of an LSTM's explicit paths: what is drawn and told is what the engine computes."""

import numpy as np
import pytest

import taxrec_lite as tx
from taxrec_lite.explorers import gates as explorer
from taxrec_lite.gates import without_synapses
from taxrec_lite.live import compute, gates, start

N, T = 4, 6
INTO_C, INTO_Z = ("input", "forget", "candidate"), ("output",)


def a_run(bias=3, coupled=False):
    return gates.gated_run(tx.LSTM, bias, coupled, n=N, T=T)


def answer(m, paths, bias=3, coupled=False):
    return compute("gates", {**start("gates"), "m": m, "paths": paths, "bias": bias, "input": -bias if coupled else 0, "n": N,
                             "T": T, "seed": 0})


def test_a_mark_stands_where_the_number_is():
    run, found = a_run(), answer(3, "through")
    cut = tx.m_order(without_synapses(run, ["output"]), 3)
    error, cosine = tx.relative_error(cut, tx.bptt(run)), tx.cosine(cut, tx.bptt(run))
    for name, value in (("error", error), ("cosine", cosine)):
        mark = found.marks[f"{name}-chosen"]
        assert mark["x"] == [3] and mark["y"] == pytest.approx([value], rel=1e-9)
        assert found.marks[f"{name}-through"]["y"][2] == found.marks[name]["y"][2] == mark["y"][0]
    assert f"relative error <b>{error:.3g}</b> and cosine <b>{cosine:.3f}</b>" in found.sentence


def test_all_paths_to_the_last_order_are_exact():
    assert "relative error <b>0 to rounding</b>" in answer(T, "both").sentence


def test_without_explicit_paths_every_order_is_eprop():
    run, curve = a_run(coupled=True), answer(1, "none", coupled=True).marks["error"]["y"]
    assert len(curve) == T and np.allclose(curve, tx.relative_error(tx.eprop(run), tx.bptt(run)))
    assert np.allclose(gates.along(run)["none"], tx.all_orders(without_synapses(run, INTO_C + INTO_Z)))


@pytest.mark.parametrize("gain", [0.1, 1, 4])
@pytest.mark.parametrize("bias", [-2, 5])
@pytest.mark.parametrize("paths, cut", [("both", ()), ("through", INTO_Z), ("past", INTO_C)])
def test_orders_along_some_paths_are_those_without_the_synapses_of_the_others(paths, cut, gain, bias):
    run = gates.gated_run(tx.LSTM, bias, gain=gain, n=12, T=40)
    orders, found = tx.all_orders(without_synapses(run, cut)), gates.along(run)[paths]
    kept = len(found)
    assert (kept < 25) == (gain == 0.1) and kept <= 40
    for m, gradient in enumerate(orders):
        assert tx.relative_error(found[min(m, kept - 1)], gradient) < 1e-13


def test_how_much_is_kept_and_written_is_told():
    u = a_run(coupled=True).u
    written, kept = ((1 / (1 + np.exp(-u[:, :, gate]))).mean() for gate in (0, 1))
    told = answer(1, "both", coupled=True).sentence
    assert f"a step keeps <b>{kept:.2f}</b> of the state and writes {written:.2f}" in told
    assert explorer.openness(a_run(coupled=True)) == pytest.approx(kept)


def test_parts_add_up_and_mean_what_they_say():
    run = a_run()
    of = gates.split(gates.along(run))
    assert np.allclose(sum(of.values()), tx.all_orders(run))
    assert tx.agree(of["crosses none"][0], tx.eprop(run))
    assert not any(of[name][0].any() for name in ("through c", "past c"))
    assert np.abs(of["both in turn"][1]).max() < 1e-12 < np.abs(of["both in turn"][2]).max()


def test_bars_are_as_long_as_the_parts():
    run, found = a_run(), answer(3, "past")
    parts = [part / np.linalg.norm(tx.bptt(run).theta) for part in gates.split(gates.along(run)).values()]
    kept = [np.linalg.norm(parts[0]), 0, np.linalg.norm(parts[2][2]), 0]
    for row, part in enumerate(parts):
        for name, length in ((f"all-{row}", np.linalg.norm(part[-1])), (f"kept-{row}", kept[row])):
            assert found.marks[name]["x"] == pytest.approx([0, length, length, 0])
            assert found.marks[name]["y"].mean() == pytest.approx(row)


@pytest.mark.parametrize("paths, kinds", [("both", "cz"), ("through", "c"), ("past", "z"), ("none", "")])
def test_the_graph_has_the_chosen_explicit_edges_alone(paths, kinds):
    graph = explorer.small_graph()
    left = explorer.cut_graph(graph, paths)
    assert {head[0] for _, head, kind in left.edges(data="kind") if kind == "explicit"} == set(kinds)
    assert [kind for *_, kind in left.edges(data="kind") if kind != "explicit"] == [
        kind for *_, kind in graph.edges(data="kind") if kind != "explicit"]


def test_an_edge_is_kept_from_the_first_order_that_crosses_to_it():
    graph = explorer.small_graph()
    first = explorer.kept_from(graph, "both")
    assert first[("c", 0, 1), ("c", 0, 2)] == 1
    assert first[("z", 0, 1), ("c", 1, 2)] == 2 and first[("z", 0, 1), ("z", 1, 2)] == 2
    assert first[("z", 1, 2), ("z", 0, 3)] == 3
    assert (("z", 0, 1), ("z", 1, 2)) not in explorer.kept_from(graph, "through")


def test_a_coupled_input_gate_has_the_opposite_bias():
    params = a_run(bias=3, coupled=True).params
    assert (params.b[0] == -3).all() and (params.b[1] == 3).all()
    assert not a_run(bias=3).params.b[0].any()


@pytest.mark.parametrize("value, words", [(0.5, "0.5"), (1e-13, "0 to rounding"), (2.5e-4, "0.00025"), (1e-7, "below 0.0001")])
def test_numbers(value, words):
    assert gates.number(value) == words
