"""What a report can be laid out of: its chapters with what they are fetched from, and the choices of goals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from burlov_styrning.swedish import genitive, listed
from followup.content import layout as layouts
from followup.content.catalogue import snapshot as catalogue
from followup.content.layout import AREA, ORGAN, Layout
from followup.content.naming import TITLES
from followup.content.snapshot import chapter_of, takes
from followup.models import FollowUpRound, Opening, Report
from followup.onward import is_last
from followup.progress import Progress, Standing, applies
from goals.catalogue import content
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
    """The chapters and goals of one report on a round, in a few queries however many there are."""

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
        usual = layouts.usual(self.report.kind, self._of_goals(), vision=vision, last=self._is_last())
        names = self._names()
        weighty = {self._chapter(goal) for goal in self.goals if is_of_weight(goal)}
        fetched = self._fetched()
        return [
            Offered(one, str(names.get(one) or TITLES[one]),
                    layouts.is_demanded(self.report.kind, one, weighty), fetched.get(one, ""))
            for one in layouts.in_order(usual, (chapter.id for chapter in self.layout.chapters))
        ]  # fmt: skip

    def choices(self) -> list[tuple[str, str]]:
        """Which goals can be chosen, each choice with how many it takes up."""
        organs = self._organs()
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

    def _is_last(self) -> bool:
        round_: Any = self.report.round
        return is_last(round_, self.report.term)

    def _organs(self) -> dict[str, str]:
        return {owner.organ.key: owner.organ.name for goal in self.goals for owner in goal.owners.all()}

    def _in_order(self) -> list[str]:
        return [organ.key for organ in self.progress.organs.values()] if self.progress else []

    def _count(self, choice: str) -> int:
        return sum(takes(goal, self.report.kind, Layout(goals=choice)) for goal in self.goals)

    def _chapter(self, goal: Goal) -> str:
        return chapter_of(goal, self.layout.by)

    def _of_goals(self) -> list[str]:
        if self.layout.by == layouts.BY_ORGAN:
            return layouts.by_organ(self._in_order(), {self._chapter(goal) for goal in self.goals})
        used = {goal.area_id for goal in self.goals}
        mine = [area.key for area in self.areas if self.report.organ_id is None or area.pk in used]
        return [layouts.area_id(key) for key in [*mine, *([""] if None in used else [])]]

    def _names(self) -> dict[str, str]:
        names = {layouts.area_id(area.key): area.name for area in self.areas} | {layouts.area_id(""): self._loose()}
        return names | {layouts.organ_id(key): name for key, name in self._organs().items()}

    def _loose(self) -> str:
        loose = [goal for goal in self.goals if goal.area_id is None]
        return _("Finansiella mål") if all(goal.kind == "financial" for goal in loose) else _("Mål utan område")

    def _fetched(self) -> dict[str, str]:
        """Of each chapter of goals: whose judgements it is made of, how many of them are approved, whose words open
        it.
        """
        standing = self._standings()
        found = {}
        for chapter in dict.fromkeys(map(self._chapter, self.goals)):
            mine = [goal for goal in self.goals if self._chapter(goal) == chapter]
            whose = listed(dict.fromkeys(owner.organ.name for goal in mine for owner in goal.owners.all()))
            count = ngettext("%(n)s mål", "%(n)s mål", len(mine)) % {"n": len(mine)}
            words = f"{count}: {whose}" if whose else count
            how_far = standing.get(chapter)
            more = " " + _("Bedömningar: %(far)s.") % {"far": how_far.text} if how_far else ""
            found[chapter] = f"{words}.{more}"
        return found | self._openings(found)

    def _openings(self, fetched: dict[str, str]) -> dict[str, str]:
        """What a committee itself has decided to open its chapter with, or that there is nothing of it yet."""
        if self.layout.by != layouts.BY_ORGAN:
            return {}
        assert self.report.round is not None
        opened = {layouts.organ_id(row.organ.key): row for row in openings_of(self.report.round)}
        found = {layouts.AREAS: _("Kommunstyrelsens bedömning av målområdena.")}
        for chapter in fetched:
            if chapter.startswith(layouts.organ_id("")):
                found[chapter] = f"{fetched[chapter]} {opening_words(opened.get(chapter))}"
        return found

    def opening(self) -> str:
        """Of a committee's own report: what its opening is, which is fetched too."""
        if self.report.organ_id is None:
            return ""
        assert self.report.round is not None
        mine = [row for row in openings_of(self.report.round) if row.organ_id == self.report.organ_id]
        return opening_words(mine[0] if mine else None)

    def _standings(self) -> dict[str, Standing]:
        if self.progress is None:
            return {}
        if self.layout.by == layouts.BY_ORGAN:
            return {layouts.organ_id(getattr(one.name, "key", "")): one for one in self.progress.by_organ()}
        return {layouts.area_id(getattr(one.name, "key", "")): one for one in self.progress.by_area()}


def openings_of(round_: FollowUpRound) -> list[Opening]:
    """Every opening on the round: that one is there is no secret to who prepares the report."""
    return list(Opening.objects.filter(round=round_).select_related("organ", "decision__organ").defer("text"))


def opening_words(row: Opening | None) -> str:
    """Where a committee's opening is fetched from, or why there is none."""
    if row is None:
        return _("Nämnden har inte skrivit någon inledning.")
    if row.state != Opening.State.APPROVED:
        state = str(row.get_state_display())
        return _("Nämndens inledning är %(state)s. Den tas med när nämnden har beslutat om den.") % {"state": state}
    return _("Inledningen är nämndens egen: %(decision)s.") % {"decision": row.decision}


class OfProposals:
    """The chapters and proposals of a term's catalogue."""

    def __init__(self, report: Report, layout: Layout) -> None:
        self.layout = layout
        self.areas = {area.name: area.key for area in report.term.areas.all()}
        self.rows = [(row.organ, content(row).area) for row in catalogue.handed_in(report.term)]

    def chapters(self) -> list[Offered]:
        """The chapters in their order."""
        keys = {self._key(name): name or _("Utan målområde") for _organ, name in self.rows}
        names = {layouts.area_id(key): name for key, name in keys.items()}
        usual = layouts.of_catalogue(keys)
        placed = layouts.in_order(usual, (chapter.id for chapter in self.layout.chapters))
        return [Offered(one, str(names.get(one) or TITLES[one]), layouts.is_demanded("catalogue", one),
                        self._fetched(one)) for one in placed]  # fmt: skip

    def choices(self) -> list[tuple[str, str]]:
        """Which proposals can be chosen, each choice with how many it takes up."""
        areas = {self._key(name): name for _organ, name in self.rows if name}
        organs = {organ.key: organ.name for organ, _name in self.rows}
        choices = [(layouts.ALL, _("Alla inlämnade förslag"))]
        choices += [(AREA + key, _("Målområdet %(area)s") % {"area": name}) for key, name in areas.items()]
        choices += [(ORGAN + key, _("%(organ)s förslag") % {"organ": genitive(name)}) for key, name in organs.items()]
        return [(value, f"{label} ({self._count(value)})") for value, label in choices]

    def opening(self) -> str:
        """None: a catalogue is nobody's own."""
        return ""

    def groups(self) -> list[tuple[str, str]]:
        """None: each proposal names its own."""
        return []

    def _count(self, choice: str) -> int:
        chosen = Layout(goals=choice)
        return sum(catalogue.takes(organ.key, name, self.areas, chosen) for organ, name in self.rows)

    def _key(self, area: str) -> str:
        return self.areas.get(area) or slugify(area)

    def _fetched(self, chapter: str) -> str:
        mine = [organ.name for organ, name in self.rows if layouts.area_id(self._key(name)) == chapter]
        if not mine:
            return ""
        count = ngettext("%(n)s förslag", "%(n)s förslag", len(mine)) % {"n": len(mine)}
        return f"{count}: {listed(dict.fromkeys(mine))}."


def offering_of(report: Report, layout: Layout, user: Any) -> Offering | OfProposals:
    """What such a report can be laid out of."""
    return OfProposals(report, layout) if report.kind == Report.Kind.CATALOGUE else Offering(report, layout, user)


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


def order_of(offered: Sequence[Offered], typed: str) -> list[str]:
    """The chapters in the order that the page was shown with."""
    return layouts.in_order([one.id for one in offered], typed.split())
