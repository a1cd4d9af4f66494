"""The gradient as a sum over enumerated paths of the unrolled graph; for tiny networks, since paths grow as n^T."""

from math import inf

import numpy as np

from taxrec_lite import _check
from taxrec_lite.trajectory import Run


def path_sums(run: Run) -> np.ndarray:
    """The θ-gradient (6.2) split by the number of explicit edges on the way, (T, gates, n, p).

    Element k is the sum over all paths θ_j → … → E with exactly k explicit edges, so the first m elements add up
    to order m. Raises TypeError unless `run` is a Run.
    """
    import networkx as nx  # only here, for the rest of the derivation also runs where it is not

    from taxrec_lite.graphs.unrolled import unroll

    _check.instance("run", run, Run)
    gates, n, p = run.params.theta.shape
    sums = np.zeros((run.T, n, gates * p))
    for sample in range(run.x.shape[1]):
        graph = unroll(run, sample)
        for j in range(n):
            for path in nx.all_simple_edge_paths(graph, ("theta", j), ("E",), cutoff=inf):
                edges = [graph.edges[edge] for edge in path]
                crossings = sum(edge["kind"] == "explicit" for edge in edges)
                product = edges[0]["jacobian"]
                for edge in edges[1:]:
                    product = edge["jacobian"] @ product
                sums[crossings, j] += product[0]
    return sums.reshape(run.T, n, gates, p).transpose(0, 2, 1, 3)
