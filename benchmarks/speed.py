"""How fast the package is beside PyTorch, JAX and what no program could do without: pairs measured by turns, for chapter 7.

Processor time, float64, one core for everything, T = 200, eight inputs, two outputs, squared error, forward and backward pass.
Writes taxrec_lite/data/speed.json.
"""

import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import time
from datetime import date

os.environ.update(OPENBLAS_NUM_THREADS="1", OMP_NUM_THREADS="1", MKL_NUM_THREADS="1")
os.sched_setaffinity(0, [min(os.sched_getaffinity(0))])

import jax  # noqa: E402
import numpy as np  # noqa: E402
import torch  # noqa: E402
from jax import numpy as jnp  # noqa: E402
from scaling import cpu  # noqa: E402
from tqdm import tqdm  # noqa: E402

import taxrec_lite as tx  # noqa: E402
from taxrec_lite import data  # noqa: E402
from taxrec_lite.rules.traces import influence_trace  # noqa: E402

torch.set_num_threads(1)
torch.set_default_dtype(torch.float64)
jax.config.update("jax_enable_x64", True)
TARGET = data.FOLDER / "speed.json"
T, N_IN, N_OUT, SECONDS = 200, 8, 2, 4.0
CELLS = {"leaky_rnn": (tx.LeakyRNN, torch.nn.RNN), "lstm": (tx.LSTM, torch.nn.LSTM), "gru": (tx.GRU, torch.nn.GRU)}


def trials(B, T=T, n_in=N_IN):
    """Inputs and targets."""
    rng = np.random.default_rng(0)
    return rng.standard_normal((T, B, n_in)), rng.standard_normal((T, B, N_OUT))


def a_run(cell, n, B, gain=1.0):
    """A function that runs a random network."""
    network = tx.Network(CELLS[cell][0](N_IN, n), tx.Readout(N_OUT))
    params, (x, target) = network.init(np.random.default_rng(0), gain), trials(B)
    return lambda: network.run(params, x, target)


def backpropagated(cell, n, B):
    """A forward and a backward pass of the package."""
    run = a_run(cell, n, B)
    return lambda: tx.bptt(run())


def pytorch(cell, n, B):
    """The same of PyTorch's own recurrent layer."""
    layer, read = CELLS[cell][1](N_IN, n), torch.nn.Linear(n, N_OUT)
    return differentiated(lambda x: layer(x)[0], layer, read, B)


def pytorch_in_a_loop(n, B):
    """The same of a leaky RNN as one writes it in PyTorch, step by step."""
    enter, recur, read = torch.nn.Linear(N_IN, n), torch.nn.Linear(n, n, bias=False), torch.nn.Linear(n, N_OUT)

    def states(x):
        c, z, all_z = torch.zeros(B, n), torch.zeros(B, n), []
        for x_now in x:
            c = 0.9 * c + enter(x_now) + recur(z)
            z = torch.tanh(c)
            all_z.append(z)
        return torch.stack(all_z)

    return differentiated(states, torch.nn.ModuleList([enter, recur]), read, B)


def differentiated(states, layer, read, B):
    """A forward and a backward pass of PyTorch through a layer and its read-out."""
    x, target = map(torch.from_numpy, trials(B))

    def once():
        for parameter in (*layer.parameters(), *read.parameters()):
            parameter.grad = None
        (0.5 * (read(states(x)) - target) ** 2).sum().backward()

    return once


def jitted(n, B):
    """The same of a leaky RNN in JAX, compiled."""
    network = tx.Network(tx.LeakyRNN(N_IN, n), tx.Readout(N_OUT))
    params, (x, target) = network.init(np.random.default_rng(0)), trials(B)

    def loss(theta, W_out, b_out):
        def step(state, x_now):
            c, z = state
            c = 0.9 * c + jnp.concatenate([z, x_now, jnp.ones((B, 1))], 1) @ theta.T
            return (c, jnp.tanh(c)), jnp.tanh(c)

        _, z = jax.lax.scan(step, (jnp.zeros((B, n)),) * 2, x)
        return (0.5 * (z @ W_out.T + b_out - target) ** 2).sum()

    gradient = jax.jit(jax.grad(loss, (0, 1, 2)))
    arguments = [jnp.asarray(each) for each in (params.theta[0], params.W_out, params.b_out)]
    expected = tx.bptt(network.run(params, x, target)).theta[0]
    np.testing.assert_allclose(gradient(*arguments)[0], expected, rtol=1e-9, atol=1e-9 * np.abs(expected).max())
    return lambda: jax.block_until_ready(gradient(*arguments))


def all_orders(n):
    """All T orders of a leaky RNN, the forward pass included."""
    run = a_run("leaky_rnn", n, 1)
    return lambda: tx.all_orders(run())


def rtrl_step(n, dtype="float64"):
    """One step of RTRL of a leaky RNN: its trace, and what the trace teaches."""
    run = a_run("leaky_rnn", n, 1, gain=0.05)()  # the same step over and over, which must not explode
    trace, local = influence_trace(run.network, 1, dtype), run.local[1]

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


def eprop(n, n_in, T):
    """A forward pass and e-prop."""
    network = tx.Network(tx.LeakyRNN(n_in, n), tx.Readout(N_OUT))
    params, (x, target) = network.init(np.random.default_rng(0)), trials(1, T, n_in)
    return lambda: tx.eprop(network.run(params, x, target))


def bare_updates(n, n_in, T):
    """As many updates of arrays of the size of e-prop's, in place: ε ← D ε + pre, e ← G ε."""
    rng, p = np.random.default_rng(0), n + n_in + 1
    variable, trace = np.zeros((2, n, p))
    D, G, pre = rng.random((n, 1)), rng.random((n, 1)), rng.standard_normal(p)

    def once():
        for _ in range(T):
            np.multiply(D, variable, out=variable)
            np.add(variable, pre, out=variable)
            np.multiply(G, variable, out=trace)

    return once


def importing(what):
    """A fresh interpreter that imports a package."""
    return lambda: subprocess.run([sys.executable, "-c", f"import {what}"], check=True)


def processor_time():
    """Seconds of processor time so far, those of finished children included."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def by_turns(*functions):
    """[best, median] seconds of functions that take turns."""
    for function in functions:
        function()
    taken, ends = [[] for _ in functions], processor_time() + SECONDS
    while processor_time() < ends or len(taken[0]) < 5:
        for function, times in zip(functions, taken):
            began = processor_time()
            function()
            times.append(processor_time() - began)
    return [[min(times), statistics.median(times)] for times in taken]


def pairs():
    """(what, what it is beside, n, batch, both as functions)"""
    for cell, (_, layer) in CELLS.items():
        for B in (1, 32):
            for n in (32, 64, 128):
                yield cell, f"PyTorch, nn.{layer.__name__}", n, B, backpropagated(cell, n, B), pytorch(cell, n, B)
    for B in (1, 32):
        for n in (32, 64, 128):
            ours = backpropagated("leaky_rnn", n, B)
            yield "leaky_rnn", "PyTorch, a loop", n, B, ours, pytorch_in_a_loop(n, B)
            yield "leaky_rnn", "JAX, compiled", n, B, ours, jitted(n, B)
    yield "all orders", "PyTorch, nn.RNN", 64, 1, all_orders(64), pytorch("leaky_rnn", 64, 1)
    for n in (64, 128):
        yield "a step of RTRL", "J @ M", n, 1, rtrl_step(n), bare_product(n)
        yield "a step of RTRL in float32", "a step of RTRL", n, 1, rtrl_step(n, "float32"), rtrl_step(n)
    yield "e-prop", "its arrays updated", 100, 1, eprop(100, 40, 2250), bare_updates(100, 40, 2250)
    yield "import taxrec_lite", "import numpy", None, None, importing("taxrec_lite"), importing("numpy")


if __name__ == "__main__":
    rows = []
    for what, beside, n, B, ours, theirs in tqdm(list(pairs()), "pairs"):
        seconds = by_turns(ours, theirs)
        rows.append({"what": what, "beside": beside, "n": n, "B": B, "ours": seconds[0], "theirs": seconds[1]})
        best, median = (their / our for our, their in zip(*seconds))
        tqdm.write(f"{what:<25} {beside:<20} {n or '':>4} {B or '':>3} {1e3 * seconds[0][0]:9.2f} ms {best:7.2f} {median:7.2f}")
    versions = {"numpy": np.__version__, "torch": torch.__version__, "jax": jax.__version__, "python": platform.python_version()}
    result = {"date": date.today().isoformat(), "cpu": cpu(), **versions, "pairs": rows}
    TARGET.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
