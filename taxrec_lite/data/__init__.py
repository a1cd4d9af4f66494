"""What the package brings along: handwritten digits, and what takes too long to be computed on a page.

digits.csv.gz : the test set of Alpaydin & Kaynak, *Optical Recognition of Handwritten Digits* (1998), UCI Machine
    Learning Repository, doi:10.24432/C50P49, under CC BY 4.0; a line an image, 64 pixels from 0 to 16 and the digit
scaling.json : seconds and bytes against what grows, written by `make bench`
speed.json : seconds beside PyTorch, JAX and bare arrays, written by `make bench`
targets.json : what was aimed at beside what was measured, written by `make bench`
learning.json : trainings, written by `make experiments` and read by `results.read`
"""

import gzip
import json
from importlib.resources import files

import numpy as np

FOLDER = files(__name__)


def digits():
    """(images (1797, 8, 8), from 0 to 1; the digit on each (1797,))."""
    with FOLDER.joinpath("digits.csv.gz").open("rb") as file:
        table = np.loadtxt(gzip.GzipFile(fileobj=file), delimiter=",")
    return table[:, :-1].reshape(-1, 8, 8) / 16, table[:, -1].astype(int)


def scaling():
    """What `make bench` measured, {"time": curves, "memory": curves, "sparsity": […], "date", "cpu", …}.

    A curve is {"along": "n", "T", "m" or "B", which holds the sizes, "rule", "fitted": how many of the last sizes an
    exponent is fitted to, "seconds" of a step (against T, of all) or "bytes", …}.
    """
    return _read("scaling.json")


def speed():
    """What `make bench` measured by turns: {"pairs": [{"what", "beside", "n", "B", "ours", "theirs"}], "date", "cpu", …}.

    `ours` and `theirs` are the best and the median of many times, in seconds.
    """
    return _read("speed.json")


def targets():
    """[{"what", "where", "measured": numbers, "side": "at least" or "at most", "target", "short": factor that is missing}]"""
    return _read("targets.json")


def _read(name):
    return json.loads(FOLDER.joinpath(name).read_text(encoding="utf-8"))
