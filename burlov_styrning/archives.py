"""Office files are archives that carry the time of day; without it the same content is the same bytes."""

from __future__ import annotations

import re
import zipfile
from datetime import datetime
from io import BytesIO

STAMP = datetime(2000, 1, 1)
MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


def without_times(content: bytes) -> bytes:
    """The archive again with one fixed time on every file."""
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            body = old.read(name)
            if name == "docProps/core.xml":
                body = MODIFIED.sub(rb"\g<1>2000-01-01T00:00:00Z", body)
            new.writestr(zipfile.ZipInfo(name, STAMP.timetuple()[:6]), body, zipfile.ZIP_DEFLATED)
    return made.getvalue()
