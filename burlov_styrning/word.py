"""Word documents: A4, real headings, table heads that repeat, page numbers, pictures with their text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.utils.translation import get_language
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from burlov_styrning.archives import STAMP, without_times

UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\xad\ud800-\udfff\ufffe\uffff]")
"""What XML does not take, and soft hyphens, which Word would show."""
INK, QUIET = RGBColor(0x17, 0x26, 0x2B), RGBColor(0x4A, 0x5A, 0x60)
SIZES = {1: 20, 2: 14, 3: 12}
SPACES = {1: 6, 2: 16, 3: 12}


@dataclass(frozen=True)
class About:
    """What a document says of itself: in its properties and its running head."""

    title: str
    author: str
    head: Sequence[str]
    note: str = ""


def new(about: About) -> Any:
    """An empty document in the house's form."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)
    section.top_margin = section.bottom_margin = Mm(25)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(11)
    normal.paragraph_format.space_after = Pt(6)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-GB" if get_language() == "en" else "sv-SE")
    normal.element.get_or_add_rPr().append(language)
    for level, size in SIZES.items():
        style = document.styles[f"Heading {level}"]
        style.font.color.rgb, style.font.size = INK, Pt(size)
        style.paragraph_format.space_before = Pt(SPACES[level])
    document.styles["Title"].font.color.rgb = INK
    properties = document.core_properties
    properties.title, properties.author, properties.comments = about.title, about.author, about.note
    properties.created = properties.modified = STAMP
    head = section.header.paragraphs[0]
    head.add_run(" · ".join(filter(None, (*about.head, about.note)))).font.size = Pt(9)
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    add_field(foot, "PAGE")
    return document


def saved(document: Any) -> bytes:
    """The file; the same document gives the same bytes."""
    out = BytesIO()
    document.save(out)
    return without_times(out.getvalue())


def clean(text: str) -> str:
    """The text without what XML does not take."""
    return UNPRINTABLE.sub("", text)


def say(document: Any, text: str, colour: RGBColor | None = None) -> Any:
    """A paragraph of one run."""
    paragraph = document.add_paragraph()
    run = paragraph.add_run(clean(text))
    if colour is not None:
        run.font.color.rgb = colour
    return paragraph


def mark(row: Any, name: str) -> None:
    """`w:tblHeader`: the row stands on each page; `w:cantSplit`: it is not divided between two."""
    row._tr.get_or_add_trPr().append(OxmlElement(name))


# Fields, places and links


def begin_field(paragraph: Any, instruction: str) -> None:
    """From here on stands what Word puts in place of the field, until `end_field`."""
    run = paragraph.add_run()
    _character(run, "begin")
    text = OxmlElement("w:instrText")
    text.text = instruction
    run._r.append(text)
    _character(run, "separate")


def end_field(paragraph: Any) -> None:
    """Where the field ends."""
    _character(paragraph.add_run(), "end")


def add_field(paragraph: Any, instruction: str) -> None:
    """A field that Word fills: `PAGE` is the page's number."""
    begin_field(paragraph, instruction)
    end_field(paragraph)


def _character(run: Any, kind: str) -> None:
    part = OxmlElement("w:fldChar")
    part.set(qn("w:fldCharType"), kind)
    run._r.append(part)


def add_place(paragraph: Any, name: str, number: int) -> None:
    """A bookmark round the paragraph: somewhere to link to."""
    for tag in ("w:bookmarkStart", "w:bookmarkEnd"):
        part = OxmlElement(tag)
        part.set(qn("w:id"), str(number))
        if tag == "w:bookmarkStart":
            part.set(qn("w:name"), name)
        paragraph._p.append(part)


def add_link(paragraph: Any, *, place: str = "", address: str = "") -> Any:
    """A link to a place in the document, or to an address; the runs that are put in it are its text."""
    link = OxmlElement("w:hyperlink")
    if place:
        link.set(qn("w:anchor"), place)
    else:
        link.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    paragraph._p.append(link)
    return link


def add_picture(document: Any, png: bytes, width: Any, alternative: str) -> None:
    """A picture on a line of its own, with the text for those who cannot see it."""
    document.add_picture(BytesIO(png), width=width)
    document.inline_shapes[-1]._inline.docPr.set("descr", alternative)
