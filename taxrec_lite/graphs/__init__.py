"""Computational graphs as networkx objects, and how to draw them."""

from taxrec_lite.graphs.unrolled import count_paths, unroll

__all__ = ["count_paths", "unroll"]
