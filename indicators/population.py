"""Population and costs per inhabitant as steps: a whole table or nothing, and one clear sentence where it is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from burlov_styrning.base.models import Organ, Source
from burlov_styrning.swedish import NotANumber, listed, parse_number
from burlov_styrning.workflow import acting, require
from indicators import outcomes
from indicators.models import CostPerInhabitant, PopulationReading, ScbMapping
from indicators.moves import COSTS, POPULATION
from indicators.rules.demography import OPEN_AT, Fault, Wrong, age_in, fault
from indicators.sources.row import Unreadable
from indicators.sources.tables import Cells, Formula, Table, tables_of

YEAR = re.compile(r"(?:19|20)\d\d")
LOOKED_AT = 15
"""So many rows may stand above the headings."""

type Ends = dict[int, dict[int, Decimal]]
"""Year → age → inhabitants at the year's end."""


def read(
    *, by: Any, title: str, date_: date | None, counted_to: int, source: str, ends: Ends,
    mapping: ScbMapping | None = None, forecast: PopulationReading | None = None,
) -> PopulationReading:  # fmt: skip
    """A new table of the population; the need is computed with it from now on, the earlier are kept.

    `mapping`: what was asked of SCB. `forecast`: the reading whose years after these are taken along.
    """
    row = PopulationReading()
    with acting(POPULATION, "read", row, by=by) as act:
        every = with_forecast(ends, forecast)
        act.rule(wrong(every, "mapping" if mapping else "table"))
        act.row.title, act.row.date, act.row.counted_to = title, date_, counted_to
        act.row.source = outcomes.source_called(source) if source.strip() else None
        act.row.mapping, act.row.forecast = mapping, forecast
        act.row.ends = {
            str(year): {str(age): format(n, "f") for age, n in ages.items()} for year, ages in every.items()
        }
        _only(act.row)
    return row


def use(reading: PopulationReading, *, by: Any) -> None:
    """Compute the need with it, in place of the one that was."""
    with acting(POPULATION, "use", reading, by=by) as act:
        _only(act.row)


def _only(reading: PopulationReading) -> None:
    for other in PopulationReading.objects.filter(in_use=True).exclude(pk=reading.pk):
        other.in_use = False
        other.save()
    reading.in_use = True


def with_forecast(ends: Ends, forecast: PopulationReading | None) -> Ends:
    """What is given, and another reading's years after the last of it."""
    later = forecast.by_year if forecast else {}
    return ends | {year: ages for year, ages in later.items() if year > max(ends, default=0)}


def wrong(ends: Ends, field: str = "table") -> Iterator[tuple[str, str]]:
    """The first thing that is wrong, in a sentence."""
    years = sorted(ends)
    if len(years) < 2:
        yield field, _("Ange minst två år i följd: behovet räknas på medelvärdet av två årsskiften.")
        return
    if gap := next((year for year in range(years[0], years[-1]) if year not in ends), None):
        yield field, _("Året %(year)s saknas mellan de andra. Lägg till det.") % {"year": gap}
        return
    for year in years:
        if found := fault(ends[year]):
            yield field, _said(found, year)
            return


def _said(found: Fault, year: int) -> str:
    ages = listed(map(str, found.ages[:5]))
    if len(found.ages) > 5:
        ages = _("%(ages)s och %(n)s till") % {
            "ages": ", ".join(map(str, found.ages[:5])), "n": len(found.ages) - 5
        }  # fmt: skip
    sentence = {
        Wrong.MISSING: _("%(year)s saknar åldern %(ages)s. Alla ettårsklasser från 0 behövs."),
        Wrong.NEGATIVE: _("%(year)s har färre än noll invånare i åldern %(ages)s. Rätta talet."),
        Wrong.BROKEN: _("%(year)s har ett tal med decimaler i åldern %(ages)s. Invånare räknas i hela tal."),
        Wrong.OPEN: _("%(year)s slutar vid åldern %(ages)s. Ettårsklasserna ska gå minst till %(open)s."),
    }
    return sentence[found.wrong] % {"year": year, "ages": ages, "open": OPEN_AT}


def table(body: bytes, name: str) -> Ends:
    """The first table of a file or a pasted block with ages down and years across; raises `Unreadable` in words."""
    for found in tables_of(_without_title(body, name), name):
        for place, (_number, cells) in enumerate(found[:LOOKED_AT]):
            years = {at: int(text) for at, text in enumerate(cells) if at and YEAR.fullmatch(text.strip())}
            if years:
                return _ends(found[place + 1 :], years)
    raise Unreadable(_("Tabellen saknar rubriker. Överst ska åren stå, och under dem en rad för varje ålder."))


def _without_title(body: bytes, name: str) -> bytes:
    """What stands over the headings of a text says nothing of what parts its columns; the lines keep their numbers."""
    if name.lower().endswith(".xlsx"):
        return body
    lines = body.split(b"\n")
    first = next((at for at, line in enumerate(lines) if any(mark in line for mark in (b";", b"\t", b","))), 0)
    return b"\n".join([b""] * first + lines[first:])


def _ends(rows: Table, years: Mapping[int, int]) -> Ends:
    if twice := next((year for year in years.values() if list(years.values()).count(year) > 1), None):
        raise Unreadable(_("Året %(year)s står två gånger. Lämna det en gång.") % {"year": twice})
    ends: Ends = {year: {} for year in years.values()}
    seen: dict[int, int] = {}
    for number, cells in rows:
        age = _age(cells, number)
        if age in seen:
            raise Unreadable(_("Åldern %(age)s står både på rad %(one)s och rad %(other)s. Lämna den en gång.") % {
                "age": age, "one": seen[age], "other": number
            })  # fmt: skip
        seen[age] = number
        for at, year in years.items():
            ends[year][age] = _number(cells, at, number)
    return ends


def _age(cells: Cells, number: int) -> int:
    label = cells[0].strip() if cells else ""
    if found := age_in(label):
        return found[0]
    raise Unreadable(
        _("Rad %(row)s är ingen ålder (%(label)s). Ta bort summor och mellanrubriker, så att varje rad är en ålder.")
        % {"row": number, "label": label[:30] or _("tom")}
    )


def _number(cells: Cells, at: int, number: int) -> Decimal:
    text = cells[at] if at < len(cells) else ""
    if isinstance(text, Formula):
        raise Unreadable(_("Rad %(row)s har en formel. Klistra in värdena.") % {"row": number})
    try:
        return parse_number(text)
    except NotANumber as error:
        raise Unreadable(_("Rad %(row)s: %(why)s") % {"row": number, "why": error}) from error


# -- costs -----------------------------------------------------------------------------------------------------------


def write_costs(organ: Organ, price_year: int, amounts: Mapping[str, Decimal | None], source: str, *, by: Any) -> None:
    """An organ's costs at a year's prices; a class that is left empty has none."""
    require(COSTS, "write", CostPerInhabitant(organ=organ), by)
    kept = {row.age_class: row for row in CostPerInhabitant.objects.filter(organ=organ, price_year=price_year)}
    with transaction.atomic():
        known: Source | None = outcomes.source_called(source) if source.strip() else None
        for code, value in amounts.items():
            row = kept.get(code)
            if value is None:
                if row is not None:
                    row.delete()
                continue
            if row is not None and (row.value, row.source) == (value, known):
                continue
            row = row or CostPerInhabitant(organ=organ, price_year=price_year, age_class=code)
            with acting(COSTS, "write", row, by=by) as act:
                act.row.value, act.row.source, act.row.example = value, known, False
