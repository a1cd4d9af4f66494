"""The registry of tasks to learn. Each draws batches of random trials; none knows a network or a rule."""

from taxrec_lite._registry import Registry
from taxrec_lite.tasks.adding import Adding
from taxrec_lite.tasks.base import Batch, Score, Task
from taxrec_lite.tasks.digits import Digits
from taxrec_lite.tasks.evidence import Evidence
from taxrec_lite.tasks.pattern import Pattern
from taxrec_lite.tasks.store_recall import StoreRecall

_TASKS = Registry("task", (StoreRecall, Evidence, Pattern, Adding, Digits))


def names() -> tuple[str, ...]:
    """The names of all tasks, a tuple."""
    return _TASKS.names()


def get(name: str) -> type[Task]:
    """The task class called `name`. Raises ValueError for an unknown name, TypeError for anything but a str."""
    return _TASKS.get(name)


__all__ = ["Adding", "Batch", "Digits", "Evidence", "Pattern", "Score", "StoreRecall", "Task", "get", "names"]
