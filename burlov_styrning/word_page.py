"""The house's own HTML as Word: what page and PDF draw from a template, Word is made of as well, so that none differs.

It knows what our templates use (headings, paragraphs, lists, tables, figures, links) and reads the classes that set
words apart; it is no converter of anybody's HTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from html import unescape
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.run import Run
from lxml import html

from burlov_styrning import raster, word

SVG = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
SPACE = re.compile(r"[ \t\r\n\f]+")
HEADINGS = {"h1": 1, "h2": 1, "h3": 2, "h4": 3, "h5": 3, "h6": 3}
QUIET = {"meta", "eyebrow", "note", "read", "direction", "of-area", "hash"}
ON_ITS_OWN_LINE = {"note", "against", "direction"}
LEFT_OUT = {"visually-hidden", "page"}
"""What stands there for the screen, and page numbers of the PDF's own."""
DRAWN_WIDTH = 640
"""Pixels of a chart that is as wide as the text."""
TEXT_WIDTH = 160
"""Millimetres."""
NUMBER_WIDTH = 14.5
"""Millimetres of a column of numbers."""
LETTER_WIDTH, CELL_EDGES, NAME_WIDTH = 2.0, 4.4, 34
"""Of a figure in a table, of both edges of its cell, and what at least is left for what the numbers are about."""
HEADING_LETTER, READ_WIDTH = 1.7, 28
"""Of a letter in a heading, and what is left for each column that is read where headings get their room."""
MANY_COLUMNS = 6
BULLETS = ("List Bullet", "List Bullet 2", "List Bullet 3")
INDENT = 8
"""Millimetres that a list in a list is further in."""


@dataclass(frozen=True)
class Piece:
    """Some words that look the same."""

    text: str
    bold: bool = False
    italic: bool = False
    quiet: bool = False
    link: str = ""


@dataclass
class Writer:
    """One page being written into a document."""

    document: Any
    pictures: Sequence[str]
    places: dict[str, int] = field(default_factory=dict)
    waiting: list[str] = field(default_factory=list)
    """Places whose first paragraph has not come yet."""
    linked: set[str] = field(default_factory=set)

    def place(self, name: str) -> str:
        """The bookmark of an element; Word takes forty letters and no dashes."""
        return f"plats_{self.places.setdefault(name, len(self.places) + 1)}"

    # Blocks

    def block(self, element: Any) -> None:
        """An element that stands for itself."""
        tag, classes = element.tag, _classes(element)
        if not isinstance(tag, str) or classes & LEFT_OUT:
            return
        if name := element.get("id"):
            self.waiting.append(name)
        if tag in HEADINGS:
            self.into(self.document.add_heading("", HEADINGS[tag]), _pieces(element))
        elif tag == "p" or (tag == "dd" and not _has_blocks(element)):
            self.paragraph(_pieces(element), classes, follows="eyebrow" in classes)
        elif tag == "dt":
            self.paragraph(_pieces(element, Piece("", bold=True)), classes, follows=True)
        elif tag in ("ul", "ol"):
            self.points(element)
        elif tag == "table":
            self.table(element)
        elif tag == "figure":
            self.figure(element)
        else:
            self.blocks(element)

    def blocks(self, element: Any) -> None:
        """What an element holds."""
        if not _has_blocks(element):
            self.paragraph(_pieces(element), _classes(element))
            return
        for child in element:
            self.block(child)

    def paragraph(self, pieces: Iterable[Piece], classes: set[str], *, follows: bool = False) -> None:
        """A paragraph; nothing where there are no words."""
        words = _tidy(pieces)
        if not words:
            return
        if classes & QUIET:
            words = [replace(piece, quiet=True) for piece in words]
        paragraph = self.document.add_paragraph()
        paragraph.paragraph_format.keep_with_next = follows
        if follows:
            paragraph.paragraph_format.space_after = Pt(0)
        self.into(paragraph, words)
        if "lead" in classes:
            for run in paragraph.runs:
                run.font.size = Pt(13)

    def points(self, element: Any, depth: int = 0) -> None:
        """A list, and the lists in it further in."""
        for place, item in enumerate(element.iterchildren("li"), int(element.get("start") or 1)):
            numbered = element.tag == "ol"
            nested = list(item.iterchildren("ul", "ol"))
            for inner in nested:
                inner.drop_tree()
            paragraph = self.document.add_paragraph(style=None if numbered else BULLETS[min(depth, len(BULLETS) - 1)])
            paragraph.paragraph_format.space_after = Pt(2)
            if numbered and depth:
                paragraph.paragraph_format.left_indent = Mm(INDENT * depth)
            pieces = [Piece(f"{place}. "), *_tidy(_pieces(item))] if numbered else _tidy(_pieces(item))
            self.into(paragraph, pieces)
            for inner in nested:
                self.points(inner, depth + 1)

    def figure(self, element: Any) -> None:
        """The finding as its heading, then the picture."""
        for caption in element.iterchildren("figcaption"):
            self.paragraph(_pieces(caption, Piece("", bold=True)), set(), follows=True)
        for image in element.iterchildren("img"):
            svg = self.pictures[int(image.get("data-picture"))]
            width = float(svg.split('viewBox="0 0 ', 1)[1].split(" ", 1)[0])
            size = Mm(min(TEXT_WIDTH, TEXT_WIDTH * width / DRAWN_WIDTH))
            word.add_picture(self.document, raster.png(svg), size, _title(svg))

    # Tables

    def table(self, element: Any) -> None:
        """A table with its caption above, its head on every page, its rows whole."""
        caption = " ".join(part.text_content() for part in element.iterchildren("caption")).strip()
        shown = [part for part in element.iterchildren("caption") if not _classes(part) & LEFT_OUT]
        for part in shown:
            self.paragraph(_pieces(part, Piece("", bold=True)), set(), follows=True)
        rows = [(row, group.tag == "thead") for group in element if group.tag in ("thead", "tbody") for row in group]
        cells = [([cell for cell in row if _shown(cell)], head) for row, head in rows]
        columns = max((len(row) for row, _head in cells), default=0)
        if not columns:
            return
        table = self.document.add_table(rows=0, cols=columns, style="Table Grid")
        _name(table, SPACE.sub(" ", caption))
        widths = _widths([row for row, _head in cells], columns)
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width
        size = Pt(8.5 if columns > MANY_COLUMNS else 9.5)
        for row, head in cells:
            line = table.add_row()
            word.mark(line, "w:tblHeader" if head else "w:cantSplit")
            for place, cell, width in zip(line.cells, row, widths, strict=False):
                place.width = width
                self.cell(place.paragraphs[0], cell, size, bold=head)
        self.document.add_paragraph().paragraph_format.space_after = Pt(4)

    def cell(self, paragraph: Any, cell: Any, size: Any, *, bold: bool) -> None:
        """One cell; numbers to the right."""
        paragraph.paragraph_format.space_after = Pt(1)
        if "num" in _classes(cell):
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        self.into(paragraph, _pieces(cell, Piece("", bold=bold)), size)

    # Words

    def into(self, paragraph: Any, pieces: Iterable[Piece], size: Any = None) -> None:
        """The words as runs, links as links; places that waited begin here."""
        for name in self.waiting:
            word.add_place(paragraph, self.place(name), self.places[name])
        self.waiting.clear()
        for piece in _tidy(pieces):
            self.run(paragraph, piece, size)

    def run(self, paragraph: Any, piece: Piece, size: Any) -> None:
        """One run, in its link where it has one."""
        run = paragraph.add_run(piece.text)
        run.bold, run.italic = piece.bold or None, piece.italic or None
        if piece.quiet:
            run.font.color.rgb = word.QUIET
        if size is not None:
            run.font.size = size
        if piece.link:
            self.link(paragraph, run, piece.link)

    def link(self, paragraph: Any, run: Run, link: str) -> None:
        """Move the run into a link."""
        run.font.underline = True
        if link.startswith("#"):
            self.linked.add(link[1:])
            made = word.add_link(paragraph, place=self.place(link[1:]))
        else:
            made = word.add_link(paragraph, address=link)
        made.append(run._r)


def write(document: Any, markup: str) -> Writer:
    """Write a page's HTML at the end of a document."""
    pictures: list[str] = []

    def kept(match: re.Match[str]) -> str:
        pictures.append(match[0])
        return f'<img data-picture="{len(pictures) - 1}">'

    writer = Writer(document, pictures)
    writer.blocks(html.fragment_fromstring(word.clean(SVG.sub(kept, markup)), create_parent="div"))
    return writer


BLOCKS = {"p", "div", "section", "article", "ul", "ol", "dl", "table", "figure", "nav", "header", *HEADINGS}


def _has_blocks(element: Any) -> bool:
    return any(child.tag in BLOCKS for child in element)


def _classes(element: Any) -> set[str]:
    return set((element.get("class") or "").split())


def _shown(cell: Any) -> bool:
    return isinstance(cell.tag, str) and not _classes(cell) & LEFT_OUT


def _title(svg: str) -> str:
    found = TITLE.search(svg)
    return unescape(found[1]) if found else ""


def _widths(rows: Sequence[Sequence[Any]], columns: int) -> list[Any]:
    """Numbers take what they need, with their headings' words where there is room for them whole; what is read shares
    the rest, longer texts with more of it.
    """
    weights = [0.0] * columns
    for row in rows:
        for place, cell in enumerate(row):
            weights[place] = max(weights[place], min(60, len(cell.text_content().strip())) ** 0.6)
    numbers = _numbers(rows, columns, HEADING_LETTER)
    if TEXT_WIDTH - sum(numbers) < READ_WIDTH * numbers.count(0):
        numbers = _numbers(rows, columns, 0)
    needed = sum(numbers)
    fit = min(1.0, (TEXT_WIDTH - NAME_WIDTH) / needed) if needed else 1.0
    share = sum(weight for weight, number in zip(weights, numbers, strict=True) if not number) or 1
    return [Mm(number * fit if number else (TEXT_WIDTH - needed * fit) * weight / share)
            for weight, number in zip(weights, numbers, strict=True)]  # fmt: skip


def _numbers(rows: Sequence[Sequence[Any]], columns: int, heading_letter: float) -> list[float]:
    """The width of each column of numbers; 0: it has none."""
    numbers = [0.0] * columns
    for row in rows:
        for place, cell in enumerate(row):
            if "num" in _classes(cell):
                letter = heading_letter if cell.tag == "th" else LETTER_WIDTH
                numbers[place] = max(numbers[place], _needed(cell, letter))
    return numbers


def _needed(cell: Any, letter: float) -> float:
    """The width of a cell with a number: it may not break inside, whereas its heading may where room is scarce."""
    breaks = r"[ \n\xad-]" if cell.tag == "th" else " "
    longest = max((len(word) for word in re.split(breaks, cell.text_content())), default=0)
    return max(NUMBER_WIDTH, CELL_EDGES + letter * longest)


def _name(table: Any, caption: str) -> None:
    """What a screen reader calls the table."""
    if caption:
        part = OxmlElement("w:tblCaption")
        part.set(qn("w:val"), caption[:255])
        table._tbl.tblPr.append(part)


def _pieces(element: Any, like: Piece = Piece("")) -> Iterator[Piece]:
    """The words of an element, each with how it looks."""
    yield replace(like, text=SPACE.sub(" ", element.text or ""))
    for child in element:
        if isinstance(child.tag, str) and not _classes(child) & LEFT_OUT:
            yield from _inside(child, like)
        yield replace(like, text=SPACE.sub(" ", child.tail or ""))


def _inside(child: Any, like: Piece) -> Iterator[Piece]:
    classes = _classes(child)
    if child.tag == "br" or classes & ON_ITS_OWN_LINE:
        yield replace(like, text="\n")
    mine = replace(
        like,
        bold=like.bold or child.tag in ("b", "strong", "th"),
        italic=like.italic or child.tag in ("i", "em"),
        quiet=like.quiet or bool(classes & QUIET),
        link=child.get("href") or like.link if child.tag == "a" else like.link,
    )
    yield from _pieces(child, mine)


def _tidy(pieces: Iterable[Piece]) -> list[Piece]:
    """Spaces as a browser shows them: one between words, none at the ends of a line."""
    found: list[Piece] = []
    for piece in pieces:
        before = found[-1].text[-1] if found else "\n"
        text = piece.text if piece.text.startswith("\n") or before not in " \n" else piece.text.lstrip(" ")
        if text.startswith("\n") and found:
            found[-1] = replace(found[-1], text=found[-1].text.rstrip(" ") or " ")
        if text.strip("\n") == "" and not found:
            continue
        if text:
            found.append(replace(piece, text=text))
    while found and not found[-1].text.strip():
        found.pop()
    if found:
        found[-1] = replace(found[-1], text=found[-1].text.rstrip())
    return found
