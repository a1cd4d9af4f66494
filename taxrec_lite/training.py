"""Training: a network learns a task by one of the rules, from whole batches of trials or while they happen."""

from copy import copy
from dataclasses import KW_ONLY, dataclass, field, replace
from os import PathLike
from typing import NamedTuple

import numpy as np

from taxrec_lite import _check, _files, costs, rules
from taxrec_lite._describe import build, describe
from taxrec_lite._optional import needed
from taxrec_lite.measures import cosine
from taxrec_lite.network import Network
from taxrec_lite.optimizers import Adam, Optimizer, zeros
from taxrec_lite.parameters import Parameters
from taxrec_lite.record import Record
from taxrec_lite.rules.bptt import bptt
from taxrec_lite.rules.eprop import adapt_feedback, random_feedback
from taxrec_lite.rules.online import Online
from taxrec_lite.tasks import Score, Task

# What is drawn at random, each by a Generator of its own: rules with the same seed start alike and meet the same trials
INITIAL, FEEDBACK, TRIALS, SIGNS, TEST = range(5)


def train(network: Network, task: Task, rule: str, updates: int, progress: bool = False, **settings) -> "Training":
    """A Training after so many updates: its arguments are those of `Training` and of `Training.run`."""
    return Training(network, task, rule, **settings).run(updates, progress)


class Diverged(ArithmeticError):
    """A training has left the range of finite numbers; it stays as it was after the last update within it."""


class State(NamedTuple):
    """All that an update changes.

    params : Parameters; feedback : (n, n_out) or None; optimizer : an Optimizer; record : the Record
    """

    params: Parameters
    feedback: np.ndarray | None
    optimizer: Optimizer
    record: Record


@dataclass(eq=False)
class Training:
    """A network that learns a task by one of the rules. An update learns from B new trials, side by side.

    network, task : a Network and a Task with the same numbers of inputs and of outputs
    rule : its name, see `rules.names()`
    numbers : those that the rule must be given, such as {"m": 2}
    optimizer : an Optimizer; Adam with a learning rate of 0.01 unless given. It is copied, without what it remembers
    B : trials of an update. The gradient is that of their mean loss
    seed : of everything random, an integer of at least 0
    gain : of the first parameters, see `Network.init`; assign to `params` to start from others
    online : step the optimiser at every time step that counts, with a causal rule and with nothing stored (`Online`), and
        so up to T times in an update; or once, with the gradient of whole trials
    decay : λ in [0, 1], for the rule "adaptive_eprop" and no other. Read-out and feedback take the same steps, and both
        shrink by the factor 1 − λ each time, so that they approach each other (Kolen & Pollack 1994)
    alignment : compare the gradient with that of BPTT at every so-manieth update; None never

    A rule with a feedback gets a random one. The same settings give the same numbers, to the last bit, on one machine.

    Raises TypeError or ValueError for anything else, and `Diverged` in an update where the numbers leave all bounds.
    """

    network: Network
    task: Task
    rule: str
    _: KW_ONLY
    numbers: dict = field(default_factory=dict)
    optimizer: Optimizer = field(default_factory=lambda: Adam(0.01))
    B: int = 32
    seed: int = 0
    gain: float = 1.0
    online: bool = False
    decay: float | None = None
    alignment: int | None = None

    def __post_init__(self):
        self._check_parts()
        self._check_settings()
        cost = self.B * self.task.T * costs.of(self.rule, self.network, self.task.T, **self.numbers).time
        record = Record.empty(describe(self), self.task.chance, cost)
        feedback = random_feedback(self._rng(FEEDBACK), self.network) if self._takes("feedback") else None
        self._state = State(self.network.init(self._rng(INITIAL), self.gain), feedback, self.optimizer.fresh(), record)
        if self.online:
            self._learner()

    @property
    def params(self) -> Parameters:
        """The Parameters as they are now; assign others of this network to go on from those."""
        return self._state.params

    @params.setter
    def params(self, params: Parameters) -> None:
        self._state = self._state._replace(params=self.network.check(params))

    @property
    def feedback(self) -> np.ndarray | None:
        """The feedback matrix as it is now, (n, n_out); None for a rule without."""
        return self._state.feedback

    @property
    def record(self) -> Record:
        """The Record of all updates so far."""
        return self._state.record

    @property
    def updates(self) -> int:
        """How many updates there were."""
        return self.record.updates

    def run(self, updates: int, progress: bool = False) -> "Training":
        """This Training after so many updates more, with a tqdm bar if `progress`.

        An interrupt leaves it as it was after the last whole update, to be run on. Raises TypeError or ValueError for
        anything but an integer of at least 1 and a bool, ImportError for a bar without tqdm, and `Diverged`.
        """
        updates = range(_check.integer("updates", updates, 1))
        if _check.instance("progress", progress, bool):
            updates = needed("tqdm", "tqdm", "a progress bar").tqdm(updates)
        for _ in updates:
            # A single assignment: an interrupt finds either the old state or the new one
            self._state = self._updated()
            if progress:
                updates.set_postfix(loss=f"{self.record.loss[-1]:.3g}", refresh=False)
        return self

    def evaluate(self, trials: int = 200) -> Score:
        """The Score on so many trials that are not learned from, the same each time, also kept as `record.test`."""
        batch = self.task.held_out().batch(self._rng(TEST), _check.integer("trials", trials, 1))
        run = self._run(self.params, batch)
        score = Score(run.loss, self.task.accuracy(run.y, batch))
        self._state = self._state._replace(record=replace(self.record, test=score))
        return score

    def save(self, path: str | PathLike) -> None:
        """Write it to a file, from which `Training.load` goes on as if nothing had happened."""
        optimizer = self._state.optimizer
        header = {"holds": "Training", "settings": describe(self), "steps": optimizer.steps, "record": self.record.header}
        feedback = {} if self.feedback is None else {"feedback": self.feedback}
        groups = {"params": self.params, **optimizer.state}
        arrays = {f"{name}.{group}": array for name, held in groups.items() for group, array in vars(held).items()}
        _files.write(path, header, arrays | feedback | self.record.curves)

    @classmethod
    def load(cls, path: str | PathLike) -> "Training":
        """The Training in a file. Raises ValueError for a file of another kind, or a task or cell that is not known."""
        header, arrays = _files.read(path, "Training")
        training = cls(**{name: build(value) for name, value in header["settings"].items() if name != "kind"})
        held = {name.split(".")[0]: None for name in arrays if "." in name}
        held = {name: Parameters(*(arrays[f"{name}.{group}"] for group in ("theta", "W_out", "b_out"))) for name in held}
        params, optimizer = held.pop("params"), training.optimizer.fresh()
        optimizer.state, optimizer.steps = held, header["steps"]
        training._state = State(params, arrays.get("feedback"), optimizer, Record.rebuilt(header["record"], arrays))
        return training

    def _updated(self):
        """The State after one update."""
        batch = self.task.batch(self._rng(TRIALS, self.updates), self.B)
        state, loss, y, gradient = (self._while_it_happens if self.online else self._afterwards)(batch)
        alignment = None
        if self.alignment is not None and self.updates % self.alignment == 0:
            alignment = _cosine(gradient, bptt(self._run(self.params, batch)))
        return state._replace(record=self.record.extended(loss, self.task.accuracy(y, batch), alignment))

    def _afterwards(self, batch):
        """(State, loss, outputs, gradient) after one step, by the gradient of whole trials."""
        run = self._run(self.params, batch)
        gradient = rules.get(self.rule).gradient(run, **self._options())
        return self._descended(self._state, gradient), run.loss, run.y, gradient

    def _while_it_happens(self, batch):
        """(State, loss, outputs, gradient) after a step at every time step that counts."""
        state, learner, loss, y, total = self._state, self._learner(), 0.0, [], zeros(self.params)
        for x, target, mask in zip(batch.x, batch.target, batch.mask):
            gradient = learner.step(x, target, mask / self.B)
            if mask.any():
                state = self._descended(state, gradient)
                learner.params, learner.feedback = state.params, state.feedback
                total = total + gradient
            loss += learner.loss
            y.append(learner.y)
        return state, loss, np.stack(y), total

    def _descended(self, state, gradient):
        """The State after one step of the optimiser, and of the feedback if it learns."""
        self._check_finite("gradient", gradient)
        optimizer = copy(state.optimizer)
        params, feedback = optimizer.step(state.params, gradient), state.feedback
        self._check_finite("parameters", params)
        if self.decay is not None:
            step = replace(gradient, W_out=state.params.W_out - params.W_out)
            params = replace(params, W_out=(1 - self.decay) * state.params.W_out - step.W_out)
            feedback = adapt_feedback(feedback, step, 1.0, self.decay)
        return State(params, feedback, optimizer, state.record)

    def _check_finite(self, words, parameters):
        if not _finite(parameters):
            raise Diverged(f"training by {self.rule!r} diverged: update {self.updates + 1} has {words} that are not finite")

    def _run(self, params, batch):
        return self.network.run(params, batch.x, batch.target, self.task.loss, batch.mask / batch.mask.shape[1])

    def _learner(self):
        return Online(self.network, self.params, self.rule, self.B, self.task.loss, **self._options())

    def _options(self):
        """All that the rule must be given at this update beside the run."""
        random = {"rng": self._rng(SIGNS, self.updates)} if self._takes("rng") else {}
        return self.numbers | random | ({"feedback": self.feedback} if self._takes("feedback") else {})

    def _takes(self, option):
        return option in rules.get(self.rule).options

    def _rng(self, *purpose):
        return np.random.default_rng([self.seed, *purpose])

    def _check_parts(self):
        cell, readout = _check.instance("network", self.network, Network).cell, self.network.readout
        _check.instance("task", self.task, Task)
        _check.instance("optimizer", self.optimizer, Optimizer)
        for name, size, wanted in (("n_in", cell.n_in, self.task.n_in), ("n_out", readout.n_out, self.task.n_out)):
            if size != wanted:
                raise ValueError(f"network must have {name} = {wanted} for the task {self.task.name!r}, not {size}")

    def _check_settings(self):
        rules.get(self.rule)
        _check.instance("numbers", self.numbers, dict)
        self.B = _check.integer("B", self.B, 1)
        self.seed = _check.integer("seed", self.seed, 0)
        self.gain = _check.number("gain", self.gain, 0)
        _check.instance("online", self.online, bool)
        if (self.decay is not None) != (self.rule == "adaptive_eprop"):
            raise ValueError(f"decay {'is needed by' if self.decay is None else 'is no option of'} rule {self.rule!r}")
        if self.decay is not None:
            self.decay = _check.number("decay", self.decay, 0, 1)
        if self.alignment is not None:
            self.alignment = _check.integer("alignment", self.alignment, 1)


def _finite(parameters):
    return all(np.isfinite(group).all() for group in vars(parameters).values())


def _cosine(gradient, exact):
    """Their cosine, or None where one of them has no direction, as it is zero or has overflowed."""
    return cosine(gradient, exact) if all(one.theta.any() and _finite(one) for one in (gradient, exact)) else None
