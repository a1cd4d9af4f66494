"""The derivation from BPTT to RTRL, line by line, each line with both its sides."""

from taxrec_lite.derivation.equation import Equation
from taxrec_lite.derivation.equations import EQUATIONS, get

__all__ = ["EQUATIONS", "Equation", "get"]
