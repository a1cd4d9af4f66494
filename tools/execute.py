"""Execute notebooks side by side into Jupyter Book's cache; it executes one after the other what it does not find there."""

import sys
from functools import partial

from jupyter_cache import get_cache
from jupyter_cache.executors import load_executor, utils

# What a cell prints in two pieces, Jupyter Book would join with an empty line between them
utils.executenb = partial(utils.executenb, coalesce_streams=True)

if __name__ == "__main__":
    cache = get_cache("_build/.jupyter_cache")
    for path in sys.argv[1:]:
        cache.add_nb_to_project(path)
    # A notebook that fails is left out, and Jupyter Book, which then runs it again, says why
    load_executor("local-parallel", cache).run_and_cache(timeout=300)
