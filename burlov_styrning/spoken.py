"""What people have written, marked as Swedish on a page in another language (WCAG 3.1.2): a screen reader reads it so.

The texts stand everywhere: in headings, lists, sentences, questions. So they are not marked where they are printed but
where they come from: while a request in another language is answered, each row that is read tells its texts (`note`),
and at the end they are found again among the words of the page (`mark`). In Swedish nothing of this is done.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.html import escape

SHORTEST, SENTENCE = 4, 8
"""Letters of a text that is marked where it stands alone, and where it stands among other words."""
LONGEST = 20_000
"""Letters of a text that somebody can have written; a frozen snapshot has more."""
LONG = 200
"""A field of so many letters holds a text, a shorter one a name, a number or a key."""
NOT_SPEECH = (models.URLField, models.FileField)
RAW = ("script", "style", "title", "textarea", "select", "svg")
"""Elements that can have no element of another language inside."""
TAG = re.compile(r"(<!--.*?-->|<(?:\"[^\"]*\"|'[^']*'|[^>\"'])*>)", re.DOTALL)
NAME = re.compile(r"</?\s*([a-zA-Z][\w-]*)")
WORD = re.compile(r"[^\s]+")

_heard: ContextVar[set[str] | None] = ContextVar("heard", default=None)


@contextmanager
def listening() -> Iterator[set[str]]:
    """While inside, the texts of all rows that are read are heard."""
    heard: set[str] = set()
    token = _heard.set(heard)
    try:
        yield heard
    finally:
        _heard.reset(token)


def hear(row: models.Model) -> None:
    """Take note of a row's texts, if somebody listens."""
    heard = _heard.get()
    if heard is not None:
        for name in _text_fields(type(row)):
            _add(heard, row.__dict__.get(name))


def is_heard() -> bool:
    """Whether somebody listens."""
    return _heard.get() is not None


def hear_found(found: Iterable[Any], annotations: Iterable[str]) -> None:
    """Take note of what a query found beside the rows' own fields: annotations, or plain values of more than a word."""
    names = list(annotations)
    for one in found:
        if isinstance(one, models.Model):
            note([one.__dict__.get(name) for name in names])
        else:
            note(one if isinstance(one, dict) else list(one) if isinstance(one, tuple) else [one])


def note(*texts: object) -> None:
    """Take note of texts that come from no row: from a frozen snapshot or from the cache."""
    heard = _heard.get()
    if heard is not None:
        for text in texts:
            _add(heard, text)


@cache
def _text_fields(model: type[models.Model]) -> tuple[str, ...]:
    return tuple(field.attname for field in model._meta.concrete_fields if _is_text(field))


def _is_text(field: Any) -> bool:
    if field.choices or isinstance(field, NOT_SPEECH):
        return False
    long = isinstance(field, models.CharField) and (field.max_length or 0) >= LONG
    return long or isinstance(field, models.TextField | models.JSONField)


def _add(heard: set[str], value: Any) -> None:
    """A text as a whole and line by line; of plain values what is more than a word."""
    if isinstance(value, str) and len(value) <= LONGEST:
        heard.update(line.strip() for line in (value, *value.splitlines()) if len(line.strip()) >= SHORTEST)
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            if not isinstance(one, str) or " " in one:
                _add(heard, one)


# -- the page --------------------------------------------------------------------------------------------------------


def mark(html: str, heard: Iterable[str]) -> str:
    """The page with what was heard marked wherever it is text, not in attributes nor where no element may stand."""
    known = _Known(heard)
    raw: list[str] = []
    pieces = TAG.split(html)
    for place, piece in enumerate(pieces):
        if place % 2:
            _step(raw, piece)
        elif not raw and not piece.isspace():
            pieces[place] = known.mark(piece)
    return "".join(pieces)


def _step(raw: list[str], tag: str) -> None:
    """Into an element whose inside stays as it is, or out of it."""
    match = NAME.match(tag)
    name = match[1].lower() if match else ""
    if name not in RAW:
        return
    if not tag.startswith("</"):
        raw.append(name)
    elif name in raw:
        del raw[raw.index(name) :]


class _Known:
    """The texts as they stand in HTML, found by their first word."""

    def __init__(self, heard: Iterable[str]) -> None:
        self.whole = {str(escape(text)) for text in heard}
        self.by_word: dict[str, list[str]] = {}
        for text in sorted(self.whole, key=len, reverse=True):
            if len(text) >= SENTENCE and " " in text:
                self.by_word.setdefault(text.split(None, 1)[0], []).append(text)

    def mark(self, piece: str) -> str:
        """One piece of text between tags."""
        bare = piece.strip()
        if bare in self.whole or self._is_cut(bare):
            return piece.replace(bare, _said(bare), 1)
        found, done = [], 0
        for word in WORD.finditer(piece):
            start = word.start() + len(word[0]) - len(word[0].lstrip("(”\"'"))
            text = self._at(piece, start) if start >= done else ""
            if text:
                found += [piece[done:start], _said(text)]
                done = start + len(text)
        return "".join([*found, piece[done:]])

    def _at(self, piece: str, start: int) -> str:
        """The longest text that begins here and ends with a word."""
        first = piece[start:].split(None, 1)
        for text in self.by_word.get(first[0], ()) if first else ():
            if piece.startswith(text, start) and not piece[start + len(text) : start + len(text) + 1].isalnum():
                return text
        return ""

    def _is_cut(self, bare: str) -> bool:
        """Whether it is the beginning of a text that was too long."""
        begin = bare.removesuffix("…")
        return begin != bare and len(begin) >= SENTENCE and any(text.startswith(begin) for text in self.whole)


def _said(text: str) -> str:
    return f'<span lang="{settings.LANGUAGE_CODE}">{text}</span>'
