"""Reports before they are issued, as steps of the controller: their chapters and goals, and what is written to them.

A report begins laid out as the latest of its kind; its texts are its own. An edition freezes what stands when it is
issued; preparing goes on for the next one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from burlov_styrning.base.models import Organ
from burlov_styrning.refusals import Conflict
from burlov_styrning.swedish import listed
from burlov_styrning.workflow import acting
from followup.content import layout as layouts
from followup.content.catalogue import snapshot as catalogue
from followup.content.layout import Chapter, Layout
from followup.content.snapshot import chapter_of
from followup.models import FollowUpRound, Report, ReportChapter
from followup.moves import REPORTS
from goals.models import Goal, Term
from indicators.models import ComparisonGroup

ON_ROUNDS = ("annual", "interim", "tertial", "committee")
PREPARED = (*ON_ROUNDS, "catalogue")
"""Kinds that are laid out before they are issued."""
type Problems = list[tuple[str, str]]


def begin(round_: FollowUpRound, kind: str, organ: Organ | None, *, by: Any) -> Report:
    """Begin to prepare a report on a round, or go on with it."""
    about = {"term_id": round_.term_id, "kind": kind, "round": round_, "organ": organ}
    return _begin(about, problems(round_, kind, organ), by)


def begin_catalogue(term: Term, *, by: Any) -> Report:
    """The same of a term's proposal catalogue."""
    about = {"term_id": term.pk, "kind": Report.Kind.CATALOGUE, "round": None, "organ": None}
    return _begin(about, nothing_handed_in(term), by)


def nothing_handed_in(term: Term) -> Problems:
    """Why there can be no catalogue, by form field."""
    if not catalogue.is_empty(term):
        return []
    sentence = _("Inget förslag är inlämnat för %(term)s. Katalogen ges ut när nämnderna har lämnat in förslag.")
    return [("term", sentence % {"term": term})]


def _begin(about: Mapping[str, Any], wrong: Problems, by: Any) -> Report:
    if begun := Report.objects.filter(**about).first():
        return begun  # type: ignore[no-any-return]
    report = Report(**about)
    with acting(REPORTS, "prepare", report, by=by) as act:
        act.rule(wrong)
        _like_the_latest(report)
    return report


def found(about: Mapping[str, Any]) -> Report:
    """The report of that kind, begun where it is issued without having been prepared; inside the step."""
    report: Report
    report, new = Report.objects.get_or_create(**about)
    if new:
        _like_the_latest(report)
    return report


def _like_the_latest(report: Report) -> None:
    """Chapters, goals, depth and comparison of the latest report of the kind; what was written to it stays there.

    The first one is held against the group that is shown first where indicators are compared.
    """
    same = Report.objects.filter(kind=report.kind, organ=report.organ_id).exclude(pk=report.pk)
    latest = same.prefetch_related("chapters").order_by("-round__year", "-round__period_end", "-pk").first()
    if report.round_id:
        report.compared = latest.compared if latest else _first_group()
    if latest:
        report.goals, report.depth, report.by = latest.goals, latest.depth, latest.by
        if latest.term_id != report.term_id and latest.goals.startswith(layouts.AREA):
            report.goals = layouts.ALL  # another term has other areas
    report.save()
    for row in latest.chapters.all() if latest else ():
        report.chapters.create(chapter=row.chapter, place=row.place, left_out=row.left_out)


def _first_group() -> str:
    groups = ComparisonGroup.objects.filter(until=None, preferred=True)
    return groups.values_list("key", flat=True).first() or ""  # type: ignore[no-any-return]


def problems(round_: FollowUpRound, kind: str, organ: Organ | None) -> Problems:
    """Why there can be no such report, by form field."""
    wrong = []
    if kind not in ON_ROUNDS:
        wrong.append(("kind", not_issued(kind, ON_ROUNDS)))
    elif kind != "committee" and kind != round_.kind:
        sentence = _("%(round)s är inget underlag för %(kind)s. Välj ett annat tillfälle eller slag.")
        wrong.append(("kind", sentence % {"round": round_, "kind": Report.Kind(kind).label}))
    if kind == "committee" and organ is None:
        wrong.append(("organ", _("Välj vilken nämnd rapporten gäller.")))
    if kind in ON_ROUNDS and kind != "committee" and organ is not None:
        wrong.append(("organ", _("Nämnd väljs bara för nämndens egen rapport. Lämna fältet tomt.")))
    return wrong


def not_issued(kind: str, kinds: Sequence[str]) -> str:
    """The refusal of a kind that is not one of those that are made here."""
    name = str(dict(Report.Kind.choices).get(kind, kind)).capitalize()
    return _("%(kind)s kan inte ges ut här. Välj något av %(kinds)s.") % {"kind": name, "kinds": listed(kinds)}


def layout_of(report: Report) -> Layout:
    """What stands now."""
    chapters = [Chapter(row.chapter, row.left_out, row.comment) for row in report.chapters.all()]
    return Layout(report.preface, chapters, report.goals, report.depth, report.compared, report.by)


def arrange(report: Report, layout: Layout, *, by: Any, revision: int) -> Report:
    """Lay the report out; refused with both texts when somebody saved after `revision`."""
    with acting(REPORTS, "arrange", report, by=by) as act:
        if act.row.revision != revision:
            raise Conflict(_("Någon annan sparade rapporten medan du skrev."), mine=layout, theirs=act.row)
        act.rule(_left_out_in_vain(act.row, layout))
        act.row.preface, act.row.goals, act.row.depth = layout.preface, layout.goals, layout.depth
        act.row.compared, act.row.by = layout.compared, layout.by
        act.row.revision += 1
        act.row.changed_at = timezone.now()
        _store(act.row, layout.chapters)
    return report


def _left_out_in_vain(report: Report, layout: Layout) -> Problems:
    of_weight = chapters_of_weight(report)
    sentence = _("Kapitlet kan inte utelämnas: lagen kräver att god ekonomisk hushållning utvärderas.")
    return [(f"with_{chapter}", sentence) for chapter in sorted(layout.left_out())
            if layouts.is_demanded(report.kind, chapter, of_weight)]  # fmt: skip


def chapters_of_weight(report: Report) -> set[str]:
    """Chapters with goals of weight for god ekonomisk hushållning, financial ones among them."""
    rows = Goal.objects.filter(term=report.term_id, level=Goal.Level.COUNCIL).select_related("area")
    return {
        chapter_of(goal, by)
        for goal in rows.prefetch_related("owners__organ")
        if goal.stewardship or goal.kind == Goal.Kind.FINANCIAL
        for by in Report.By.values
    }


def _store(report: Report, chapters: Sequence[Chapter]) -> None:
    rows = {row.chapter: row for row in report.chapters.all()}
    for place, one in enumerate(chapters, 1):
        row = rows.get(one.id) or ReportChapter(report=report, chapter=one.id)
        now = (place, one.left_out, one.comment)
        if row.pk is None or now != (row.place, row.left_out, row.comment):
            row.place, row.left_out, row.comment = now
            row.save()
