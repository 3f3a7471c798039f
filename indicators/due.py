"""What an organ's indicators still lack: the pages *Lämna utfall* and *Vad saknas*, and *Mitt arbete*, ask here.

A value is due when its period is over and the months have passed that it normally takes. A code for why it is missing
is an answer. What a formula gives is nobody's to enter: what it lacks is lacking in its parts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import FilteredRelation, Q, QuerySet, Subquery

from burlov_styrning import rights
from burlov_styrning.base.models import Municipality
from burlov_styrning.clock import today
from burlov_styrning.rights import WRITERS, Role
from burlov_styrning.swedish import sort_key
from indicators.models import Indicator, Outcome, Sex
from indicators.rules import periods

YEARS_BACK = 6
"""So far back what is lacking is asked for."""


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

    @property
    def since(self) -> date:
        """The first day that somebody waits for it."""
        return due_from(self.period, self.indicator.months)


def due_from(period: str, months: int) -> date:
    """The day after the period, or so many months later."""
    first = periods.end_of(period) + timedelta(days=1)
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return date(year, month + 1, 1)


def due_year() -> int:
    """The last whole year: the one whose outcomes are asked for now."""
    return today().year - 1


def due_years() -> range:
    """The years that the page of what is lacking looks at: this one too, for parts of it may be over."""
    return range(today().year - YEARS_BACK + 1, today().year + 1)


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
    return _cells(listed, year, _known(listed, range(year - 1, year + 1)))


def _cells(indicators: Iterable[Any], year: int, known: Known) -> list[Due]:
    day = today()
    return [cell for row in indicators for cell in _lacking(row, year, day, known)]


def lacking_since_they_began(indicators: Iterable[Any]) -> list[Due]:
    """The same over the years, of each indicator from its first outcome on (without one: the last whole year)."""
    listed, years, day = list(indicators), due_years(), today()
    known = _known(listed, range(years.start - 1, years.stop))
    began: dict[int, int] = {}
    for pk, period, _sex in known:
        began[pk] = min(began.get(pk, periods.year_of(period)), periods.year_of(period))
    return [
        cell for row in listed for year in years if year >= began.get(row.pk, due_year())
        for cell in _lacking(row, year, day, known)
    ]  # fmt: skip


type Known = set[tuple[int, str, str]]


def _known(indicators: Iterable[Any], years: range) -> Known:
    """What has been said of our own municipality as a whole in these years."""
    rows = Outcome.objects.filter(
        indicator__in=[row.pk for row in indicators], year__range=(years.start, years.stop - 1),
        municipality__own=True, organ=None, unit=None,
    )  # fmt: skip
    return set(rows.values_list("indicator", "period", "sex"))


def _lacking(indicator: Any, year: int, day: date, known: Known) -> Iterator[Due]:
    """The cells that are due; a measure of every second year rests the year after it was taken."""
    rests = indicator.frequency == Indicator.Frequency.TWO_YEARS and (indicator.pk, str(year - 1), Sex.TOTAL) in known
    sexes = Sex.values if indicator.by_sex else [Sex.TOTAL.value]
    for period in [] if rests else periods.periods_of(year, indicator.frequency):
        if due_from(period, indicator.months) <= day:
            yield from (Due(indicator, period, sex) for sex in sexes if (indicator.pk, period, sex) not in known)


def missing_names(user: Any, year: int | None = None) -> list[str]:
    """What the indicators of my organs are called that lack an outcome for the year (the last whole one unless told).

    One query, and plain rows, one for each cell that is known: nothing else of them is told.
    """
    organs, of = my_organs(user), year or due_year()
    begun = _begun(of)
    if not organs or not begun:
        return []
    read = ("pk", "key", "current__name", "frequency", "by_sex", "months", "said__period", "said__sex")
    entered = _entered(organs).filter(frequency__in=begun).annotate(said=_said(of)).order_by()
    rows = list(entered.values_list(*read, named=True))
    known = {(row.pk, row.said__period, row.said__sex) for row in rows}
    cells = _cells({row.pk: row for row in rows}.values(), of, known)
    names = {cell.indicator.pk: cell.indicator.current__name or cell.indicator.key for cell in cells}
    return sorted(names.values(), key=sort_key)


def _begun(year: int) -> list[str]:
    """How often that is taken of which a period of the year is over: of the others nothing can be due."""
    day = today()
    return [often for often in Indicator.Frequency.values if due_from(periods.periods_of(year, often)[0], 0) <= day]


def _said(year: int) -> FilteredRelation:
    """What `_known` asks for, as a join: outcomes of our own municipality as a whole, of the year and that before."""
    own = Subquery(Municipality.objects.filter(own=True).values("pk")[:1])
    about = {"year__range": (year - 1, year), "municipality": own, "organ": None, "unit": None}
    return FilteredRelation("outcomes", condition=Q(**{f"outcomes__{name}": value for name, value in about.items()}))


def missing_outcomes(user: Any, year: int | None = None) -> int:
    """How many those indicators are."""
    return len(missing_names(user, year))
