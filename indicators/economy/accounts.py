"""Accounts and budgets as steps: entered, corrected; what a report prints is kept beside what others print."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from burlov_styrning.base.models import Organ, Source
from burlov_styrning.constraints import check
from burlov_styrning.refusals import Reason, Refusal
from burlov_styrning.swedish import NotANumber, number, parse_number
from burlov_styrning.workflow import acting, require
from indicators import scenarios
from indicators.economy.books import Entity
from indicators.models import AccountFigure
from indicators.moves import ACCOUNTS
from indicators.rules.accounts import (
    BASE,
    Kind,
    Line,
    WrongUnit,
    contradiction,
    fits,
    identity,
    in_base,
    line_of,
    unlike,
)

type Problem = tuple[str, str]
"""A field of the form, and the sentence."""
MONEY_UNITS = ("tkr", "mnkr", "kr")


@dataclass(frozen=True)
class Amount:
    """One figure to keep: of whom, which line under which name, when, and as it was printed."""

    entity: Entity
    name: str
    year: int
    version: str
    unit: str
    printed: str
    value: Decimal
    report: str
    field: str = ""
    """The box of the form that it was typed in."""

    @property
    def line(self) -> Line | None:
        """The line, where a formula knows it."""
        return line_of(self.name)

    @property
    def place(self) -> tuple[Any, ...]:
        """What tells it apart: the same again in the same report is a correction."""
        organ = self.entity.organ.pk if self.entity.organ else None
        return (self.entity.kind, organ, identity(self.name), self.year, self.version, self.report.casefold())

    @property
    def series(self) -> tuple[Any, ...]:
        """The line of the entity, whatever the year and the report."""
        return self.place[:3]

    @property
    def measured(self) -> Decimal | None:
        """The value in the line's base unit; None where no formula knows it."""
        return in_base(self.value, self.unit, self.line.kind) if self.line else None


def place_of(row: AccountFigure) -> tuple[Any, ...]:
    """The same of a figure that is kept."""
    return (row.entity, row.organ_id, identity(row.figure), row.year, row.version, row.report.casefold())


def natural_unit(line: Line | None, money: str) -> str:
    """The unit that is meant where none is said."""
    return money if line is None or line.kind is Kind.MONEY else BASE[line.kind]


class Standing:
    """The figures that stand, for everyone whose amounts are to be kept."""

    def __init__(self, entities: Iterable[Entity]) -> None:
        kinds, organs = set(), set[int]()
        for one in entities:
            kinds.add(one.kind)
            organs |= {one.organ.pk} if one.organ else set()
        rows = AccountFigure.objects.filter(entity__in=kinds)
        self.rows = [row for row in rows if row.organ_id is None or row.organ_id in organs]
        self.by_place = {place_of(row): row for row in self.rows}
        self.values: dict[tuple[Any, ...], dict[int, Decimal]] = {}
        for row in self.rows:
            line = line_of(row.figure)
            if line and row.value is not None and fits(row.unit, line.kind):
                self.values.setdefault(place_of(row)[:3], {})[row.year] = in_base(row.value, row.unit, line.kind)

    def at(self, amount: Amount) -> AccountFigure | None:
        """The figure that the same report has there already."""
        return self.by_place.get(amount.place)


def wrong(amount: Amount) -> Iterator[str]:
    """What no confirmation makes right: a unit that measures another thing, fewer than no people."""
    line = amount.line
    if line is None:
        return
    try:
        value = in_base(amount.value, amount.unit, line.kind)
    except WrongUnit:
        yield _("%(name)s anges inte i %(unit)s.") % {"name": amount.name, "unit": amount.unit or "–"}
        return
    if line.kind is Kind.PEOPLE and value < 0:
        yield _("%(name)s kan inte vara mindre än noll.") % {"name": amount.name}


def doubtful(amounts: Sequence[Amount], standing: Standing) -> dict[int, str]:
    """Places in the list → the question about an amount that seems to be in another unit than the years beside it."""
    new: dict[tuple[Any, ...], dict[int, Decimal]] = {}
    for one in amounts:
        if one.line and fits(one.unit, one.line.kind):
            new.setdefault(one.series, {})[one.year] = one.measured or Decimal(0)
    found = {}
    for place, one in enumerate(amounts):
        if not one.line or not one.line.steady or not fits(one.unit, one.line.kind):
            continue
        value = one.measured or Decimal(0)
        before = standing.values.get(one.series, {})
        year = unlike(value, one.year, before) if before else _odd_one_out(one.year, new[one.series])
        if year is not None:
            found[place] = _question(one, year)
    return found


def _odd_one_out(year: int, values: Mapping[int, Decimal]) -> int | None:
    """Where nothing stands, the year that is unlike most of the others in the same file."""
    others = {one: value for one, value in values.items() if one != year}
    unlikes = [one for one in others if unlike(values[year], year, {one: others[one]}) is not None]
    return min(unlikes, key=lambda one: abs(one - year)) if len(unlikes) * 2 > len(others) else None


def _question(amount: Amount, year: int) -> str:
    return _(
        "%(name)s %(mine)s är %(printed)s %(unit)s, minst hundra gånger mer eller mindre än %(theirs)s. Är enheten "
        "tkr, mnkr eller kr?"
    ) % {
        "name": amount.name, "mine": amount.year, "printed": amount.printed, "unit": amount.unit, "theirs": year,
    }  # fmt: skip


def contradictions(amounts: Iterable[Amount]) -> list[str]:
    """Net costs that the income and cost beside them contradict: kept as printed, and pointed out."""
    columns: dict[tuple[Any, ...], dict[str, Amount]] = {}
    for one in amounts:
        columns.setdefault((one.entity.code, *one.place[3:]), {})[identity(one.name)] = one
    found = []
    for column in columns.values():
        if {"income", "cost", "net_cost"} <= set(column) and "depreciation" not in column:
            net = column["net_cost"]
            if computed := contradiction(column["income"].value, column["cost"].value, net.value):
                words = {"who": net.entity.name, "year": net.year, "printed": net.printed, "unit": net.unit,
                         "computed": number(computed)}  # fmt: skip
                found.append(
                    _("%(who)s %(year)s: nettokostnaden är %(printed)s, men intäkter och kostnader ger %(computed)s "
                      "%(unit)s. Den är kvar som den är tryckt.") % words
                )  # fmt: skip
    return found


# -- the steps -------------------------------------------------------------------------------------------------------


@transaction.atomic
def enter(amounts: Sequence[Amount], *, by: Any, confirmed: bool = False) -> list[AccountFigure]:
    """Keep a year's amounts as they were typed, all or none; what seems to be in another unit is asked about."""
    require(ACCOUNTS, "enter", AccountFigure(), by)
    standing = Standing([one.entity for one in amounts])
    _refuse_for(list(_problems(amounts, standing, confirmed)))
    rows, sources = [], dict[str, Source | None]()
    for one in amounts:
        row = standing.at(one)
        with acting(ACCOUNTS, "correct" if row else "enter", row or AccountFigure(), by=by) as act:
            rows.append(keep(act.row, one, sources))
    return rows


def _problems(amounts: Sequence[Amount], standing: Standing, confirmed: bool) -> Iterator[Problem]:
    if not amounts:
        yield "", _("Fyll i minst ett belopp.")
    found = [(one.field, sentence) for one in amounts for sentence in wrong(one)]
    yield from found
    if not confirmed and not found:
        yield from (("confirmed", sentence) for sentence in doubtful(amounts, standing).values())


def _refuse_for(problems: list[Problem]) -> None:
    if problems:
        raise Refusal(Reason.RULE, fields=problems)


def correct(row: AccountFigure, *, by: Any, printed: str, value: Decimal, unit: str, confirmed: bool = False) -> None:
    """A figure was copied wrongly; the log keeps what stood."""
    with acting(ACCOUNTS, "correct", row, by=by) as act:
        fresh = act.row
        if fresh.value and _as_printed(fresh) == -fresh.value:  # its page writes costs with a minus
            value = -value
        entity = Entity(fresh.entity, fresh.organ)
        amount = Amount(entity, fresh.figure, fresh.year, fresh.version, unit, printed, value, fresh.report, "printed")
        standing = Standing([entity])
        standing.values.get(amount.series, {}).pop(fresh.year, None)
        act.rule(_problems([amount], standing, confirmed))
        fresh.printed, fresh.value, fresh.unit, fresh.example = printed, value, unit, False


def _as_printed(row: AccountFigure) -> Decimal | None:
    try:
        return parse_number(row.printed)
    except NotANumber:
        return None


def keep(row: AccountFigure, amount: Amount, sources: dict[str, Source | None]) -> AccountFigure:
    """Write one amount; the caller's step has asked for right and rule."""
    if amount.report not in sources:
        sources[amount.report] = scenarios.source_titled(amount.report)
    row.entity, row.organ, row.figure = amount.entity.kind, amount.entity.organ, amount.name[:200]
    row.year, row.version, row.unit = amount.year, amount.version, amount.unit
    row.printed, row.value, row.report, row.example = amount.printed[:60], amount.value, amount.report[:120], False
    row.source = row.source or sources[amount.report]
    check(row)
    row.save()
    return row


def entity_named(said: str, organs: Mapping[str, Organ], default: Entity) -> Entity | None:
    """Whom a row is about, by its words; None where nobody is called so."""
    plain = " ".join(said.casefold().split())
    if not plain:
        return default
    if plain in ("koncernen", "kommunkoncernen", "koncern"):
        return Entity(AccountFigure.Entity.GROUP.value)
    if plain in ("kommunen", "hela kommunen", "kommun"):
        return Entity()
    organ = organs.get(plain)
    return Entity(AccountFigure.Entity.ORGAN.value, organ) if organ else None
