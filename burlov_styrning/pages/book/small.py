"""Small groups of a book: a value that must not be shown is hidden as it comes in, before anybody can see it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from burlov_styrning.exposure import Exposure
from burlov_styrning.pages.book.faults import Remark
from burlov_styrning.pages.book.rows.saving import Saver
from burlov_styrning.pages.book.schema import Book, Outcome
from indicators import hiding
from indicators.models import HiddenValue, Indicator
from indicators.models import Outcome as Row

WRITTEN = ["value", "missing", "count", "margin", "exposure"]


def exposure_of(indicator: Indicator) -> Exposure:
    """How far out an outcome comes at first: where groups may be small, not to everybody before they are hidden."""
    return Exposure.PUBLISHED if indicator.minimum_count is None else Exposure.RECORD


def hide(rows: Iterable[Row], saver: Saver) -> list[Remark]:
    """Hide what the outcomes of a book, just recorded, would tell of small groups, then publish them."""
    new = [row for row in rows if id(row) in saver.new_ids and row.exposure == Exposure.RECORD]
    by_indicator: dict[Indicator, list[Row]] = defaultdict(list)
    for row in new:
        by_indicator[row.indicator].append(row)
    remarks = [remark for some in by_indicator.items() for remark in _hide(*some, saver)]
    for row in new:
        row.exposure = Exposure.PUBLISHED
    saver.update(Row, new, WRITTEN)
    return remarks


def _hide(indicator: Indicator, new: list[Row], saver: Saver) -> Iterator[Remark]:
    """Rows of the book are hidden where they stand, so that the log never learns of them; older ones as in a step."""
    found = hiding.find(indicator, years={row.year for row in new})
    mine = {row.pk: row for row in new}
    apart = [hiding.set_apart(mine[row.pk]) for row in found.standing if row.pk in mine]
    saver.create(HiddenValue, apart)  # type: ignore[arg-type]
    hiding.conceal_recorded(row for row in found.standing if row.pk not in mine)
    yield from (Remark("outcomes", f"{indicator}: {sentence}") for sentence in found.remarks)


def as_stored(book: Book) -> Book:
    """The book with the code in place of the values that are hidden here already: it says the same as before."""
    hidden = _hidden_here({row.indicator for row in book.outcomes})
    if not hidden:
        return book
    outcomes = [_veiled(row) if _is_told(row, hidden.get(row.identity())) else row for row in book.outcomes]
    return book.model_copy(update={"outcomes": outcomes})


def _hidden_here(indicators: set[str]) -> dict[tuple[Any, ...], HiddenValue]:
    about = ("indicator", "municipality", "organ", "unit", "source")
    rows = HiddenValue.objects.filter(outcome__indicator__key__in=indicators).order_by("outcome_id")
    return {_identity(row.outcome): row for row in rows.select_related(*(f"outcome__{name}" for name in about))}


def _identity(row: Row) -> tuple[Any, ...]:
    """What makes it the same outcome as one of a book (`Outcome.IDENTITY`)."""
    organ, unit, source = (about and about.key for about in (row.organ, row.unit, row.source))
    where = (row.indicator.key, row.municipality.code, organ, unit)
    return (*where, row.period, row.sex, source, row.published or None, row.fetched or None)


def _is_told(row: Outcome, hidden: HiddenValue | None) -> bool:
    return hidden is not None and row.value == hidden.value and row.count in (None, hidden.count)


def _veiled(row: Outcome) -> Outcome:
    return row.model_copy(update={"value": None, "count": None, "margin": None, "missing": "suppressed"})
