"""The spreadsheet to fill in: a person's own indicators, the cells that are due first, ready to be handed back.

It is written in the municipality's language, whoever fetches it: that is the one it is read in again.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from burlov_styrning.sheets import Sheet, Value, comma_separated, workbook
from indicators import due, words
from indicators.due import Due
from indicators.models import Indicator

WIDTH = 11


def as_workbook(user: Any, year: int) -> bytes:
    """The file for Excel: what to fill in, which indicators there are, how to write."""
    indicators = due.indicators_of(due.may_enter_for(user))
    with translation.override(settings.LANGUAGE_CODE):
        title = _("Utfall %(year)s") % {"year": year}
        return workbook([_to_fill(indicators, year), _known(indicators), _help()], title=title)


def as_text(user: Any, year: int) -> bytes:
    """What to fill in, as CSV."""
    indicators = due.indicators_of(due.may_enter_for(user))
    with translation.override(settings.LANGUAGE_CODE):
        return comma_separated(_to_fill(indicators, year))


def _to_fill(indicators: list[Indicator], year: int) -> Sheet:
    """Headings that are read back by name; a row for each cell that is due."""
    headings = [_("Indikator"), _("Nyckel"), _("Period"), _("Kön"), _("Värde"), _("Antal"), _("Status"), _("Källa"),
                _("Publicerat"), _("Kommentar"), _("Mätenhet")]  # fmt: skip
    return Sheet(_("Utfall"), headings, [_row(cell) for cell in due.missing_cells(indicators, year)])


def _row(cell: Due) -> list[Value]:
    period: Value = int(cell.period) if cell.period.isdecimal() else cell.period
    sex = str(words.SEX_WORDS[cell.sex]) if cell.indicator.by_sex else ""
    empty = [None] * (WIDTH - 5)
    return [cell.indicator.name, cell.indicator.key, period, sex, *empty, cell.indicator.unit]


def _known(indicators: list[Indicator]) -> Sheet:
    """Every indicator that this person can enter outcomes for, due or not."""
    headings = [_("Indikator"), _("Nyckel"), _("Mäts"), _("Könsuppdelas"), _("Mätenhet")]
    rows = [[one.name, one.key, str(one.get_frequency_display()), _("ja") if one.by_sex else _("nej"), one.unit]
            for one in indicators]  # fmt: skip
    return Sheet(_("Mina indikatorer"), headings, rows)


def _help() -> Sheet:
    return Sheet(_("Så fyller du i"), [_("Kolumn"), _("Så skriver du")], [list(pair) for pair in how_to_write()])


def how_to_write() -> Iterator[tuple[str, str]]:
    """What each column takes, on the page as in the file."""
    signs = ", ".join(f"{sign} ({text})" for sign, text in words.missing_key())
    yield _("Indikator eller Nyckel"), _("Namnet, nyckeln eller id i källan. Nyckeln är säkrast.")
    yield _("Period"), _("2025, 2025-T1, 2025-Q3 eller 2025-08.")
    yield _("Kön"), _("Tomt för alla, annars Kvinnor eller Män.")
    yield _("Avser"), _("Tomt för hela kommunen, annars en nämnd, en enhet eller en annan kommun.")
    yield _("Värde"), _("Ett tal, eller tecknet för varför det saknas: %(signs)s.") % {"signs": signs}
    yield _("Paragraf"), _("Vid sekretess: paragrafen i offentlighets- och sekretesslagen.")
    yield _("Antal"), _("Hur många svar eller fall värdet bygger på, där indikatorn har ett minsta antal.")
    yield _("Status"), _("Preliminärt, slutligt eller reviderat. Tomt: det du väljer när du lämnar filen.")
    yield _("Publicerat"), _("2026, 2026-11 eller 2026-11-23.")
