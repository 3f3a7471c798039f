"""What shows a need: the series of its indicators as small charts, each with its sentence and its table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from goals.history import outcome_points
from indicators import series, words
from indicators.charts import Measure, change_finding
from indicators.models import Indicator, Outcome, Sex
from indicators.series import new_definitions


@dataclass(frozen=True)
class Evidence:
    """An indicator's values by year; the latest in words, what happened since the first, every value as a table."""

    indicator: Indicator
    values: Sequence[Decimal | None]
    year: int
    latest: str
    finding: str
    rows: Sequence[tuple[int, str]]
    example: bool

    @property
    def last(self) -> Decimal | None:
        """The latest value; None where there is none."""
        return self.values[-1] if self.values else None

    @property
    def about(self) -> str:
        """Unit, what is better, and where from, on one line."""
        row, version = self.indicator, self.indicator.current
        parts = [(_("Enhet"), row.unit), (_("Riktning"), words.direction_words(version) if version else ""),
                 (_("Källa"), words.origin_words(row))]  # fmt: skip
        return ". ".join(f"{label}: {said}" for label, said in parts if said)


def evidence_of(indicators: Sequence[Indicator], user: Any) -> list[Evidence]:
    """The municipality's outcomes that this person may see, in one query; none where nobody asks for any."""
    if not indicators:
        return []
    whole = Outcome.objects.filter(sex=Sex.TOTAL, organ=None, unit=None)
    computed = any(row.formula for row in indicators)
    table = series.load([row.pk for row in indicators], user=user, rows=whole, computed=computed)
    return [_evidence(row, table) for row in indicators]


def _evidence(row: Indicator, table: series.Table) -> Evidence:
    cells = table.years(row.pk)
    measured = [year for year, cell in cells.items() if cell.value is not None]
    decimals = row.current.decimals if row.current else 0
    said = [(year, words.outcome_words(cell.outcome, row.unit, decimals)) for year, cell in cells.items()]
    breaks = new_definitions(cells)
    # The small chart has no room to say that a new definition begins: it shows what came since.
    begins = max([year for year in breaks if measured and year <= measured[-1]], default=0)
    span = range(max(measured[0], begins), measured[-1] + 1) if measured else range(0)
    return Evidence(
        row,
        [words.to_print(cells[year].outcome, decimals) if year in cells else None for year in span],
        measured[-1] if measured else 0,
        dict(said).get(measured[-1], "") if measured else "",
        change_finding(outcome_points(cells), Measure(row.unit, decimals), breaks=breaks),
        said[::-1],
        any(cell.outcome.is_example("value") for cell in cells.values()),
    )
