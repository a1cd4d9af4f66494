"""Independent ways to the same numbers: they check the rules, and nothing else depends on them."""

from taxrec_lite.oracles.finite_differences import central_differences, complex_step

__all__ = ["central_differences", "complex_step"]
