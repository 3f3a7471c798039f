"""Rounds and assessments."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from burlov_styrning.pages.book.checks.context import Context
from burlov_styrning.pages.book.checks.goals import outside
from burlov_styrning.pages.book.faults import Fault, Note, Remark
from burlov_styrning.pages.book.schema import Assessment, Round

INTERIM_ENDS = ("-06-30", "-07-31", "-08-31", "-06", "-07", "-08")


def rounds(context: Context) -> Iterator[Note]:
    """A round lies in the term, and ends in its year."""
    for row in context.book.rounds:
        if row.year is not None and row.year not in context.book.term.years:
            yield Fault(row.at("year"), outside(context))
        if row.period_end and row.year is not None and not row.period_end.startswith(f"{row.year:04}"):
            yield Fault(row.at("period_end"), _("Perioden slutar inte under uppföljningens år %(year)s.") % {
                "year": row.year,
            })  # fmt: skip
        yield from _period_end(row)


def _period_end(row: Round) -> Iterator[Note]:
    if row.period_end is None and row.kind in ("tertial", "interim"):
        yield Fault(row.at("period_end"), _("Ange vilken dag perioden slutar."))
    if row.kind == "interim" and row.period_end and row.period_end[4:] not in INTERIM_ENDS:
        yield Remark(row.at("period_end"), _("En delårsrapport omfattar 6, 7 eller 8 hela månader."))


def assessments(context: Context) -> Iterator[Note]:
    """A judgement is of one goal, one area, or the whole."""
    for row in context.book.assessments:
        if [row.goal is not None, row.area is not None, row.whole].count(True) != 1:
            yield Fault(
                row.place, _("En bedömning gäller ett mål (goal), ett målområde (area) eller helheten (whole).")
            )
        if row.weighed and row.goal is None:
            yield Fault(row.at("weighed"), _("Bara ett mål kan vägas samman av styrelsen."))
        if row.whole and row.status == "not_assessable":
            yield Fault(row.at("status"), _("Helheten uppnås, uppnås delvis eller uppnås inte."))
        if row.status is None and row.state == "approved":
            yield Fault(row.at("status"), _("En godkänd bedömning har ett omdöme."))
        yield from _history(context, row)


def judged_once(context: Context) -> Iterator[Note]:
    """An area, the whole and a shared goal have one judgement in a round, whoever made it."""
    first: dict[tuple[object, ...], Assessment] = {}
    for row in context.book.assessments:
        if row.area is not None or row.whole or row.weighed:
            before = first.setdefault((row.round, row.goal, row.area, row.whole), row)
            if before is not row:
                yield Fault(row.place, _("Samma sak är redan bedömd i %(place)s.") % {"place": before.place})


def _history(context: Context, row: Assessment) -> Iterator[Note]:
    if row.state == "approved" and not row.analysis:
        yield Remark(row.at("analysis"), _("Bedömningen saknar analys."))
    if row.state == "approved" and row.decision is None:
        yield Remark(row.at("decision"), _("Beslutet att godkänna bedömningen är inte angivet."))
    owners = {goal.key: goal.owners for goal in context.book.goals}.get(row.goal or "")
    if row.owner is None:
        yield Remark(row.at("owner"), _("Vem som har bedömt är inte angivet."))
    elif owners is not None and not row.weighed and row.owner not in owners:
        yield Remark(row.at("owner"), _("”%(key)s” är inte ansvarig för målet.") % {"key": row.owner})
    elif (row.goal is None or row.weighed) and context.kinds.get(row.owner) not in ("executive_board", None):
        yield Remark(row.at("owner"), _("Kommunstyrelsen bedömer målområden och helheten, inte ”%(key)s”.") % {
            "key": row.owner,
        })  # fmt: skip


def judgements(context: Context) -> Iterator[Note]:
    """A judgement that departs from what the figures suggest says why; needs the rules of status, so a `suggest`."""
    if context.suggest is None:
        return
    for row in context.book.assessments:
        if row.goal is None or row.status is None or row.motivation:
            continue
        suggestion = context.suggest(row)
        if suggestion is not None and suggestion != row.status:
            yield Remark(row.at("motivation"), _("Bedömningen avviker från siffrorna, men saknar motivering."))
