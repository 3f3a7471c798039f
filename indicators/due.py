"""What an organ's indicators still lack for a year: the page *Lämna utfall* and *Mitt arbete* ask here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import CharField, QuerySet
from django.db.models.functions import Coalesce

from burlov_styrning import rights
from burlov_styrning.clock import today
from burlov_styrning.rights import WRITERS, Role
from burlov_styrning.swedish import sort_key
from indicators.models import Indicator, Outcome, Sex
from indicators.rules import periods


@dataclass(frozen=True)
class Due:
    """A cell that waits for its outcome; of the indicator perhaps only what `missing_names` reads."""

    indicator: Any
    period: str
    sex: str

    @property
    def name(self) -> str:
        """What tells the cell apart in a form."""
        return f"{self.indicator.pk}-{self.period}-{self.sex}"


def due_year() -> int:
    """The last whole year: the one whose outcomes are asked for now."""
    return today().year - 1


def my_organs(user: Any) -> frozenset[int]:
    """The organs whose outcomes this person answers for."""
    return rights.actor_of(user).organs(WRITERS)


def may_enter_for(user: Any) -> frozenset[int] | None:
    """The organs that this person can enter outcomes for; None: every one, and for indicators of no organ."""
    return None if rights.actor_of(user).has(Role.CONTROLLER) else my_organs(user)


def indicators_of(organs: Iterable[int] | None) -> list[Indicator]:
    """The indicators that people enter outcomes for, in Swedish order; what a formula gives is not entered."""
    return sorted(_entered(organs).select_related("current"), key=lambda row: sort_key(row.name))


def _entered(organs: Iterable[int] | None) -> QuerySet[Indicator]:
    rows: QuerySet[Indicator] = Indicator.objects.filter(formula="")
    return rows if organs is None else rows.filter(organ__in=list(organs))


def missing_cells(indicators: Iterable[Any], year: int) -> list[Due]:
    """The cells of the year that nobody has said anything of, not even why they are missing. One query."""
    listed = list(indicators)
    keys = [row.pk for row in listed]
    rows = Outcome.objects.filter(
        indicator__in=keys, year__in=[year - 1, year], municipality__own=True, organ=None, unit=None
    )
    known, day = set(rows.values_list("indicator", "period", "sex")), today()
    cells = (due for row in listed for due in _cells(row, year, day, known))
    return [due for due in cells if (due.indicator.pk, due.period, due.sex) not in known]


def _cells(indicator: Any, year: int, day: date, known: set[tuple[int, str, str]]) -> Iterator[Due]:
    """The cells of the periods that are over; a measure of every second year rests the year after it was taken."""
    rests = indicator.frequency == Indicator.Frequency.TWO_YEARS and (indicator.pk, str(year - 1), Sex.TOTAL) in known
    sexes = Sex.values if indicator.by_sex else [Sex.TOTAL.value]
    for period in [] if rests else periods.periods_of(year, indicator.frequency):
        if periods.end_of(period) < day:
            yield from (Due(indicator, period, sex) for sex in sexes)


def missing_names(user: Any, year: int | None = None) -> list[str]:
    """What the indicators of my organs are called that lack an outcome for the year (the last whole one unless told).

    Two queries, and plain rows: nothing else of them is told.
    """
    organs = my_organs(user)
    if not organs:
        return []
    called = Coalesce("current__name", "key", output_field=CharField())
    rows = _entered(organs).annotate(called=called).values_list("pk", "called", "frequency", "by_sex", named=True)
    cells = missing_cells(sorted(rows, key=lambda row: sort_key(row.called)), year or due_year())
    return list({cell.indicator.pk: cell.indicator.called for cell in cells}.values())


def missing_outcomes(user: Any, year: int | None = None) -> int:
    """How many those indicators are."""
    return len(missing_names(user, year))
