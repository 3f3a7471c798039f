"""A report as Word, for those who lay it out further: the words of its page, under a cover and a list of contents."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from docx.enum.text import WD_BREAK
from docx.shared import Mm, Pt

from burlov_styrning import word, word_page


def docx(view: Any, body: str) -> bytes:
    """The report `view`, whose chapters `body` is the HTML of."""
    about = word.About(view.full_title, view.owner, (view.owner, view.title, view.edition), view.note)
    document = word.new(about)
    _cover(document, view)
    contents = document.add_heading(_("Innehåll"), 1)
    writer = word_page.write(document, body)
    _contents(contents, view, writer)
    return word.saved(document)


def _cover(document: Any, view: Any) -> None:
    word.say(document, view.owner, word.QUIET)
    document.add_paragraph(view.title, style="Title")
    word.say(document, view.subtitle).runs[0].font.size = Pt(16)
    if view.note:
        word.say(document, view.note).runs[0].bold = True
    word.say(document, f"{view.standing} {view.edition}.", word.QUIET)
    last = word.say(document, f"SHA-256 {view.hash}", word.QUIET)
    last.add_run().add_break(WD_BREAK.PAGE)


def _contents(heading: Any, view: Any, writer: word_page.Writer) -> None:
    """Word's own list of contents, filled already: it gets its page numbers when it is updated."""
    entries = [(part, level) for chapter in view.contents for part, level in ((chapter, 0), *_parts(chapter))]
    after = heading
    for place, (part, level) in enumerate(entries):
        paragraph = _paragraph_after(after)
        paragraph.paragraph_format.left_indent, paragraph.paragraph_format.space_after = Mm(6 * level), Pt(2)
        if place == 0:
            word.begin_field(paragraph, r'TOC \o "1-2" \h \z \u')
        run = paragraph.add_run(part.title)
        writer.link(paragraph, run, f"#{part.id}")
        after = paragraph
    word.end_field(after)


def _parts(chapter: Any) -> list[tuple[Any, int]]:
    return [(part, 1) for part in chapter.parts]


def _paragraph_after(paragraph: Any) -> Any:
    made = paragraph.insert_paragraph_before("")
    paragraph._p.addnext(made._p)
    made.style = paragraph.part.document.styles["Normal"]
    return made
