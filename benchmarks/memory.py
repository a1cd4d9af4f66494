"""The memory that a reader's kernel needs: the highest resident set of each notebook's kernel while it is run as a whole.

Prints megabytes and seconds of processor time, for book/running.md. Linux only: it reads /proc.
"""

import re
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

ASK = "print(open('/proc/self/status').read(), *__import__('os').times()[:2])"


def peak(path):
    """(10⁶ bytes, seconds of processor time) of the kernel that runs a notebook."""
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.append(nbformat.v4.new_code_cell(ASK))
    NotebookClient(notebook, timeout=600, resources={"metadata": {"path": path.parent}}).execute()
    [answer] = notebook.cells[-1].outputs
    kilobytes = int(re.search(r"VmHWM:\s+(\d+) kB", answer.text)[1])
    return kilobytes * 1024 / 1e6, sum(map(float, answer.text.split()[-2:]))


if __name__ == "__main__":
    for name in sys.argv[1:]:
        megabytes, seconds = peak(Path(name))
        print(f"{Path(name).stem:<32} {megabytes:4.0f} MB {seconds:5.1f} s", flush=True)
