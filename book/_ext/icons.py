"""Cut the theme's icon fonts and their style sheet to the icons that the built site uses."""

import re
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

FONTS = "vendor/fontawesome/webfonts"
SHEET = "styles/pydata-sphinx-theme.css"
# One icon's names and character: .fa-bars:before,.fa-navicon:before{content:"\f0c9"}
RULE = re.compile(r'((?:\.fa-[\w-]+:before,?)+)\{content:"([^"]+)"\}')
OTHERS_SCRIPTS = ("fontawesome", "html-manager", "mathjax")


def written(folder):
    """The text of every page and of every script that may draw an icon."""
    scripts = (path for path in folder.rglob("*.js") if not any(name in path.as_posix() for name in OTHERS_SCRIPTS))
    return "\n".join(path.read_text(encoding="utf-8") for path in [*folder.rglob("*.html"), *scripts])


def cut_sheet(css, used):
    """The style sheet with rules for the used icon names only."""
    return RULE.sub(lambda rule: rule[0] if used & set(re.findall(r"\.(fa-[\w-]+):", rule[1])) else "", css)


def characters(css):
    """Every icon that a style sheet draws, by its code or by itself."""
    codes = {int(code, 16) for code in re.findall(r"\\([ef][0-9a-f]{3})\b", css)}
    return codes | {ord(letter) for letter in re.findall("[\ue000-\uf8ff]", css)}


def cut_font(path, unicodes):
    """Drop from the font every glyph but those of unicodes; its notice of licence stays."""
    font = TTFont(path)
    options = subset.Options(flavor="woff2", name_IDs=["*"], notdef_outline=True)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=unicodes)
    cutter.subset(font)
    subset.save_font(font, path, options)


def cut_icons(app, exception):
    if exception or app.builder.format != "html":
        return
    site = Path(app.outdir)
    static = site / "_static"
    sheet = static / SHEET
    css = cut_sheet(sheet.read_text(encoding="utf-8"), set(re.findall(r"\bfa-[\w-]+", written(site))))
    sheet.write_text(css, encoding="utf-8")
    others = [path.read_text(encoding="utf-8") for path in static.rglob("*.css") if path != sheet]
    for path in (static / FONTS).glob("*.woff2"):
        cut_font(path, characters("\n".join([css, *others])))
    # What no page asks for
    for path in [*(static / FONTS).glob("*.ttf"), *static.glob("scripts/fontawesome.js*")]:
        path.unlink()


def setup(app):
    app.connect("build-finished", cut_icons)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
