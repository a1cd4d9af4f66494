"""What a reader's browser computes: every setting has an answer, from NumPy alone."""

import pkgutil
import subprocess
import sys

import numpy as np
import pytest

from taxrec_lite import cells, live, tasks
from taxrec_lite.live import orders
from taxrec_lite.measures import by_order
from taxrec_lite.network import Network
from taxrec_lite.optimizers import Adam
from taxrec_lite.readout import Readout
from taxrec_lite.training import Diverged, Training

NAMES = [module.name for module in pkgutil.iter_modules(live.__path__) if not module.name.startswith("_")]
each = pytest.mark.parametrize("name", NAMES)
FOREIGN = "import sys, taxrec_lite.live as live; [live.compute(name, live.start(name)) for name in {0}]; print(*sys.modules)"


def test_they_need_numpy_alone():
    done = subprocess.run([sys.executable, "-c", FOREIGN.format(NAMES)], capture_output=True, text=True, check=True)
    loaded = done.stdout.split()
    assert "numpy" in loaded and not {"matplotlib", "networkx", "ipywidgets", "PIL"} & set(loaded)


@each
def test_the_start_can_be_set(name):
    start = live.start(name)
    for control in live.controls(name):
        if "options" in control:
            assert control["start"] in control["options"]
        else:
            assert control["low"] <= control["start"] <= control["high"]
            assert control["at_most"] is None or start[control["at_most"]] >= control["start"]
            assert control["step"] is None or (control["start"] - control["low"]) / control["step"] == pytest.approx(
                round((control["start"] - control["low"]) / control["step"]))


@each
def test_every_end_of_every_control_has_an_answer(name):
    few = {control["key"]: max(control["low"], 10) for control in live.controls(name) if control.get("grows")}
    for control in live.controls(name):
        for value in control.get("options") or (control["low"], control["high"]):
            answer = live.compute(name, {**live.start(name), **few, control["key"]: value})
            assert answer.sentence
            for mark in answer.marks.values():
                numbers = [mark[key] for key in ("x", "y", "values") if key in mark]
                assert all(np.isfinite(part).any() or np.size(part) == 0 for part in numbers)


def test_orders_are_those_of_the_run():
    expected = by_order(orders.random_run("alif", 2.0, 5, 9, 3, alpha=0.8, rho=0.7, beta=0.5, surrogate=orders.SURROGATE))
    answer = live.compute("orders", dict(cell="alif", m=4, gain=2.0, n=5, T=9, leak=0.8, height=0.7, rho=0.7, beta=0.5, seed=3))
    marks = answer.marks
    assert marks["error"]["y"].tolist() == np.maximum(expected.error, orders.FLOOR).tolist()
    assert marks["cosine"]["y"].tolist() == expected.cosine.tolist()
    assert (marks["error-chosen"]["x"], marks["error-chosen"]["y"]) == ([4], expected.error[3:4])
    heights = {name: marks[name]["y"].reshape(-1, 5)[:, 1].tolist() for name in ("parts", "local", "kept")}
    assert heights["parts"] == np.maximum(expected.contribution, orders.FLOOR).tolist()
    assert (heights["local"], heights["kept"]) == (heights["parts"][:1], heights["parts"][1:4])
    assert marks["kept"]["x"][0] == marks["parts"]["x"][5]
    assert marks["order"]["values"].tolist() == expected.gradients[3, 0, :, :5].ravel().tolist()
    assert f"error <b>{orders.number(expected.error[3])}</b>" in answer.sentence


def test_an_order_above_T_is_exact():
    answer = live.compute("orders", {**live.start("orders"), "T": 5, "m": 9})
    exact, difference = (answer.marks[name]["values"] for name in ("exact", "difference"))
    assert "Order <b>5</b>" in answer.sentence and "below 10⁻¹²" in answer.sentence
    assert np.abs(difference).max() <= 1e-12 * np.abs(exact).max()


def test_recurrent_weights_without_a_gradient_have_a_scale():
    answer = live.compute("orders", {**live.start("orders"), "cell": "lif", "n": 2, "T": 2, "height": 0.1, "leak": 0})
    assert not answer.marks["exact"]["values"].any() and answer.marks["exact"]["scale"] == 1


def test_a_gradient_of_zero_is_told():
    answer = live.compute("orders", {**live.start("orders"), "cell": "alif", "gain": 0.05, "n": 2, "T": 2})
    assert answer.marks == {} and "zero gradient" in answer.sentence


TRAINING = {**live.start("training"), "n": 4, "delay": 2, "updates": 12}


def test_a_training_grows_as_one_that_is_run_at_once():
    pieces = [live.compute("training", {**TRAINING, "seed": 7, "updates": updates}) for updates in (1, 5, 12, 3)]
    task, network = tasks.StoreRecall(2), Network(cells.LeakyRNN(n_in=4, n=4, leak=0.0), Readout(2))
    whole = Training(network, task, "eprop", optimizer=Adam(5e-3, clip=1.0), seed=7).run(12).record
    for answer, updates in zip(pieces, (1, 5, 12, 3)):
        assert answer.marks["loss"]["y"].tolist() == list(whole.loss[:updates])
        assert answer.marks["accuracy"]["y"].tolist() == list(whole.accuracy[:updates])
        assert f"after <b>{updates}</b> updates" in answer.sentence


def test_bptt_runs_along():
    beside, alone = (live.compute("training", {**TRAINING, "rule": rule}).marks for rule in ("m2", "bptt"))
    assert beside["loss-exact"]["y"].tolist() == alone["loss"]["y"].tolist()


def test_a_training_that_diverges_is_told_as_far_as_it_came(monkeypatch):
    real = Training._updated

    def diverging(training):
        if training.updates == 4:
            raise Diverged("diverged")
        return real(training)

    monkeypatch.setattr(Training, "_updated", diverging)
    answer = live.compute("training", {**TRAINING, "seed": 8})
    assert len(answer.marks["loss"]["x"]) == 4 and "after <b>4</b> updates" in answer.sentence
