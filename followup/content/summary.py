"""How it went, counted: by goal area and by committee."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from followup.content.goals import GoalView
from followup.content.layout import area_id, organ_id, printed
from followup.content.lines import Shown
from followup.content.naming import in_order
from followup.content.snapshot import Plain
from followup.rules.suggestion import Verdict, weigh
from followup.words import assessment_word, counted_word

JUDGEMENTS = (*Verdict, None)


@dataclass(frozen=True)
class Tally:
    """Goals by judgement, with those that nobody judged last."""

    counts: Sequence[tuple[Shown, int]]
    total: int


@dataclass(frozen=True)
class Row:
    """An area or a committee: its name, where it stands, its own judgement (areas), its goals."""

    name: str
    id: str
    judged: Shown | None
    counts: Sequence[int]
    total: int


@dataclass(frozen=True)
class Summary:
    """The two tables and the list of goals."""

    headings: Sequence[Shown]
    areas: Sequence[Row]
    committees: Sequence[Row]
    total: Row
    sentence: str
    several: bool
    goals: Sequence[GoalView]


def summary(snapshot: Plain, views: Sequence[GoalView]) -> Summary:
    """How the goals of the report were judged."""
    final = snapshot["head"]["last_annual"]
    headings = [_heading(verdict, final) for verdict in JUDGEMENTS]
    total = _row(_("Alla mål"), "", None, views)
    return Summary(
        headings=headings,
        areas=list(_areas(snapshot, views)),
        committees=list(_committees(snapshot, views)),
        total=total,
        sentence=_sentence(total, final),
        several=any(len(view.owner_keys) > 1 for view in views),
        goals=views,
    )


def _heading(verdict: Verdict | None, final: bool) -> Shown:
    return Shown(verdict or "unknown", assessment_word(verdict, last_annual=final))


def counts_of(views: Iterable[GoalView]) -> list[int]:
    """Goals by judgement, in the order of the headings."""
    counts = weigh(Verdict(view.assessment) if view.assessment else None for view in views)
    return [counts.met, counts.on_course, counts.not_met, counts.not_assessable, counts.not_judged]


def tally(views: Sequence[GoalView], *, final: bool) -> Tally:
    """An area's goals, counted, in the order of the headings; judgements that none has are left out."""
    return Tally(_counted(counts_of(views), final), len(views))


def _counted(counts: Sequence[int], final: bool) -> list[tuple[Shown, int]]:
    return [(Shown(verdict or "unknown", counted_word(verdict, count, last_annual=final)), count)
            for verdict, count in zip(JUDGEMENTS, counts, strict=True) if count]  # fmt: skip


def _row(name: str, place: str, judged: Shown | None, views: Sequence[GoalView]) -> Row:
    return Row(name, place, judged, counts_of(views), len(views))


def _areas(snapshot: Plain, views: Sequence[GoalView]) -> Iterable[Row]:
    judged = {row["area"]: row["assessment"] for row in snapshot["areas"]}
    final = snapshot["head"]["last_annual"]
    for key, name in in_order(snapshot, "areas"):
        mine = [view for view in views if view.area == key]
        if mine or judged.get(key):
            shown = Shown(judged.get(key) or "unknown", assessment_word(judged.get(key), last_annual=final))
            yield _row(name["name"], area_id(key), shown, mine)
    loose = [view for view in views if view.area is None]
    if loose:
        yield _row(without_area(loose), area_id(""), None, loose)


def without_area(views: Sequence[GoalView]) -> str:
    """What the goals that stand in no area are called."""
    return _("Finansiella mål") if all(view.financial for view in views) else _("Mål utan område")


def _committees(snapshot: Plain, views: Sequence[GoalView]) -> Iterable[Row]:
    printed_chapters = printed(snapshot)
    for key, name in in_order(snapshot, "organs"):
        mine = [view for view in views if key in view.owner_keys]
        if mine:
            chapter = organ_id(key)
            yield _row(name, chapter if chapter in printed_chapters else "", None, mine)
    nobody = [view for view in views if not view.owner_keys]
    if nobody:
        yield _row(_("Ansvarig inte angiven"), "", None, nobody)


def _sentence(total: Row, final: bool) -> str:
    """`Så bedömdes 10 mål: 3 uppfyllda …`, as a list: the judgement's own words, counted."""
    parts = [f"{count} {shown.word}" for shown, count in _counted(total.counts, final)]
    return _("Så bedömdes %(total)s mål: %(parts)s.") % {"total": total.total, "parts": ", ".join(parts)}
