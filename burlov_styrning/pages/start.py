"""The public start: how it goes with the goals, area by area, as last published."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from burlov_styrning.base.models import Municipality
from burlov_styrning.exposure import Exposure
from burlov_styrning.pages.kinds import EDITION, address
from burlov_styrning.parts import Count
from burlov_styrning.swedish import counted
from burlov_styrning.views import public
from followup import judgements
from followup.models import Assessment, FollowUpRound, Report, ReportEdition
from followup.rules.suggestion import Verdict
from followup.words import counted_word, is_last_annual
from goals.models import Goal, GoalArea, Term

FOLLOWED_UP = (Report.Kind.ANNUAL, Report.Kind.INTERIM, Report.Kind.TERTIAL)
NOT_JUDGED = "not_judged"
ORDER = (*(verdict.value for verdict in Verdict), NOT_JUDGED)


@dataclass(frozen=True)
class AreaStanding:
    """A goal area: how many of its goals have which judgement, in words; example values are marked."""

    name: str
    text: str
    url: str
    counts: Sequence[Count]
    example: bool = False
    loose: bool = False
    """Not an area: the goals that have none."""


@dataclass(frozen=True)
class Judged:
    """A goal's judgement as published; none where nobody judged."""

    area: str | None
    verdict: str | None
    example: bool = False


@dataclass(frozen=True)
class Standing:
    """How it goes: of which term, by which report, area by area."""

    term: Term
    occasion: str
    areas: Sequence[AreaStanding]
    goals: int
    url: str = ""
    """The edition that says so; empty where the judgements were published without one."""


def standing() -> Standing | None:
    """The latest published standing: of the latest term that has one, by its edition, else by its judgements."""
    edition = _latest_edition()
    assessed = _latest_judged_round()
    if edition and (assessed is None or _when(edition.report) >= (assessed.term.first_year, assessed.period_end)):
        return from_edition(edition)
    return from_judgements(assessed) if assessed else None


def _when(report: Report) -> tuple[int, str]:
    return report.term.first_year, report.round.period_end if report.round else ""


def _latest_edition() -> ReportEdition | None:
    published = ReportEdition.objects.filter(exposure=Exposure.PUBLISHED)
    # By its report: put in order themselves, the editions would be read through with all their snapshots.
    reports = Report.objects.filter(Exists(published.filter(report=OuterRef("pk"))), kind__in=FOLLOWED_UP)
    latest = reports.order_by("-term__first_year", "-round__period_end").values("pk")[:1]
    rows = published.filter(report=latest).select_related("report__term", "report__round").defer("snapshot")
    found: ReportEdition | None = rows.order_by("-number").first()
    return found


def _latest_judged_round() -> FollowUpRound | None:
    published = Assessment.objects.filter(round=OuterRef("pk"), exposure=Exposure.PUBLISHED, goal__isnull=False)
    rows = FollowUpRound.objects.filter(Exists(published)).select_related("term")
    found: FollowUpRound | None = rows.order_by("-term__first_year", "-period_end").first()
    return found


def from_edition(edition: ReportEdition) -> Standing:
    """What the frozen snapshot says: later revisions change nothing here."""
    kept: Any = cache.get_or_set(f"judged-{edition.sha256}", lambda: _judged_in(edition), None)
    name, last_annual, goals = kept
    return _standing(edition.report.term, name or str(edition.report), goals, last_annual, EDITION.address(edition))


def _judged_in(edition: ReportEdition) -> tuple[str, bool, Counter[Judged]]:
    """What a frozen snapshot says of how many goals: the same as long as its hash is."""
    snapshot: dict[str, Any] = json.loads(edition.snapshot)
    head = snapshot.get("head", {})
    goals = Counter(Judged(g.get("area"), g["assessment"], bool(g.get("example"))) for g in snapshot["goals"])
    return head.get("round_name") or "", bool(head.get("last_annual")), goals


def from_judgements(row: FollowUpRound) -> Standing:
    """What the published judgements of a round say, where no edition was published (such as an imported term)."""
    rows = list(Assessment.objects.filter(round=row, exposure=Exposure.PUBLISHED, goal__isnull=False))
    goals = Goal.objects.filter(term=row.term, exposure=Exposure.PUBLISHED, level=Goal.Level.COUNCIL)
    judged = []
    for goal in goals.select_related("area").prefetch_related("owners"):
        final = judgements.final(rows, goal.pk, goal.organ_ids())
        example = goal.is_example() or bool(final and final.is_example())
        judged.append(Judged(goal.area.key if goal.area else None, final.status if final else None, example))
    last = is_last_annual(row.kind, row.year, row.term.last_year, row.term.prolonged_to)
    return _standing(row.term, str(row), Counter(judged), last)


def _standing(term: Term, occasion: str, goals: Counter[Judged], last: bool, url: str = "") -> Standing:
    by_area: dict[str | None, Counter[Judged]] = {}
    for goal, count in goals.items():
        by_area.setdefault(goal.area, Counter())[goal] = count
    shown = set(Goal.objects.filter(term=term, exposure=Exposure.PUBLISHED).values_list("area_id", flat=True))
    areas = [
        AreaStanding(area.name, area.text, _of_area(term, area, area.pk in shown), counts(by_area[area.key], last),
                     area.is_example() or any(goal.example for goal in by_area[area.key]))
        for area in GoalArea.objects.filter(term=term)
        if area.key in by_area
    ]  # fmt: skip
    if None in by_area:
        areas.append(
            AreaStanding(_("Mål utan målområde"), "", _goals_of(term), counts(by_area[None], last), loose=True)
        )
    return Standing(term, occasion, areas, goals.total(), url)


def _of_area(term: Term, area: GoalArea, shown: bool) -> str:
    """The area's own page, which opens when one of its goals is published; before that the list."""
    return (address("pages:goal-area", term=term.key, pk=area.pk) if shown else "") or _goals_of(term, area)


def _goals_of(term: Term, area: GoalArea | None = None) -> str:
    url = address("pages:goal-list", term=term.key)
    return f"{url}?area={area.pk}" if url and area else url


def counts(goals: Mapping[Judged, int], last_annual: bool) -> list[Count]:
    """How many have which judgement, in the words of that report."""
    found: Counter[str] = Counter()
    for goal, count in goals.items():
        found[goal.verdict or NOT_JUDGED] += count
    return verdict_counts(found, last_annual)


def verdict_counts(found: Mapping[str, int], last_annual: bool) -> list[Count]:
    """How many there are of each verdict, in the words of that report."""
    return [Count(code, found[code], _word(code, found[code], last_annual)) for code in ORDER if found.get(code)]


def _word(code: str, count: int, last_annual: bool) -> str:
    return counted_word(None if code == NOT_JUDGED else code, count, last_annual=last_annual)


@dataclass(frozen=True)
class TermLine:
    """A term on the start page, with what is published of it."""

    name: str
    url: str
    text: str
    example: bool


def terms() -> list[TermLine]:
    """The terms with published goals, the latest first."""
    from django.db.models import Count as Number
    from django.db.models import Q

    published = Number("goals", filter=Q(goals__exposure=Exposure.PUBLISHED, goals__level=Goal.Level.COUNCIL))
    rows = Term.objects.annotate(published=published).filter(published__gt=0).order_by("-first_year")
    return [TermLine(str(row), _goals_of(row), _about(row), row.is_example()) for row in rows]


def _about(term: Any) -> str:
    goals = counted(term.published, _("mål"), pgettext("flera", "mål"), neuter=True)
    if term.prolonged_to:
        return _("%(goals)s, förlängda till %(year)s") % {"goals": goals, "year": term.prolonged_to}
    return goals


@public
def start(request: HttpRequest) -> HttpResponse:
    """Areas with counts, the terms, and where to read more."""
    own = Municipality.ours()
    found = standing()
    latest = Term.objects.exclude(vision=None).select_related("vision").order_by("-first_year").first()
    values = {
        "title": _("Så går det med målen för %(name)s") % {"name": own.name} if own else _("Så går det med målen"),
        "vision": latest.vision.text if latest and latest.vision else "",
        "standing": found,
        "heading": _heading(found) if found else "",
        "terms": terms(),
        "empty_installation": own is None,
    }
    return render(request, "pages/start.html", values)


def _heading(found: Standing) -> str:
    number = sum(not area.loose for area in found.areas)
    if not number:
        return _("Läget i %(occasion)s") % {"occasion": found.occasion}
    areas = counted(number, _("målområde"), _("målområden"), neuter=True)
    return _("%(areas)s, läget i %(occasion)s") % {"areas": areas, "occasion": found.occasion}
