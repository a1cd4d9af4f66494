"""Where the book's source is published, and where its chapters can be run: GitHub says it in a build there,
pyproject.toml says it elsewhere."""

import os
import tomllib
from pathlib import Path
from urllib.parse import urlencode, urlparse

ROOT = Path(__file__).resolve().parents[2]
HOST = "https://github.com"
LAUNCH = {
    "notebook_interface": "jupyterlab",
    "binderhub_url": "https://mybinder.org",
    "colab_url": "https://colab.research.google.com",
    "jupyterlite_url": "../lite/notebooks/index.html",
}
# What the theme calls them, and we
TITLES = {"JupyterLite": "Run in the browser", "Binder": "Run on Binder", "Colab": "Run in Colab"}


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


def commands():
    """Blocks of a page that name the repository, as Markdown."""
    address, name = f"{HOST}/{repository()}", repository().split("/")[1]
    pull = urlencode({"repo": address, "branch": branch(), "urlpath": f"lab/tree/{name}/book/preface.ipynb"})
    return {
        "clone": f"```sh\ngit clone {address}\ncd {name}\nmake book\n```",
        "install": f'```sh\npip install "taxrec_lite[book] @ git+{address}" jupyterlab\njupyter lab\n```',
        "nbgitpuller": f"```text\nhttps://HUB/hub/user-redirect/git-pull?{pull}\n```",
        "image": f"```sh\npip install jupyter-repo2docker\njupyter-repo2docker --no-run --image-name taxrec_lite {address}\n```",
    }


def set_options(app, config):
    """Tell the theme, which makes the links, and the pages that name the repository."""
    config.myst_substitutions = config.myst_substitutions | commands()
    config.html_theme_options |= {
        "repository_url": f"{HOST}/{repository()}",
        "repository_branch": branch(),
        "launch_buttons": LAUNCH,
    }


def name_buttons(app, pagename, templatename, context, doctree):
    """Say what happens, in the order of how little it needs."""
    for group in context.get("header_buttons", []):
        if group.get("label") == "launch-buttons":
            buttons = {button["text"]: button for button in group["buttons"]}
            group["buttons"] = [buttons[name] | {"text": title, "tooltip": title} for name, title in TITLES.items()]
            group["tooltip"] = "Run this page"


def setup(app):
    app.connect("config-inited", set_options)
    app.connect("html-page-context", name_buttons, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
