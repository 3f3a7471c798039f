"""The check of a report before it is issued: what was found, in words, each with the way to where it is mended."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from followup.content import layout
from followup.content.catalogue.annex import spread_id
from followup.content.goals import goal_id
from followup.content.report import Part
from followup.content.snapshot import Plain
from followup.models import Assessment, Opening, Report
from followup.rules.accessible import LONGEST, Finding, Kind
from goals.models import GoalProposal

SHOWN = 15
"""So many of one sort are named; of the others one is told how many they are."""
QUOTED = 140
TEXT = "text-"
OWN = f"{layout.OPENING}-text"
"""Where a committee's opening stands in its own report."""

LABELS: Mapping[Kind, str | Promise] = {
    Kind.HEADING_SKIPPED: gettext_lazy("En rubriknivå är överhoppad"),
    Kind.HEADING_EMPTY: gettext_lazy("En rubrik är tom"),
    Kind.TABLE_EMPTY: gettext_lazy("En tabell är tom"),
    Kind.TABLE_HEADLESS: gettext_lazy("En tabell saknar huvud"),
    Kind.HEAD_EMPTY: gettext_lazy("En kolumn saknar rubrik"),
    Kind.PICTURE_SILENT: gettext_lazy("En bild saknar text för den som inte ser den"),
    Kind.CHART_SILENT: gettext_lazy("Ett diagram säger inte vad det visar"),
    Kind.LINK_SILENT: gettext_lazy("En länk säger inte vart den leder"),
    Kind.LOOKS_LIKE_HEADING: gettext_lazy("Fetstil där det ser ut att vara en rubrik"),
    Kind.LOOKS_LIKE_LIST: gettext_lazy("Punkter som inte är en lista"),
}
HOW: Mapping[Kind, str | Promise] = {
    Kind.HEADING_SKIPPED: gettext_lazy("Den som lyssnar hoppar från rubrik till rubrik. Sätt ett # mindre."),
    Kind.HEADING_EMPTY: gettext_lazy("Skriv rubriken, eller ta bort raden med ##."),
    Kind.TABLE_EMPTY: gettext_lazy("Fyll i tabellen eller ta bort den."),
    Kind.TABLE_HEADLESS: gettext_lazy("Låt första raden säga vad kolumnerna visar."),
    Kind.HEAD_EMPTY: gettext_lazy("Skriv i tabellens första rad vad kolumnen visar."),
    Kind.PICTURE_SILENT: gettext_lazy("Skriv med ord vad bilden visar."),
    Kind.CHART_SILENT: gettext_lazy("Diagrammets slutsats ska stå över det."),
    Kind.LINK_SILENT: gettext_lazy("Låt länkens ord säga vart den leder."),
    Kind.LOOKS_LIKE_HEADING: gettext_lazy("Börja raden med ##, så blir den en rubrik som går att hoppa till."),
    Kind.LOOKS_LIKE_LIST: gettext_lazy("Börja raderna med -, så blir de en lista."),
    Kind.LONG_SENTENCE: gettext_lazy("Dela den gärna."),
}


@dataclass(frozen=True)
class Told:
    """A finding in words: what, where, how it is mended, the words it is about, and the page where they are written."""

    label: str
    where: str
    how: str
    words: str
    url: str


@dataclass(frozen=True)
class Checked:
    """What has to be mended and what is only advice; of each sort the first ones, and how many more there are."""

    faults: Sequence[Told]
    more_faults: int
    advice: Sequence[Told]
    more_advice: int


def checked(report: Report, snapshot: Plain, contents: Iterable[Part], findings: Iterable[Finding]) -> Checked:
    """All findings in words; the rows that they are about are fetched in one query."""
    tell = _teller(report, snapshot, contents)
    found = list(findings)
    faults, advice = [one for one in found if not one.is_advice], [one for one in found if one.is_advice]
    return Checked([tell(one) for one in faults[:SHOWN]], max(0, len(faults) - SHOWN),
                   [tell(one) for one in advice[:SHOWN]], max(0, len(advice) - SHOWN))  # fmt: skip


def _teller(report: Report, snapshot: Plain, contents: Iterable[Part]) -> Callable[[Finding], Told]:
    names = {one.id: one.title for part in contents for one in (part, *part.parts)}
    written = _proposals(report, snapshot) if report.kind == Report.Kind.CATALOGUE else _written(report)
    prepare = reverse("followup:report-prepare", args=[report.pk])

    def tell(one: Finding) -> Told:
        chapter = one.place.removeprefix(TEXT)
        url = f"{prepare}#kapitel-{chapter}" if one.place.startswith(TEXT) else written.get(one.place, "")
        return Told(_label(one), names.get(chapter, ""), str(HOW[one.kind]), Truncator(one.words).chars(QUOTED), url)

    return tell


def _label(one: Finding) -> str:
    if one.kind is Kind.LONG_SENTENCE:
        return _("En mening har %(count)s ord; över %(most)s blir tung att läsa") % {
            "count": one.count, "most": LONGEST,
        }  # fmt: skip
    return str(LABELS[one.kind])


def _proposals(report: Report, snapshot: Plain) -> dict[str, str]:
    """Place in the catalogue → the proposal that is printed there, where its words can be asked for anew."""
    keys = {row["proposal"]: spread_id(row) for row in snapshot["proposals"]}
    rows = GoalProposal.objects.filter(term=report.term_id, key__in=list(keys))
    return {
        keys[key]: reverse("goals:proposal-show", args=[report.term, pk]) for key, pk in rows.values_list("key", "pk")
    }


def _written(report: Report) -> dict[str, str]:
    """Place in the document → the judgement or opening that is printed there, where it can be opened again."""
    rows = Assessment.objects.filter(round=report.round_id, state=Assessment.State.APPROVED)
    found: dict[str, str] = {}
    for pk, goal, area, whole in rows.values_list("pk", "goal__key", "area__key", "whole"):
        place = goal_id(goal) if goal else layout.area_id(area) if area else layout.WHOLE if whole else ""
        found.setdefault(place, reverse("followup:assessment-show", args=[pk]))
    openings = Opening.objects.filter(round=report.round_id, state=Opening.State.APPROVED)
    for organ, key in openings.values_list("organ", "organ__key"):
        place = OWN if report.organ_id else f"{layout.OPENING}-{layout.organ_id(key)}"
        found[place] = reverse("followup:opening", args=[report.round_id, organ])
    return found
