"""The officer's paper (tjänsteskrivelse) for assessments, and what the minutes say of them: plain blocks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

from burlov_styrning.base.models import Organ
from burlov_styrning.base.papers import for_meeting
from burlov_styrning.papers import Block, Grid, Heading, Paper, Points, Text, named, rich_blocks, texts
from burlov_styrning.swedish import number
from followup import figures, words
from followup.assessments import title
from followup.figures import GoalFigures, Line, Occasion
from followup.judgements import verdict_word
from followup.models import Assessment, FollowUpRound, Opening
from followup.openings import text_for as text_of_opening
from followup.reading import Text as ReadText
from followup.reading import text_for
from followup.rules.figures import Status

DASH = "–"


def assessments_paper(
    organ: Organ, round_: FollowUpRound, rows: Sequence[Assessment], user: Any, opening: Opening | None = None
) -> Paper:
    """The paper with which an organ approves its judgements in a round, and what opens its chapter."""
    heading = _("Bedömning av mål: %(round)s") % {"round": round_}
    found = figures.load([row.goal for row in rows if row.goal], Occasion.of(round_), user=user)
    blocks: list[Block] = [
        Heading(_("Förslag till beslut")),
        Text(_("%(organ)s beslutar") % {"organ": organ.name}),
        Points([*(_approve(row) for row in rows), *_approve_opening(opening)], numbered=True),
        Heading(_("Ärendet")),
        *_opening(opening),
    ]
    for row in rows:
        blocks += _one(row, text_for(row, user), found.get(row.goal_id) if row.goal_id else None)
    blocks += texts(_("Beslutet skickas till"), _("Kommunstyrelsen\nControllern"))
    return for_meeting(organ, heading, blocks, user)


def _approve(row: Assessment) -> str:
    said = {"what": title(row), "word": _judged(row)}
    return _("att godkänna bedömningen av ”%(what)s”: %(word)s.") % said


def _approve_opening(opening: Opening | None) -> list[str]:
    return [_("att godkänna inledningen till nämndens kapitel i rapporten.")] if opening else []


def _opening(opening: Opening | None) -> Iterator[Block]:
    if opening:
        yield Heading(_("Inledning till nämndens kapitel"), 3)
        yield from rich_blocks(opening.text)


def _judged(row: Assessment) -> str:
    return f"{words.sign(row.status)} {verdict_word(row, row.status)}"


def _one(row: Assessment, said: ReadText, found: GoalFigures | None) -> Iterator[Block]:
    yield from _said(row, said)
    if found:
        yield from _figures(found, row)
    if said.grounds:
        yield Text(_("Underlag"))
        yield Points([", ".join(filter(None, (f"{g.kind}: {g.text}", g.detail, g.name))) for g in said.grounds])


def _said(row: Assessment, said: ReadText) -> Iterator[Block]:
    yield Heading(title(row), 3)
    if row.goal and row.goal.title:
        yield Text(row.goal.wording, "quote")
    word = f"{words.sign(said.status)} {verdict_word(row, said.status)}"
    yield Text(_("Omdöme: %(word)s") % {"word": word})
    yield from rich_blocks(said.analysis)
    if said.motivation.strip():
        yield Text(_("Varför omdömet avviker från vad indikatorerna tyder på: %(text)s") % {"text": said.motivation})


def _figures(found: GoalFigures, row: Assessment) -> Iterator[Block]:
    mine = [one for one in found.owners if row.weighed or one.organ is None or one.organ == row.organ]
    lines = [line for one in mine for line in one.lines]
    if not lines:
        return
    year = lines[0].figure.year
    head = [_("Indikator"), _("Utgångsvärde"), _("Utfall %(year)s") % {"year": year},
            _("Nivå %(year)s") % {"year": year}, _("Mål"), _("Läge")]  # fmt: skip
    yield Grid(_("Indikatorerna"), head, [_cells(line) for line in lines], frozenset({1, 2, 3, 4}))
    suggestion = found.suggestion if row.weighed or not mine else mine[0].suggestion
    yield Text(
        _("Indikatorerna tyder på: %(word)s (%(measured)s).")
        % {"word": verdict_word(row, suggestion.verdict.value), "measured": words.measured_word(suggestion)}
    )


def _cells(line: Line) -> list[str]:
    shown = line.figure
    version = line.target.version
    values = (shown.baseline, shown.outcome, shown.progression, shown.target)
    status = shown.status or Status.UNKNOWN
    return [named(version.name, version.unit), *(DASH if v is None else number(v) for v in values),
            f"{words.sign(status)} {words.status_word(status)}"]  # fmt: skip


def minuted_openings(rows: Iterable[Opening], user: Any) -> Iterator[Block]:
    """What a decision approved to open a chapter, in the text that this person may read."""
    for row in rows:
        yield Heading(_("Inledning till nämndens kapitel"), 3)
        yield from rich_blocks(text_of_opening(row, user))


def minuted_assessments(rows: Iterable[Assessment], user: Any) -> Iterator[Block]:
    """The judgements that a decision approved, in the text that this person may read."""
    for row in rows:
        yield from _said(row, text_for(row, user))
