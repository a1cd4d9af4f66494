"""Computational graphs as networkx objects, and how to draw them."""

from taxrec_lite.graphs.paths import (
    collapsed, explicit_trace, explicit_variable, implicit_trace, implicit_variable, learning_signal, path_sum,
    recurrence_trace, recurrence_variable, total_derivative,
)
from taxrec_lite.graphs.unrolled import count_paths, unroll
from taxrec_lite.graphs.views import RuleView, rule_view

__all__ = [
    "RuleView", "collapsed", "count_paths", "explicit_trace", "explicit_variable", "implicit_trace",
    "implicit_variable", "learning_signal", "path_sum", "recurrence_trace", "recurrence_variable", "rule_view",
    "total_derivative", "unroll",
]
