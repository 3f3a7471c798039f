"""A chart's picture as PNG, for what cannot take SVG: the same drawing, with the shipped typeface."""

from __future__ import annotations

import hashlib

from django.core.cache import cache

from burlov_styrning.painting import font_path

FAMILY = "Source Sans 3"
WEIGHTS = (400, 600)
"""The weights that charts are drawn with; the drawer knows no variable typeface, so each is a file (scripts/vendor)."""

KEPT = 7 * 24 * 3600
"""Seconds: a report is drawn again when the council has approved it, and its next edition has most of its charts."""


def png(svg: str, zoom: float = 2) -> bytes:
    """The drawing on white, `zoom` pixels for each of its own; the same drawing is made once."""
    key = f"png:{zoom}:{hashlib.sha256(svg.encode()).hexdigest()}"
    body: bytes = cache.get_or_set(key, lambda: _png(svg, zoom), KEPT)  # type: ignore[assignment]
    return body


def _png(svg: str, zoom: float) -> bytes:
    # Imported late: a page without a picture to download never needs it.
    import resvg_py

    fonts = [str(font_path().with_name(f"source-sans-3-latin-{weight}.ttf")) for weight in WEIGHTS]
    return resvg_py.svg_to_bytes(
        svg_string=svg, background="#ffffff", zoom=zoom, skip_system_fonts=True, font_files=fonts,
        sans_serif_family=FAMILY, font_family=FAMILY,
    )  # fmt: skip
