"""Every explorer of the book as its page holds it: all states are told, and every layer belongs to an option."""

import html
import itertools
import json
import pkgutil
import re
from dataclasses import dataclass
from functools import cache

import pytest

from taxrec_lite import explorers
from tests.book.site import SITE, built_pages

NAMES = [module.name.replace("_", "-") for module in pkgutil.iter_modules(explorers.__path__)]
STATE = re.compile(r'<script type="application/vnd.jupyter.widget-state\+json">(.*?)</script>', re.DOTALL)


@dataclass
class Explorer:
    """An explorer's {selector: its values}, the HTML of its sentences, and that of its panels."""

    options: dict
    told: str
    panels: str

    @property
    def sentences(self):
        """{state: what is told in it}."""
        found = re.findall(r'<div class="tx-state" (.*?)>(.*?)</div>', self.told, re.DOTALL)
        return {tuple(value for _, value in self.named(attributes)): sentence for attributes, sentence in found}

    @staticmethod
    def named(text):
        """What a text says a layer, a panel or a sentence belongs to: (selector, values)."""
        return re.findall(r'\bdata-(?!explorer|selectors|meanings)([\w-]+)="([^"]*)"', text)


def _read(models, box):
    told, drawn = (models[child.removeprefix("IPY_MODEL_")]["state"]["value"] for child in box["children"][2:4])
    selectors = json.loads(html.unescape(re.search(r'data-selectors="(.*?)"', drawn)[1]))
    options = {key: {value for value, _ in values} for key, values in selectors.items()}
    return re.search(r'data-explorer="(.*?)"', drawn)[1], Explorer(options, told, drawn)


@cache
def found():
    """{name: the explorer} of all pages."""
    states = [json.loads(state)["state"] for path in built_pages()
              for state in STATE.findall((SITE / path).read_text(encoding="utf-8"))]
    return dict(_read(models, model["state"]) for models in states for model in models.values()
                if "tx-explorer" in model["state"].get("_dom_classes", []))


@pytest.fixture(params=NAMES)
def explorer(request):
    return found()[request.param]


def test_each_is_in_the_book():
    assert sorted(found()) == sorted(NAMES)


def test_every_state_is_told(explorer):
    assert set(explorer.sentences) == set(itertools.product(*explorer.options.values()))


def test_every_layer_and_panel_belongs_to_an_option(explorer):
    layers = explorer.named(explorer.panels)
    assert layers
    for key, values in layers:
        assert set(values.split()) <= explorer.options[key]


def test_every_state_is_told_in_words_of_its_own(explorer):
    told = explorer.sentences
    assert len(set(told.values())) == len(told)


def test_every_panel_has_an_alternative_text_of_its_own(explorer):
    texts = [html.unescape(text) for text in re.findall(r'<svg [^>]*?role="img" aria-label="(.*?)"', explorer.panels)]
    assert len(texts) == len(re.findall('class="tx-panel[ "]', explorer.panels)) >= 1
    assert all(len(text.split()) > 5 for text in texts) and len(set(texts)) == len(texts)
