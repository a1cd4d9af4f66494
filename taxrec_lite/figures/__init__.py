"""Figures: each function takes data and returns a matplotlib Figure; nothing here holds state."""

from taxrec_lite.figures.picture import Picture

__all__ = ["Picture"]
