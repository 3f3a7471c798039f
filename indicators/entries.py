"""What a person says of one cell, and what the rules of DOMAIN §6 find wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from burlov_styrning.base.models import Municipality, Organ, Source, Unit
from burlov_styrning.clock import today
from burlov_styrning.partial_dates import first_day, is_partial_date, last_day
from burlov_styrning.quantities import entered
from indicators.models import Indicator, IndicatorVersion, Missing, Outcome, Sex
from indicators.rules import periods

type Problem = tuple[str, str]
"""(form field, sentence)"""


@dataclass(frozen=True)
class Entry:
    """One value, or why it is missing; without organ and unit about the own municipality as a whole."""

    indicator: Indicator
    period: str
    sex: str = Sex.TOTAL
    organ: Organ | None = None
    unit: Unit | None = None
    municipality: Municipality | None = None
    value: Decimal | None = None
    missing: str = ""
    section: str = ""
    count: int | None = None
    response_rate: Decimal | None = None
    margin: Decimal | None = None
    status: str = Outcome.Status.FINAL
    source: Source | str | None = None
    published: str = ""
    fetched: str = ""
    comment: str = ""
    confirmed: bool = False
    """Somebody was asked about a value that looks wrong, and stands by it."""


def problems(entry: Entry) -> Iterator[Problem]:
    """Everything that is wrong with an entry, by field."""
    if entry.indicator.formula:
        yield "value", _("Indikatorn räknas ut av andra. Lämna utfall för delarna i dess formel.")
    yield from period_problems(entry.period, entry.indicator.frequency)
    yield from _value_problems(entry)
    yield from _group_problems(entry)
    yield from _quality_problems(entry)
    yield from _day_problems(entry)


EXAMPLES = {"year": "2025", "two_years": "2025", "tertial": "2025-T1", "quarter": "2025-Q3", "month": "2025-08"}


def period_problems(period: str, frequency: str) -> Iterator[Problem]:
    """A period that is none, that the indicator is not measured in, or that has not begun."""
    word = str(Indicator.Frequency(frequency).label)
    values = {"often": word, "example": EXAMPLES[frequency], "period": period}
    if not periods.is_period(period):
        yield "period", _("Skriv perioden så här: %(example)s. Indikatorn mäts %(often)s.") % values
    elif not periods.fits(period, frequency):
        yield "period", _("Indikatorn mäts %(often)s. Skriv en sådan period, till exempel %(example)s.") % values
    elif periods.year_of(period) < 1900:
        yield "period", _("Året ligger för långt tillbaka. Skriv ett år från 1900 och framåt.")
    elif periods.start_of(period) > today():
        yield (
            "period",
            _("%(period)s har inte börjat. Lämna utfall för en period som pågår eller är slut.") % values,
        )


def _value_problems(entry: Entry) -> Iterator[Problem]:
    if entry.value is None and not entry.missing:
        yield "value", _("Skriv ett värde, eller välj varför det saknas.")
    if entry.value is not None and entry.missing:
        yield "missing", _("Ange ett värde eller varför det saknas, inte båda.")
    yield from _share_problems(entry)
    if entry.missing == Missing.SECRET and not entry.section.strip():
        yield "section", _("Ange paragrafen i offentlighets- och sekretesslagen, till exempel 26 kap. 1 §.")
    if entry.section.strip() and entry.missing != Missing.SECRET:
        yield "section", _("En paragraf hör till sekretess. Välj sekretess, eller lämna rutan tom.")


SHARES = (Indicator.Kind.QUALITY, Indicator.Kind.VOLUME)
"""What is measured in per cent is a share here; of money it may as well be a change or a ratio, with any sign."""


def _share_problems(entry: Entry) -> Iterator[Problem]:
    """A share is never negative, and over 100 it is asked back about: some can be, most are a slip."""
    if not _is_share(entry) or entry.value is None:
        return
    if entry.value < 0:
        yield "value", _("En andel kan inte vara under 0 %. Mäts en förändring ska controllern ange det som enhet.")
    elif is_more_than_whole(entry) and not entry.confirmed:
        sentence = _("%(value)s är mer än hela andelen. Rätta värdet, eller bekräfta att det stämmer.")
        yield "confirmed", sentence % {"value": entered(entry.value, "%")}


def _is_share(entry: Entry) -> bool:
    return entry.indicator.unit == "%" and entry.indicator.kind in SHARES


def is_more_than_whole(entry: Entry) -> bool:
    """A share over 100 per cent."""
    return _is_share(entry) and entry.value is not None and entry.value > 100


def _group_problems(entry: Entry) -> Iterator[Problem]:
    if entry.sex != Sex.TOTAL and not entry.indicator.by_sex:
        yield "sex", _("Indikatorn delas inte upp på kön. Lämna värdet för alla.")
    if entry.organ and entry.unit:
        yield "unit", _("Välj organ eller enhet, inte båda.")
    least = entry.indicator.minimum_count
    if least is not None and entry.value is not None and entry.count is None:
        sentence = _("Ange hur många svar eller fall värdet bygger på. Under %(least)s visas det inte.")
        yield "count", sentence % {"least": least}


def _quality_problems(entry: Entry) -> Iterator[Problem]:
    if entry.count is not None and entry.count < 0:
        yield "count", _("Antalet ska vara minst 0.")
    if entry.response_rate is not None and not 0 <= entry.response_rate <= 100:
        yield "response_rate", _("Svarsfrekvensen anges i procent, mellan 0 och 100.")
    if entry.margin is not None and entry.margin < 0:
        yield "margin", _("Felmarginalen ska vara minst 0.")


def _day_problems(entry: Entry) -> Iterator[Problem]:
    for name, day in (("published", entry.published), ("fetched", entry.fetched)):
        if not day:
            continue
        if not is_partial_date(day):
            yield name, _("Skriv ett datum som 2026, 2026-11 eller 2026-11-23.")
        elif first_day(day) > today():
            yield name, _("Den dagen har inte varit än.")


def version_at(indicator: Indicator, period: str) -> IndicatorVersion:
    """The version that applied when the period ended."""
    end = periods.end_of(period)
    earlier = [v for v in indicator.versions.all() if v.until and last_day(v.until) >= end]
    found: IndicatorVersion | None = min(earlier, key=lambda v: last_day(v.until), default=indicator.current)
    if found is None:
        raise ValueError("the indicator has no version")
    return found
