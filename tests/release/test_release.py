"""What `make release` has put into dist/: the whole package, nothing else, and the same by either way."""

import subprocess
import sys
import tarfile
from email.parser import BytesParser
from fnmatch import fnmatch
from pathlib import Path
from zipfile import ZipFile

import pytest

import taxrec_lite as tx

ROOT = Path(__file__).parents[2]
DIST = ROOT / "dist"
DATA = ("*.json", "*.gz")


def only(pattern):
    found = list(DIST.glob(pattern))
    if len(found) != 1:
        raise pytest.UsageError(f"there must be one dist/{pattern}: run `make release`")
    return found[0]


@pytest.fixture(scope="module")
def wheel():
    """{name: content} of the wheel."""
    with ZipFile(only("*.whl")) as file:
        return {name: file.read(name) for name in file.namelist()}


@pytest.fixture(scope="module")
def source():
    """{name: content} of the source distribution, without the folder that all is in."""
    with tarfile.open(only("*.tar.gz")) as file:
        return {member.name.split("/", 1)[1]: file.extractfile(member).read() for member in file if member.isfile()}


def package_files():
    """What belongs to the package in the tree."""
    files = (path for path in (ROOT / "taxrec_lite").rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(ROOT).as_posix(): path.read_bytes() for path in files}


def information(wheel, name):
    return wheel[f"taxrec_lite-{tx.__version__}.dist-info/{name}"]


def test_the_tree_holds_modules_and_data_only():
    others = [name for name in package_files() if not name.endswith(".py")]
    assert [name for name in others if not any(fnmatch(name, f"taxrec_lite/data/{kind}") for kind in DATA)] == []


def test_the_wheel_holds_the_package_and_its_licence_and_nothing_else(wheel):
    inside = {name: content for name, content in wheel.items() if ".dist-info/" not in name}
    assert inside == package_files()
    assert information(wheel, "licenses/LICENSE") == (ROOT / "LICENSE").read_bytes()


def test_the_source_distribution_holds_the_package_and_what_describes_it(source):
    assert {name: content for name, content in source.items() if name.startswith("taxrec_lite/")} == package_files()
    for name in ("CHANGELOG.md", "CITATION.cff", "LICENSE", "MANIFEST.in", "README.md", "pyproject.toml"):
        assert source[name] == (ROOT / name).read_bytes()
    beside = {name.split("/")[0] for name in source} - {"taxrec_lite", "taxrec_lite.egg-info"}
    assert beside == {"CHANGELOG.md", "CITATION.cff", "LICENSE", "MANIFEST.in", "PKG-INFO", "README.md", "pyproject.toml", "setup.cfg"}


def test_both_are_small():
    assert only("*.whl").stat().st_size < 1e6 and only("*.tar.gz").stat().st_size < 1e6


def test_the_wheel_says_what_it_is_and_needs(wheel):
    said = BytesParser().parsebytes(information(wheel, "METADATA"))
    assert (said["Name"], said["Version"], said["License-Expression"]) == ("taxrec_lite", tx.__version__, "MIT")
    needs = said.get_all("Requires-Dist")
    assert [need for need in needs if "extra ==" not in need] == ["numpy>=2.0"]
    assert {"book", "figures"} <= set(said.get_all("Provides-Extra"))
    assert {url.split(",")[0] for url in said.get_all("Project-URL")} >= {"Documentation", "Repository", "Changelog"}
    assert said["Description-Content-Type"] == "text/markdown"


def test_the_tree_makes_the_same_wheel(wheel, source, tmp_path):
    for name, content in source.items():
        if not name.startswith(("PKG-INFO", "setup.cfg", "taxrec_lite.egg-info/")):
            (tmp_path / "tree" / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / "tree" / name).write_bytes((ROOT / name).read_bytes())
    command = [sys.executable, "-m", "build", "--wheel", "--outdir", tmp_path / "out", tmp_path / "tree"]
    subprocess.run(command, check=True, capture_output=True)
    (built,) = (tmp_path / "out").glob("*.whl")
    with ZipFile(built) as file:
        assert {name: file.read(name) for name in file.namelist()} == wheel


def test_the_wheel_works_where_it_is_installed(tmp_path):
    install = [sys.executable, "-m", "pip", "install", "--no-deps", "--target", tmp_path / "site", only("*.whl")]
    subprocess.run(install, check=True, capture_output=True)
    for path in (ROOT / "taxrec_lite" / "data").glob("*"):
        assert path.name == "__pycache__" or (tmp_path / "site" / "taxrec_lite" / "data" / path.name).exists()
    done = subprocess.run([sys.executable, "-m", "taxrec_lite", "compare", "--n", "3", "--T", "4"], cwd=tmp_path / "site",
                          capture_output=True, text=True)
    assert done.returncode == 0 and "RTRL" in done.stdout, done.stderr
