"""How fast the package is beside PyTorch and the bare matrix product: ratios, taken by turns in one run, and printed.

Float64, one thread each, T = 200, eight inputs, two outputs, squared error.
"""

import os

os.environ.update(OPENBLAS_NUM_THREADS="1", OMP_NUM_THREADS="1", MKL_NUM_THREADS="1")

import statistics  # noqa: E402
import time  # noqa: E402

import numpy as np  # noqa: E402
import torch  # noqa: E402

import taxrec_lite as tx  # noqa: E402
from taxrec_lite.rules.traces import influence_trace  # noqa: E402

torch.set_num_threads(1)
torch.set_default_dtype(torch.float64)
T, N_IN, N_OUT, SECONDS = 200, 8, 2, 2.0
CELLS = {"leaky_rnn": (tx.LeakyRNN, torch.nn.RNN), "lstm": (tx.LSTM, torch.nn.LSTM), "gru": (tx.GRU, torch.nn.GRU)}


def data(B):
    """Inputs and targets."""
    rng = np.random.default_rng(0)
    return rng.standard_normal((T, B, N_IN)), rng.standard_normal((T, B, N_OUT))


def a_run(cell, n, B):
    """A function that runs a random network."""
    network = tx.Network(CELLS[cell][0](N_IN, n), tx.Readout(N_OUT))
    params, (x, target) = network.init(np.random.default_rng(0)), data(B)
    return lambda: network.run(params, x, target)


def backpropagated(cell, n, B):
    """A forward and a backward pass of the package."""
    run = a_run(cell, n, B)
    return lambda: tx.bptt(run())


def pytorch(cell, n, B):
    """A forward and a backward pass of PyTorch's own recurrent layer."""
    layer, read = CELLS[cell][1](N_IN, n), torch.nn.Linear(n, N_OUT)
    x, target = map(torch.from_numpy, data(B))

    def once():
        for parameter in (*layer.parameters(), *read.parameters()):
            parameter.grad = None
        z, _ = layer(x)
        (0.5 * (read(z) - target) ** 2).sum().backward()

    return once


def all_orders(n):
    """All T orders of a leaky RNN, the forward pass included."""
    run = a_run("leaky_rnn", n, 1)
    return lambda: tx.all_orders(run())


def rtrl_step(n):
    """One step of RTRL of a leaky RNN: its trace, and what the trace teaches."""
    run = a_run("leaky_rnn", n, 1)()
    trace, local = influence_trace(run.network, 1), run.local[1]

    def once():
        trace.step(local, run.pre[1], run.params.W_rec)
        trace.learned(run.learning_signal[1])

    return once


def bare_product(n):
    """The product J @ M that a step of RTRL cannot do without."""
    rng, p = np.random.default_rng(0), n + N_IN + 1
    J, M = rng.standard_normal((n, n)) / n, rng.standard_normal((n, n * p))
    out = np.empty_like(M)
    return lambda: np.matmul(J, M, out=out)


def by_turns(ours, theirs):
    """(best, median) seconds of each of two functions that take turns."""
    taken = [], []
    ours(), theirs()
    ends = time.perf_counter() + SECONDS
    while time.perf_counter() < ends:
        for function, times in zip((ours, theirs), taken):
            began = time.perf_counter()
            function()
            times.append(time.perf_counter() - began)
    return [(min(times), statistics.median(times)) for times in taken]


def report(title, ours, theirs):
    """One line of the table: milliseconds, and how many times as long theirs takes."""
    (our_best, our_median), (their_best, their_median) = by_turns(ours, theirs)
    print(f"{title:<40} {1e3 * our_best:9.2f} {1e3 * their_best:9.2f} {their_best / our_best:7.2f} {their_median / our_median:7.2f}",
          flush=True)


if __name__ == "__main__":
    print(f"{'':<40} {'ours, ms':>9} {'theirs':>9} {'ratio':>7} {'median':>7}")
    for cell in CELLS:
        for B in (1, 32):
            for n in (32, 64, 128):
                report(f"{cell}, n = {n}, batch {B}, PyTorch", backpropagated(cell, n, B), pytorch(cell, n, B))
    report("all orders, n = 64, one pass of PyTorch", all_orders(64), pytorch("leaky_rnn", 64, 1))
    for n in (64, 128):
        report(f"a step of RTRL, n = {n}, J @ M", rtrl_step(n), bare_product(n))
