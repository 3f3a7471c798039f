"""What somebody who listens, or who reads slowly, would stumble on in a page of a report. Pure: HTML in, findings out.

It reads what our templates draw (headings, tables, figures, links) and, in what people have written (class `rich`),
what it takes to be a heading or a list that was not marked as one, and sentences that are long.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from html.parser import HTMLParser

LONGEST = 35
"""Words of a sentence that is still easily read."""
SENTENCE = re.compile(r"(?<=[.!?…])\s+(?=[A-ZÅÄÖ0-9])|\n+")
WORD = re.compile(r"[^\W_]+(?:[-.,:/’'][^\W_]+)*")
SAYS_NOTHING = {"här", "länk", "läs mer", "klicka här", "mer", "se här"}
BULLET = re.compile(r"^\s*[•·●▪◦–—*]\s+\S")
HEADING = re.compile(r"h([1-6])")
VOID = {"br", "col", "hr", "img", "input", "meta", "link", "wbr"}


class Kind(StrEnum):
    """What was found."""

    HEADING_SKIPPED = "heading_skipped"
    HEADING_EMPTY = "heading_empty"
    TABLE_EMPTY = "table_empty"
    TABLE_HEADLESS = "table_headless"
    HEAD_EMPTY = "head_empty"
    PICTURE_SILENT = "picture_silent"
    CHART_SILENT = "chart_silent"
    LINK_SILENT = "link_silent"
    LOOKS_LIKE_HEADING = "looks_like_heading"
    LOOKS_LIKE_LIST = "looks_like_list"
    LONG_SENTENCE = "long_sentence"


ADVICE = frozenset({Kind.LOOKS_LIKE_HEADING, Kind.LOOKS_LIKE_LIST, Kind.LONG_SENTENCE})
"""What is only advice: the report can be read all the same."""


@dataclass(frozen=True)
class Finding:
    """What was found, the id that it is in or under, and the words by which one finds it again."""

    kind: Kind
    place: str
    words: str
    count: int = 0
    """Of a long sentence: its words."""

    @property
    def is_advice(self) -> bool:
        """Whether it only would read better otherwise."""
        return self.kind in ADVICE


def examine(html: str) -> list[Finding]:
    """Everything that was found, in the order of the page."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.found


@dataclass
class _Open:
    """An element that has begun."""

    tag: str
    attributes: dict[str, str]
    text: list[str] = field(default_factory=list)
    bold: list[str] = field(default_factory=list)
    cells: int = 0
    filled: int = 0
    heads: int = 0
    named: bool = False
    place: str = ""
    before: str = ""

    @property
    def words(self) -> str:
        """All that is said inside."""
        return " ".join("".join(self.text).split())


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Finding] = []
        self.open: list[_Open] = []
        self.place, self.level = "", 1

    # The parser's own words

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        before, self.place = self.place, attributes.get("id") or self.place
        one = _Open(tag, attributes, place=self.place, before=before)
        if tag == "img" and not attributes.get("alt", "").strip() and "alt" not in attributes:
            self._find(Kind.PICTURE_SILENT, one, attributes.get("src", ""))
        if tag == "br":
            self.handle_data("\n")
        if tag not in VOID:
            self.open.append(one)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_data(self, data: str) -> None:
        bold = any(one.tag in ("strong", "b") for one in self.open)
        for one in self.open:
            one.text.append(data)
            if bold:
                one.bold.append(data)

    def handle_endtag(self, tag: str) -> None:
        while self.open and any(one.tag == tag for one in self.open):
            one = self.open.pop()
            self._ended(one)
            if one.attributes.get("id") and not HEADING.fullmatch(one.tag):
                self.place = one.before  # what follows a heading is under it; what follows another place is not in it
            if one.tag == tag:
                return

    # What is looked at when an element ends

    def _ended(self, one: _Open) -> None:
        if match := HEADING.fullmatch(one.tag):
            self._heading(one, int(match[1]))
        elif one.tag in ("th", "td"):
            self._cell(one)
        elif one.tag == "table":
            self._table(one)
        elif one.tag == "title" and (svg := self._inside("svg")):
            svg.named = bool(one.words)
        elif one.tag == "svg":
            self._picture(one)
        elif one.tag == "figcaption" and (figure := self._inside("figure")):
            figure.named = bool(one.words)
        elif one.tag == "figure" and not one.named:
            self._find(Kind.CHART_SILENT, one, one.words)
        elif one.tag == "a" and "href" in one.attributes:
            self._link(one)
        elif one.tag in ("p", "li") and self._inside("rich"):
            self._written(one)

    def _heading(self, one: _Open, level: int) -> None:
        if not one.words:
            self._find(Kind.HEADING_EMPTY, one, "")
        elif level > self.level + 1:
            self._find(Kind.HEADING_SKIPPED, one, one.words)
        self.level = level

    def _cell(self, one: _Open) -> None:
        table = self._inside("table")
        if table is None:
            return
        if one.tag == "th":
            table.heads += 1
            in_head = self._inside("thead") is not None
            if in_head and not one.words:
                self._find(Kind.HEAD_EMPTY, one, table.words)
        if one.tag == "td":
            table.cells += 1
            table.filled += bool(one.words)

    def _table(self, one: _Open) -> None:
        if not one.heads:
            self._find(Kind.TABLE_HEADLESS, one, one.words)
        if not one.filled:
            self._find(Kind.TABLE_EMPTY, one, one.words)

    def _picture(self, one: _Open) -> None:
        if one.attributes.get("aria-hidden") != "true" and not (one.named or one.attributes.get("aria-label")):
            figure = self._inside("figure")
            self._find(Kind.PICTURE_SILENT, one, figure.words if figure else one.words)

    def _link(self, one: _Open) -> None:
        said = one.attributes.get("aria-label", "").strip() or one.words
        if not said or said.casefold().strip(".…") in SAYS_NOTHING:
            self._find(Kind.LINK_SILENT, one, said or one.attributes["href"])

    def _written(self, one: _Open) -> None:
        words = one.words
        if one.tag == "p" and words and words == " ".join("".join(one.bold).split()) and words[-1] not in ".!?":
            self._find(Kind.LOOKS_LIKE_HEADING, one, words)
            return
        lines = "".join(one.text).split("\n")
        if one.tag == "p" and sum(bool(BULLET.match(line)) for line in lines) > 1:
            self._find(Kind.LOOKS_LIKE_LIST, one, words)
        for sentence in sentences("".join(one.text)):
            count = len(WORD.findall(sentence))
            if count > LONGEST:
                self._find(Kind.LONG_SENTENCE, one, sentence, count)

    def _inside(self, name: str) -> _Open | None:
        """The nearest element of that tag or class that is still open."""
        return next((one for one in reversed(self.open)
                     if one.tag == name or name in one.attributes.get("class", "").split()), None)  # fmt: skip

    def _find(self, kind: Kind, one: _Open, words: str, count: int = 0) -> None:
        self.found.append(Finding(kind, one.place, " ".join(words.split()), count))


def sentences(text: str) -> Iterator[str]:
    """The sentences of a paragraph; a line of its own is one too."""
    yield from (part for part in (" ".join(one.split()) for one in SENTENCE.split(text)) if part)
