"""Packages that only some of the work needs, imported when it is asked for."""

from importlib import import_module


def needed(module, package, purpose):
    """The module, imported now; an ImportError says what to install and for what."""
    try:
        return import_module(module)
    except ImportError as reason:
        raise ImportError(f"{purpose} needs {package}, which is not installed: pip install {package}") from reason
