"""Learning rules. Each takes a Run and returns a gradient; none knows a cell by name."""

from taxrec_lite.rules.registry import Change, Followed, Rule, get, names, register, unregister

__all__ = ["Change", "Followed", "Rule", "get", "names", "register", "unregister"]
