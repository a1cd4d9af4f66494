"""The comparison of chapter 11: every rule learns every task, over seeds, and one task at growing delays.

Writes taxrec_lite/data/learning.json. `make experiments` does all of it; `--only NAME` does some parts and keeps the others.
"""

import argparse
import json
import os
import platform
import time
from dataclasses import replace
from datetime import date
from importlib.metadata import version
from pathlib import Path

os.environ.update(OPENBLAS_NUM_THREADS="1", OMP_NUM_THREADS="1", MKL_NUM_THREADS="1")

from tqdm import tqdm  # noqa: E402

import taxrec_lite as tx  # noqa: E402
from taxrec_lite import costs, experiments, results, tasks  # noqa: E402
from taxrec_lite._describe import describe  # noqa: E402
from taxrec_lite.optimizers import Adam  # noqa: E402
from taxrec_lite.training import Training  # noqa: E402

SEEDS, TRIALS = range(5), 500
RULES = {
    "BPTT": {"rule": "bptt"},
    "TBPTT": {"rule": "tbptt", "numbers": {"k": 3}},
    "order 3": {"rule": "m_order", "numbers": {"m": 3}},
    "order 2": {"rule": "m_order", "numbers": {"m": 2}},
    "e-prop": {"rule": "eprop"},
    "adaptive": {"rule": "adaptive_eprop", "decay": 0.001},
    "random": {"rule": "random_eprop"},
}
RTRL = {"RTRL": {"rule": "rtrl"}}
CUES = tasks.Evidence(cues=5, cue=4, gap=2, delay=10, decision=4, population=5)


def training(task, cell, rate, gain=1.0, B=32):
    """What all rules have in common: the network, the task and how it is trained."""
    network = tx.Network(cell, tx.Readout(task.n_out))
    return Training(network, task, "bptt", optimizer=Adam(rate, clip=1.0), gain=gain, B=B)


# {name: (what is common, updates, rules)}
PARTS = {
    "store–recall": (training(tasks.StoreRecall(5), tx.LeakyRNN(4, 24, leak=0.0), 0.003), 400, RULES | RTRL),
    "spikes": (training(tasks.StoreRecall(20, duration=3), tx.ALIF(4, 32), 0.01, gain=0.5), 150, RULES),
    "evidence": (training(CUES, tx.LSTM(20, 16), 0.01), 150, RULES),
    "pattern": (training(tasks.Pattern(50), tx.LeakyRNN(5, 32, leak=0.8), 0.003, gain=0.3, B=1), 250, RULES),
    "adding": (training(tasks.Adding(15), tx.LSTM(2, 16), 0.01), 400, RULES),
    "digits": (training(tasks.Digits(), tx.LeakyRNN(8, 32, leak=0.0), 0.005), 400, RULES),
}
# {name: (cell, learning rate, updates, delays)}: store and recall
DELAYS = {
    "RNN": (tx.LeakyRNN(4, 32, leak=0.0), 0.003, 300, (0, 2, 4, 8, 12)),
    "LSTM": (tx.LSTM(4, 16), 0.01, 100, (5, 20, 40)),
}
DELAYED = {rule: RULES[rule] for rule in ("BPTT", "order 3", "order 2", "e-prop", "random")}


def compare(common, updates, rules, jobs):
    """A part of the file: all rules on one task."""
    common, began = replace(common, alignment=max(1, updates // 12)), time.perf_counter()
    records = experiments.run(common, rules, SEEDS, updates, TRIALS, jobs)
    rtrl = common.B * common.task.T * costs.of("rtrl", common.network, common.task.T).time
    return {"training": describe(common), "updates": updates, "chance": vars(common.task.held_out().chance), "rtrl": rtrl,
            "seconds": round(time.perf_counter() - began),
            "results": {rule: results.plain(results.summary(records[rule], rules[rule])) for rule in rules}}


def delayed(cell, rate, updates, delays, jobs):
    """A part of the file: test accuracies on store and recall, (delays, seeds) for each rule."""
    found, began = {rule: [] for rule in DELAYED}, time.perf_counter()
    for delay in delays:
        common = training(tasks.StoreRecall(delay), cell, rate)
        records = experiments.run(common, DELAYED, SEEDS, updates, TRIALS, jobs)
        for rule, seeds in records.items():
            found[rule].append([None if record.test is None else record.test.accuracy for record in seeds])
    return {"training": describe(common), "updates": updates, "delays": list(delays),
            "seconds": round(time.perf_counter() - began), "accuracy": found}


def provenance():
    """Where and with what the numbers are made."""
    return {"date": date.today().isoformat(), "processor": _processor(), "cores": os.cpu_count(),
            "python": platform.python_version(), **{name: version(name) for name in ("numpy", "joblib")}}


def _processor():
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        return next(line.split(": ")[1] for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


def main(only=None, jobs=-1, path=results.STORED):
    """Do the parts called `only`, or all, and write them over those in the file."""
    stored = json.loads(path.read_text(encoding="utf-8")) if only else {"parts": {}, "delays": {}}
    for name in tqdm(only or [*PARTS, *DELAYS]):
        if name in PARTS:
            stored["parts"][name] = compare(*PARTS[name], jobs)
        else:
            stored["delays"][name] = delayed(*DELAYS[name], jobs)
        kind = "parts" if name in PARTS else "delays"
        stored[kind][name]["provenance"] = provenance()
    for kind, order in (("parts", PARTS), ("delays", DELAYS)):
        stored[kind] = {name: stored[kind][name] for name in [*order, *stored[kind]] if name in stored[kind]}
    stored["command"] = "make experiments"
    stored["seeds"], stored["trials"] = list(SEEDS), TRIALS
    path.write_text(json.dumps(stored, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="+", choices=[*PARTS, *DELAYS], help="parts to do again; the others stay as they are")
    parser.add_argument("--jobs", type=int, default=-1, help="processes at a time; −1, all cores")
    main(**vars(parser.parse_args()))
