"""Each cell's local Jacobians against its own step, moved in an imaginary direction."""

import numpy as np

from tests.nets import a_network, a_run, each_cell, each_smooth_cell

H = 1e-30


def a_step(cell, **options):
    """A differentiable cell in the middle of a run: (cell, c^{t−1}, z^{t−1}, u^t, local Jacobians)."""
    run = a_run(cell, B=3, T=8, smooth=True, **options)
    return run.network.cell, run.states[5], run.activity[5], run.u[5], run.local[4], run.local[5]


def along(cell, c, z, u):
    """Imaginary parts of (c^t, z^t), over H."""
    return tuple(part.imag / H for part in cell.step(c, z, u))


@each_smooth_cell
def test_the_past_of_the_neuron_reaches_it_through_D_and_the_reset(cell, options):
    """The hidden state moves and takes its own z along; u, which is all that comes over synapses, stays."""
    cell, c, z, u, before, local = a_step(cell, **options)
    for e in range(cell.d):
        direction = np.zeros(cell.d)
        direction[e] = 1
        dc, dz = along(cell, c + 1j * H * direction, z + 1j * H * before.G[..., e], u)
        expected = local.D[..., e]
        if local.reset is not None:
            expected = expected + local.reset * before.G[..., e, None]
        assert np.allclose(dc, expected, rtol=1e-13, atol=1e-15)
        assert np.allclose(dz, (local.G * expected).sum(-1), rtol=1e-13, atol=1e-15)


@each_smooth_cell
def test_every_gate_reaches_the_neuron_through_phi_and_q(cell, options):
    cell, c, z, u, _, local = a_step(cell, **options)
    for g in range(len(cell.gates)):
        gate = np.zeros((len(cell.gates), 1))
        gate[g] = 1
        dc, dz = along(cell, c, z, u + 1j * H * gate)
        q = 0 if local.q is None else local.q[:, g]
        assert np.allclose(dc, local.phi[:, g], rtol=1e-13, atol=1e-15)
        assert np.allclose(dz, (local.G * local.phi[:, g]).sum(-1) + q, rtol=1e-13, atol=1e-15)


@each_smooth_cell
def test_a_step_keeps_neurons_and_samples_apart(cell, options):
    cell, c, z, u, *_ = a_step(cell, **options)
    moved = c.copy()
    moved[1, 2] += 0.5
    (c_one, z_one), (c_other, z_other) = cell.step(c, z, u), cell.step(moved, z, u)
    changed = (c_one != c_other).any(-1) | (z_one != z_other)
    assert changed[1, 2] and changed.sum() == 1


@each_cell
def test_the_synaptic_jacobians_are_written_out(cell, options):
    run = a_run(cell, B=2, T=3, **options)
    local, W_rec = run.local[2], run.params.W_rec
    R, S = local.R(W_rec), local.S(W_rec)
    assert (S is None) == (local.q is None)
    for b, r, j in np.ndindex(2, run.network.cell.n, run.network.cell.n):
        expected = sum(local.phi[b, g, r] * W_rec[g, r, j] for g in range(len(W_rec)))
        if r == j and local.reset is not None:
            expected = expected + local.reset[b, r]
        assert np.allclose(R[b, r, :, j], expected, rtol=1e-13, atol=1e-15)
        if S is not None:
            assert np.isclose(S[b, r, j], sum(local.q[b, :, r] * W_rec[:, r, j]), rtol=1e-13, atol=1e-15)


@each_cell
def test_a_whole_run_and_one_step_give_the_same_jacobians(cell, options):
    run = a_run(cell, B=2, **options)
    for t in range(run.T):
        one = run.network.cell.local_jacobians(run.states[t], run.u[t], run.states[t + 1])
        for name in ("D", "G", "phi", "q", "reset"):
            whole = getattr(run.local[t], name)
            assert np.array_equal(whole, getattr(one, name)) if whole is not None else getattr(one, name) is None


@each_cell
def test_shapes_are_those_promised(cell, options):
    run = a_run(cell, B=2, **options)
    kind, local = run.network.cell, run.local
    T, B, n, d, gates = run.T, 2, kind.n, kind.d, len(kind.gates)
    assert local.D.shape == (T, B, n, d, d)
    assert local.G.shape == (T, B, n, d)
    assert local.phi.shape == (T, B, gates, n, d)
    assert local.q is None or local.q.shape == (T, B, gates, n)
    assert local.reset is None or local.reset.shape == (T, B, n, d)


@each_cell
def test_extreme_drives_stay_finite(cell, options):
    net = a_network(cell, **options)
    gates = len(net.cell.gates)
    u = np.broadcast_to(np.array([1e4, -1e4, 0, 800])[: net.cell.n], (1, gates, net.cell.n))
    c, z = net.cell.step(np.zeros((1, net.cell.n, net.cell.d)), np.zeros((1, net.cell.n)), u)
    local = net.cell.local_jacobians(np.zeros_like(c), u, c)
    assert all(np.isfinite(part).all() for part in (c, z, local.D, local.G, local.phi))
