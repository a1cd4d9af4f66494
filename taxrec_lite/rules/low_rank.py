"""The influence matrix replaced by a product of small random factors whose mean it is."""

import numpy as np


class Sensitivity:
    """How the states move along k directions, carried forwards in time: the left factor of an influence matrix.

    c (B, n, d, k), z (B, n, k) : of the hidden and the observable states
    f (B, n, k) : of the observable states filtered by the read-out's leak κ, f^t = κ f^{t−1} + z^t; z itself without one
    """

    def __init__(self, c, z, f):
        self.c, self.z, self.f = c, z, f

    @classmethod
    def zero(cls, network, B, k):
        n, z = network.cell.n, np.zeros((B, network.cell.n, k))
        return cls(np.zeros((B, n, network.cell.d, k)), z, np.zeros_like(z) if network.readout.kappa else z)

    @classmethod
    def of_drives(cls, local, directions):
        """Moved by the drives of the present step, directions (B, gates, n, k)."""
        c = np.einsum("bgnd,bgnk->bndk", local.phi, directions)
        z = np.einsum("bnd,bndk->bnk", local.G, c)
        if local.q is not None:
            z += np.einsum("bgn,bgnk->bnk", local.q, directions)
        return cls(c, z, z)

    def pushed(self, local, W_rec, kappa):
        """One step later, with nothing added."""
        _, n, d, _ = self.c.shape
        crossed = (local.R(W_rec).reshape(-1, n * d, n) @ self.z).reshape(self.c.shape)
        times = np.multiply if d == 1 else np.matmul  # one hidden number makes mere products of these
        c = times(local.D, self.c) + crossed
        z = times(local.G[..., None, :], c)[..., 0, :]
        if local.q is not None:
            z += local.S(W_rec) @ self.z
        return Sensitivity(c, z, kappa * self.f + z if kappa else z)

    @property
    def norm(self):
        """Of the hidden and observable part, (B,)."""
        return np.hypot(length(self.c), length(self.z))

    @property
    def size(self):
        """How many numbers it holds."""
        return self.c.size + self.z.size + (0 if self.f is self.z else self.f.size)

    def mixed(self, own, other, others):
        """own · self + others · other, with a weight for each sample (B,)."""
        def mix(one, two):
            shape = (-1, *[1] * (one.ndim - 1))
            return own.reshape(shape) * one + others.reshape(shape) * two
        z = mix(self.z, other.z)
        return Sensitivity(mix(self.c, other.c), z, z if self.f is self.z else mix(self.f, other.f))


def length(array):
    """The Euclidean length of each part of an array along its first axis, such as that of each sample: (B, …), (B,)."""
    flat = array.reshape(len(array), -1)
    return np.sqrt(np.einsum("bi,bi->b", flat, flat))


def balance(left, right):
    """√(right / left) for each sample, which makes both factors of a product equally long; 1 where one of them is zero."""
    fine = (left > 0) & (right > 0)
    return np.sqrt(np.divide(right, left, out=np.ones_like(left), where=fine))


def signs(rng, shape):
    """Independent numbers −1 or 1."""
    return rng.integers(0, 2, shape) * 2.0 - 1.0
