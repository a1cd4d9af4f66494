"""How time and memory of each rule grow with n, T, m, the batch, and with the density of the network: measured, for chapter 7.

Times are of the processor, the best of some, all points of a curve measured by turns, BLAS on one thread, float64, leaky RNN.
Memory is the most that NumPy has taken at once while a gradient is computed from nothing, for a causal rule one step at a time.
Writes taxrec_lite/data/scaling.json.
"""

import json
import os
import platform
import time
import tracemalloc
from datetime import date
from pathlib import Path

os.environ.update(OPENBLAS_NUM_THREADS="1", OMP_NUM_THREADS="1", MKL_NUM_THREADS="1")

import numpy as np  # noqa: E402
from tqdm import tqdm  # noqa: E402

import taxrec_lite as tx  # noqa: E402
from taxrec_lite import costs, data, rules  # noqa: E402
from taxrec_lite.rules.causal import CausalGradient  # noqa: E402

TARGET = data.FOLDER / "scaling.json"
N_IN, N_OUT = 8, 2
RULES = [("bptt", None), ("eprop", None), ("m_order", 2), ("m_order", 3), ("rtrl", None)]
BPTT, EPROP, ORDER_2, ORDER_3, RTRL = RULES
POWERS = (16, 32, 64, 128, 256, 512, 1024)
ORDERS = (2, 3, 4, 6, 10, 18, 34, 66)
BATCHES = (1, 2, 4, 8, 16, 32, 64)
# What grows, for which rule, through which sizes, of which the last are fitted, and what is set beside n = 64, T = 16, B = 1.
# Against n, arithmetic outweighs the calls that make it from other sizes on for each rule; and a gigabyte is where it ends
TIME = [
    ("n", BPTT, (64, 128, 256, 512, 724, 1024, 1448, 2048), 5, {"B": 32}),
    ("n", EPROP, (64, 128, 256, 362, 512, 724, 1024), 5, {}),
    *(("n", order, (32, 64, 128, 192, 304, 346, 394, 449, 512), 5, {}) for order in (ORDER_2, ORDER_3)),
    ("n", RTRL, (32, 64, 128, 192, 256, 304, 362, 430, 512), 5, {}),
    *(("T", rule, POWERS, 5, {}) for rule in RULES),
    ("m", ORDER_3, ORDERS, 4, {"n": 96}),
    ("B", BPTT, POWERS, 5, {}),
    *(("B", rule, BATCHES, 5, {}) for rule in RULES[1:]),
]
MEMORY = [
    ("n", BPTT, (16, 32, 64, 128, 256), 5, {"T": 8192}),
    ("n", EPROP, (64, 128, 256, 512, 1024), 3, {}),
    *(("n", rule, (16, 32, 64, 128, 256), 3, {}) for rule in RULES[2:]),
    *(("T", rule, POWERS, 3, {}) for rule in RULES),
    ("m", ORDER_3, ORDERS, 4, {"n": 64}),
    ("B", BPTT, POWERS, 5, {}),
    *(("B", rule, BATCHES, 5, {}) for rule in RULES[1:]),
]
DENSITIES = (0.02, 0.05, 0.1, 0.2, 0.5, 1.0)
SPARSE = [("eprop", None, 1024), ("m_order", 2, 96), ("m_order", 3, 96), ("rtrl", None, 96)]


def inputs(rng, B):
    """Inputs and targets of a time step."""
    return rng.standard_normal((B, N_IN)), rng.standard_normal((B, N_OUT))


def from_nothing(rule, m, n, T, B):
    """A function that computes a gradient of T steps, the forward pass included: BPTT of a run, the others step by step."""
    net, rng = network(n), np.random.default_rng(0)
    params = net.init(rng)

    def run():
        return rules.get(rule).gradient(net.run(params, rng.standard_normal((T, B, N_IN)), rng.standard_normal((T, B, N_OUT))))

    def in_time():
        online = tx.Online(net, params, rule, B, **numbers(m))
        for _ in range(T):
            online.step(*inputs(rng, B))

    return in_time if rules.get(rule).causal else run


def step_of(rule, m, n, T, B, density=1.0):
    """A function that takes a step of the rule on a random network, or all T of one that goes back."""
    net, rng = network(n, density), np.random.default_rng(0)
    params = net.init(rng, gain=0.05)  # the same step over and over must not explode
    run = net.run(params, rng.standard_normal((T, B, N_IN)), rng.standard_normal((T, B, N_OUT)))
    run.local, run.pre, run.dE_dy
    rule = rules.get(rule)
    if not rule.causal:
        return lambda: rule.gradient(run)
    gradient = CausalGradient(net, rule.trace(net, B, **numbers(m)))
    return lambda: gradient.step(run.params, run.local[1], run.pre[1], run.z[1], run.dE_dy[1])


def numbers(m):
    """The order as an option, if there is one."""
    return {} if m is None else {"m": m}


def best_times(functions, seconds=8.0, turns=8):
    """Best seconds of processor time of each function, taken by turns for so long and so often at least."""
    best = [np.inf] * len(functions)
    ends = time.process_time() + seconds
    while time.process_time() < ends or turns > 0:
        turns -= 1
        for i, function in enumerate(functions):
            began = time.process_time()
            function()
            best[i] = min(best[i], time.process_time() - began)
    return best


def peak(function):
    """The most bytes that are taken at once while a function runs."""
    tracemalloc.start()
    function()
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most


def points(along, rule, sizes, fitted, others):
    """The cases of a curve, and how the file describes it."""
    base = dict(zip(("rule", "m"), rule)) | {"n": 64, "T": 16, "B": 1} | others
    return [base | {along: size} for size in sizes], base | {"along": along, along: sizes, "fitted": fitted}


def time_curve(along, *curve):
    """Seconds of a step of the whole batch; against T of all steps, the forward pass included; against m beside a step of RTRL."""
    cases, told = points(along, *curve)
    if along == "T":
        told["seconds"] = best_times([from_nothing(**case) for case in cases])
    else:
        beside = [cases[0] | {"rule": "rtrl", "m": None}] if along == "m" else []
        seconds = best_times([step_of(**case) for case in cases + beside])
        steps = 1 if rules.get(told["rule"]).causal else told["T"]
        told |= {"seconds": [each / steps for each in seconds[: len(cases)]], "rtrl": seconds[len(cases):]}
    steps = [case["T"] if along == "T" else 1 for case in cases]
    return told | {"multiply_adds": [taken * case["B"] * cost_of(case).time for taken, case in zip(steps, cases)]}


def memory_curve(*curve):
    """Bytes taken, and the numbers held that are counted."""
    cases, told = points(*curve)
    return told | {"bytes": [peak(from_nothing(**case)) for case in cases],
                   "numbers": [case["B"] * cost_of(case).memory for case in cases]}


def cost_of(case):
    """The `Cost` of a case for one sample."""
    return costs.of(case["rule"], network(case["n"]), case["T"], **numbers(case["m"]))


def network(n, density=1.0, seed=0):
    """A leaky RNN; below density 1 with synapses drawn at random, with the same number into each neuron."""
    if density == 1:
        return tx.Network(tx.LeakyRNN(N_IN, n), tx.Readout(N_OUT))
    rng, heard = np.random.default_rng(seed), max(1, round(density * n))
    connectivity = np.argsort(rng.random((n, n)), axis=1) < heard
    return tx.Network(tx.LeakyRNN(N_IN, n), tx.Readout(N_OUT), connectivity)


def sparsity(rule, m, n):
    """One curve against the density."""
    seconds = best_times([step_of(rule, m, n, 16, 1, density) for density in DENSITIES])
    return {"rule": rule, "m": m, "n": n, "density": DENSITIES, "seconds": seconds,
            "multiply_adds": [costs.of(rule, network(n, density), 16, m=m).time for density in DENSITIES]}


def cpu():
    """What the processor calls itself."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    names = [line.split(":")[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()


if __name__ == "__main__":
    result = {
        "date": date.today().isoformat(), "cpu": cpu(), "numpy": np.__version__, "python": platform.python_version(),
        "memory": [memory_curve(*curve) for curve in tqdm(MEMORY, "memory")],
        "time": [time_curve(*curve) for curve in tqdm(TIME, "time")],
        "sparsity": [sparsity(*case) for case in tqdm(SPARSE, "sparsity")],
    }
    TARGET.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
