"""Tasks that the tests share: one of each kind, small."""

import numpy as np
import pytest

from taxrec_lite import tasks

SMALL = {
    "store_recall": tasks.StoreRecall(delay=3, duration=2),
    "evidence": tasks.Evidence(cues=3, cue=4, gap=2, delay=3, decision=2, population=5),
    "pattern": tasks.Pattern(T=12, n_in=4, n_out=2),
    "adding": tasks.Adding(T=7),
    "digits": tasks.Digits(),
}

each_task = pytest.mark.parametrize("task", [SMALL[name] for name in tasks.names()], ids=tasks.names())


def some_batch(task, B=5, seed=0):
    return task.batch(np.random.default_rng(seed), B)
