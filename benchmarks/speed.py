"""How fast the package is beside PyTorch, JAX and the machine's own products: ratios, measured by turns in one run.

Float64, one thread each, T = 200, eight inputs, two outputs, squared error. Writes speed.json, which chapter 7 shows.
"""

import os

os.environ.update(OPENBLAS_NUM_THREADS="1", OMP_NUM_THREADS="1", MKL_NUM_THREADS="1",
                  XLA_FLAGS="--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1")

import statistics  # noqa: E402
import time  # noqa: E402

import numpy as np  # noqa: E402
import torch  # noqa: E402

import taxrec_lite as tx  # noqa: E402

torch.set_num_threads(1)
torch.set_default_dtype(torch.float64)
T, N_IN, N_OUT = 200, 8, 2
CELLS = {"leaky_rnn": (tx.LeakyRNN, torch.nn.RNN), "lstm": (tx.LSTM, torch.nn.LSTM), "gru": (tx.GRU, torch.nn.GRU)}


def data(B):
    rng = np.random.default_rng(0)
    return rng.standard_normal((T, B, N_IN)), rng.standard_normal((T, B, N_OUT))


def ours(cell, n, B):
    """A forward and a backward pass of the package."""
    network = tx.Network(CELLS[cell][0](N_IN, n), tx.Readout(N_OUT))
    params, (x, target) = network.init(np.random.default_rng(0)), data(B)
    return lambda: tx.bptt(network.run(params, x, target))


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


def by_turns(functions, seconds):
    """{name: (best, median) seconds} of calls that take turns for so long."""
    taken = {name: [] for name in functions}
    for call in functions.values():
        call()
    ends = time.perf_counter() + seconds
    while time.perf_counter() < ends:
        for name, call in functions.items():
            began = time.perf_counter()
            call()
            taken[name].append(time.perf_counter() - began)
    return {name: (min(each), statistics.median(each)) for name, each in taken.items()}


if __name__ == "__main__":
    import sys
    secs = float(sys.argv[1]) if len(sys.argv) > 1 else 2
    for cell in CELLS:
        for B in (1, 32):
            for n in (32, 64, 128):
                r = by_turns({"ours": ours(cell, n, B), "torch": pytorch(cell, n, B)}, secs)
                print(f"{cell:10} n={n:4} B={B:3} ours {1e3*r['ours'][0]:7.2f} torch {1e3*r['torch'][0]:7.2f} ms  ratio {r['torch'][0]/r['ours'][0]:.2f} {r['torch'][1]/r['ours'][1]:.2f}", flush=True)
