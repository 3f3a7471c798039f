"""A key figure as the outcome of an indicator: so a financial goal goes through rounds and reports as any other.

What a target for a window of years is held against is the window's value as it was calculated then: outcomes,
forecast and plan together, and the outcome's comment says which year is what.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from burlov_styrning.refusals import Reason, Refusal
from burlov_styrning.swedish import listed
from indicators import account_words as words
from indicators import due, outcomes
from indicators.economy import keyfigures
from indicators.economy.books import Books
from indicators.economy.keyfigures import Mean, Year
from indicators.entries import Entry
from indicators.models import Indicator, Outcome
from indicators.outcomes import Change, Entered
from indicators.rules.keyfigures import KeyFigure
from indicators.series import in_order

type Window = tuple[int, int]


def indicators_for(figure: KeyFigure, user: Any) -> list[Indicator]:
    """The financial indicators in the figure's unit that this person enters outcomes for."""
    mine = due.indicators_of(due.may_enter_for(user))
    return [row for row in mine if row.kind == Indicator.Kind.FINANCE and row.unit == figure.unit]


def give(
    figure: KeyFigure, books: Books, *, indicator: Indicator, year: int, by: Any, window: Window | None = None
) -> Entered:
    """Enter the year's value, or the window's as it is calculated now; what stood before is kept as earlier."""
    entry = _entry(figure, books, indicator, year, window)
    rows = Outcome.objects.filter(indicator=indicator, period=str(year), sex="T", municipality__own=True, organ=None,
                                  unit=None)  # fmt: skip
    before = sorted(rows.select_related("source", "hidden"), key=in_order)
    return outcomes.write_many([Change(entry, before[-1] if before else None)], by=by)


def _entry(figure: KeyFigure, books: Books, indicator: Indicator, year: int, window: Window | None) -> Entry:
    found: Year | Mean
    if window:
        found = keyfigures.window(figure, books, *window)
        versions, years = found.versions, list(found.years)
    else:
        found = keyfigures.year_of(figure, books, year)
        versions, years = {year: found.version}, [year]
    if found.computed.value is None:
        raise Refusal(Reason.RULE, fields=[("year", _nothing(found))])
    told = [keyfigures.year_of(figure, books, one) for one in years]
    reports = listed(dict.fromkeys(report for one in told for report in one.reports))
    actual = all(version == keyfigures.ACTUAL for version in versions.values())
    return Entry(
        indicator, str(year), value=found.computed.value, comment=_comment(figure, years, versions, bool(window)),
        source=_("Egen beräkning av %(reports)s") % {"reports": reports[:250]}, confirmed=True,
        status=Outcome.Status.FINAL if actual else Outcome.Status.PRELIMINARY,
    )  # fmt: skip


def _nothing(found: Year | Mean) -> str:
    if found.computed.missing:
        return _("Kan inte räknas: %(lines)s saknas.") % {"lines": words.lines(found.computed.missing)}
    return _("Kan inte räknas för de här åren.")


def _comment(figure: KeyFigure, years: Sequence[int], versions: dict[int, str], window: bool) -> str:
    """The formula, and which year is what."""
    said = f"{words.FIGURES[figure.key]}: {words.formula(figure)}."
    if not window:
        return f"{said} {words.span(years, versions).capitalize()}."
    span = _("Medel %(years)s: %(what)s.") % {"years": words.run_words(years), "what": words.span(years, versions)}
    return f"{said} {span}"
