"""Explorers: figures with selectors that work with a kernel and without one.

An explorer draws every state once. What depends on a selector is a layer of the figure (`figures.picture.layer`),
and each selector is linked, in the front end, to a style rule that hides the layers of its other values. So the built
page needs no kernel and no script of its own. With a kernel, free controls draw the whole figure again.
"""

import html
import json
import re
from dataclasses import dataclass
from typing import Callable, NamedTuple

import ipywidgets as widgets
from ipywidgets.widgets.widget_string import HTMLStyle
from PIL import Image

from taxrec_lite import live as computed
from taxrec_lite.figures.answers import one
from taxrec_lite.figures.drawn import drawn
from taxrec_lite.figures.live import panels as live_panels
from taxrec_lite.figures.picture import one_text, only, png, raster, svg

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
    """One figure of an explorer with its alternative text.

    states : where it is shown, as for a layer
    lent : whether the live figure shows it too, in the layers that an answer names
    """

    figure: object
    alt: str
    states: dict = {}
    lent: bool = False


@dataclass(frozen=True)
class View:
    """All that an explorer shows: selectors, panels (`Panel`, or a Figure and its text), and a sentence for every state.

    `sentences` maps a tuple of values, in the order of the selectors, to what a reader is told in that state.
    `meanings` are pairs of values of some selectors and what controls of the live figure they stand for; without one, a value
    is that of the control of its selector's name.
    """

    selectors: tuple
    panels: tuple
    sentences: dict
    meanings: tuple = ()


class Explorer(widgets.VBox):
    """An explorer called `name`, titled `title`, of what `draw(**values)` returns, a `View`.

    free : ipywidgets by the name of the argument of `draw` that they set; they need a kernel and are hidden on the
        built site, where nothing could answer them
    live : draws `Answers` of the module of this name in `taxrec_lite.live`, as pairs of a Figure and its text: what the
        built site computes in the reader's browser
    """

    def __init__(self, name: str, title: str, draw: Callable[..., View], free: dict[str, widgets.Widget] | None = None,
                 live: Callable[..., list] | None = None):
        self.name, self.title, self._draw, self._free = name, title, draw, free or {}
        self._made, self._chosen = [], {}
        self._sheet, self._plain = widgets.Layout(width="100%"), HTMLStyle()
        self._row, self._hidden = widgets.Layout(width="100%", flex_flow="row wrap"), widgets.Layout(display="none")
        super().__init__(layout=self._sheet)
        self.add_class("tx-explorer")
        self.add_class(f"tx-{name}")
        self._free_box = [self._box(self._free.values(), "needs-kernel")] if free else []
        self._live_box = [_live(name, live)] if live else []
        self.show()
        for control in self._free.values():
            control.observe(lambda change: self.show(), "value")

    def show(self) -> None:
        """Draw the view for the present values of the free controls; what the reader chose stays chosen."""
        before, self._made = self._made, []
        view = self._view = self._draw(**{key: control.value for key, control in self._free.items()})
        linked = [(selector.slider, *self._control(selector)) for selector in view.selectors]
        choices = self._box([control for slider, control, _ in linked if not slider], "tx-choices")
        sliders = self._box([control for slider, control, _ in linked if slider], "tx-sliders")
        self._made += [choices, sliders]
        told = widgets.HTMLMath(self._told(), layout=self._sheet)
        self._made += [told, told.style]
        self.children = [choices, sliders, told, self._html(self._drawn()), *(rules for *_, rules in linked), *self._free_box,
                         *self._live_box]
        for widget in before:
            widget.close()

    @property
    def start(self) -> dict:
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
            f'<div class="tx-panel{" tx-lent" if lent else ""}" {_attributes(states, map(one_text, states.values()))}>'
            f'{svg(figure, alt)}</div>' for figure, alt, states, lent in self._panels)
        options = {selector.key: [[str(value), words] for value, words in selector.options.items()]
                   for selector in self._view.selectors}
        # What a link to a state and a printed page name
        named = f'data-explorer="{self.name}" data-selectors="{html.escape(json.dumps(options))}"'
        if self._view.meanings:
            named += f' data-meanings="{html.escape(json.dumps(self._view.meanings))}"'
        return f'<div class="tx-panels" {named}>{panels}</div>'

    @property
    def _panels(self):
        return [Panel(*panel) for panel in self._view.panels]

    @property
    def _at_start(self):
        return [panel for panel in self._panels
                if all(str(self.start[key]) in one_text(values).split() for key, values in panel.states.items())]

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
        return {**data, "text/plain": self.summary(), "image/png": self.static_picture(), "image/svg+xml": self.static_svg()}

    def summary(self) -> str:
        """The explorer in words: its selectors, and what it says at its start and in the first and last state."""
        states = list(self._view.sentences)
        told = dict.fromkeys([tuple(self.start.values()), states[0], states[-1]])
        return "\n".join([
            f"Explorer “{self.title}”",
            *(f"  {selector.label}: {', '.join(selector.options.values())}" for selector in self._view.selectors),
            *(f"  {_plain(self._view.sentences[state])}" for state in told),
        ])

    def static_picture(self) -> str:
        """The start state as a PNG in base64, for readers whose page draws no widgets."""
        images, data = [], []
        for figure, alt, *_ in self._at_start:
            with only(figure, self.start):
                images.append(raster(figure))
                data.append({"title": " ".join(alt.split()), "axes": drawn(figure)})
        places, size = _grid([image.size for image in images])
        sheet = Image.new("RGB", size, "white")
        for image, place in zip(images, places):
            sheet.paste(image, place)
        return png(sheet, self.title, {"name": self.name, "state": self.start, "panels": data})

    def static_svg(self) -> str:
        """The start state as one SVG, its panels side by side like those of `static_picture`."""
        panels = []
        for figure, alt, *_ in self._at_start:
            with only(figure, self.start):
                panels.append(svg(figure, alt))
        sizes = [[float(number) for number in re.search(r'viewBox="([^"]+)"', panel)[1].split()[2:]] for panel in panels]
        places, (width, height) = _grid(sizes)
        placed = "".join(panel.replace("<svg ", f'<svg x="{x:g}" y="{y:g}" width="{w:g}" height="{h:g}" ', 1)
                         for panel, (x, y), (w, h) in zip(panels, places, sizes))
        return (f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" role="img" '
                f'viewBox="0 0 {width:g} {height:g}" aria-label="{html.escape(self.title)}">{placed}</svg>')


def _live(name, draw):
    """What a script of the page makes a figure of that the browser computes, hidden where there is none."""
    start = one(computed.compute(name, computed.start(name)))
    return widgets.HTML(live_panels(name, draw(start)), layout=widgets.Layout(width="100%"))


def _grid(sizes):
    """Where panels of these sizes lie, two in a row, and the size of the whole."""
    width, height = map(max, zip(*sizes))
    columns, rows = min(2, len(sizes)), -(-len(sizes) // 2)
    return [(i % 2 * width, i // 2 * height) for i in range(len(sizes))], (columns * width, rows * height)


def _attributes(keys, state):
    return " ".join(f'data-{key}="{value}"' for key, value in zip(keys, state))


def _plain(sentence):
    """A sentence without its markup."""
    return html.unescape(re.sub(r"<[^>]+>", "", sentence))

