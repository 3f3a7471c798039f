"""Outcomes as steps: entered and revised. Facts are added, never overwritten; small groups are hidden."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from burlov_styrning.base.abstract import next_key
from burlov_styrning.base.models import Municipality, Source
from burlov_styrning.clock import today
from burlov_styrning.exposure import Exposure
from burlov_styrning.refusals import Conflict, Reason, Refusal
from burlov_styrning.workflow import acting, require
from indicators import hiding
from indicators.entries import Entry, Problem, problems, version_at
from indicators.models import Indicator, Missing, Outcome
from indicators.moves import OUTCOMES
from indicators.rules.periods import year_of
from indicators.series import in_order

SAID = ("value", "missing", "section", "count", "response_rate", "margin", "status", "published", "comment")
"""What an entry and a row have in common, by name."""


@dataclass
class Entered:
    """What a step wrote, and what the person must know about it."""

    rows: list[Outcome] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Change:
    """What is said of a cell, and the outcome that it revises; none where the cell has none."""

    entry: Entry
    before: Outcome | None = None

    @property
    def move(self) -> str:
        """The step's name."""
        return "revise" if self.before else "enter"

    @property
    def indicator(self) -> int:
        """Which indicator it is about."""
        return self.entry.indicator.pk

    def of(self, indicator: Indicator) -> Change:
        """The same with the locked indicator."""
        if self.before:
            self.before.indicator = indicator
        return replace(self, entry=replace(self.entry, indicator=indicator))


def enter(entry: Entry, *, by: Any) -> Entered:
    """One new outcome, or why it is missing."""
    return enter_many([entry], by=by)


def enter_many(entries: Sequence[Entry], *, by: Any) -> Entered:
    """New outcomes, all or none; those of one indicator are weighed together for what must be hidden."""
    return write_many([Change(entry) for entry in entries], by=by)


def revise(outcome: Outcome, entry: Entry, *, by: Any) -> Entered:
    """A new value for a cell; the earlier one is kept. Refused where somebody revised it since `outcome` was read."""
    entry = replace(
        entry, indicator=outcome.indicator, period=outcome.period, sex=outcome.sex, organ=outcome.organ,
        unit=outcome.unit, municipality=outcome.municipality,
    )  # fmt: skip
    return write_many([Change(entry, outcome)], by=by)


def write_many(changes: Sequence[Change], *, by: Any) -> Entered:
    """New outcomes and revisions, all or none, in one weighing for each indicator."""
    entered = Entered()
    with transaction.atomic():
        for indicator in lock(change.entry.indicator for change in changes):
            _write([change.of(indicator) for change in changes if change.indicator == indicator.pk], by, entered)
    return entered


def cell_of(outcome: Outcome) -> list[Outcome]:
    """Every revision of the outcome's cell, oldest first."""
    same = {f"{n}_id": getattr(outcome, f"{n}_id") for n in ("indicator", "municipality", "organ", "unit")}
    rows = Outcome.objects.filter(period=outcome.period, sex=outcome.sex, **same)
    return sorted(rows.select_related("source"), key=in_order)


def lock(indicators: Iterable[Indicator]) -> list[Indicator]:
    """One writer at a time for each indicator: what must be hidden depends on all its cells."""
    rows = Indicator.objects.select_for_update().filter(pk__in={row.pk for row in indicators})
    return list(rows.prefetch_related("versions").order_by("pk"))


def _write(changes: list[Change], by: Any, entered: Entered) -> None:
    for change in changes:
        require(OUTCOMES, change.move, change.before or Outcome(indicator=change.entry.indicator), by)
        _refuse_outdated(change)
    _refuse([problem for change in changes for problem in change_problems(change)])
    rows = [_following(c.entry, c.before) if c.before else _row(c.entry) for c in changes]
    _refuse(_taken([row for row, change in zip(rows, changes, strict=True) if not change.before]))
    _refuse([p for row, c in zip(rows, changes, strict=True) if c.before for p in _same_again(row, c.before)])
    found = hiding.find(changes[0].entry.indicator, rows)
    for row, change in zip(rows, changes, strict=True):
        comment = change.entry.comment if change.before else ""
        with acting(OUTCOMES, change.move, change.before or row, by=by, comment=comment) as act:
            row.entered_by_id = act.actor.person
            _store(row, found)
    _finish(rows, found, by, entered)


def _refuse_outdated(change: Change) -> None:
    if change.before is None:
        return
    latest = cell_of(change.before)[-1]
    if latest.pk != change.before.pk:
        raise Conflict(_("Någon annan reviderade utfallet medan du skrev."), mine=change.entry, theirs=latest)


def change_problems(change: Change) -> Iterable[Problem]:
    """What the rules find wrong with a change, whatever else is written with it."""
    yield from problems(change.entry)
    if change.before:
        yield from _out_of_order(change.entry, change.before)


def _refuse(found: Iterable[Problem]) -> None:
    if fields := list(found):
        raise Refusal(Reason.RULE, fields=fields)


def _row(entry: Entry) -> Outcome:
    """The row of an entry, not saved: a fact that officials read at once, and residents when it is published."""
    row = Outcome(
        indicator=entry.indicator, version=version_at(entry.indicator, entry.period),
        municipality=entry.municipality or own(), organ=entry.organ, unit=entry.unit,
        period=entry.period, year=year_of(entry.period), sex=entry.sex,
        source=_source(entry.source), exposure=Exposure.RECORD,
    )  # fmt: skip
    for name in SAID:
        setattr(row, name, getattr(entry, name))
    row.published, row.fetched = entry.published or None, entry.fetched or None
    return row


def own() -> Municipality:
    """The municipality that steers here; without one nothing can be entered."""
    ours = Municipality.ours()
    if ours is None:
        raise Refusal(Reason.RULE, _("Här finns ingen kommun ännu. Läs in den första målboken först."))
    return ours


def _source(source: Source | str | None) -> Source | None:
    return source_called(source) if isinstance(source, str) else source


def source_known(words: str) -> Source | None:
    """The source of that title, where there is one."""
    title = " ".join(words.split())
    known: Source | None = Source.objects.filter(title__iexact=title).order_by("pk").first() if title else None
    return known


def source_called(words: str) -> Source | None:
    """The source of that title, made where there is none; none where there is no title."""
    if not (title := " ".join(words.split())):
        return None
    return source_known(title) or Source.objects.create(key=next_key(Source.objects.all(), "kalla-"), title=title)


PLACE = ("indicator_id", "municipality_id", "organ_id", "unit_id", "period", "sex")
"""What tells a cell apart."""


def place_of(row: Outcome) -> tuple[Any, ...]:
    """The row's cell."""
    return tuple(getattr(row, name) for name in PLACE)


def _taken(rows: list[Outcome]) -> Iterable[Problem]:
    """Cells that have their outcome already, or that are named twice."""
    indicators, years = {row.indicator_id for row in rows}, {row.year for row in rows}
    stand = set(Outcome.objects.filter(indicator__in=indicators, year__in=years).values_list(*PLACE))
    named = Counter(place_of(row) for row in rows)
    for row in rows:
        if named[place_of(row)] > 1:
            yield "value", _("Samma utfall står två gånger. Lämna det en gång.")
        elif place_of(row) in stand:
            yield "value", _("Här finns redan ett utfall. Öppna det på indikatorns sida för att revidera det.")


def _following(entry: Entry, before: Outcome) -> Outcome:
    """The row of a revision: it stands after the one before, as far out, and means what that one meant."""
    row = _row(entry)
    row.version = before.version
    row.exposure = Exposure(before.exposure).at_least(Exposure.RECORD)
    row.published = entry.published or before.published
    if in_order(row)[:2] <= in_order(before)[:2]:
        row.fetched = today().isoformat()
    return row


def _out_of_order(entry: Entry, before: Outcome) -> Iterable[Problem]:
    if entry.published and before.published and entry.published < before.published:
        sentence = _("Det förra utfallet publicerades %(day)s. Ange samma dag eller en senare.")
        yield "published", sentence % {"day": before.published}


def _same_again(row: Outcome, before: Outcome) -> Iterable[Problem]:
    """A revision that changes nothing, or that was made already."""
    if all(getattr(row, n) == getattr(before, n) for n in (*SAID, "source")) and not hasattr(before, "hidden"):
        yield "", _("Inget är ändrat. Skriv det nya värdet, eller gå tillbaka.")
        return
    identity = {n: getattr(row, n) for n in ("source", "published", "fetched", "status", "value", "missing")}
    if row.missing != Missing.SUPPRESSED and _twins(row, before, identity):
        yield "", _("Samma uppgift finns redan bland de tidigare. Ange vilken dag eller källa som är ny.")


def _twins(row: Outcome, before: Outcome, identity: dict[str, Any]) -> bool:
    return any(all(getattr(old, n) == value for n, value in identity.items()) for old in cell_of(before))


def _store(row: Outcome, found: hiding.Found) -> None:
    """Save the row; what must not be seen never reaches the row or the log."""
    if all(hidden is not row for hidden in found.new):
        row.save()
        return
    told = {name: getattr(row, name) for name in hiding.APART}
    hiding.blank(row)
    row.save()
    hiding.keep_apart(row, told)


def _finish(rows: list[Outcome], found: hiding.Found, by: Any, entered: Entered) -> None:
    hiding.conceal(found.standing, by=by)
    entered.rows += rows
    entered.remarks += found.remarks
