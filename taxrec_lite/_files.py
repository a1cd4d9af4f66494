"""Files that hold arrays beside words and numbers: NumPy's npz, with the rest as JSON in an array of its own."""

import json
import os
from zipfile import is_zipfile

import numpy as np


def write(path, header, arrays):
    """Write a header that JSON can hold, and {name: array}; a file that is there is replaced only by a whole one."""
    draft = f"{os.fspath(path)}.part"
    with open(draft, "wb") as file:
        np.savez(file, header=json.dumps(header), **arrays)
    os.replace(draft, path)


def read(path, kind):
    """(header, {name: array}) of a file. Raises ValueError unless its header says that it holds a `kind`."""
    path = os.fspath(path)
    with open(path, "rb") as file:
        arrays = dict(np.load(file, allow_pickle=False)) if is_zipfile(file) else {}
    header = json.loads(str(arrays.pop("header", "{}")))
    if header.get("holds") != kind:
        raise ValueError(f"path must be a file that holds a {kind}, not {path!r}")
    return header, arrays
