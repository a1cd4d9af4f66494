"""The answers that a figure draws: of every state that is prepared, or the one from which a script of the page goes on."""

from dataclasses import dataclass

import numpy as np

from taxrec_lite.live import Answer


@dataclass(frozen=True)
class Answers:
    """Answers by the values of selectors, a tuple of values in the order of `keys`; a live figure has no keys and one answer."""

    keys: tuple
    by_state: dict

    @property
    def live(self) -> bool:
        """Whether a script is to move what is drawn."""
        return not self.keys

    @property
    def first(self) -> Answer:
        """The answer of the first state."""
        return next(iter(self.by_state.values()))

    def each(self, find):
        """(value, states) for everything that `find` has of an `Answer`, unless it is None.

        `states` are the layers on which it is seen, {key: values}; a selector on which it does not depend is not among them.
        """
        return self.of_states(lambda state: find(self.by_state[state]))

    def of_states(self, find):
        """The same for what `find` has of a state."""
        contents = {state: _content(find(state)) for state in self.by_state}
        needed = self._needed(contents)
        groups = {}
        for state, content in contents.items():
            values = [state[k] for k in needed]
            groups.setdefault((content, *values[1:]), (state, []))[1].extend(values[:1])
        for (content, *others), (state, first) in groups.items():
            if content is not None:
                values = [list(dict.fromkeys(first)), *others] if needed else []
                yield find(state), {self.keys[k]: each for k, each in zip(needed, values)}

    def among(self, state, key):
        """The answers of the states that differ from a state in one selector at most."""
        k = self.keys.index(key)
        return [answer for other, answer in self.by_state.items() if other[:k] + other[k + 1 :] == state[:k] + state[k + 1 :]]

    def _needed(self, contents):
        """The places of the selectors of which a content is a function."""
        needed = list(range(len(self.keys)))
        for k in reversed(range(len(self.keys))):
            others = [other for other in needed if other != k]
            if len({(content, *(state[other] for other in others)) for state, content in contents.items()}) == len(
                    {tuple(state[other] for other in others) for state in contents}):
                needed = others
        return needed


def one(answer: Answer) -> Answers:
    """What a live figure draws of an answer."""
    return Answers((), {(): answer})


def _content(value):
    """A value that is equal where all of its numbers are, and can be a key."""
    if isinstance(value, np.ndarray):
        return value.shape, value.tobytes()
    if isinstance(value, dict):
        return tuple((key, _content(each)) for key, each in value.items())
    if isinstance(value, (list, tuple)):
        return tuple(map(_content, value))
    return value
