"""What a report can be laid out of: its chapters with what they are fetched from, and the choices of goals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from burlov_styrning.swedish import genitive, listed
from followup.content import layout as layouts
from followup.content.layout import AREA, ORGAN, Layout
from followup.content.naming import TITLES
from followup.content.snapshot import takes
from followup.models import Report
from followup.onward import is_last
from followup.progress import Progress, Standing, applies
from goals.models import Goal, GoalArea
from indicators.comparing import ALL
from indicators.models import ComparisonGroup


@dataclass(frozen=True)
class Offered:
    """A chapter that the report can have: what it is called, whether it must be there, what it is fetched from."""

    id: str
    title: str
    demanded: bool
    fetched: str


class Offering:
    """The chapters and goals of one report, in a few queries however many there are."""

    def __init__(self, report: Report, layout: Layout, user: Any) -> None:
        assert report.round is not None
        self.report, self.layout = report, layout
        self.goals = _goals(report)
        self.progress = None if report.organ_id else Progress(report.round, user)
        self.areas: list[GoalArea] = self.progress.areas if self.progress else list(report.term.areas.all())

    def chapters(self) -> list[Offered]:
        """The chapters in their order."""
        head = self.report.term
        vision = bool(head.vision_id) or head.core_values.exists()
        usual = layouts.usual(self.report.kind, self._keys(), vision=vision, last=self._is_last())
        names = {layouts.area_id(area.key): area.name for area in self.areas} | {layouts.area_id(""): self._loose()}
        weighty = {_chapter_of(goal) for goal in self.goals if is_of_weight(goal)}
        fetched = self._fetched()
        return [
            Offered(one, str(names.get(one) or TITLES[one]),
                    layouts.is_demanded(self.report.kind, one, weighty), fetched.get(one, ""))
            for one in layouts.in_order(usual, (chapter.id for chapter in self.layout.chapters))
        ]  # fmt: skip

    def _is_last(self) -> bool:
        round_: Any = self.report.round
        return is_last(round_, self.report.term)

    def choices(self) -> list[tuple[str, str]]:
        """Which goals can be chosen, each choice with how many it takes up."""
        organs = {owner.organ.key: owner.organ.name for goal in self.goals for owner in goal.owners.all()}
        choices = [(layouts.ALL, _("Alla mål")), (layouts.WEIGHT, _("Mål av vikt för god ekonomisk hushållning"))]
        choices += [(AREA + area.key, _("Målområdet %(area)s") % {"area": area.name}) for area in self.areas]
        if self.report.organ_id is None:
            choices += [(ORGAN + key, _("%(organ)s mål") % {"organ": genitive(name)}) for key, name in organs.items()]
        return [(value, f"{label} ({self._count(value)})") for value, label in choices]

    def groups(self) -> list[tuple[str, str]]:
        """Whom the indicators can be held against; also a group that has ended, where it was chosen."""
        chosen = self.layout.compared
        rows = ComparisonGroup.objects.filter(Q(until=None) | Q(key=chosen)).order_by("-preferred", "title", "pk")
        groups = [(row.key, row.title) for row in rows]
        return [("", _("Ingen jämförelse")), *groups, (ALL, _("Alla kommuner"))]

    def _count(self, choice: str) -> int:
        return sum(takes(goal, self.report.kind, Layout(goals=choice)) for goal in self.goals)

    def _keys(self) -> list[str]:
        used = {goal.area_id for goal in self.goals}
        mine = [area.key for area in self.areas if self.report.organ_id is None or area.pk in used]
        return [*mine, *([""] if None in used else [])]

    def _loose(self) -> str:
        loose = [goal for goal in self.goals if goal.area_id is None]
        return _("Finansiella mål") if all(goal.kind == "financial" for goal in loose) else _("Mål utan område")

    def _fetched(self) -> dict[str, str]:
        """Of each chapter of goals: whose judgements it is made of, and how many of them are approved."""
        standing = _standings(self.progress)
        found = {}
        for chapter in dict.fromkeys(map(_chapter_of, self.goals)):
            mine = [goal for goal in self.goals if _chapter_of(goal) == chapter]
            whose = listed(dict.fromkeys(owner.organ.name for goal in mine for owner in goal.owners.all()))
            count = ngettext("%(n)s mål", "%(n)s mål", len(mine)) % {"n": len(mine)}
            words = f"{count}: {whose}" if whose else count
            how_far = standing.get(chapter)
            more = " " + _("Bedömningar: %(far)s.") % {"far": how_far.text} if how_far else ""
            found[chapter] = f"{words}.{more}"
        return found


def _goals(report: Report) -> list[Goal]:
    """The goals that there are to choose from."""
    rows = Goal.objects.filter(term=report.term_id).select_related("area").prefetch_related("owners__organ")
    if report.organ_id:
        found = [goal for goal in rows if any(owner.organ_id == report.organ_id for owner in goal.owners.all())]
    else:
        found = list(rows.filter(level=Goal.Level.COUNCIL))
    return [goal for goal in found if applies(goal, report.round)]  # type: ignore[arg-type]


def is_of_weight(goal: Goal) -> bool:
    """Whether the goal is of weight for god ekonomisk hushållning, as financial goals are."""
    return bool(goal.stewardship or goal.kind == Goal.Kind.FINANCIAL)


def _chapter_of(goal: Goal) -> str:
    return layouts.area_id(goal.area.key if goal.area else "")


def _standings(progress: Progress | None) -> dict[str, Standing]:
    if progress is None:
        return {}
    return {layouts.area_id(getattr(one.name, "key", "")): one for one in progress.by_area()}


def order_of(offered: Sequence[Offered], typed: str) -> list[str]:
    """The chapters in the order that the page was shown with."""
    return layouts.in_order([one.id for one in offered], typed.split())
