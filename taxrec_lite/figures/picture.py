"""Figures as inline SVG that follows the page's theme, with an alternative text and, where wanted, layers."""

import base64
import io
import json
import re
import xml.etree.ElementTree as ET
import zlib
from collections.abc import Iterable
from contextlib import contextmanager

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from taxrec_lite.figures.drawn import drawn
from taxrec_lite.figures.style import COLOURS, style

_SVG, _XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
ET.register_namespace("", _SVG)
ET.register_namespace("xlink", _XLINK)


class Picture:
    """A figure as notebooks and pages show it: inline SVG named `alt`, which says what there is to see.

    links : names of the addresses that artists were given by `set_url`, for readers who cannot see the figure
    """

    def __init__(self, figure: Figure, alt: str, links: dict[str, str] | None = None):
        self.figure, self.alt, self.links = figure, " ".join(alt.split()), links

    def _repr_mimebundle_(self, include=None, exclude=None):
        data = {"axes": drawn(self.figure)}
        return {
            "image/svg+xml": svg(self.figure, self.alt, self.links),
            "image/png": png(raster(self.figure), self.alt, data),
            "text/plain": self.alt,
        }, {"image/svg+xml": {"needs_background": "light"}}


def layer(artists: Artist | Iterable[Artist], **states) -> Artist | Iterable[Artist]:
    """Show `artists` (one or an iterable) only in the given states of an explorer's selectors.

    `layer(line, cell="lstm", m=[3, 4])` is seen while the cell is "lstm" and m is 3 or 4. Returns `artists`.
    """
    text = ";".join(f"{key}={one_text(values)}" for key, values in states.items())
    for artist in _listed(artists):
        artist.set_gid(f"layer:{text}")
    return artists


def in_state(gid, state):
    """Whether an artist with this gid is seen in `state`, a dict from selector to value."""
    if not (gid or "").startswith("layer:"):
        return True
    return all(str(state[key]) in values.split() for key, values in _layers(gid))


@contextmanager
def only(figure, state):
    """`figure` without the layers that are not seen in `state`."""
    hidden = [artist for artist in figure.findobj() if artist.get_visible() and not in_state(artist.get_gid(), state)]
    for artist in hidden:
        artist.set_visible(False)
    yield figure
    for artist in hidden:
        artist.set_visible(True)


def raster(figure):
    """`figure` as an image on white."""
    buffer = io.BytesIO()
    _save(figure, buffer, format="png", dpi=150, facecolor="white")
    return Image.open(buffer).convert("RGB")


def png(image, title, data):
    """`image` as a PNG in base64 that carries its title and, as JSON, the data that it shows."""
    info = PngInfo()
    info.add_itxt("Title", title)
    info.add_itxt("Data", json.dumps({"title": title, **data}, ensure_ascii=False), zip=True)
    buffer = io.BytesIO()
    image.save(buffer, "PNG", pnginfo=info)
    return base64.b64encode(buffer.getvalue()).decode()


def svg(figure, alt, links=None):
    """`figure` as an SVG element to be put into a page: 100% wide, ink in the colour of the text around it.

    links : as for `Picture`
    """
    buffer = io.StringIO()
    _save(figure, buffer, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    root = ET.fromstring(buffer.getvalue())
    # The style is that of all lines of the page, which would all be looked at again whenever a figure comes or changes
    for unwanted in root.findall(f"{{{_SVG}}}metadata") + root.findall(f"{{{_SVG}}}defs[{{{_SVG}}}style]"):
        root.remove(unwanted)
    width = float(root.get("viewBox").split()[2])
    root.attrib = {
        "viewBox": root.get("viewBox"),
        "role": "group" if links else "img",
        "aria-label": alt,
        "style": f"width:100%;height:auto;max-width:{width * 1.6:.0f}px;stroke-linejoin:round",
    }
    named = set()
    for element in root.iter():
        _mend(element)
        if element.tag == f"{{{_SVG}}}a":
            element.attrib = _link(element.get(f"{{{_XLINK}}}href"), links, named)
    text = ET.tostring(root, encoding="unicode", short_empty_elements=True)
    return _unique_ids(themed(_rounded(text)), alt)


def one_text(values):
    """The values of a selector, one or several, as the text of a data attribute."""
    return " ".join(map(str, _listed(values)))


def themed(text):
    """Colours as CSS variables of the page, with the colour itself where the page has none."""
    for name, colour in COLOURS.items():
        value = "currentColor" if name == "ink" else f"var(--tx-{name}, {colour})"
        text = re.sub(re.escape(colour), value, text, flags=re.IGNORECASE)
    return text


def _save(figure, buffer, **options):
    """As `savefig`, which would draw the figure once more to have its parts laid out, for each file anew."""
    with style():
        if figure.get_layout_engine():
            figure.get_layout_engine().execute(figure)
            figure.set_layout_engine(None)
        figure.savefig(buffer, **options)


def _listed(value):
    return [value] if isinstance(value, (str, int)) or not np.iterable(value) else list(value)


def _layers(gid):
    return [part.split("=") for part in gid.removeprefix("layer:").split(";")]


def _mend(element):
    gid = element.get("id", "")
    if gid.startswith("layer:"):
        del element.attrib["id"]
        for key, values in _layers(gid):
            element.set(f"data-{key}", values)
    elif gid.startswith("live:"):
        element.set("data-mark", element.attrib.pop("id").removeprefix("live:"))
    elif re.fullmatch(r"(figure|axes|patch|text|line2d|xtick|ytick|matplotlib\.axis|PathCollection|LineCollection|"
                      r"FillBetweenPolyCollection)_\d+", gid):
        del element.attrib["id"]
    address = element.get(f"{{{_XLINK}}}href", "")
    if address.startswith("data:image/png"):
        element.attrib.pop("id", None)
        element.set("style", "image-rendering:pixelated")
        element.set(f"{{{_XLINK}}}href", _palette_png(address))


def _link(address, links, named):
    """The attributes of a link; of several to one address, such as a box and the text in it, only one is announced."""
    if address in named:
        return {f"{{{_XLINK}}}href": address, "aria-hidden": "true", "tabindex": "-1"}
    named.add(address)
    return {f"{{{_XLINK}}}href": address, "role": "link", "aria-label": links[address]}


def _palette_png(address):
    """The same picture with a palette, a quarter of the size: few colours are few in our images."""
    image = Image.open(io.BytesIO(base64.b64decode(address.split(",", 1)[1]))).convert("RGBA")
    colours, index = np.unique(np.asarray(image).reshape(-1, 4), axis=0, return_inverse=True)
    if len(colours) > 256:
        return address
    small = Image.fromarray(index.reshape(image.height, image.width).astype(np.uint8), "P")
    small.putpalette(colours[:, :3].tobytes())
    buffer = io.BytesIO()
    bits = next(bits for bits in (1, 2, 4, 8) if len(colours) <= 2**bits)
    small.save(buffer, "PNG", transparency=colours[:, 3].tobytes(), optimize=True, bits=bits)
    return "data:image/png;base64," + base64.b64encode(buffer.getvalue()).decode()


def _rounded(text):
    """Coordinates to a thousandth of a point; base64 has no decimal points to be mistaken for numbers."""
    return re.sub(r"-?\d+\.\d{4,}", lambda number: f"{float(number[0]):.3f}".rstrip("0").rstrip("."), text)


def _unique_ids(text, salt):
    """Ids that no other figure of the page has, as long as their alternative texts differ; links keep their targets."""
    prefix = f"f{zlib.crc32(salt.encode()):x}-"
    own = "|".join(map(re.escape, set(re.findall(r'\bid="([^"]+)"', text))))
    return re.sub(rf'(\bid="|url\(#|href="#)(?=(?:{own})[")])', rf"\g<1>{prefix}", text) if own else text
