"""Where the book's source is published: GitHub says it in a build there, pyproject.toml says it elsewhere."""

import os
import tomllib
from pathlib import Path
from urllib.parse import urlparse

ROOT = Path(__file__).resolve().parents[2]
HOST = "https://github.com"


def named_repository():
    """owner/name, as in pyproject.toml."""
    urls = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["urls"]
    return urlparse(urls["Repository"]).path.strip("/")


def repository():
    """owner/name of the repository that is published."""
    return os.environ.get("GITHUB_REPOSITORY") or named_repository()


def branch():
    """The branch, or tag, that is published."""
    return os.environ.get("GITHUB_REF_NAME") or "main"
