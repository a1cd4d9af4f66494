"""Fetch the scripts the built pages use from npm, by pinned version and integrity, into book/_vendor."""

import base64
import hashlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path, PurePosixPath

VENDOR = Path(__file__).resolve().parents[1] / "book" / "_vendor"

# folder: (npm package, sha512 of its archive, what is taken from it)
ASSETS = {
    "mathjax": (
        "mathjax@3.2.2",
        "Bt+SSVU8eBG27zChVewOicYs7Xsdt40qm4+UpHyX7k0/O9NliPc+x77k1/FEsPsjKPZGJvtRZM1vO+geW0OhGw==",
        "package/es5",
        # Not one of its bundles, which bring a menu of 100 kB that the pages do not show
        [
            "startup.js",
            "core.js",
            "input/tex.js",
            "input/tex/extensions/*.js",
            "output/chtml.js",
            "output/chtml/fonts/tex.js",
            "output/chtml/fonts/woff-v2/*.woff",
            "a11y/assistive-mml.js",
        ],
    ),
    "html-manager": (
        "@jupyter-widgets/html-manager@1.0.15",
        "5thBIV6ymNgmPVOHvzx+gGy8ZSKmSazhtGw4/c4xJDVzRhG9PTeQsRjF3FUTopvFi//SABeNz1yp47bCrJ3CQA==",
        "package/dist",
        ["embed.js", "embed.js.LICENSE.txt", "*.woff2"],
    ),
    "pyodide": (
        "pyodide@0.27.7",
        "RUSVJlhQdfWfgO9hVHCiXoG+nVZQRS5D9FzgpLJ/VcgGBLSAKoPL8kTiOikxbHQm1kRISeWUBdulEgO26qpSRA==",
        "package",
        ["pyodide.js", "pyodide.mjs", "pyodide.asm.js", "pyodide.asm.wasm", "pyodide-lock.json", "python_stdlib.zip"],
    ),
    "reveal": (
        "reveal.js@5.2.1",
        "r7//6mIM5p34hFiDMvYfXgyjXqGRta+/psd9YtytsgRlrpRzFv4RbH76TXd2qD+7ZPZEbpBDhdRhJaFgfQ7zNQ==",
        "package",
        ["dist/reveal.js", "dist/reveal.css", "plugin/notes/notes.js", "LICENSE"],
    ),
}


def pack(package, folder):
    """Download the archive of an npm package into folder."""
    npm = shutil.which("npm")
    if npm is None:
        sys.exit("npm is needed to fetch the book's scripts: run `make html`, which brings one along")
    command = [npm, "pack", "--silent", "--pack-destination", folder, package]
    if subprocess.run(command, stdout=subprocess.DEVNULL).returncode:
        sys.exit(f"npm could not fetch {package}")
    return next(Path(folder).glob("*.tgz"))


def verify(archive, package, sha512):
    """Refuse an archive other than the pinned one."""
    found = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if found != sha512:
        sys.exit(f"{package} has sha512 {found}, expected {sha512}")


def extract(archive, root, patterns, target):
    """Write the files of archive below root that match one of patterns to target."""
    with tarfile.open(archive) as tar:
        for member in tar.getmembers():
            path = PurePosixPath(member.name)
            if not member.isfile() or not path.is_relative_to(root):
                continue
            path = path.relative_to(root)
            if any(path.match(pattern) and len(path.parts) == pattern.count("/") + 1 for pattern in patterns):
                (target / path).parent.mkdir(parents=True, exist_ok=True)
                (target / path).write_bytes(tar.extractfile(member).read())


def fetch(name, package, sha512, root, patterns):
    """Bring one folder of book/_vendor to its pinned version, unless it is there already."""
    stamp, wanted = VENDOR / name / ".integrity", "\n".join([sha512, *patterns])
    if stamp.exists() and stamp.read_text() == wanted:
        return
    shutil.rmtree(VENDOR / name, ignore_errors=True)
    with tempfile.TemporaryDirectory() as folder:
        archive = pack(package, folder)
        verify(archive, package, sha512)
        extract(archive, root, patterns, VENDOR / name)
    stamp.write_text(wanted)


if __name__ == "__main__":
    for name, asset in ASSETS.items():
        fetch(name, *asset)
