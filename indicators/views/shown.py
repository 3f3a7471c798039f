"""What the page of an indicator shows: its chart, its facts, and every value with its revisions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest
from django.utils.translation import gettext as _

from burlov_styrning.base import comments
from burlov_styrning.base.models import Municipality, Organ, Unit
from burlov_styrning.charts import Chart, Point
from burlov_styrning.lists import Column, Listing
from burlov_styrning.parts import Empty, Filter
from burlov_styrning.swedish import listed
from indicators import derived, noted, words
from indicators.charts import Measure, series_chart
from indicators.definitions import MEANING
from indicators.formula_words import why_words
from indicators.models import HiddenValue, Indicator, IndicatorVersion, Outcome, Sex
from indicators.moves import OUTCOMES
from indicators.noted import Noted
from indicators.series import COUNTRY, Cell, Subject, Table, new_definitions


@dataclass(frozen=True)
class Said:
    """One value as the table says it, with what there is to know about it."""

    outcome: Outcome
    text: str
    why: str = ""
    hidden: str = ""
    """The hidden value, for those who may read it."""


@dataclass(frozen=True)
class Row:
    """A cell: its period, whom it is about, its value now and those before it, newest first."""

    period: str
    period_words: str
    subject: str
    sex: str
    now: Said
    earlier: Sequence[Said]
    own: bool
    notes: Sequence[Noted]
    hides: bool
    """Whether one of its values is hidden: then so is what is noted of it."""

    @property
    def stored(self) -> bool:
        """Whether it is an outcome of our own, not a computed one: something can be noted of it."""
        return self.own and bool(self.now.outcome.pk)


def may_enter(indicator: Indicator, user: Any) -> bool:
    """Whether this person can enter an outcome for it."""
    return not indicator.formula and OUTCOMES.may_create("enter", Outcome(indicator=indicator), user)


def chart_of(indicator: Indicator, table: Table) -> Chart:
    """The municipality by year, women and men beside, the country in grey."""
    version = indicator.current
    measure = Measure(indicator.unit, version.decimals if version else 0)
    own = _points(table, indicator)
    by_sex = {sex: points for sex in (Sex.WOMEN.value, Sex.MEN.value) if (points := _points(table, indicator, sex=sex))}
    country = _points(table, indicator, table.whole_country) if table.whole_country else []
    chart = series_chart(
        own, measure, name=indicator.name, by_sex=by_sex, comparison={_("Riket"): country} if country else None,
        breaks=new_definitions(table.years(indicator.pk)), example=_is_example(table, indicator),
    )  # fmt: skip
    cells = [cell for cells in table.cells.values() for cell in cells.values()]
    return replace(chart, source=words.source_words(str(c.outcome.source) for c in cells if c.outcome.source))


def _points(table: Table, indicator: Indicator, subject: Subject | None = None, sex: str = "T") -> list[Point]:
    return [
        Point(year, cell.value, words.missing_text(cell.outcome.missing) if cell.outcome.missing else "",
              cell.outcome.status == Outcome.Status.PRELIMINARY, cell.outcome.margin)
        for year, cell in table.years(indicator.pk, subject, sex).items()
    ]  # fmt: skip


def _is_example(table: Table, indicator: Indicator) -> bool:
    return any(cell.outcome.is_example("value") for cell in table.years(indicator.pk).values())


def facts_of(indicator: Indicator) -> list[tuple[str, Any]]:
    """What holds for the indicator, as word and value."""
    version = indicator.current
    if version is None:
        return []
    return [
        (_("Enhet"), version.unit),
        (_("Riktning"), words.direction_words(version)),
        (_("Tolerans"), "" if version.tolerance is None else words.value_words(version.tolerance, version.unit, 0)),
        (_("Ansvarigt organ"), indicator.organ),
        (_("Ansvarig funktion"), indicator.function),
        (_("Slag"), indicator.get_kind_display()),
        (_("Mäts"), indicator.get_frequency_display()),
        (_("Inom året"), _("räknas samman") if indicator.cumulative else ""),
        (_("Små grupper"), _small(indicator)),
        (_("Källa"), words.origin_words(indicator)),
        (_("Beräknas så"), indicator.formula),
        (_("Fortsätter"), indicator.continues),
        (_("Nyckel"), indicator.key),
    ]


@dataclass(frozen=True)
class Meaning:
    """What the indicator meant for a time: its version, and what another one after it changed."""

    version: IndicatorVersion
    since: str
    """The last day of the version before it, as a partial date; empty for the first one."""
    changed: str


def versions_of(indicator: Indicator) -> list[Meaning]:
    """Every meaning, the present one first, with what was changed; empty where there has only been one."""
    oldest_first = list(indicator.versions.all())[::-1]
    found = [
        Meaning(version, before.until or "" if before else "", _changed(before, version) if before else "")
        for before, version in zip([None, *oldest_first], oldest_first, strict=False)
    ]
    return found[::-1] if len(found) > 1 else []


def _changed(before: IndicatorVersion, after: IndicatorVersion) -> str:
    labels: dict[str, Any] = {field.name: getattr(field, "verbose_name", "") for field in after._meta.get_fields()}
    return listed(str(labels[name]) for name in MEANING if getattr(before, name) != getattr(after, name))


def _small(indicator: Indicator) -> str:
    least = indicator.minimum_count
    return "" if least is None else _("under %(least)s svar eller fall visas inte") % {"least": least}


# -- every value -----------------------------------------------------------------------------------------------------


def asked_for(request: HttpRequest) -> Q:
    """Whose values are read beside our own: the country's, and those of a municipality that the list is narrowed to."""
    return COUNTRY | Q(name=request.GET.get("subject", "").replace("\x00", ""))


def _others(indicator: Indicator, user: Any) -> Iterable[str]:
    """The names of the other municipalities that have values, to choose one of them."""
    computed = derived.read(indicator.formula) if indicator.formula else None
    keys = computed.names if computed else [indicator.key]
    seen = Outcome.objects.visible_to(user).filter(indicator__key__in=keys, municipality=OuterRef("pk"))
    names: Iterable[str] = Municipality.objects.filter(Exists(seen), own=False).values_list("name", flat=True)
    return names


def values_context(
    request: HttpRequest, indicator: Indicator, table: Table, parts: Mapping[str, str]
) -> dict[str, Any]:
    """Every value of our own and the country as a list, others' by choice; and whether this person may revise them."""
    hidden = hidden_of(indicator, request.user) if _hides(table) else {}
    names, enters = _Names(table, parts), may_enter(indicator, request.user)
    notes = _by_cell(noted.of([indicator], request.user))
    rows = [_row(key, period, cell, indicator, hidden, names, notes)
            for key, cells in table.cells.items() for period, cell in cells.items()]  # fmt: skip
    rows.sort(key=lambda row: (row.period, row.own, row.subject, row.sex), reverse=True)
    others = list(_others(indicator, request.user))
    subjects = sorted({row.subject for row in rows}.union(others))
    listing = Listing(
        request, rows, search=lambda row: f"{row.period} {row.period_words} {row.subject} {row.sex}",
        columns=[Column(_("Period"), "period"), Column(_("Avser"), "subject", words=True),
                 Column(_("Värde"), number=True), Column(_("Status")), Column(_("Källa")), Column(_("Inlagt"))],
        filters=[Filter("subject", _("Avser"), [(name, name) for name in subjects])] if len(subjects) > 1 else [],
        empty=Empty(_("Inget utfall är lämnat än. Lämna det första.") if enters else
                    _("Inget utfall är lämnat än. Det lämnas av dem som ansvarar för indikatorn.")),
        name="varden", per_page=15,
    )  # fmt: skip
    return {"listing": listing, "may_revise": enters, "may_note": comments.talks(indicator, request.user),
            "key": signs_in(rows), "others": len(others)}  # fmt: skip


def _by_cell(notes: Iterable[Noted]) -> Mapping[noted.Key, Sequence[Noted]]:
    found: dict[noted.Key, list[Noted]] = {}
    for one in notes:
        found.setdefault(noted.key_of(one.outcome), []).append(one)
    return found


def hidden_of(indicator: Indicator, user: Any) -> Mapping[int, HiddenValue]:
    """Outcome id → what is hidden there, for those who may read it."""
    rows = HiddenValue.objects.visible_to(user).filter(outcome__indicator=indicator)
    return {row.outcome_id: row for row in rows}


def _hides(table: Table) -> bool:
    """Most tables hide nothing: then nobody needs to be asked what."""
    shown = (row for cells in table.cells.values() for cell in cells.values() for row in (*cell.earlier, cell.outcome))
    return any(row.missing in noted.HIDDEN for row in shown)


class _Names:
    """The names of organs and units, asked for once, and of the series that a formula names."""

    def __init__(self, table: Table, parts: Mapping[str, str]) -> None:
        self.parts = parts
        subjects = {subject for (_indicator, subject, _sex) in table.cells}
        organs, units = {s.organ for s in subjects if s.organ}, {s.unit for s in subjects if s.unit}
        self.organs = {row.pk: row.name for row in Organ.objects.filter(pk__in=organs)} if organs else {}
        self.units = {row.pk: row.name for row in Unit.objects.filter(pk__in=units)} if units else {}

    def of(self, subject: Subject, outcome: Outcome) -> str:
        """Whom the value is about."""
        if subject.unit:
            return self.units[subject.unit]
        return self.organs[subject.organ] if subject.organ else outcome.municipality.name


def _row(
    key: tuple[int, Subject, str], period: str, cell: Cell, indicator: Indicator,
    hidden: Mapping[int, HiddenValue], names: _Names, notes: Mapping[noted.Key, Sequence[Noted]],
) -> Row:  # fmt: skip
    _indicator, subject, sex = key
    said = [_said(row, indicator, hidden, names) for row in (*cell.earlier, cell.outcome)]
    sex_words = "" if sex == Sex.TOTAL else str(words.SEX_WORDS[sex])
    return Row(
        period, words.period_words(period), names.of(subject, cell.outcome), sex_words, said[-1], said[-2::-1],
        cell.outcome.municipality.own, notes.get((indicator.pk, *_whose(subject), sex, period), ()),
        any(row.missing in noted.HIDDEN for row in (*cell.earlier, cell.outcome)),
    )  # fmt: skip


def _whose(subject: Subject) -> tuple[int, int | None, int | None]:
    return subject.municipality, subject.organ, subject.unit


def _said(row: Outcome, indicator: Indicator, hidden: Mapping[int, HiddenValue], names: _Names) -> Said:
    decimals = indicator.current.decimals if indicator.current else 0
    apart = hidden.get(row.pk)
    return Said(
        row, words.outcome_words(row, indicator.unit, decimals),
        _why(row, names) if row.missing else "",
        words.value_words(apart.value, indicator.unit, decimals) if apart else "",
    )  # fmt: skip


def _why(row: Any, names: _Names) -> str:
    """Why there is no value; of what is computed, which part has none."""
    why = getattr(row, "why", None)
    return why_words(why, names.parts.get(why.key, "")) if why else words.missing_text(row.missing)


def signs_in(rows: Sequence[Row]) -> list[tuple[str, str]]:
    """The signs that stand in the table, with their words."""
    return words.signs(said.outcome.missing for row in rows for said in (row.now, *row.earlier))
