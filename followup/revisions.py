"""What came after an edition: outcomes that were revised, or that were missing. Live, and beside the frozen figures.

An edition is never drawn anew. Its stored page has empty places (comments) at its figures and attachments; what is
known now is put there when the page is shown, as far as the reader may see it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from burlov_styrning.base.models import Organ
from burlov_styrning.swedish import number
from followup.content.lines import decimals, place_of
from followup.content.snapshot import Plain
from followup.figures import Occasion, cells_of, of_years, part_of
from followup.models import ReportEdition
from indicators import series
from indicators.models import Indicator, Missing, Outcome, Sex
from indicators.rules.direction import decimals_to_show
from indicators.series import Cell, Table


@dataclass(frozen=True)
class Later:
    """One frozen figure and what is said beside it."""

    place: str
    goal: int
    name: str
    year: str
    sex: str
    printed: str
    sentence: str


def later(edition: ReportEdition, snapshot: Plain, user: Any) -> list[Later]:
    """The figures of an edition that stand otherwise now, in the order of the report."""
    round_ = edition.report.round
    rows = [row for row in snapshot["figures"] if int(row["period"]) >= snapshot["head"]["first_year"]]
    if round_ is None or not rows:
        return []
    keys = {row["indicator"] for row in rows}
    measured = list(Indicator.objects.filter(key__in=keys).values_list("key", "pk", "formula"))
    indicators, computed = {key: pk for key, pk, _formula in measured}, any(formula for *_, formula in measured)
    organs = _organs({row["owner"] for row in rows} - {None}, edition.report.organ)
    years = [_year(row) for row in rows]
    outcomes = of_years(min(years), max(years))
    every = Outcome.objects.all()
    table = series.load(
        indicators.values(), user=user, rows=outcomes, brief=True, entered=True, parts=every, computed=computed
    )
    numbers = {goal["goal"]: goal["number"] for goal in snapshot["goals"]}
    measures = snapshot["names"]["indicators"]
    last = {_line(row): row for row in rows if row["sex"] == Sex.TOTAL}  # whose decimals its whole line has
    cells = _Cells(table, indicators, organs, Occasion.of(round_))
    found = []
    for row in rows:
        cell = cells.now(row)
        if cell and _follows(row, cell):
            measure = measures[row["indicator"]]
            shown = decimals(last[_line(row)], measure["decimals"])
            found.append(_later(row, cell.outcome, measure["name"], shown, numbers))
    return found


def _organs(keys: set[str], own: Organ | None) -> dict[str, Organ]:
    """The owners by key; a committee's own report knows its committee."""
    found = {own.key: own} if own else {}
    unknown = keys - set(found)
    return found | ({organ.key: organ for organ in Organ.objects.filter(key__in=unknown)} if unknown else {})


@dataclass
class _Cells:
    """What stands now where figures were read; each series is put together once."""

    table: Table
    indicators: Mapping[str, int]
    organs: Mapping[str, Organ]
    occasion: Occasion
    known: dict[tuple[str, str | None, str], Mapping[int, Cell]] = field(default_factory=dict)

    def now(self, row: Plain) -> Cell | None:
        """The cell that a figure was read in."""
        indicator, organ = self.indicators.get(row["indicator"]), self.organs.get(row["owner"])
        if indicator is None:
            return None
        if row["part_year"]:
            return part_of(self.table, indicator, organ, self.occasion)
        key = row["indicator"], row["owner"], row["sex"]
        if key not in self.known:
            self.known[key] = cells_of(self.table, indicator, organ, row["sex"])
        return self.known[key].get(_year(row))


def _year(row: Plain) -> int:
    """The year whose outcome was printed, or would have been."""
    return int(row["read"] or row["period"])


def _follows(row: Plain, cell: Cell) -> bool:
    """Whether the cell has come on from what was printed; what the reader may not see has not."""
    if _same(row, cell.outcome):
        return False
    if row["outcome"] is None and not row["missing"]:
        return cell.value is not None
    return any(_same(row, earlier) for earlier in cell.earlier)


def _same(row: Plain, outcome: Outcome) -> bool:
    printed = None if row["outcome"] is None else Decimal(row["outcome"])
    return outcome.value == printed and outcome.missing == (row["missing"] or "")


def _line(row: Plain) -> tuple[str, str | None, str]:
    return (row["goal"], row["owner"], row["indicator"])


def _later(row: Plain, outcome: Outcome, name: str, wanted: int, numbers: Mapping[str, int]) -> Later:
    printed = None if row["outcome"] is None else Decimal(row["outcome"])
    shown = decimals_to_show(wanted, printed, outcome.value)
    value = _written(outcome.value, outcome.missing, shown)
    words = _("Tillkom %(day)s: %(value)s") if printed is None else _("Reviderat %(day)s: %(value)s")
    return Later(
        place=place_of(row),
        goal=numbers[row["goal"]],
        name=name,
        year=row["read"] or row["period"],
        sex="" if row["sex"] == Sex.TOTAL else str(Sex(row["sex"]).label),
        printed=_written(printed, row["missing"] or "", wanted),
        sentence=words % {"day": _day(outcome), "value": value},
    )


def _written(value: Decimal | None, missing: str, decimals: int) -> str:
    if value is not None:
        return number(value, decimals)
    return str(Missing(missing).label) if missing else _("inget utfall")


def _day(outcome: Outcome) -> str:
    """When it came: published or fetched, whichever is later, else when it was entered."""
    days = [day for day in (outcome.published, outcome.fetched) if day]
    return max(days, default=timezone.localdate(outcome.entered_at).isoformat())


def told(found: Sequence[Later]) -> Iterator[tuple[Later, str]]:
    """Each with what it is about, in words: `Mål 3, Nöjda brukare, kvinnor 2025`."""
    for one in found:
        about = [_("Mål %(number)s") % {"number": one.goal}, one.name, " ".join(filter(None, [one.sex, one.year]))]
        yield one, ", ".join(about)


def places(found: Iterable[Later]) -> dict[str, str]:
    """Place → sentence."""
    return {one.place: one.sentence for one in found}
