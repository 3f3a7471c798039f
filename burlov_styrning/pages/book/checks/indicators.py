"""Indicators, their versions and outcomes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from django.utils.translation import gettext as _

from burlov_styrning.pages.book.checks.base import runs_round
from burlov_styrning.pages.book.checks.context import Context
from burlov_styrning.pages.book.faults import Fault, Note, Remark
from burlov_styrning.pages.book.schema import Before, Indicator, Outcome
from burlov_styrning.pages.book.schema.row import Part


def bounds_in_order(part: Part, bounds: list[Decimal] | None) -> Iterator[Note]:
    """The lower bound first."""
    if bounds and bounds[0] > bounds[1]:
        words = {"low": format(bounds[0], "f"), "high": format(bounds[1], "f")}
        yield Fault(part.at("bounds"), _("Den undre gränsen %(low)s är större än den övre %(high)s.") % words)


def definitions(context: Context) -> Iterator[Note]:
    """Direction and bounds belong together; a tolerance is not negative."""
    following = {row.key: row.continues for row in context.book.indicators}
    for row in context.book.indicators:
        yield from _direction(row)
        yield from bounds_in_order(row, row.bounds)
        if row.tolerance is not None and row.tolerance < 0:
            yield Fault(row.at("tolerance"), _("En tolerans kan inte vara negativ."))
        if runs_round(row.key, following):
            yield Fault(row.at("continues"), _("Indikatorn fortsätter sig själv."))


def _direction(row: Indicator) -> Iterator[Note]:
    if row.direction == "within" and row.bounds is None:
        yield Fault(row.at("bounds"), _("Ange båda gränserna när indikatorn ska hålla sig inom gränser."))
    if row.direction != "within" and row.bounds is not None:
        yield Fault(row.at("bounds"), _("Gränser anges bara när riktningen är ”within”."))
    if "direction" not in row.said():
        yield Remark(row.at("direction"), _("Riktningen är inte angiven: högre läses som bättre."))


def versions(context: Context) -> Iterator[Note]:
    """Earlier rows stand newest first, and an indicator's version is meant by the date until which it applied."""
    for row in context.book.indicators:
        yield from newest_first(row.earlier)
        for before in row.earlier:
            yield from bounds_in_order(before, before.bounds)
    for goal in context.book.goals:
        yield from newest_first(goal.earlier)
        for target in goal.indicators:
            yield from newest_first(target.earlier)
            yield from version_exists(context, target, target.indicator, target.version)
            for path in target.paths:
                yield from newest_first(path.earlier)


def newest_first(rows: Sequence[Before]) -> Iterator[Note]:
    """What applied last before stands first."""
    for before, row in pairwise(rows):
        if before.until and row.until and row.until > before.until:
            yield Fault(row.at("until"), _("Det senaste står först: %(until)s kommer efter %(before)s.") % {
                "until": row.until, "before": before.until,
            })  # fmt: skip


def version_exists(context: Context, part: Part, key: str, version: str | None) -> Iterator[Note]:
    """The version named is one of the indicator's earlier ones."""
    indicator = context.indicators.get(key)
    if version is None or indicator is None or version in {row.until for row in indicator.earlier}:
        return
    words = {"key": key, "until": version}
    yield Fault(part.at("version"), _("Indikatorn ”%(key)s” har ingen version som gällde till %(until)s.") % words)


def outcomes(context: Context) -> Iterator[Note]:
    """Exactly one of value and missing; a part of the municipality is a part of the own one."""
    for row in context.book.outcomes:
        yield from _value_or_missing(row)
        if row.indicator in context.known.computed:
            yield Fault(row.at("indicator"), _("Indikatorn ”%(key)s” räknas ut av andra och har inga egna utfall.") % {
                "key": row.indicator,
            })  # fmt: skip
        yield from version_exists(context, row, row.indicator, row.version)
        if (row.organ or row.unit) and row.area != context.book.municipality.code:
            yield Fault(row.at("area"), _("Ett organ eller en enhet hör till den egna kommunen, inte %(area)s.") % {
                "area": row.area,
            })  # fmt: skip
        yield from _figures(row)
        yield from _small(context, row)


def _value_or_missing(row: Outcome) -> Iterator[Note]:
    if row.value is None and row.missing is None:
        yield Fault(row.at("value"), _("Ange ett värde eller varför det saknas (missing)."))
    if row.value is not None and row.missing is not None:
        words = {"value": format(row.value, "f"), "missing": row.missing}
        yield Fault(
            row.at("missing"), _("Både värdet %(value)s och ”%(missing)s” är angivna: ange ett av dem.") % words
        )


def _figures(row: Outcome) -> Iterator[Note]:
    if row.response_rate is not None and not 0 <= row.response_rate <= 100:
        yield Fault(row.at("response_rate"), _("Svarsfrekvensen är en andel i procent, 0–100."))
    if row.margin is not None and row.margin < 0:
        yield Fault(row.at("margin"), _("En felmarginal kan inte vara negativ."))


def _small(context: Context, row: Outcome) -> Iterator[Note]:
    indicator = context.indicators.get(row.indicator)
    least = indicator.minimum_count if indicator else None
    if row.value is not None and row.count is not None and least is not None and row.count < least:
        yield Remark(row.at("count"), _("Underlaget är mindre än %(least)s: värdet visas inte.") % {"least": least})
