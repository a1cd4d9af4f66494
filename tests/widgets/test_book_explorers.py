"""Every explorer of the book, whatever it shows: all states are told, and every layer belongs to an option."""

import importlib
import itertools
import pkgutil

import pytest

from taxrec_lite import explorers
from taxrec_lite.figures.picture import one_text
from taxrec_lite.widgets import Panel
from tests.widgets.layers import assert_every_layer_belongs_to_an_option, layers_of, options_of

NAMES = [module.name for module in pkgutil.iter_modules(explorers.__path__)]


@pytest.fixture(scope="module", params=NAMES)
def explorer(request):
    return importlib.import_module(f"taxrec_lite.explorers.{request.param}").explorer()


def test_every_state_is_told(explorer):
    states = {tuple(map(str, state)) for state in explorer._view.sentences}
    assert states == set(itertools.product(*options_of(explorer._view).values()))


def test_every_layer_and_panel_belongs_to_an_option(explorer):
    panels = [Panel(*panel) for panel in explorer._view.panels]
    layers = layers_of(panel.figure for panel in panels)
    layers += [(key, one_text(values)) for panel in panels for key, values in panel.states.items()]
    assert_every_layer_belongs_to_an_option(explorer._view, layers)


def test_every_option_shows_something_of_its_own(explorer):
    told = explorer._view.sentences
    assert len(set(told.values())) == len(told)


def test_every_panel_has_an_alternative_text_of_its_own(explorer):
    texts = [Panel(*panel).alt for panel in explorer._view.panels]
    assert all(len(text.split()) > 5 for text in texts) and len(set(texts)) == len(texts)


def test_the_text_begins_with_the_title(explorer):
    assert explorer.summary().startswith(f"Explorer “{explorer.title}”")
