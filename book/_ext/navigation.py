"""Names for the buttons of the sidebar that unfold the pages below a page, which the theme leaves without."""

import re

UNNAMED = re.compile(r"(>([^<>]+)</a><details[^>]*><summary)>")


def name_buttons(app, pagename, templatename, context, doctree):
    """Wrap the theme's function that makes the sidebar."""
    make = context.get("generate_toctree_html")
    if make:
        context["generate_toctree_html"] = lambda *kind, **options: UNNAMED.sub(r'\1 aria-label="Pages of: \2">', str(make(*kind, **options)))


def setup(app):
    app.connect("html-page-context", name_buttons, priority=900)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
