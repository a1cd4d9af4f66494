"""What every cell is: a step, and its local Jacobians beside it."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import numpy as np

from taxrec_lite import _check


@dataclass(eq=False)
class LocalJacobians:
    """The partial derivatives of one step, per neuron: all that a learning rule ever needs from a cell.

    Leading axes are (T, B) for a whole run and (B,) for one step; `local[t]` is the step t of a run.

    D : (..., n, d, d), ∂c_j^t/∂c_j^{t−1}, the implicit recurrence
    G : (..., n, d), ∂z_j^t/∂c_j^t
    phi : (..., gates, n, d), ∂c_j^t/∂u_{gj}^t, where u_g = θ_g · [z^{t−1}, x^t, 1]
    q : (..., gates, n) or None, ∂z_j^t/∂u_{gj}^t with c_j^t held fixed
    reset : (..., n, d) or None, ∂c_j^t/∂z_j^{t−1} with u held fixed

    The synaptic Jacobians follow: R = Σ_g φ_g W_rec,g (+ reset on the diagonal), S = Σ_g q_g W_rec,g.
    """

    D: np.ndarray
    G: np.ndarray
    phi: np.ndarray
    q: np.ndarray | None = None
    reset: np.ndarray | None = None

    def __getitem__(self, t):
        return LocalJacobians(self.D[t], self.G[t], self.phi[t],
                              None if self.q is None else self.q[t],
                              None if self.reset is None else self.reset[t])

    @property
    def direct(self) -> bool:
        """Whether a neuron has one hidden number, and z^t depends on what came before through that alone."""
        return self.D.shape[-1] == 1 and self.q is None

    def R(self, W_rec: np.ndarray) -> np.ndarray:
        """The explicit recurrence ∂c_r^t/∂z_j^{t−1}, (..., n, d, n), from W_rec (gates, n, n), or one for each leading place."""
        R = np.einsum("...grd,...grj->...rdj", self.phi, W_rec)
        if self.reset is not None:
            np.einsum("...rdr->...rd", R)[...] += self.reset
        return R

    def S(self, W_rec: np.ndarray) -> np.ndarray | None:
        """The explicit recurrence past the hidden state ∂z_r^t/∂z_j^{t−1}, (..., n, n); None if there is none."""
        return None if self.q is None else np.einsum("...gr,...grj->...rj", self.q, W_rec)


@dataclass(frozen=True)
class Cell(ABC):
    """A recurrent cell: n neurons with a hidden state of d numbers each, fed by `gates` affine maps.

    n_in : number of inputs
    n : number of neurons

    Class attributes: `name` in the registry, `title` for people, `d`, and `gates` (their names).
    """

    n_in: int
    n: int

    name: ClassVar[str]
    title: ClassVar[str]
    d: ClassVar[int] = 1
    gates: ClassVar[tuple[str, ...]] = ("input",)

    def __post_init__(self):
        object.__setattr__(self, "n_in", _check.integer("n_in", self.n_in, 1))
        object.__setattr__(self, "n", _check.integer("n", self.n, 1))

    @property
    def p(self) -> int:
        """Presynaptic terms of each neuron: n recurrent, n_in inputs, one bias."""
        return self.n + self.n_in + 1

    @cached_property
    def at_rest(self) -> LocalJacobians:
        """The local Jacobians of one neuron whose states and drives are zero; they tell which parts there are."""
        c = np.zeros((1, self.d))
        return self.local_jacobians(c, np.zeros((len(self.gates), 1)), c)

    @property
    def exists(self) -> np.ndarray:
        """Which entries of θ exist, Booleans (gates, n or 1, p), the same for all neurons where there is one row."""
        return np.ones((len(self.gates), 1, self.p), bool)

    @property
    def read(self) -> np.ndarray:
        """Which neurons the read-out hears, Booleans (n,)."""
        return np.ones(self.n, bool)

    @abstractmethod
    def step(self, c_previous: np.ndarray, z_previous: np.ndarray, u: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """(c^t, z^t) from c^{t−1} (B, n, d), z^{t−1} (B, n) and the gates' drives u^t (B, gates, n)."""

    @abstractmethod
    def local_jacobians(self, c_previous: np.ndarray, u: np.ndarray, c: np.ndarray) -> LocalJacobians:
        """LocalJacobians of the step that led from `c_previous` to `c` under `u`; any leading axes."""

    def differentiable(self) -> "Cell":
        """This cell with every surrogate derivative made true, so that finite differences apply to it."""
        return self

    def init(self, rng: "np.random.Generator", gain: float) -> np.ndarray:
        """Random θ, (gates, n, p): W_rec ~ N(0, gain²/n), W_in ~ N(0, 1/n_in), b = 0."""
        scale = np.concatenate([np.full(self.n, gain / np.sqrt(self.n)), np.full(self.n_in, 1 / np.sqrt(self.n_in)), [0]])
        return scale * rng.standard_normal((len(self.gates), self.n, self.p))


@np.errstate(over="ignore")
def sigmoid(u: np.ndarray) -> np.ndarray:
    """1/(1 + e^{−u}), elementwise; 0 where e^{−u} overflows."""
    return 1 / (1 + np.exp(-u))
