"""Economic scenarios beside each other: the room of each year, what the difference is made of, what is assumed.

One paper, which the page and the files draw. All but the first scenario are held against the first one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from burlov_styrning.base.examples import example_line
from burlov_styrning.base.models import Municipality
from burlov_styrning.charts import Chart, Point, Table
from burlov_styrning.drawing import GREY, INK_2, Drawing
from burlov_styrning.papers import Block, Grid, Heading, Paper, Picture, Text
from burlov_styrning.sheets import Sheet, Value
from burlov_styrning.swedish import number, sentence, signed
from indicators import words
from indicators.account_words import BASES as BASE_WORDS
from indicators.account_words import PREMISES
from indicators.charts import Measure, draw_outcomes
from indicators.models import EconomicScenario, ScenarioYear
from indicators.rules.room import SIGNS, apart
from indicators.rules.sensitivity import BASES

MOST = 4
"""So many fit beside each other."""
UNIT = "tkr"

type Years = Mapping[int, ScenarioYear]


def chosen(rows: Sequence[EconomicScenario], against: int, asked: Sequence[int]) -> list[EconomicScenario]:
    """The one that the others are held against, where it is one of them; then those asked for, else the newest ones.

    Where nothing is asked for the one in use comes first.
    """
    wanted = [row for row in rows if row.pk in asked] or list(rows)
    first = against if any(row.pk == against for row in wanted) else next((r.pk for r in wanted if r.in_use), 0)
    return sorted(wanted, key=lambda row: row.pk != first)[:MOST]


def years_of(row: EconomicScenario) -> Years:
    """Its years."""
    return {one.year: one for one in row.years.all()}


def all_years(rows: Sequence[EconomicScenario]) -> list[int]:
    """The years that any of them says something of."""
    return sorted({one.year for row in rows for one in row.years.all()})


def premises(year: ScenarioYear) -> dict[str, Decimal]:
    """What is assumed of a year, by name."""
    return {name: getattr(year, name) for name in SIGNS}


def finding(rows: Sequence[EconomicScenario]) -> str:
    """`2029 är utrymmet 12 300 tkr större i Högre tillväxt, Oktober än i Budget 2027, Oktober.`"""
    first, *others = rows
    mine, said = years_of(first), []
    for other in others:
        theirs = years_of(other)
        year = max(mine.keys() & theirs.keys(), default=None)
        if year is None:
            said.append(_("%(other)s och %(first)s har inget år gemensamt.") % {"other": other, "first": first})
            continue
        more = theirs[year].room - mine[year].room
        text = (
            _("%(year)s är utrymmet lika stort i %(other)s som i %(first)s.") if not more
            else _("%(year)s är utrymmet %(amount)s större i %(other)s än i %(first)s.") if more > 0
            else _("%(year)s är utrymmet %(amount)s mindre i %(other)s än i %(first)s.")
        )  # fmt: skip
        said.append(text % {"year": year, "amount": number(abs(more), 0, UNIT), "other": other, "first": first})
    return " ".join(said)


def chart(rows: Sequence[EconomicScenario]) -> Chart:
    """The room of each scenario; the first in ink, the others in grey."""
    drawing = Drawing(UNIT, 0, letters=18)
    first, *others = ((row, [Point(year, one.room) for year, one in sorted(years_of(row).items())]) for row in rows)
    for row, points in others:
        drawing.line(points, name=str(row), colour=GREY, width=2, size=0)
        drawing.label(points[-1].year, points[-1].value or Decimal(0), str(row), colour=INK_2)
    draw_outcomes(drawing, first[1], Measure(UNIT, 0), word=str(first[0]))
    years = all_years(rows)
    table = Table((_("Scenario"), *map(str, years)), tuple(tuple(line) for line in _rooms(rows, years)))
    return Chart(drawing.figure(), finding(rows), table, UNIT, any(row.example for row in rows),
                 _("Ekonomiskt utrymme"), words.source_words(_sources(rows)))  # fmt: skip


def _sources(rows: Sequence[EconomicScenario]) -> list[str]:
    return sorted({str(row.source) for row in rows if row.source})


# -- on paper --------------------------------------------------------------------------------------------------------


def paper(rows: Sequence[EconomicScenario], today: date) -> Paper:
    """The scenarios on one paper."""
    own = Municipality.ours()
    facts = [(_("Scenarier"), "; ".join(map(str, rows))), (_("Källor"), "; ".join(_sources(rows)) or "–"),
             (_("Framtaget"), today.isoformat())]  # fmt: skip
    title = _("Scenarier för det ekonomiska utrymmet")
    return Paper(_("Ekonomiskt utrymme"), title, own.name if own else "", facts, list(blocks(rows)), example_line(own))


def blocks(rows: Sequence[EconomicScenario]) -> Iterator[Block]:
    """What differs first, what is assumed after it."""
    first, *others = rows
    years = all_years(rows)
    numeric = frozenset(range(1, len(years) + 1))
    if all(years_of(row) for row in rows):
        yield Picture(chart(rows))
    yield Grid(_("Ekonomiskt utrymme, tkr"), [_("Scenario"), *map(str, years)], _rooms(rows, years), numeric)
    if others:
        yield Heading(_("Vad skillnaden består av"))
        yield Text(_("Minus är mindre utrymme än i %(first)s.") % {"first": first})
    for other in others:
        caption = _("%(other)s jämfört med %(first)s, tkr") % {"other": other, "first": first}
        yield Grid(caption, [_("Belopp"), *map(str, years)], _made_of(first, other, years), numeric)
    yield Heading(_("Antaganden"))
    for row in rows:
        caption = _("Belopp i %(name)s, tkr") % {"name": row}
        yield Grid(caption, [_("Belopp"), *map(str, years)], _amounts(row, years), numeric)
    columns = range(1, len(rows) + 1)
    yield Grid(
        _("Vad scenarierna vilar på"), [_("Antagande"), *map(str, rows)], _assumed(rows), long=frozenset(columns)
    )


def _rooms(rows: Sequence[EconomicScenario], years: Sequence[int]) -> list[list[str]]:
    found, first = [], years_of(rows[0])
    for place, row in enumerate(rows):
        mine = years_of(row)
        found.append([str(row), *(_amount(mine[year].room if year in mine else None) for year in years)])
        if place:
            gaps = [mine[year].room - first[year].room if year in mine and year in first else None for year in years]
            found.append([_("Skillnad mot %(first)s") % {"first": rows[0]}, *map(_change, gaps)])
    return found


def _made_of(first: EconomicScenario, other: EconomicScenario, years: Sequence[int]) -> list[list[str]]:
    lines = differences(first, other, years)
    return [[sentence(name), *map(_change, values)] for name, values in lines]


def differences(
    first: EconomicScenario, other: EconomicScenario, years: Sequence[int]
) -> list[tuple[str, list[Decimal | None]]]:
    """Each assumption's part of the difference, year by year, and what they come to."""
    mine, theirs = years_of(first), years_of(other)
    parts = {year: apart(premises(theirs[year]), premises(mine[year])) for year in mine.keys() & theirs.keys()}
    lines = [(str(PREMISES[name]), [parts[year][name] if year in parts else None for year in years]) for name in SIGNS]
    whole = [sum(parts[year].values(), Decimal(0)) if year in parts else None for year in years]
    return [*lines, (_("Skillnad i utrymme"), whole)]


def _amounts(row: EconomicScenario, years: Sequence[int]) -> list[list[str]]:
    mine = years_of(row)
    lines = [
        [sentence(str(PREMISES[name])), *(_amount(getattr(mine[year], name) if year in mine else None)
                                          for year in years)]
        for name in SIGNS
    ]  # fmt: skip
    return [*lines, [_("Ekonomiskt utrymme"), *(_amount(mine[year].room if year in mine else None) for year in years)]]


def _assumed(rows: Sequence[EconomicScenario]) -> list[list[str]]:
    found = [
        [_("Datum"), *(row.date.isoformat() for row in rows)],
        [_("Källa"), *(str(row.source or words.NO_OUTCOME) for row in rows)],
        [_("Antaganden"), *(row.assumptions or words.NO_OUTCOME for row in rows)],
    ]  # fmt: skip
    if any(row.base_year for row in rows):
        found.append([_("Beloppen nedan gäller år"), *(f"{row.base_year or words.NO_OUTCOME}" for row in rows)])
    for name in BASES:
        values = [getattr(row, name) for row in rows]
        if any(value is not None for value in values):
            found.append([str(BASE_WORDS[name]), *map(_amount, values)])
    return found


def _amount(value: Decimal | None) -> str:
    return words.NO_OUTCOME if value is None else number(value)


def _change(value: Decimal | None) -> str:
    return words.NO_OUTCOME if value is None else signed(value)


# -- as numbers ------------------------------------------------------------------------------------------------------


def sheets(rows: Sequence[EconomicScenario]) -> list[Sheet]:
    """Every amount of every scenario, the differences, and what is assumed."""
    years, (first, *others) = all_years(rows), rows
    amounts: list[list[Value]] = [
        [row.name, row.version, year, *premises(one).values(), one.room, _("Exempel") if row.example else ""]
        for row in rows for year, one in sorted(years_of(row).items())
    ]  # fmt: skip
    head = [_("Scenario"), _("Version"), _("År"), *(sentence(str(PREMISES[name])) for name in SIGNS),
            _("Ekonomiskt utrymme"), _("Exempel")]  # fmt: skip
    gaps: list[list[Value]] = [
        [str(other), sentence(name), *values] for other in others for name, values in differences(first, other, years)
    ]
    told: list[list[Value]] = [list(line) for line in _assumed(rows)]
    return [
        Sheet(_("Belopp, tkr"), head, amounts),
        *([Sheet(_("Skillnad, tkr"), [_("Jämfört med %(first)s") % {"first": first}, _("Belopp"), *map(str, years)],
                 gaps)] if gaps else []),
        Sheet(_("Antaganden"), [_("Antagande"), *map(str, rows)], told),
    ]  # fmt: skip
