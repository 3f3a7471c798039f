"""A paper for a meeting, or an extract of its minutes: plain values drawn as Word and as PDF.

Who makes a paper says what stands in it; how it looks is said here and in `css/paper.css`, once for both forms.
Word is for those who write on: headings are headings and tables have heads, so that it stays readable for all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.text import slugify
from django.utils.translation import gettext as _
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt

from burlov_styrning import raster, rich, word
from burlov_styrning.charts import Chart

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@dataclass(frozen=True)
class Heading:
    """A heading: level 2 is a part of the paper, level 3 a matter in it."""

    text: str
    level: int = 2
    kind: str = "heading"


@dataclass(frozen=True)
class Text:
    """A paragraph; `style` is empty, `quote` (a wording that is decided) or `quiet`."""

    text: str
    style: str = ""
    kind: str = "text"

    @property
    def lines(self) -> list[str]:
        """Its paragraphs as they were typed."""
        return [line.strip() for line in self.text.splitlines() if line.strip()]


@dataclass(frozen=True)
class Points:
    """A list; numbered where one refers to its points, such as those of a decision."""

    items: Sequence[str]
    numbered: bool = False
    kind: str = "points"


@dataclass(frozen=True)
class Grid:
    """A table with its head; the columns named in `numeric` are aligned as numbers, the first one names the row."""

    caption: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    numeric: frozenset[int] = frozenset()
    kind: str = "grid"
    long: frozenset[int] = frozenset()
    """Columns of whole sentences, which take more of the page's width."""

    @property
    def columns(self) -> list[bool]:
        """For each column whether it is a long one."""
        return [place in self.long for place in range(len(self.head))]

    @property
    def marked(self) -> list[list[tuple[str, bool]]]:
        """The rows' cells, each with whether it is a number."""
        return [[(cell, place in self.numeric) for place, cell in enumerate(row)] for row in self.rows]

    @property
    def labelled(self) -> list[list[tuple[str, bool, str]]]:
        """The same with each cell's heading: on a narrow page a row is a list of its cells."""
        return [
            [(cell, number, head) for (cell, number), head in zip(row, self.head, strict=True)] for row in self.marked
        ]

    @property
    def marked_head(self) -> list[tuple[str, bool]]:
        """The same of the head."""
        return [(cell, place in self.numeric) for place, cell in enumerate(self.head)]


@dataclass(frozen=True)
class Signature:
    """A line to sign on, with what the signing means."""

    text: str
    kind: str = "signature"


@dataclass(frozen=True)
class Picture:
    """A chart with its finding; its values stand in a table beside it."""

    chart: Chart
    kind: str = "picture"


type Block = Heading | Text | Points | Grid | Signature | Picture


@dataclass(frozen=True)
class Paper:
    """What a paper says: whose, what kind, its facts beside the title, its blocks in order."""

    word: str
    """`Tjänsteskrivelse`, `Protokollsutdrag`."""
    title: str
    owner: str
    facts: Sequence[tuple[str, str]]
    blocks: Sequence[Block]
    note: str = ""
    """The running head of an example."""


def texts(heading: str, text: str, level: int = 2) -> list[Block]:
    """A text under its heading; nothing where there is no text."""
    return [Heading(heading, level), Text(text)] if text.strip() else []


def rich_blocks(text: str) -> Iterator[Block]:
    """A text with headings, lists and tables (`rich`), in the paper's own blocks."""
    for one in rich.blocks(text):
        if one.kind == "table":
            yield Grid(_("Tabell"), one.head, one.rows, one.numeric)
        elif one.kind == "points":
            yield Points([line.removeprefix("– ") for line in one.lines])
        else:
            yield Text("\n".join(one.lines))


def named(name: str, unit: str) -> str:
    """What is measured with its unit, said once: some names end with it."""
    said = name.rstrip().endswith((f"({unit})", f", {unit}", f" i {unit}"))
    return name if not unit or said else f"{name} ({unit})"


def answer(paper: Paper, kind: str) -> HttpResponse:
    """The paper as a file to keep; `kind` is `docx` or `pdf`."""
    body = as_docx(paper) if kind == "docx" else as_pdf(paper)
    name = f"{slugify(f'{paper.word} {paper.title}')[:80].rstrip('-')}.{kind}"
    return HttpResponse(
        body, content_type=TYPES[kind], headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def as_pdf(paper: Paper) -> bytes:
    """Tagged and archival, as the reports are."""
    from burlov_styrning import pdf  # not above: the renderer would be a second of each start

    html = render_to_string("papers/paper.html", {"paper": paper})
    return pdf.render(html, title=f"{paper.word}: {paper.title}", author=paper.owner)


# -- Word ------------------------------------------------------------------------------------------------------------


def as_docx(paper: Paper) -> bytes:
    """Word, A4, with real headings, table heads that repeat, and page numbers."""
    title = f"{paper.word}: {paper.title}"
    document = word.new(word.About(title, paper.owner, (paper.owner, paper.word), paper.note))
    word.say(document, paper.owner, word.QUIET)
    word.say(document, paper.word, word.QUIET)
    document.add_heading(word.clean(paper.title), 1)
    for label, value in paper.facts:
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(0)
        paragraph.add_run(f"{label}: ").bold = True
        paragraph.add_run(word.clean(value))
    for block in paper.blocks:
        _DRAW[block.kind](document, block)
    return word.saved(document)


def _heading(document: Any, block: Heading) -> None:
    document.add_heading(word.clean(block.text), block.level)


def _text(document: Any, block: Text) -> None:
    for line in block.lines:
        paragraph = word.say(document, line, word.QUIET if block.style == "quiet" else None)
        if block.style == "quote":
            paragraph.style = document.styles["Intense Quote"]
            paragraph.style.font.color.rgb = word.INK


def _points(document: Any, block: Points) -> None:
    for place, item in enumerate(block.items, 1):
        # A number that is typed cannot run on from the list before it, which Word's own numbering does.
        paragraph = document.add_paragraph(style=None if block.numbered else "List Bullet")
        if block.numbered:
            paragraph.paragraph_format.left_indent, paragraph.paragraph_format.first_line_indent = Mm(8), Mm(-8)
            paragraph.add_run(f"{place}.\t")
            paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(8))
        paragraph.add_run(word.clean(item))


def _grid(document: Any, block: Grid) -> None:
    caption = word.say(document, block.caption)
    caption.runs[0].bold = True
    caption.paragraph_format.keep_with_next = True
    table = document.add_table(rows=1, cols=len(block.head), style="Table Grid")
    _row(table.rows[0], block.head, block.numeric, bold=True)
    word.mark(table.rows[0], "w:tblHeader")
    for cells in block.rows:
        row = table.add_row()
        _row(row, cells, block.numeric)
        word.mark(row, "w:cantSplit")
    document.add_paragraph().paragraph_format.space_after = Pt(0)


def _row(row: Any, cells: Iterable[str], numeric: frozenset[int], bold: bool = False) -> None:
    for place, text in enumerate(cells):
        paragraph = row.cells[place].paragraphs[0]
        paragraph.paragraph_format.space_after = Pt(2)
        run = paragraph.add_run(word.clean(text))
        run.bold, run.font.size = bold, Pt(10)
        if place in numeric:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _signature(document: Any, block: Signature) -> None:
    document.add_paragraph()
    word.say(document, "_" * 45).paragraph_format.space_after = Pt(0)
    word.say(document, block.text, word.QUIET)


def _picture(document: Any, block: Picture) -> None:
    caption = word.say(document, block.chart.alternative)
    caption.runs[0].bold, caption.paragraph_format.keep_with_next = True, True
    word.add_picture(document, raster.png(block.chart.svg), Mm(160), block.chart.alternative)
    if block.chart.source:
        word.say(document, block.chart.source, word.QUIET)


_DRAW: dict[str, Any] = {
    "heading": _heading, "text": _text, "points": _points, "grid": _grid, "signature": _signature, "picture": _picture,
}  # fmt: skip
