"""Rows about other municipalities and the country on their way in: read in a stream, kept in typed columns.

Their values are what others have published: no small group of ours, no step for each. There may be millions of them,
so words are read once and remembered, and the database judges and writes (`indicators.facts`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection

from burlov_styrning import rights
from burlov_styrning.base.models import Municipality
from burlov_styrning.clock import today
from burlov_styrning.partial_dates import first_day
from burlov_styrning.rights import Role
from indicators import reading
from indicators.entries import Entry, problems, version_at
from indicators.models import Import, ImportFact, Indicator, Missing, Verdict
from indicators.reading import Desk, Reader
from indicators.sources.row import Row

MOST = 100_000
"""So many words of one kind are remembered."""
PLAIN = re.compile(r"-?[1-9][0-9]{0,20}(?:,[0-9]{1,15}|\.[0-9]{1,2})?|0(?:[,.][0-9]{1,2})?")
"""A number that can be read in one way only, and is kept digit for digit."""
COLUMNS = (
    "belongs_to_id", "number", "verdict", "reason", "said", "indicator_id", "version_id", "municipality_id", "period",
    "sex", "value", "missing", "count", "status", "published", "fetched", "source", "section", "response_rate",
    "margin", "comment",
)  # fmt: skip
type Fact = tuple[Any, ...]


class Known(dict[Any, Any]):
    """What words mean, each read once; None where they mean nothing."""

    def __init__(self, read: Callable[[Any], Any]) -> None:
        super().__init__()
        self.read = read

    def __missing__(self, words: Any) -> Any:
        try:
            found = self.read(words)
        except ValidationError:
            found = None
        if len(self) < MOST:
            self[words] = found
        return found


def takes_facts(import_: Import) -> bool:
    """Whether rows about others are taken in as facts: from a source of their own, for a controller.

    What a person filled in goes the long way, whomever it is about.
    """
    return import_.origin != Import.Origin.SHEET and rights.actor_of(import_.person.user).has(Role.CONTROLLER)


class Intake:
    """Where an import's rows are taken in; what they are looked up in is read once for all of them."""

    def __init__(self, import_: Import) -> None:
        self.import_, self.desk = import_, Desk((), import_.person.user)
        self.open = takes_facts(import_)
        self.indicators = Known(self.desk.named)
        self.subjects = Known(self.desk.subject)
        self.periods = Known(reading.period_of)
        self.sexes, self.statuses = Known(reading.sex_of), Known(reading.status_of)
        self.days, self.counts, self.values = Known(_day), Known(reading.count_of), Known(_value)
        self.versions = Known(lambda cell: version_of(*cell))

    def take(self, rows: Iterable[Row]) -> Sequence[Row]:
        """Keep the facts about others; the rows that go the long way come back."""
        if not self.open:
            return list(rows)
        ours: list[Row] = []
        facts: list[Fact] = []
        for row in rows:
            whose = self.subjects[row.subject]
            if isinstance(whose, Municipality) and not whose.own:
                facts.append(self._fact(row, whose.pk))
            else:
                ours.append(row)
        store(facts)
        return ours

    def _fact(self, row: Row, whose: int) -> Fact:
        """The row in typed columns; what is not plain is read as slowly as a person's."""
        indicator, period = self.indicators[row.key or row.indicator], self.periods[row.period]
        sex, status = self.sexes[row.sex], self.statuses[row.status]
        published, fetched = self.days[row.published], self.days[row.fetched]
        count = self.counts[row.count] if row.count else 0
        value = (row.value.replace(",", "."), "") if PLAIN.fullmatch(row.value) else self.values[row.value]
        rare = row.problem or row.section or row.response_rate or row.margin
        if rare or None in (indicator, period, sex, status, published, fetched, count, value):
            return self._slowly(row, whose)
        version = self.versions[indicator, period, sex]
        if version is None:
            return self._slowly(row, whose)
        return (
            self.import_.pk, row.number, "new", "", None, indicator.pk, version, whose, period, sex,
            *value, count if row.count else None, status, published or None, fetched or None,
            row.source[: reading.LONGEST_WORDS], "", None, None, row.comment,
        )  # fmt: skip

    def _slowly(self, row: Row, whose: int) -> Fact:
        reader = Reader(row, self.desk)
        entry = reader.entry()
        reasons = [text for _field, text in problems(_of_others(entry))] if entry else reader.reasons
        if entry is None or reasons:
            pk = reader.indicator.pk if reader.indicator else None
            said, why = json.dumps(row.said()), " ".join(dict.fromkeys(reasons))
            head = (self.import_.pk, row.number, Verdict.REJECTED.value, why, said, pk, None, whose)
            return (*head, "", "", None, "", None, "", None, None, "", "", None, None, "")
        return (
            self.import_.pk, row.number, "new", "", None, entry.indicator.pk,
            self.versions[entry.indicator, entry.period, entry.sex], whose, entry.period, entry.sex,
            _digits(entry.value), entry.missing, entry.count, entry.status, entry.published or None,
            entry.fetched or None, str(entry.source or ""), entry.section, _digits(entry.response_rate),
            _digits(entry.margin), entry.comment,
        )  # fmt: skip


def _value(text: str) -> tuple[str | None, str]:
    number, code = reading.value_of(text)
    if number is None and code in ("", Missing.SECRET):
        raise ValidationError("")  # said in words where the row is read slowly
    return _digits(number), code


def _day(text: str) -> str:
    day = reading.day_of(text)
    if day and first_day(day) > today():
        raise ValidationError("")  # said in words where the row is read slowly
    return day


def version_of(indicator: Indicator, period: str, sex: str) -> int:
    """Which version a fact of that cell belongs to; raises where the indicator has no such cells."""
    asked = Entry(indicator, period, sex, value=Decimal(0))
    if found := [text for _field, text in problems(_of_others(asked))]:
        raise ValidationError(found)
    return int(version_at(indicator, period).pk)


def _of_others(entry: Entry) -> Entry:
    """What is asked of others' facts: what they published is theirs to answer for, also from a small group."""
    value = None if entry.value is None else Decimal(0)
    count = entry.indicator.minimum_count if entry.count is None else entry.count
    return replace(entry, value=value, count=count)


def _digits(number: Decimal | None) -> str | None:
    return None if number is None else format(number if number else abs(number), "f")


def store(facts: Sequence[Fact]) -> None:
    """Put facts into the table, as fast as the database takes them."""
    table, names = ImportFact._meta.db_table, ", ".join(connection.ops.quote_name(name) for name in COLUMNS)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for fact in facts:
                    copy.write_row(fact)
        elif facts:
            marks = ", ".join(["%s"] * len(COLUMNS))
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", facts)
