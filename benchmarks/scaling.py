"""How the time of a step grows with n and with the density of the network: measured, for chapter 7 of the book.

Each point is the best of many steps, all points of a curve measured by turns, BLAS on one thread, float64, leaky RNN.
Writes taxrec_lite/data/scaling.json.
"""

import json
import os
import platform
import time
from datetime import date
from pathlib import Path

os.environ.update(OPENBLAS_NUM_THREADS="1", OMP_NUM_THREADS="1", MKL_NUM_THREADS="1")

import numpy as np  # noqa: E402
from tqdm import tqdm  # noqa: E402

import taxrec_lite as tx  # noqa: E402
from taxrec_lite import costs, data, rules  # noqa: E402
from taxrec_lite.rules.causal import CausalGradient  # noqa: E402

TARGET = data.FOLDER / "scaling.json"
N_IN, N_OUT, T = 8, 2, 16
# (rule, m, batch, numbers of neurons): sizes at which arithmetic outweighs the calls that make it
GROWTH = [
    ("bptt", None, 32, (512, 724, 1024, 1448, 2048)),
    ("eprop", None, 1, (256, 362, 512, 724, 1024)),
    ("m_order", 2, 1, (304, 346, 394, 449, 512)),
    ("m_order", 3, 1, (304, 346, 394, 449, 512)),
    ("rtrl", None, 1, (256, 304, 362, 430, 512)),
]
DENSITIES = (0.02, 0.05, 0.1, 0.2, 0.5, 1.0)
SPARSE = [("eprop", None, 1024), ("m_order", 2, 96), ("m_order", 3, 96), ("rtrl", None, 96)]


def step_of(rule, m, B, network):
    """A function that takes one step of the rule on a random network, and how many steps that is."""
    rng = np.random.default_rng(0)
    run = network.run(network.init(rng), rng.standard_normal((T, B, N_IN)), rng.standard_normal((T, B, N_OUT)))
    run.local, run.pre, run.dE_dy
    rule = rules.get(rule)
    if not rule.causal:
        return lambda: rule.gradient(run), T
    gradient = CausalGradient(network, rule.trace(network, B, *(() if m is None else (m,))))
    return lambda: gradient.step(run.params, run.local[1], run.pre[1], run.z[1], run.dE_dy[1]), 1


def measure(cases, seconds=20.0, turns=8):
    """Best seconds a step of each case (rule, m, B, network), taken by turns for so long and so often at least."""
    steps = [step_of(*case) for case in cases]
    best = [np.inf] * len(steps)
    ends = time.perf_counter() + seconds
    while time.perf_counter() < ends or turns > 0:
        turns -= 1
        for i, (step, length) in enumerate(steps):
            began = time.perf_counter()
            step()
            best[i] = min(best[i], (time.perf_counter() - began) / length)
    return best


def network(n, density=1.0, seed=0):
    """A leaky RNN; below density 1 with synapses drawn at random, with the same number into each neuron."""
    if density == 1:
        return tx.Network(tx.LeakyRNN(N_IN, n), tx.Readout(N_OUT))
    rng, heard = np.random.default_rng(seed), max(1, round(density * n))
    connectivity = np.argsort(rng.random((n, n)), axis=1) < heard
    return tx.Network(tx.LeakyRNN(N_IN, n), tx.Readout(N_OUT), connectivity)


def growth(rule, m, B, sizes):
    """One curve against n."""
    networks = [network(n) for n in sizes]
    seconds = measure([(rule, m, B, each) for each in networks])
    return {"rule": rule, "m": m, "B": B, "n": sizes, "seconds": seconds,
            "multiply_adds": [B * costs.of(rule, each, T, m=m).time for each in networks]}


def sparsity(rule, m, n):
    """One curve against the density."""
    networks = [network(n, density) for density in DENSITIES]
    seconds = measure([(rule, m, 1, each) for each in networks])
    return {"rule": rule, "m": m, "n": n, "density": DENSITIES, "seconds": seconds,
            "multiply_adds": [costs.of(rule, each, T, m=m).time for each in networks]}


def cpu():
    """What the processor calls itself."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    names = [line.split(":")[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()


if __name__ == "__main__":
    result = {
        "date": date.today().isoformat(), "cpu": cpu(), "numpy": np.__version__, "python": platform.python_version(),
        "growth": [growth(*case) for case in tqdm(GROWTH, "growth with n")],
        "sparsity": [sparsity(*case) for case in tqdm(SPARSE, "sparsity")],
    }
    TARGET.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
