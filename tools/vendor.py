"""Fetch the scripts the built pages use from npm, by pinned version and integrity, into book/_vendor.

Those of the editor come as one file, bundled from tools/editor by the versions and hashes of its package-lock.json.
"""

import base64
import hashlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path, PurePosixPath

VENDOR = Path(__file__).resolve().parents[1] / "book" / "_vendor"
EDITOR = Path(__file__).with_name("editor")

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


def npm(*arguments, folder):
    """Run npm in a folder."""
    found = shutil.which("npm")
    if found is None:
        sys.exit("npm is needed to fetch the book's scripts: run `make html`, which brings one along")
    if subprocess.run([found, *arguments], cwd=folder, stdout=subprocess.DEVNULL).returncode:
        sys.exit(f"npm could not {' '.join(arguments)}")


def pack(package, folder):
    """Download the archive of an npm package into folder."""
    npm("pack", "--silent", package, folder=folder)
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


def bundle_editor():
    """Make book/_vendor/editor of tools/editor, unless it was made of the same."""
    sources = [EDITOR / name for name in ("editor.mjs", "package.json", "package-lock.json")]
    stamp, wanted = VENDOR / "editor" / ".sources", "\n".join(path.read_text(encoding="utf-8") for path in sources)
    if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return
    stamp.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for path in sources:
            shutil.copy(path, folder)
        npm("ci", "--ignore-scripts", "--no-audit", "--no-fund", folder=folder)
        npm("exec", "--", "esbuild", "editor.mjs", "--bundle", "--minify", "--format=esm", "--target=es2022",
            f"--outfile={stamp.with_name('editor.js')}", "--log-level=warning", folder=folder)
        stamp.with_name("LICENSE.txt").write_text(licences(Path(folder, "node_modules")), encoding="utf-8")
    stamp.write_text(wanted, encoding="utf-8")


def licences(modules):
    """Those of all packages that are in the bundle."""
    texts = {path.parent.relative_to(modules).as_posix(): path.read_text(encoding="utf-8")
             for path in sorted(modules.rglob("LICENSE*")) if "esbuild" not in path.parts}
    return "\n".join(f"{name}\n\n{text}" for name, text in texts.items())


if __name__ == "__main__":
    bundle_editor()
    for name, asset in ASSETS.items():
        fetch(name, *asset)
