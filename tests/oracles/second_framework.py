"""Every cell once more, in HIPS autograd, from its equations alone; only the constants `k` are read from the package.

`synaptic`, where given, is the activity that crosses synapses (and resets a neuron) in place of the network's own.
Feeding a network the stopped activity of its twin cuts every explicit recurrence: that is e-prop. Feeding it the
activity of a twin so cut allows one crossing, and so on: that is m-order e-prop.
"""

import autograd.numpy as np
from autograd import grad
from autograd.extend import defvjp, primitive


@primitive
def spike(s, surrogate):
    return np.where(s > 0, 1.0, 0.0)


@primitive
def stop(z):
    return z


defvjp(spike, lambda _, s, surrogate: lambda g: g * surrogate.height * np.maximum(0, 1 - abs(s) / surrogate.width),
       argnums=[0])
defvjp(stop, lambda _, z: lambda g: 0 * g)


def sigmoid(u):
    return 1 / (1 + np.exp(-u))


def leaky_rnn(k, state, own, crossing, reset, u):
    c = k.leak * state + u(0, crossing)
    return c, ACTIVATIONS[k.activation](c)


def lif(k, state, own, crossing, reset, u):
    v = k.alpha * state + u(0, crossing) - k.threshold * reset
    return v, spike((v - k.threshold) / k.threshold, k.surrogate)


def alif(k, state, own, crossing, reset, u):
    v, a = state
    v = k.alpha * v + u(0, crossing) - k.threshold * reset
    a = k.rho * a + own
    return (v, a), spike((v - k.threshold - k.beta * a) / k.threshold, k.surrogate)


def lstm(k, state, own, crossing, reset, u):
    c = sigmoid(u(1, crossing)) * state + sigmoid(u(0, crossing)) * np.tanh(u(2, crossing))
    return c, sigmoid(u(3, crossing)) * np.tanh(c)


def gru(k, state, own, crossing, reset, u):
    nothing = 0 * crossing
    candidate = np.tanh(u(2, nothing) + sigmoid(u(0, crossing)) * u(3, crossing, inputs=0))
    keep = sigmoid(u(1, crossing))
    c = keep * state + (1 - keep) * candidate
    return c, c


ACTIVATIONS = {"tanh": np.tanh, "identity": lambda c: c, "relu": lambda c: np.maximum(c, 0)}
CELLS = {"leaky_rnn": leaky_rnn, "lif": lif, "alif": alif, "lstm": lstm, "gru": gru}


def activity(cell, theta, x, synaptic=None):
    """[z^1, …, z^T], each (B, n), of a network of `cell`s."""
    detached = getattr(cell, "reset", None) == "detached"
    B, n = x.shape[1], theta.shape[1]
    zero = np.zeros((B, n))
    state, z, result = ((zero, zero) if cell.name == "alif" else zero), zero, []
    for t in range(len(x)):
        crossing = z if synaptic is None else ([zero] + synaptic)[t]

        def u(gate, z_in, inputs=1, x_now=x[t]):
            weights = theta[gate]
            return np.dot(z_in, weights[:, :n].T) + np.dot(inputs * x_now, weights[:, n:-1].T) + weights[:, -1]

        state, z = CELLS[cell.name](cell, state, z, crossing, stop(crossing) if detached else crossing, u)
        result.append(z)
    return result


def error(y, target, loss):
    if loss == "mse":
        return 0.5 * np.sum((y - target) ** 2, axis=1)
    return np.log(np.sum(np.exp(y), axis=1)) * np.sum(target, axis=1) - np.sum(target * y, axis=1)


def total_loss(run, theta, W_out, b_out, order=None):
    """E as autograd sees it: exact, or with at most order − 1 crossings left in its gradient."""
    cell = run.network.cell
    if order is None:
        z = activity(cell, theta, run.x)
    else:
        z = [stop(z_now) for z_now in activity(cell, theta, run.x)]
        for _ in range(order):
            z = activity(cell, theta, run.x, z)
    y, total = 0.0, 0.0
    for t in range(len(run.x)):
        y = run.network.readout.kappa * y + np.dot(z[t], W_out.T) + b_out
        total = total + np.sum(run.mask[t] * error(y, run.target[t], run.loss_name))
    return total


def gradient(run, order=None):
    """(theta, W_out, b_out) of the gradient."""
    params = run.params.theta, run.params.W_out, run.params.b_out
    return grad(lambda params: total_loss(run, *params, order))(params)
