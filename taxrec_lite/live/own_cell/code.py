"""A cell out of the code of a reader, and what is wrong with that code, by the line."""

import traceback
from contextlib import contextmanager

from taxrec_lite import cells

FILE = "<your cell>"


class Problem(Exception):
    """What is wrong with a reader's code, in words, and at which line of it; None for no line of its own."""

    def __init__(self, words, line=None):
        super().__init__(words)
        self.words, self.line = words, line


@contextmanager
def registered(code):
    """The cell that `code` registers, as a class, in the registry for as long as the context lasts.

    Raises Problem where the code does not run or registers no cell; so does what is done with the cell inside the context.
    """
    before = cells.names()
    try:
        exec(compile(code, FILE, "exec"), {"__name__": "your_cell"})
        added = [name for name in cells.names() if name not in before]
        if not added:
            raise Problem("No cell is registered: put @cells.register before the class.")
        yield cells.get(added[-1])
    except Problem:
        raise
    except SyntaxError as error:
        raise Problem(f"This is not Python: {error.msg}.", error.lineno) from error
    except Exception as error:
        raise Problem(f"{type(error).__name__}: {error}", _line(error)) from error
    finally:
        for name in set(cells.names()) - set(before):
            cells.unregister(name)


def line_of(function):
    """The line of a reader's code at which a function of it begins; None for a function of the book."""
    code = getattr(function, "__code__", None)
    return code.co_firstlineno if code and code.co_filename == FILE else None


def _line(error):
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == FILE]
    return lines[-1] if lines else None
