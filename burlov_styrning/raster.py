"""A chart's picture as PNG, for what cannot take SVG: the same drawing, with the shipped typeface."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from burlov_styrning.painting import font_path

FAMILY = "Source Sans 3"
WEIGHTS = (400, 600)
"""The weights that charts are drawn with."""


def png(svg: str, zoom: float = 2) -> bytes:
    """The drawing on white; `zoom` pixels for each of its own."""
    # Imported late: a page without a picture to download never needs it.
    import resvg_py

    fonts = [str(path) for path in _fonts()]
    return resvg_py.svg_to_bytes(
        svg_string=svg, background="#ffffff", zoom=zoom, skip_system_fonts=True, font_files=fonts,
        sans_serif_family=FAMILY, font_family=FAMILY,
    )  # fmt: skip


@cache
def _fonts() -> list[Path]:
    """The variable typeface at each weight, as files that the drawer reads; gone when the process ends."""
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    made = []
    for weight in WEIGHTS:
        font = instantiateVariableFont(TTFont(font_path()), {"wght": weight})
        font["OS/2"].usWeightClass = weight
        font["name"].setName(FAMILY, 1, 3, 1, 0x409)  # the variable file is called after its lightest weight
        font.flavor = None
        path = _folder() / f"{weight}.ttf"
        font.save(path)
        made.append(path)
    return made


@cache
def _folder() -> Path:
    folder = tempfile.TemporaryDirectory(prefix="styrning-fonts-")
    _kept.append(folder)
    return Path(folder.name)


_kept: list[tempfile.TemporaryDirectory[str]] = []
