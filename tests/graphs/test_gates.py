"""What is left of a gradient without some gates' synapses, or without memory, against the paths that are left."""

import numpy as np
import pytest

import taxrec_lite as tx
from taxrec_lite.gates import without_memory, without_synapses
from taxrec_lite.graphs import path_sum, unroll
from tests.nets import a_run

INTO_C = ("input", "forget", "candidate")
each_gated_cell = pytest.mark.parametrize("cell", ["lstm", "gru"])


def along(run, allowed):
    """The sum over the paths to the loss on edges (tail, head, kind) that are `allowed`, (gates, n, p)."""
    graph = unroll(run)
    keep = [edge for *edge, kind in graph.edges(data="kind") if allowed(*edge, kind)]
    sums = [path_sum(graph, ("theta", j), ("E",), map(tuple, keep)) for j in range(run.network.cell.n)]
    gates, n, p = run.params.theta.shape
    return np.reshape(sums, (n, gates, p)).swapaxes(0, 1)


@pytest.mark.parametrize("gates, cut", [(INTO_C, "c"), (("output",), "z"), ((*INTO_C, "output"), "cz"), ((), "")])
def test_an_lstm_without_synapses_into_c_or_z_keeps_the_other_paths(gates, cut):
    run = a_run("lstm", n=2, T=4)
    expected = along(run, lambda tail, head, kind: not (kind == "explicit" and head[0] in cut))
    assert tx.agree(tx.bptt(without_synapses(run, gates)), expected)
    assert bool(cut) == (tx.relative_error(tx.bptt(run), expected) > 0.01)


@each_gated_cell
def test_without_any_synapses_only_eprop_is_left(cell):
    run = a_run(cell)
    assert tx.agree(tx.bptt(without_synapses(run, run.network.cell.gates)), tx.eprop(run))


@each_gated_cell
def test_the_run_went_as_it_went(cell):
    run = a_run(cell)
    cut = without_synapses(run, run.network.cell.gates)
    assert cut.loss == run.loss and cut.states is run.states and not cut.params.W_rec.any()
    assert run.params.W_rec.any()


@each_gated_cell
def test_without_memory_no_path_stays_in_a_neuron(cell):
    run = a_run(cell, n=2, T=4)
    expected = along(run, lambda tail, head, kind: not (kind == "implicit" and head[0] == "c"))
    assert tx.agree(tx.bptt(without_memory(run)), expected)
    assert tx.relative_error(tx.bptt(run), expected) > 0.01


def test_both_can_be_cut():
    run = a_run("lstm", n=2, T=4)
    nothing = without_memory(without_synapses(run, run.network.cell.gates))
    expected = along(run, lambda tail, head, kind: kind not in ("implicit", "explicit"))
    assert tx.agree(tx.bptt(nothing), expected)
    assert tx.agree(tx.bptt(without_synapses(without_memory(run), run.network.cell.gates)), expected)


def test_an_unknown_gate_is_refused():
    with pytest.raises(ValueError, match="gates must be one of 'input', 'forget', 'candidate', 'output', not 'update'"):
        without_synapses(a_run("lstm"), ["update"])


def test_anything_but_names_is_refused():
    with pytest.raises(TypeError, match="gates must be a collection of names of gates, not the str 'output'"):
        without_synapses(a_run("lstm"), "output")
    with pytest.raises(TypeError, match="gates must be one of 'input', .*, not int 3"):
        without_synapses(a_run("lstm"), [3])


@pytest.mark.parametrize("cut", [without_memory, lambda run: without_synapses(run, [])])
def test_anything_but_a_run_is_refused(cut):
    with pytest.raises(TypeError, match="run must be a Run, not NoneType"):
        cut(None)
