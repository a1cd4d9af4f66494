"""Many trainings side by side: every variant of one, with every seed."""

from collections.abc import Iterable
from dataclasses import replace

from taxrec_lite import _check
from taxrec_lite._optional import needed
from taxrec_lite.training import Diverged, Training


def run(training, variants, seeds, updates, trials=200, jobs=None):
    """{variant: [the Record of each seed]}, each with its `test` Score, all trained from the start, in parallel.

    A training that diverges leaves a Record that is shorter and has no `test`.

    training : a Training, for its settings
    variants : {name: {setting: value, …}}, what each changes in it, such as
        {"e-prop": {"rule": "eprop"}, "order 2": {"rule": "m_order", "numbers": {"m": 2}}}
    seeds : integers of at least 0, the same for all variants: they start alike and learn from the same trials
    updates, trials : how many to train with, and to test on afterwards
    jobs : processes at a time, as joblib counts them: −1 for all cores; None for one, or what joblib is told outside

    With a Dask cluster, and its package `distributed`, the same call runs there:

        client = dask.distributed.Client("address")
        with joblib.parallel_config(backend="dask"):
            records = experiments.run(…)

    Raises TypeError or ValueError before anything is trained, ImportError if joblib is missing.
    """
    _check.instance("training", training, Training)
    updates, trials = _check.integer("updates", updates, 1), _check.integer("trials", trials, 1)
    if jobs is not None and _check.integer("jobs", jobs, -1) == 0:
        raise ValueError("jobs must be −1 or an integer of at least 1, not 0")
    seeds = [_check.integer("seeds", seed, 0) for seed in _check.instance("seeds", seeds, Iterable)]
    changes = [_check.instance("variants", change, dict) for change in _check.instance("variants", variants, dict).values()]
    trainings = [replace(training, **change, seed=seed) for change in changes for seed in seeds]
    joblib = needed("joblib", "joblib", "running in parallel")
    records = iter(joblib.Parallel(n_jobs=jobs)(joblib.delayed(_trained)(one, updates, trials) for one in trainings))
    return {name: [next(records) for _ in seeds] for name in variants}


def _trained(training, updates, trials):
    try:
        training.run(updates).evaluate(trials)
    except Diverged:
        pass
    return training.record
