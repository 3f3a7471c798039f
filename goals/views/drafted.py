"""What the drafts of board and council say about the proposals, on the paper that is taken to the meeting."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from burlov_styrning.forms import in_words
from burlov_styrning.papers import Block, Grid, Heading, Points, Text
from burlov_styrning.parts import Clash
from goals.forms.council import Added, Deciding, Matter, Recommending

DASH = "–"


def recommended_blocks(page: Recommending) -> list[Block]:
    """Proposal by proposal what the board is to propose; what nothing is said about is left out."""
    found: list[Block] = []
    for row, title, form in page.matters:
        outcome, text = form["outcome"], form["text"].value() or ""
        if not outcome.value():
            continue
        found += [Heading(title, 3), Text(str(row.organ), "quiet")]
        found += [Text(_("Förslag till beslut: %(outcome)s.") % {"outcome": in_words(outcome.field, outcome.value())})]
        found += [Text(text)] if text else []
    return found


def decided_blocks(page: Deciding) -> list[Block]:
    """Proposal by proposal what is to be decided, with the final words beside the proposed; and the goals from none."""
    found: list[Block] = []
    for matter in page.matters:
        found += list(_matter(matter)) if matter.outcome else []
    for one in page.added:
        found += list(_added(one))
    return found


def _matter(matter: Matter) -> Iterator[Block]:
    yield Heading(matter.content.title, 3)
    yield Text(f"{matter.content.organ_name}. {matter.outcome_words}.")
    if matter.writing is None:
        yield Text(matter.content.wording, "quote")
        if reason := matter.form["reason"].value():
            yield Text(_("Skäl: %(reason)s") % {"reason": reason})
        return
    yield Text(matter.writing.form["wording"].value() or "", "quote")
    if matter.changes:
        yield _grid(matter.changes)


def _grid(changes: list[Clash]) -> Grid:
    rows = [[str(change.label), change.theirs or DASH, change.mine or DASH] for change in changes]
    return Grid(_("Ändrat mot nämndens förslag"), [_("Vad"), _("Föreslaget"), _("Utkastet")], rows)


def _added(one: Added) -> Iterator[Block]:
    form: Any = one.writing.form
    yield Heading(form["title"].value() or form["wording"].value() or "", 3)
    yield Text(_("Mål som inte kommer från ett förslag."))
    yield Text(form["wording"].value() or "", "quote")
    yield Points([f"{name}: {figures}" for name, figures in one.writing.by_indicator().items()])
