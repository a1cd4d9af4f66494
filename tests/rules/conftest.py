"""The runs on which every rule is tried."""

from itertools import product

import pytest

from tests.nets import BATCHES, KAPPAS, LOSSES, a_run, cell_variants

_RUNS = {
    f"{id}-kappa{kappa:g}-{loss}-B{B}{'-masked' * masked}":
        (name, {**options, "kappa": kappa, "loss": loss, "B": B, "masked": masked})
    for (id, name, options), kappa, loss, B, masked in product(cell_variants(), KAPPAS, LOSSES, BATCHES, (False, True))
}


@pytest.fixture(params=_RUNS, scope="session")
def run(request):
    """A run of every cell (hard spikes, each reset), read-out, loss and batch, masked and not."""
    cell, options = _RUNS[request.param]
    return a_run(cell, **options)
