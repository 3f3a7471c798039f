"""The balance requirement of the municipality, year by year, as one paper: page and file alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from burlov_styrning.base.examples import example_line
from burlov_styrning.base.models import Municipality
from burlov_styrning.papers import Block, Grid, Heading, Paper, Text
from burlov_styrning.sheets import Sheet, Value
from burlov_styrning.swedish import listed, number
from indicators import account_words as words
from indicators.economy import books, report
from indicators.economy.books import Books, Entity, Told
from indicators.economy.keyfigures import values_of
from indicators.rules import balance as rules
from indicators.rules.balance import Balance, Debt, Values

DASH = "–"


@dataclass(frozen=True)
class Reckoned:
    """A year: in which version it is told, from which numbers, and what they give."""

    balance: Balance
    version: str
    values: Values
    told: list[Told]


@dataclass(frozen=True)
class Step:
    """A line on the way from result to balance result: what is added to, or taken from, what stands above."""

    key: str
    word: str
    values: Sequence[Decimal | None]
    """One for each year, in kr."""
    sign: int = 1


READ = (
    "result", *(line for _sign, line in (*rules.ADJUSTMENTS, *rules.RESERVE)), "special_reasons", "reserve",
    "old_reserve",
)  # fmt: skip
"""The lines that the balance result is read from."""


def of(user: Any) -> list[Reckoned]:
    """Every year of the municipality whose result is told, in the first version that tells it; no other is read."""
    told = set(books.told_years(books.rows(Entity(), user, ["result"]).filter(value__isnull=False)))
    first = {year: next(one for one in books.VERSIONS if (year, one) in told) for year, _version in told}
    wanted = [Q(version=one, year__in=[year for year in first if first[year] == one]) for one in set(first.values())]
    kept = books.rows(Entity(), user, READ)
    return _reckoned(books.taken(kept.filter(reduce(or_, wanted)) if wanted else kept.none()))


def _reckoned(read: Books) -> list[Reckoned]:
    found = []
    for year in read.years:
        for version in read.versions(year):
            lines = read.lines(year, version)
            values = values_of(lines)
            if one := rules.balance(year, values):
                found.append(Reckoned(one, version, values, [lines[line] for line in READ if line in lines]))
                break
    return found


def mnkr(value: Decimal | None) -> str:
    """An amount in kr, printed in mnkr with one decimal."""
    return DASH if value is None else number(value.scaleb(-6), 1)


def paper(found: Sequence[Reckoned], today: date, last: int = 5) -> Paper:
    """The last years' way from result to balance result, and what is to be restored."""
    own = Municipality.ours()
    facts = [(_("Framtaget"), today.isoformat()), (_("Regler"), _("LKBR 11 kap. 10 §, kommunallagen 11 kap. 12–14 §§"))]
    shown = found[-last:]
    blocks = list(_blocks(found, shown)) if found else [Text(_("Inget års resultat är inlagt än."))]
    blocks += report.sources(one for year in shown for one in year.told)
    return Paper(_("Balanskrav"), _("Balanskravsresultat"), own.name if own else "", facts, blocks, example_line(own))


def _blocks(found: Sequence[Reckoned], shown: Sequence[Reckoned]) -> Iterator[Block]:
    yield Text(verdict(shown[-1]))
    lacking = [line for line in rules.unstated(shown[-1].values) if line not in ("to_reserve", "from_reserve")]
    if lacking:
        yield Text(
            _("Inte inlagt för %(year)s, räknas som noll: %(lines)s.")
            % {"year": shown[-1].balance.year, "lines": words.lines(lacking)}, "quiet",
        )  # fmt: skip
    yield Grid(_("Från årets resultat till balanskravsresultat, mnkr"), [_("Post"), *map(_heading, shown)],
               [*_steps(shown), [_("Uppfyllt"), *(_("ja") if one.balance.met else _("nej") for one in shown)]],
               frozenset(range(1, len(shown) + 1)))  # fmt: skip
    yield Heading(_("Återställande"))
    debts = rules.restoring([one.balance for one in found])
    yield Text(
        _("Ett negativt balanskravsresultat ska återställas under de tre år som följer (11 kap. 12 §), om fullmäktige "
          "inte har synnerliga skäl (11 kap. 13 §). Det äldsta återställs först.")
    )  # fmt: skip
    if debts:
        yield _restoring(debts, found[-1].balance.year)
    else:
        yield Text(_("Inget år har ett negativt balanskravsresultat att återställa."))
    yield from _reserves(shown)


def verdict(one: Reckoned) -> str:
    """The last year in a sentence."""
    values = {"year": one.balance.year, "amount": mnkr(one.balance.balance),
              "version": words.YEAR_WORDS[one.version]}  # fmt: skip
    if one.balance.met:
        return _("Balanskravet är uppfyllt %(year)s (%(version)s): balanskravsresultatet är %(amount)s mnkr.") % values
    return _("Balanskravet är inte uppfyllt %(year)s (%(version)s): balanskravsresultatet är %(amount)s mnkr.") % values


def frozen(year: int) -> dict[str, Any] | None:
    """The year's way to its balance result for a report's snapshot, as printed and in exact mnkr; None where it is not
    told."""
    found = [one for one in of(None) if one.balance.year <= year]
    if not found or found[-1].balance.year != year:
        return None
    one = found[-1]
    debts = [debt for debt in rules.restoring([row.balance for row in found]) if debt.left or debt.due >= year]
    rows = [[word, amount] for word, amount in _steps([one])]
    return {
        "verdict": verdict(one), "rows": rows,
        "restoring": [list(row) for row in _restoring(debts, year).rows],
        "sources": list(dict.fromkeys(told.report for told in one.told)),
        "version": one.version,
        "steps": [{"step": step.key, "sign": step.sign, "amount": _text(step.values[0])} for step in _amounts([one])],
        "debts": [
            {"year": debt.year, "amount": _text(debt.amount), "left": _text(debt.left), "due": debt.due,
             "restored": [{"year": by, "amount": _text(amount)} for by, amount in debt.restored]}
            for debt in debts
        ],
    }  # fmt: skip


def _text(value: Decimal | None) -> str | None:
    return None if value is None else format(_exact(value), "f")


def _heading(one: Reckoned) -> str:
    return f"{one.balance.year}, {words.YEAR_WORDS[one.version]}"


def _steps(shown: Sequence[Reckoned]) -> Iterator[list[str]]:
    for step in _amounts(shown):
        yield [step.word, *map(mnkr, step.values)]


def _amounts(shown: Sequence[Reckoned]) -> Iterator[Step]:
    """From result to balance result, line by line, in kr."""
    yield Step("result", str(words.LINES["result"]), [one.balance.result for one in shown])
    yield from _terms(rules.ADJUSTMENTS, shown)
    adjusted = _("Årets resultat efter balanskravsjusteringar")
    yield Step("adjusted", adjusted, [one.balance.adjusted for one in shown])
    yield from _terms(rules.RESERVE, shown)
    yield Step("balance", _("Balanskravsresultat"), [one.balance.balance for one in shown])


def _terms(terms: Sequence[tuple[int, str]], shown: Sequence[Reckoned]) -> Iterator[Step]:
    for sign, line in terms:
        if any(line in one.values for one in shown):
            word = f"{'−' if sign < 0 else '+'} {str(words.LINES[line]).lower()}"
            yield Step(line, word, [one.values.get(line) for one in shown], sign)


def _restoring(debts: Sequence[Debt], last: int) -> Grid:
    head = [_("Underskott från"), _("Att återställa, mnkr"), _("Återställt"), _("Kvar, mnkr"), _("Senast")]
    rows = [[f"{debt.year}", mnkr(debt.amount), _restored(debt), mnkr(debt.left), _due(debt, last)] for debt in debts]
    return Grid(_("Underskott och hur de återställs"), head, rows, frozenset({1, 3}),
                long=frozenset({2, 4}))  # fmt: skip


def _restored(debt: Debt) -> str:
    said = [_("%(amount)s år %(year)s") % {"amount": mnkr(amount), "year": year} for year, amount in debt.restored]
    return listed(said) or DASH


def _due(debt: Debt, last: int) -> str:
    if not debt.left:
        late = _("%(year)s, återställt för sent") % {"year": debt.due}
        return late if debt.late else f"{debt.due}"
    each = rules.per_year(debt, last)
    if each is None:
        return _("%(year)s, tiden är ute") % {"year": debt.due}
    return _("%(year)s, %(amount)s mnkr om året") % {"year": debt.due, "amount": mnkr(each)}


def _reserves(shown: Sequence[Reckoned]) -> Iterator[Block]:
    """What the reserves hold at each year's end; the old one is told apart, for it may only be used up."""
    if held := _held(shown):
        yield Heading(_("Reserver"))
        yield Grid(_("Vid årets slut, mnkr"), [_("Reserv"), *map(_heading, shown)],
                   [[word, *map(mnkr, values)] for word, values in held],
                   frozenset(range(1, len(shown) + 1)))  # fmt: skip


def _held(shown: Sequence[Reckoned]) -> list[tuple[str, list[Decimal | None]]]:
    return [
        (str(words.LINES[line]), [one.values.get(line) for one in shown])
        for line in ("reserve", "old_reserve") if any(line in one.values for one in shown)
    ]  # fmt: skip


# -- the spreadsheet -------------------------------------------------------------------------------------------------


def sheets(found: Sequence[Reckoned]) -> list[Sheet]:
    """Every year's way as numbers in mnkr, what is to be restored, and each number as it is printed."""
    marks: list[Value] = [_("Exempel") if any(told.row.example for told in one.told) else "" for one in found]
    steps = [(step.word, step.values) for step in _amounts(found)]
    lines: list[list[Value]] = [[word, *map(_exact, values)] for word, values in (*steps, *_held(found))]
    lines += [[_("Uppfyllt"), *(_("ja") if one.balance.met else _("nej") for one in found)], [_("Exempel"), *marks]]
    debts: list[list[Value]] = [
        [debt.year, _exact(debt.amount), _exact(debt.amount - debt.left), _exact(debt.left), debt.due]
        for debt in rules.restoring([one.balance for one in found])
    ]
    head = [_("Underskott från"), _("Att återställa, mnkr"), _("Återställt, mnkr"), _("Kvar, mnkr"), _("Senast")]
    parts = [_("År"), _("Version"), _("Post"), _("Som tryckt"), _("Värde"), _("Enhet"), _("Rapport"), _("Adress")]
    printed: list[list[Value]] = [
        [one.balance.year, str(words.YEAR_WORDS[one.version]), told.row.figure, told.row.printed, told.row.value,
         told.row.unit, told.report, told.source.url if told.source else ""]
        for one in found for told in one.told
    ]  # fmt: skip
    return [Sheet(_("Balanskravsresultat, mnkr"), [_("Post"), *map(_heading, found)], lines),
            Sheet(_("Återställande"), head, debts), Sheet(_("Räknat av"), parts, printed)]  # fmt: skip


def _exact(value: Decimal | None) -> Decimal | None:
    """An amount in kr as mnkr with all its digits, at least one decimal."""
    if value is None:
        return None
    exact = value.scaleb(-6)
    return exact if exact != round(exact, 1) else round(exact, 1)
