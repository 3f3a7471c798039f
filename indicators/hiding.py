"""Small groups as rows: which outcomes must be hidden, and the hiding itself (DOMAIN §6).

A hidden row keeps its place and shows the code; what it would tell stands apart, in `HiddenValue`. That holds for
earlier revisions of the cell as well, and the change log never tells a value, so that no page, list, book or export has
to know better.
What has been published cannot be taken back: such cells are counted as known, and those they give away are reported.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import inf
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from burlov_styrning.exposure import Exposure
from burlov_styrning.workflow import acting, writing
from indicators.models import HiddenValue, Indicator, Missing, Outcome
from indicators.models.outcome import APART
from indicators.moves import OUTCOMES
from indicators.rules import secrecy
from indicators.rules.secrecy import WHOLE
from indicators.series import in_order

WHY = gettext_lazy("Visas inte, för att ett litet underlag inte ska gå att räkna ut.")
HIDDEN = {Missing.SUPPRESSED.value, Missing.SECRET.value}
TOGETHER = timedelta(seconds=5)
"""Rows that one step or one import entered came out together."""


@dataclass
class Found:
    """What the rule says of rows: which new ones to store hidden, which standing ones to hide now."""

    new: list[Outcome]
    standing: list[Outcome]
    exposed: int = 0

    @property
    def remarks(self) -> list[str]:
        """What the person who enters must know."""
        said = []
        if count := len(self.new) + len(self.standing):
            said.append(
                ngettext(
                    "%(n)s värde visas inte, för att ett litet underlag inte ska gå att räkna ut.",
                    "%(n)s värden visas inte, för att ett litet underlag inte ska gå att räkna ut.",
                    count,
                )
                % {"n": count}
            )
        if self.exposed:
            said.append(_("Minst ett dolt värde går att räkna ut av det som redan är publicerat."))
        return said


def find(indicator: Indicator, new: Sequence[Outcome] = (), *, years: Iterable[int] | None = None) -> Found:
    """Which rows of the own municipality must not be shown, once the new ones stand beside what is there."""
    standing = Outcome.objects.filter(indicator=indicator, municipality__own=True).select_related("unit")
    if years is not None or new:
        standing = standing.filter(year__in=set(years or ()) | {row.year for row in new})
    rows = [*standing, *(row for row in new if row.municipality.own)]
    hide, exposed = _until_nothing_follows(indicator, rows)
    return Found([r for r in hide if r.pk is None], [r for r in hide if r.pk is not None], exposed)


def _until_nothing_follows(indicator: Indicator, rows: list[Outcome]) -> tuple[list[Outcome], int]:
    """Ask the rule again for as long as hiding a cell means hiding another, in each order that a reader may have."""
    parts, hidden, exposed = parts_of(rows), dict[int, Outcome](), 0
    while True:
        found = dict(hidden)
        for order in (as_entered, as_published):
            cells = dict(_cells(sorted(rows, key=order), found))
            told = secrecy.suppress(cells, indicator.minimum_count, parts, cumulative=indicator.cumulative)
            exposed = max(exposed, len(told.exposed))
            found |= {id(row): row for cell, row in cells.items() if cell in told.cells and row.value is not None}
        found |= {id(row): row for row in _before(sorted(rows, key=as_published), found)}
        if found.keys() == hidden.keys():
            return list(found.values()), exposed
        hidden = found


def as_entered(row: Outcome) -> float:
    """The order in which rows came in; new ones last."""
    return row.pk or inf


def as_published(row: Outcome) -> tuple[str, str, float]:
    """The order of revisions, as series and goal book have it."""
    return (*in_order(row)[:2], as_entered(row))


def _before(rows: list[Outcome], hidden: Mapping[int, Outcome]) -> Iterator[Outcome]:
    """Values that were said of a cell before it was hidden, and that nobody outside has seen."""
    places = set()
    for row in reversed(rows):
        if id(row) in hidden or row.missing in HIDDEN:
            places.add(_place(row))
        elif _place(row) in places and row.value is not None and row.exposure != Exposure.PUBLISHED:
            yield row


def _cells(rows: list[Outcome], hidden: Mapping[int, Outcome]) -> Iterator[tuple[secrecy.Cell, Outcome]]:
    for revision, batch in enumerate(batches(rows)):
        for row in batch:
            yield _cell(row, revision, id(row) in hidden), row


def batches(rows: Iterable[Outcome]) -> list[list[Outcome]]:
    """Rows in their order, those together that a reader saw come together."""
    found: list[list[Outcome]] = []
    for row in rows:
        if found and _together(found[-1], row):
            found[-1].append(row)
        else:
            found.append([row])
    return found


def _together(batch: list[Outcome], row: Outcome) -> bool:
    same_day = in_order(batch[-1])[:2] == in_order(row)[:2]
    again = any(_place(other) == _place(row) for other in batch)
    return same_day and not again and abs(_entered(row) - _entered(batch[-1])) <= TOGETHER


def _entered(row: Outcome) -> datetime:
    return row.entered_at or timezone.now()


def _cell(row: Outcome, revision: int, hidden: bool) -> secrecy.Cell:
    out = row.pk is not None and row.exposure == Exposure.PUBLISHED
    value = None if hidden else row.value
    return secrecy.Cell(*_place(row), revision, value, row.count, out, hidden or row.missing in HIDDEN)


def _place(row: Outcome) -> tuple[str, str, str]:
    return row.period, row.sex, _subject(row)


def _subject(row: Outcome) -> str:
    if row.unit_id:
        return f"unit {row.unit_id}"
    return f"organ {row.organ_id}" if row.organ_id else WHOLE


def parts_of(rows: Iterable[Outcome]) -> dict[str, set[str]]:
    """Which subjects make up which: organs the municipality, units their organ, or the municipality without one."""
    subjects = {_subject(row): row for row in rows}
    found: dict[str, set[str]] = {WHOLE: set()}
    for subject, row in subjects.items():
        if subject == WHOLE:
            continue
        above = f"organ {row.unit.organ_id}" if row.unit else WHOLE
        found.setdefault(above if above in subjects else WHOLE, set()).add(subject)
    return found


def keep_apart(row: Outcome, told: Mapping[str, Any]) -> None:
    """Keep what a hidden row would tell for those who may read it."""
    HiddenValue.objects.create(outcome=row, **told)


def blank(row: Outcome) -> None:
    """Leave the code in place of the value."""
    row.missing = Missing.SUPPRESSED
    for name in APART:
        setattr(row, name, None)


def set_apart(row: Outcome) -> HiddenValue:
    """Leave the code in place of the value; what the row told comes back, not saved."""
    apart = HiddenValue(outcome=row, **{name: getattr(row, name) for name in APART})
    blank(row)
    return apart


def conceal(rows: Iterable[Outcome], *, by: Any) -> None:
    """Hide rows that stand already; the log never told their values."""
    for row in rows:
        with acting(OUTCOMES, "hide", row, by=by, comment=str(WHY)) as act:
            set_apart(act.row).save()


def conceal_recorded(rows: Iterable[Outcome]) -> None:
    """The same where nobody acts: a goal book brings with it what would give them away."""
    for row in rows:
        set_apart(row).save()
        with writing():
            row.save()
