"""What an organ's indicators still lack for a year: the page *Lämna utfall* and *Mitt arbete* ask here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from burlov_styrning import rights
from burlov_styrning.clock import today
from burlov_styrning.rights import WRITERS, Role
from burlov_styrning.swedish import sort_key
from indicators.models import Indicator, Outcome, Sex
from indicators.rules import periods


@dataclass(frozen=True)
class Due:
    """A cell that waits for its outcome."""

    indicator: Indicator
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
    rows = Indicator.objects.filter(formula="").select_related("current")
    if organs is not None:
        rows = rows.filter(organ__in=list(organs))
    return sorted(rows, key=lambda row: sort_key(row.name))


def missing_cells(indicators: Iterable[Indicator], year: int) -> list[Due]:
    """The cells of the year that nobody has said anything of, not even why they are missing. One query."""
    listed = list(indicators)
    rows = Outcome.objects.filter(
        indicator__in=listed, year__in=[year - 1, year], municipality__own=True, organ=None, unit=None
    )
    known = set(rows.values_list("indicator", "period", "sex"))
    return [due for row in listed for due in _cells(row, year, known) if (row.pk, due.period, due.sex) not in known]


def _cells(indicator: Indicator, year: int, known: set[tuple[int, str, str]]) -> Iterator[Due]:
    """The cells of the periods that are over; a measure of every second year rests the year after it was taken."""
    rests = indicator.frequency == Indicator.Frequency.TWO_YEARS and (indicator.pk, str(year - 1), Sex.TOTAL) in known
    sexes = Sex.values if indicator.by_sex else [Sex.TOTAL.value]
    for period in [] if rests else periods.periods_of(year, indicator.frequency):
        if periods.end_of(period) < today():
            yield from (Due(indicator, period, sex) for sex in sexes)


def missing_indicators(user: Any, year: int | None = None) -> list[Indicator]:
    """The indicators of my organs that lack an outcome for the year (the last whole one unless told). Two queries."""
    organs = my_organs(user)
    cells = missing_cells(indicators_of(organs), year or due_year()) if organs else []
    return list({cell.indicator.pk: cell.indicator for cell in cells}.values())


def missing_outcomes(user: Any, year: int | None = None) -> int:
    """How many those indicators are."""
    return len(missing_indicators(user, year))
