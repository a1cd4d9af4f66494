"""Networks, tasks and optimisers as plain words and numbers, which JSON keeps exactly, and back."""

from dataclasses import fields, is_dataclass

import numpy as np

from taxrec_lite.cells import Cell, Surrogate
from taxrec_lite.network import Network
from taxrec_lite.optimizers import Optimizer
from taxrec_lite.readout import Readout
from taxrec_lite.tasks import Task


def describe(thing):
    """A dataclass as {"kind": its name, field: value, …}, with all that it holds described in turn."""
    match thing:
        case np.ndarray():
            return {"kind": "array", "values": thing.tolist()}
        case np.generic():
            return thing.item()
        case dict():
            return {name: describe(value) for name, value in thing.items()}
        case _ if is_dataclass(thing):
            parts = {field.name: describe(getattr(thing, field.name)) for field in fields(thing)}
            return {"kind": type(thing).__name__, **parts}
        case _:
            return thing


def build(description):
    """What `describe` described. Raises ValueError for a kind that no imported module defines."""
    if not isinstance(description, dict):
        return description
    parts = {name: build(value) for name, value in description.items()}
    kind = parts.pop("kind", None)
    if kind is None:
        return parts
    if kind == "array":
        return np.array(parts["values"])
    kinds = {known.__name__: known for base in (Cell, Surrogate, Task, Optimizer) for known in _below(base)}
    kinds |= {"Network": Network, "Readout": Readout}
    if kind not in kinds:
        raise ValueError(f"kind must be one of {', '.join(sorted(kinds))}, or of a module that is imported, not {kind!r}")
    return kinds[kind](**parts)


def _below(kind):
    """All classes that descend from this one."""
    return [one for child in kind.__subclasses__() for one in (child, *_below(child))]
