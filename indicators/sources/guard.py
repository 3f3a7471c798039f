"""Which files are let in: looked at before anything in them is read, and each refusal in one sentence."""

from __future__ import annotations

import zipfile
from pathlib import PurePath
from typing import Any

from django.utils.translation import gettext as _

from burlov_styrning.swedish import file_size

LARGEST = 5_000_000
"""Bytes of a file."""
UNPACKED = 60 * 1024 * 1024
"""Bytes of a spreadsheet once it is unpacked: more is an accident or an attack."""
PARTS = 500
ZIPPED, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


def refusal(file: Any) -> str:
    """Why a file is not let in, in one sentence; empty where it is."""
    name, size = PurePath(str(file.name)).name, int(file.size)
    ending = PurePath(name).suffix.lower()
    values = {"name": name[:80], "size": file_size(size), "limit": file_size(LARGEST)}
    if ending in (".xlsm", ".xltm", ".xlsb", ".xlam"):
        return _("”%(name)s” kan innehålla makron. Spara den som .xlsx och välj den igen.") % values
    if ending == ".xls":
        return _("”%(name)s” är i Excels gamla format. Spara den som .xlsx och välj den igen.") % values
    if ending not in (".xlsx", ".csv", ".txt"):
        return _("”%(name)s” är inget kalkylblad. Välj en fil som slutar på .xlsx eller .csv.") % values
    if size == 0:
        return _("”%(name)s” är tom. Välj en fil med innehåll.") % values
    if size > LARGEST:
        return _("”%(name)s” är %(size)s. Filen får vara högst %(limit)s; dela upp den.") % values
    return _wrong_inside(file, ending) % values


def _wrong_inside(file: Any, ending: str) -> str:
    file.seek(0)
    try:
        begin = file.read(4096)
        if ending == ".xlsx":
            return _wrong_workbook(file) if begin.startswith(ZIPPED) else _not_what_it_says()
        wide = begin.startswith((b"\xff\xfe", b"\xfe\xff"))
        return _not_what_it_says() if begin.startswith((ZIPPED, OLE, b"%PDF")) or (b"\0" in begin and not wide) else ""
    finally:
        file.seek(0)


def _not_what_it_says() -> str:
    return _("”%(name)s” är inte en fil av det slag som namnet säger. Spara om den och välj den igen.")


def _wrong_workbook(file: Any) -> str:
    """The list of contents says how large each part is, and zipfile reads no more of it than that."""
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, UnicodeError):
        return _("”%(name)s” är skadad. Öppna den i Excel, spara om den och välj den igen.")
    if any(part.filename.lower().endswith("vbaproject.bin") for part in parts):
        return _("”%(name)s” innehåller makron. Spara den utan makron, som .xlsx, och välj den igen.")
    if any(part.flag_bits & 1 for part in parts):
        return _("”%(name)s” är låst med lösenord. Ta bort låset, spara om den och välj den igen.")
    if len(parts) > PARTS or sum(part.file_size for part in parts) > UNPACKED:
        return _("”%(name)s” är för stor när den packas upp. Kopiera det som ska läsas till en ny fil.")
    return ""
