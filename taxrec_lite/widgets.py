"""Explorers: figures with selectors that work with a kernel and without one.

An explorer draws every state once. What depends on a selector is a layer of the figure (`figures.picture.layer`),
and each selector is linked, in the front end, to a style rule that hides the layers of its other values. So the built
page needs no kernel and no script of its own. With a kernel, free controls draw the whole figure again.
"""

import base64
import html
import io
import json
import re
from dataclasses import dataclass
from typing import Callable, NamedTuple

import ipywidgets as widgets
import numpy as np
from ipywidgets.widgets.widget_string import HTMLStyle
from PIL import Image

from taxrec_lite.figures.picture import in_state, one_text, svg
from taxrec_lite.figures.style import style

_PAGE_STYLE = """<style>
.tx-explorer .tx-panels { display: flex; flex-wrap: wrap; gap: 0.5rem 1.5rem; margin: 0.25rem 0; }
.tx-explorer .tx-panel { flex: 1 1 300px; max-width: 480px; min-width: 0; }
.tx-explorer .tx-state { margin: 0.25rem 0; line-height: 1.5; min-height: 3em; }
</style>"""


@dataclass(frozen=True)
class Selector:
    """One thing the reader chooses. `options` maps each value, as layers name it, to the words shown."""

    key: str
    label: str
    options: dict
    start: object
    slider: bool = False


class Panel(NamedTuple):
    """One figure of an explorer with its alternative text; `states` says, as for a layer, where it is shown."""

    figure: object
    alt: str
    states: dict = {}


@dataclass(frozen=True)
class View:
    """All that an explorer shows: selectors, panels (`Panel`, or a Figure and its text), and a sentence for every state.

    `sentences` maps a tuple of values, in the order of the selectors, to what a reader is told in that state.
    """

    selectors: tuple
    panels: tuple
    sentences: dict


class Explorer(widgets.VBox):
    """An explorer called `name`, titled `title`, of what `draw(**values)` returns, a `View`.

    free : ipywidgets by the name of the argument of `draw` that they set; they need a kernel and are hidden on the
        built site, where nothing could answer them
    """

    def __init__(self, name, title, draw: Callable[..., View], free=None):
        self.name, self.title, self._draw, self._free = name, title, draw, free or {}
        self._made, self._chosen = [], {}
        self._sheet, self._plain = widgets.Layout(width="100%"), HTMLStyle()
        self._row, self._hidden = widgets.Layout(width="100%", flex_flow="row wrap"), widgets.Layout(display="none")
        super().__init__(layout=self._sheet)
        self.add_class("tx-explorer")
        self.add_class(f"tx-{name}")
        self._free_box = [self._box(self._free.values(), "needs-kernel")] if free else []
        self.show()
        for control in self._free.values():
            control.observe(lambda change: self.show(), "value")

    def show(self):
        """Draw the view for the present values of the free controls; what the reader chose stays chosen."""
        before, self._made = self._made, []
        view = self._view = self._draw(**{key: control.value for key, control in self._free.items()})
        linked = [(selector.slider, *self._control(selector)) for selector in view.selectors]
        choices = self._box([control for slider, control, _ in linked if not slider], "tx-choices")
        sliders = self._box([control for slider, control, _ in linked if slider], "tx-sliders")
        self._made += [choices, sliders]
        told = widgets.HTMLMath(self._told(), layout=self._sheet)
        self._made += [told, told.style]
        self.children = [choices, sliders, told, self._html(self._drawn()), *(rules for *_, rules in linked), *self._free_box]
        for widget in before:
            widget.close()

    @property
    def start(self):
        """The state shown first, a dict from selector to value."""
        return {selector.key: selector.start for selector in self._view.selectors}

    def _control(self, selector):
        """A selector and, linked to it without a kernel, the style rules that show its value's layers."""
        words, values = list(selector.options.values()), list(selector.options)
        kind = widgets.SelectionSlider if selector.slider else widgets.ToggleButtons
        start = self._chosen.get(selector.key, selector.start)
        start = start if start in values else selector.start
        control = kind(options=words, index=values.index(start), description=selector.label)
        control.add_class(f"tx-key-{selector.key}")
        control.observe(lambda change: self._chosen.update({selector.key: values[change.new]}), "index")
        rules = widgets.Stack([self._html(self._rule(selector.key, value)) for value in values],
                              selected_index=control.index, layout=self._hidden)
        link = widgets.jslink((control, "index"), (rules, "selected_index"))
        self._made += [control, control.layout, control.style, rules, link]
        return control, rules

    def _rule(self, key, value):
        return f"<style>.tx-{self.name} [data-{key}]:not([data-{key}~='{value}']) {{ display: none }}</style>"

    def _told(self):
        keys = [selector.key for selector in self._view.selectors]
        return _PAGE_STYLE + "".join(
            f'<div class="tx-state" {_attributes(keys, state)}>{sentence}</div>'
            for state, sentence in self._view.sentences.items())

    def _drawn(self):
        panels = "".join(
            f'<div class="tx-panel" {_attributes(states, map(one_text, states.values()))}>{svg(figure, alt)}</div>'
            for figure, alt, states in self._panels)
        values = {selector.key: list(map(str, selector.options)) for selector in self._view.selectors}
        # What a link to a state names
        named = f'data-explorer="{self.name}" data-selectors="{html.escape(json.dumps(values))}"'
        return f'<div class="tx-panels" {named}>{panels}</div>'

    @property
    def _panels(self):
        return [Panel(*panel) for panel in self._view.panels]

    def _html(self, value):
        text = widgets.HTML(value, layout=self._sheet, style=self._plain)
        self._made.append(text)
        return text

    def _box(self, children, name):
        box = widgets.Box(list(children), layout=self._row)
        box.add_class(name)
        return box

    def _repr_mimebundle_(self, include=None, exclude=None):
        data = super()._repr_mimebundle_(include=include, exclude=exclude)
        return {**data, "text/plain": self.summary(), "image/png": self.static_picture()}

    def summary(self):
        """The explorer in words: its selectors, and what it says at its start and in the first and last state."""
        states = list(self._view.sentences)
        told = dict.fromkeys([tuple(self.start.values()), states[0], states[-1]])
        return "\n".join([
            f"Explorer “{self.title}”",
            *(f"  {selector.label}: {', '.join(selector.options.values())}" for selector in self._view.selectors),
            *(f"  {_plain(self._view.sentences[state])}" for state in told),
        ])

    def static_picture(self):
        """The start state as a PNG in base64, for readers whose page draws no widgets."""
        images = [_raster(figure, self.start) for figure, _, states in self._panels
                  if all(str(self.start[key]) in one_text(values).split() for key, values in states.items())]
        width, height = max(image.width for image in images), max(image.height for image in images)
        sheet = Image.new("RGB", (2 * width, height * -(-len(images) // 2)), "white")
        for i, image in enumerate(images):
            sheet.paste(image, (i % 2 * width, i // 2 * height))
        buffer = io.BytesIO()
        sheet.save(buffer, "PNG", optimize=True)
        return base64.b64encode(buffer.getvalue()).decode()


def _attributes(keys, state):
    return " ".join(f'data-{key}="{value}"' for key, value in zip(keys, state))


def _raster(figure, state):
    hidden = [artist for artist in figure.findobj() if artist.get_visible() and not in_state(artist.get_gid(), state)]
    for artist in hidden:
        artist.set_visible(False)
    buffer = io.BytesIO()
    with style():
        figure.savefig(buffer, format="png", dpi=150, facecolor="white")
    for artist in hidden:
        artist.set_visible(True)
    return Image.open(buffer).convert("RGB")


def _plain(sentence):
    """A sentence without its markup."""
    return html.unescape(re.sub(r"<[^>]+>", "", sentence))

