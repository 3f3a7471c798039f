"""The forms of a report read back, each with what any program reads it with: its words, and a spreadsheet's rows."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook

FORMS = ("json", "html", "pdf", "docx", "xlsx")
READ = ("html", "pdf", "docx")
"""Those that people read from beginning to end."""
SPACE = re.compile(r"[\s\xad]+")
TAG = re.compile(r"<[^>]+>")


def text_of(file: Path) -> str:
    """The words of a form, on one line."""
    return SPACE.sub(" ", _words(file))


def _words(file: Path) -> str:
    if file.suffix == ".pdf":
        return subprocess.run(["pdftotext", "-raw", str(file), "-"], capture_output=True, check=True).stdout.decode()
    if file.suffix == ".docx":
        return "\n".join(_paragraphs(file))
    return unescape(TAG.sub(" ", file.read_text().split("</style>")[-1]))


def _paragraphs(file: Path) -> Iterator[str]:
    """Every paragraph in order, those in tables and links too."""
    for paragraph in Document(str(file)).element.body.iter(qn("w:p")):
        yield "".join(part.text or "" for part in paragraph.iter(qn("w:t")))


def sheet(file: Path, title: str) -> list[dict[str, Any]]:
    """The rows of one sheet by their headings."""
    first, *rows = load_workbook(file)[title].iter_rows(values_only=True)
    return [dict(zip(map(str, first), row, strict=True)) for row in rows]
