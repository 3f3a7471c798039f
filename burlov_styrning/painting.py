"""A plotly figure as static SVG: plotly-print runs the real plotly.js in QuickJS, without a browser.

Three things are made ours. Random ids are seeded, so the same figure gives the same bytes. Text is measured with the
typeface that will be used (plotly-print finds fonts by file name and knows no weights). And the SVG is cleaned: styles
become attributes, because the pages' content security policy allows no inline styles, and what draws nothing goes.
"""

import hashlib
import json
import re
from functools import cache, lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from django.conf import settings
from django.core.cache import cache as store
from PIL import ImageFont

SVG = "http://www.w3.org/2000/svg"
SEED = "(function(){var s=1;Math.random=function(){s=s*16807%2147483647;return s/2147483647}})()"
FONT_FILE = "source-sans-3-latin-wght-normal.woff2"
RGB = re.compile(r"rgba?\((\d+), ?(\d+), ?(\d+)\)")
USELESS = {"pointer-events", "white-space", "vector-effect", "cursor"}
OPACITIES = ("opacity", "fill-opacity", "stroke-opacity")


def paint(figure: dict[str, Any], title: str) -> str:
    """The figure as `<svg role="img">` with its title inside; made once for each figure."""
    spec = json.dumps(figure, ensure_ascii=False, separators=(",", ":"))
    key = hashlib.sha256(f"{_maker()}|{title}|{spec}".encode()).hexdigest()
    svg: str | None = store.get(f"chart:{key}")
    if svg is None:
        svg = _clean(_draw(json.loads(spec)), title, key[:8])
        store.set(f"chart:{key}", svg, timeout=None)
    return svg


@cache
def _maker() -> str:
    font = hashlib.sha256(font_path().read_bytes()).hexdigest()
    return f"{version('plotly-print')}|{font}|{hashlib.sha256(Path(__file__).read_bytes()).hexdigest()}"


def font_path() -> Path:
    """The shipped typeface that charts are measured with."""
    return Path(settings.BASE_DIR) / "static" / "fonts" / FONT_FILE


def _draw(figure: dict[str, Any]) -> str:
    engine = _engine()
    engine.context.eval(SEED)
    svg: str = engine.render_svg(figure["data"], figure["layout"])
    return svg


def _engine() -> Any:
    # Imported late: the engine reads 1.5 MB of JavaScript, which a page without a static chart never needs.
    from plotly_print.engine import get_engine

    engine = get_engine()  # one for each thread
    engine.context.add_callable("_measureTextRaw", _measure)
    return engine


def _measure(text: str, family: str, size: str, weight: str = "") -> str:
    font = _font(round(float(size or 12)), 600 if weight in ("bold", "600", "700") else 400)
    ascent, descent = font.getmetrics()
    return f"{font.getlength(text):.2f},{ascent + descent},{ascent},{descent}"


@lru_cache(maxsize=32)
def _font(size: int, weight: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(str(font_path()), size=max(1, size))
    font.set_variation_by_axes([weight])
    return font


# -- cleaning --------------------------------------------------------------------------------------------------------


def _clean(svg: str, title: str, prefix: str) -> str:
    root = ET.fromstring(svg)
    width, height = root.attrib["width"], root.attrib["height"]
    for element in root.iter():
        element.tag = element.tag.removeprefix(f"{{{SVG}}}")
        _attributes(element)
    _prune(root)
    _name_ids(root, prefix)
    root.attrib.clear()
    root.attrib |= {"xmlns": SVG, "viewBox": f"0 0 {width} {height}", "role": "img", "class": "chart-picture"}
    heading = ET.Element("title")
    heading.text = title
    root.insert(0, heading)
    return ET.tostring(root, encoding="unicode")


def _attributes(element: ET.Element) -> None:
    """Style as attributes; colours as in the theme, so that the page's own style sheet can change them."""
    parts = (part.split(":", 1) for part in element.attrib.pop("style", "").split(";") if ":" in part)
    style = {name.strip(): RGB.sub(_hex, value.strip()) for name, value in parts}
    for paint in ("fill", "stroke"):
        if style.get(f"{paint}-opacity") == "0":
            style[paint] = "none"
    kept = {name: value for name, value in style.items() if name not in USELESS}
    element.attrib |= {name: value for name, value in kept.items() if name not in OPACITIES or value not in ("0", "1")}
    for name in [name for name in element.attrib if name in USELESS | {"class"} or name.startswith("data-")]:
        del element.attrib[name]


def _hex(match: re.Match[str]) -> str:
    return "#" + "".join(f"{int(part):02x}" for part in match.groups())


def _prune(element: ET.Element) -> None:
    for child in list(element):
        _prune(child)
        if _draws_nothing(child):
            element.remove(child)


def _draws_nothing(element: ET.Element) -> bool:
    if element.tag in ("g", "defs"):
        return len(element) == 0
    unfilled = element.attrib.get("fill") == "none"
    unlined = element.attrib.get("stroke", "none") == "none" or element.attrib.get("stroke-width") == "0px"
    empty = element.tag == "path" and element.attrib.get("d", "M0,0") == "M0,0"
    return empty or (element.tag in ("path", "rect") and unfilled and unlined)


def _name_ids(root: ET.Element, prefix: str) -> None:
    """Ids that are used, unique among the charts of one page."""
    used = set(re.findall(r"url\(#([^)]+)\)", " ".join(value for e in root.iter() for value in e.attrib.values())))
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag == "clipPath" and child.attrib.get("id") not in used:
                parent.remove(child)
    names = {name: f"c{prefix}-{number}" for number, name in enumerate(sorted(used))}
    for element in root.iter():
        for key, value in element.attrib.items():
            element.attrib[key] = re.sub(
                r"url\(#([^)]+)\)", lambda match: f"url(#{names.get(match[1], match[1])})", value
            )
        if (name := element.attrib.get("id")) is not None:
            if name in names:
                element.attrib["id"] = names[name]
            else:
                del element.attrib["id"]
