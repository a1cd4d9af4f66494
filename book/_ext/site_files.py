"""Files of the site that are no pages of the book: the picture of link previews, the page for wrong addresses, the site map."""

from html import escape
from pathlib import Path
from xml.sax.saxutils import escape as escape_xml

from matplotlib.figure import Figure
from page_meta import site_address

from taxrec_lite.explorers.orders import GAINS, random_run
from taxrec_lite.figures.style import COLOURS, style
from taxrec_lite.measures import by_order

# It lies at no depth of its own, so it brings all it needs
MISSING = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="description" content="There is no page at this address; the book begins elsewhere.">
<title>No such page: {title}</title>
<style>
:root {{ color-scheme: light dark; font: 1.1rem/1.6 system-ui, sans-serif; }}
main {{ max-width: 32rem; margin: 15vh auto; padding: 1rem; }}
body {{ background: #fff; color: #222; }}
a {{ color: #005f9e; }}
@media (prefers-color-scheme: dark) {{
  body {{ background: #121212; color: #ddd; }}
  a {{ color: #6cb8f0; }}
}}
</style>
</head>
<body>
<main>
<h1>No such page</h1>
<p>This address is not, or no longer, one of the book.</p>
<p><a href="{home}">{title}: the beginning</a></p>
</main>
</body>
</html>
"""


def preview(path):
    """Draw the error of every order in three regimes, under the title of the book."""
    with style():
        picture = Figure(figsize=(12, 6.3), facecolor="white")
        axes = picture.add_axes((0.12, 0.14, 0.68, 0.62))
        for (regime, gain), colour in zip(GAINS["leaky_rnn"].items(), ("implicit", "choice", "explicit")):
            errors = by_order(random_run("leaky_rnn", gain, n=16, T=24, seed=1)).error[:12]
            axes.semilogy(range(1, len(errors) + 1), errors, color=COLOURS[colour], linewidth=4)
            end = len(errors), errors[-1]
            axes.annotate(regime, end, xytext=(10, 0), textcoords="offset points", fontsize=20, color=COLOURS[colour])
        axes.set_xlabel("order m", fontsize=20)
        axes.set_ylabel("error of the gradient", fontsize=20)
        axes.tick_params(labelsize=16)
        picture.text(0.06, 0.85, "A Taxonomy of Recurrent Learning Rules", fontsize=32, fontweight="bold")
        picture.savefig(path, dpi=100)


def site_map(address, names):
    """The address of every page, as search engines want it."""
    lines = [f"<url><loc>{escape_xml(address + name)}.html</loc></url>" for name in sorted(names)]
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    return "\n".join([head, *lines, "</urlset>", ""])


def write_files(app, exception):
    if exception or app.builder.format != "html":
        return
    site, address = Path(app.outdir), site_address()
    preview(site / "_static" / "preview.png")
    page = MISSING.format(title=escape(app.config.html_title), home=address or "index.html")
    (site / "404.html").write_text(page, encoding="utf-8")
    if address:
        (site / "sitemap.xml").write_text(site_map(address, app.env.found_docs), encoding="utf-8")


def setup(app):
    app.connect("build-finished", write_files)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
