"""Independent ways to the same numbers. They check the rules; nothing else depends on them."""

from taxrec_lite.oracles.finite_differences import central_differences, complex_step
from taxrec_lite.oracles.paths import path_sums

__all__ = ["central_differences", "complex_step", "path_sums"]
