"""The same weights and the same gradients in PyTorch."""

from functools import partial

import numpy as np
import pytest
import torch

import taxrec_lite as tx
from tests.nets import a_run, assert_every_group_moves, assert_same

LOSSES = ["mse", "cross_entropy"]
T, N, N_IN, N_OUT = 8, 5, 3, 2
each_loss = pytest.mark.parametrize("loss", LOSSES)
each_readout = pytest.mark.parametrize("kappa", [0.0, 0.8])
each_reset = pytest.mark.parametrize("reset", ["explicit", "detached"])


def tensor(array, requires_grad=False):
    return torch.tensor(np.array(array), dtype=torch.float64, requires_grad=requires_grad)


def library_layer(kind, params):
    """A torch.nn.RNN or LSTM with `params`; PyTorch's second bias is zero. Its gates are i, f, g, o, as ours."""
    layer = kind(N_IN, N, dtype=torch.float64)
    with torch.no_grad():
        layer.weight_hh_l0.copy_(tensor(params.W_rec.reshape(-1, N)))
        layer.weight_ih_l0.copy_(tensor(params.W_in.reshape(-1, N_IN)))
        layer.bias_ih_l0.copy_(tensor(params.b.reshape(-1)))
        layer.bias_hh_l0.zero_()
    return layer


def theta_gradient(layer, shape):
    """The gradient of a library layer as that of θ, (gates, n, p)."""
    parts = layer.weight_hh_l0.grad, layer.weight_ih_l0.grad, layer.bias_ih_l0.grad[:, None]
    return torch.cat(parts, 1).numpy().reshape(shape)


def gru_layer(params):
    """A torch.nn.GRU with `params`. Its gates are r, z, n, its z is our update gate, and h' = (1 − z) n + z h.

    Its n has one bias with the inputs and one behind the reset gate, which are those of our two rows of the candidate;
    its two biases of r and z are added up, so that the second is zero.
    """
    layer = torch.nn.GRU(N_IN, N, dtype=torch.float64)
    with torch.no_grad():
        layer.weight_hh_l0.copy_(tensor(params.W_rec[[0, 1, 3]].reshape(-1, N)))
        layer.weight_ih_l0.copy_(tensor(params.W_in[:3].reshape(-1, N_IN)))
        layer.bias_ih_l0.copy_(tensor(params.b[:3].reshape(-1)))
        layer.bias_hh_l0.copy_(tensor(np.concatenate([np.zeros(2 * N), params.b[3]])))
    return layer


def gru_gradient(layer, shape):
    """The gradient of a torch.nn.GRU as that of θ, (gates, n, p)."""
    gradient = tx.Parameters(np.zeros(shape), None, None)
    gradient.W_rec[[0, 1, 3]] = layer.weight_hh_l0.grad.reshape(3, N, N)
    gradient.W_in[:3] = layer.weight_ih_l0.grad.reshape(3, N, N_IN)
    gradient.b[:3] = layer.bias_ih_l0.grad.reshape(3, N)
    gradient.b[3] = layer.bias_hh_l0.grad[2 * N :]
    return gradient.theta


class Spike(torch.autograd.Function):
    """A step whose derivative is taken to be triangular."""

    @staticmethod
    def forward(ctx, s, surrogate):
        ctx.save_for_backward(s)
        ctx.surrogate = surrogate
        return (s > 0).to(s.dtype)

    @staticmethod
    def backward(ctx, gradient):
        [s] = ctx.saved_tensors
        return gradient * ctx.surrogate.height * torch.clamp(1 - s.abs() / ctx.surrogate.width, min=0), None


def spiking_activity(cell, theta, x):
    """z (T, B, n) of a LIF or ALIF network."""
    v = a = z = torch.zeros(x.shape[1], N, dtype=torch.float64)
    activity = []
    for x_now in x:
        u = torch.cat([z, x_now, torch.ones(len(z), 1, dtype=torch.float64)], 1) @ theta[0].T
        v = cell.alpha * v + u - cell.threshold * (z.detach() if cell.reset == "detached" else z)
        if isinstance(cell, tx.ALIF):
            a = cell.rho * a + z
            z = Spike.apply((v - cell.threshold - cell.beta * a) / cell.threshold, cell.surrogate)
        else:
            z = Spike.apply((v - cell.threshold) / cell.threshold, cell.surrogate)
        activity.append(z)
    return torch.stack(activity)


def total_loss(run, z, W_out, b_out):
    y, total = torch.zeros(run.x.shape[1], N_OUT, dtype=torch.float64), 0
    for t in range(T):
        y = run.network.readout.kappa * y + torch.nn.functional.linear(z[t], W_out, b_out)
        target = tensor(run.target[t])
        total = total + (0.5 * torch.nn.functional.mse_loss(y, target, reduction="sum") if run.loss_name == "mse" else
                         torch.nn.functional.cross_entropy(y, target, reduction="sum"))
    return total


def check(run, z, theta_gradient):
    """Loss and gradient of `run` are PyTorch's, given its activity z and how to read θ's gradient afterwards."""
    W_out, b_out = tensor(run.params.W_out, True), tensor(run.params.b_out, True)
    loss = total_loss(run, z, W_out, b_out)
    loss.backward()
    exact = tx.Parameters(theta_gradient(), W_out.grad.numpy(), b_out.grad.numpy())
    assert loss.item() == pytest.approx(run.loss, rel=1e-13)
    assert_every_group_moves(run.network.cell, exact)
    for rule in (tx.bptt, tx.rtrl):
        assert_same(run.network.cell, rule(run), exact)


@each_loss
@each_readout
@pytest.mark.parametrize("cell, kind, options", [
    ("leaky_rnn", torch.nn.RNN, {"leak": 0.0}),
    ("leaky_rnn", partial(torch.nn.RNN, nonlinearity="relu"), {"leak": 0.0, "activation": "relu"}),
    ("lstm", torch.nn.LSTM, {}),
])
def test_library_layers(cell, kind, options, kappa, loss):
    run = a_run(cell, kappa, loss, B=3, T=T, n=N, n_in=N_IN, n_out=N_OUT, **options)
    layer = library_layer(kind, run.params)
    z, _ = layer(tensor(run.x))
    check(run, z, lambda: theta_gradient(layer, run.params.theta.shape))


@each_loss
@each_readout
def test_gated_recurrent_units(kappa, loss):
    run = a_run("gru", kappa, loss, B=3, T=T, n=N, n_in=N_IN, n_out=N_OUT)
    layer = gru_layer(run.params)
    z, _ = layer(tensor(run.x))
    assert np.allclose(z.detach().numpy(), run.z, rtol=1e-13, atol=1e-15)
    check(run, z, lambda: gru_gradient(layer, run.params.theta.shape))


def test_a_gated_recurrent_unit_has_the_parameters_of_the_library_less_two_biases():
    cell = tx.GRU(N_IN, N)
    of_library = sum(part.numel() for part in torch.nn.GRU(N_IN, N).parameters())
    assert N * cell.exists.sum() == of_library - 2 * N


@each_loss
@each_readout
@each_reset
@pytest.mark.parametrize("cell", ["lif", "alif"])
def test_spiking_networks(cell, reset, kappa, loss):
    run = a_run(cell, kappa, loss, B=3, T=T, n=N, n_in=N_IN, n_out=N_OUT, reset=reset)
    theta = tensor(run.params.theta, True)
    z = spiking_activity(run.network.cell, theta, tensor(run.x))
    assert (z.detach().numpy() == run.z).all() and 0 < run.z.mean() < 1
    check(run, z, lambda: theta.grad.numpy())
