"""Explorers of what `taxrec_lite.live` computes: prepared states, controls with a kernel and the live figure, declared once."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product
from math import log10

import ipywidgets as widgets

from taxrec_lite import live
from taxrec_lite.figures.answers import Answers
from taxrec_lite.widgets import Explorer, View


def itself(**state) -> dict:
    """The settings of a state whose selectors have the keys and values of controls."""
    return state


@dataclass(frozen=True)
class Prepared:
    """The explorer `name`, titled `title`, of what `live.compute(name, …)` answers.

    selectors : each a `Selector`; every combination of their values is a state that is prepared
    panels : draws `Answers`, all that are prepared or the one of the live figure, as pairs of a Figure and its text
    settings : the values of controls that a state stands for, given the values of its selectors by key
    lent : draws panels that no answer moves, of the same states, for both figures; they come second
    """

    name: str
    title: str
    selectors: tuple
    panels: Callable[[Answers], list]
    settings: Callable[..., dict] = itself
    lent: Callable[[], tuple] = tuple

    def explorer(self) -> Explorer:
        """What a notebook shows; a widget that a kernel answers has all states computed anew."""
        return Explorer(self.name, self.title, self.view, self.free(), self.panels)

    def free(self) -> dict[str, widgets.Widget]:
        """A widget for each control that no state sets."""
        settled = {key for state in self.states() for key in self.settings(**state)}
        return {control["key"]: _widget(**control) for control in live.controls(self.name) if control["key"] not in settled}

    def view(self, **values) -> View:
        """All states, where `values` take the place of what controls start with."""
        return self.view_of(self.answers(**values))

    def view_of(self, answers: Answers) -> View:
        """All states, given what was computed for them."""
        own = self.panels(answers)
        return View(
            selectors=self.selectors,
            panels=(*own[:1], *self.lent(), *own[1:]),
            sentences={state: f"{answer.lead} {answer.sentence}".strip() for state, answer in answers.by_state.items()},
            meanings=tuple(self._meanings(answers)),
        )

    def answers(self, **values) -> Answers:
        """What is computed for every state."""
        start = {**live.start(self.name), **values}
        return Answers(tuple(selector.key for selector in self.selectors), {
            tuple(state.values()): live.compute(self.name, {**start, **self.settings(**state)}) for state in self.states()})

    def states(self) -> list[dict]:
        """The values of the selectors by key, the first one's changing fastest."""
        keys = [selector.key for selector in self.selectors]
        values = product(*(selector.options for selector in reversed(self.selectors)))
        return [dict(zip(keys, reversed(each))) for each in values]

    def _meanings(self, answers):
        """What states set beyond the control of a selector's name."""
        keys = answers.keys
        settings = {state: self.settings(**dict(zip(keys, state))) for state in answers.by_state}
        for key in dict.fromkeys(key for each in settings.values() for key in each):
            pairs = [(dict(zip(keys, state)).get(key), each.get(key)) for state, each in settings.items()]
            if any(own != value and str(own) != (f"{value:g}" if isinstance(value, float) else str(value))
                   for own, value in pairs):
                for value, states in answers.of_states(lambda state: settings[state].get(key)):
                    yield states, {key: value}


def _widget(label, start, options=None, low=None, high=None, step=None, whole=False, **_):
    """The widget of a control, which asks for an answer only when it is let go."""
    look = {"description": label, "style": {"description_width": "initial"}}
    if options:
        return widgets.Dropdown(options=[(words, value) for value, words in options.items()], value=start, **look)
    look["continuous_update"] = False
    if whole or isinstance(step, int):
        return widgets.IntSlider(start, low, high, step or 1, **look)
    if step is None:
        return widgets.FloatLogSlider(start, min=log10(low), max=log10(high), **look)
    return widgets.FloatSlider(start, min=low, max=high, step=step, **look)
