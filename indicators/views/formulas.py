"""A formula as it is typed, with what is wrong or the values it gives; and as it stands on its indicator's page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from burlov_styrning.clock import today
from burlov_styrning.quantities import quantity
from burlov_styrning.workflow import require
from indicators import derived, formula_words, formulas, series, words
from indicators.formulas import Checked, Named
from indicators.models import Indicator
from indicators.moves import INDICATORS
from indicators.series import Cell

LONGEST = 4_000
YEARS_SHOWN = 6
HITS = 8
MOST_DECIMALS = 6


@dataclass(frozen=True)
class Year:
    """A computed value: its year, the value or its sign, and why there is none."""

    year: int
    text: str
    why: str = ""
    preliminary: bool = False


@dataclass(frozen=True)
class Part:
    """A series that a formula names, with its value in the chosen year."""

    key: str
    name: str
    pk: int
    text: str
    why: str
    source: str


@dataclass(frozen=True)
class Computation:
    """How the value of a year came about: the formula, its parts, what they gave."""

    formula: str
    year: int
    years: Sequence[int]
    parts: Sequence[Part]
    result: Year


@require_POST
def formula_check(request: HttpRequest) -> HttpResponse:
    """What is typed and not yet saved: every fault in a sentence, or the last years' values; and keys to choose."""
    require(INDICATORS, "define", Indicator(), request.user)
    text, unit = (request.POST.get(name, "").strip()[:LONGEST] for name in ("formula", "unit"))
    checked = (
        formulas.check(text, unit, request.POST.get("nyckel", "")[:80]) if text else Checked(known=formulas.known())
    )
    context = {
        "checked": checked,
        "text": text,
        "values": preview(checked, unit, _decimals(request.POST.get("decimals", "")), request.user),
        "hits": _hits(checked, request.POST.get("serie", "")),
        "how": list(formula_words.HOW.values()),
    }
    return render(request, "indicators/indicator/formula_check.html", context)


def _decimals(typed: str) -> int:
    return min(int(typed), MOST_DECIMALS) if typed.isascii() and typed.isdigit() and len(typed) < 3 else 0


def _hits(checked: Checked, words_: str) -> list[Named]:
    """Series by name or key; none where nobody searches."""
    wanted = words_.casefold().split()[:10]
    if not wanted:
        return []
    return [one for one in checked.known.values() if all(w in f"{one.name} {one.key}".casefold() for w in wanted)][
        :HITS
    ]


def preview(checked: Checked, unit: str, decimals: int, user: Any) -> list[Year]:
    """What the formula gives for the last years."""
    if checked.formula is None:
        return []
    cells = series.tried(checked.formula, unit, user)
    names = {key: one.name for key, one in checked.known.items()}
    return [_year(year, cells[year], unit, decimals, names) for year in list(cells)[-YEARS_SHOWN:]]


def _year(year: int, cell: Cell, unit: str, decimals: int, names: dict[str, str]) -> Year:
    row: Any = cell.outcome
    said = words.outcome_words(row, unit, decimals)
    return Year(year, said, why_of(row, names), row.status == "preliminary")


def why_of(row: Any, names: dict[str, str]) -> str:
    """Why a computed value is missing, with what the series is called."""
    why = row.why
    return formula_words.why_words(why, names.get(why.key, "")) if why else ""


# -- on the indicator's page -----------------------------------------------------------------------------------------


def names_of(indicator: Indicator) -> dict[str, Named]:
    """What the parts of its formula are called; nothing is asked where it has none."""
    return formulas.known() if indicator.formula else {}


def computation(request: HttpRequest, indicator: Indicator, known: dict[str, Named], table: Any) -> Computation | None:
    """The formula beside the chosen year's value (`?ar=`, else the last that has one), with its parts."""
    checked = derived.read(indicator.formula) if indicator.formula else None
    cells = table.years(indicator.pk)
    if checked is None or not cells:
        return None
    with_value = [year for year, cell in cells.items() if cell.value is not None]
    asked = request.GET.get("ar", "")
    year = next((one for one in cells if str(one) == asked), max(with_value or cells, default=today().year))
    named = [known[name] for name in checked.names if name in known]
    parts = series.load([one.pk for one in named], user=request.user)
    decimals = indicator.current.decimals if indicator.current else 0
    names = {key: one.name for key, one in known.items()}
    return Computation(
        indicator.formula, year, sorted(cells, reverse=True),
        [_part(one, parts.years(one.pk).get(year)) for one in named],
        _year(year, cells[year], indicator.unit, decimals, names),
    )  # fmt: skip


def _part(one: Named, cell: Cell | None) -> Part:
    if cell is None:
        return Part(one.key, one.name, one.pk, words.NO_OUTCOME, "", "")
    row = cell.outcome
    text = words.outcome_words(row, one.unit, 0)
    if getattr(row, "computed", False) and row.value is not None:
        text = quantity(row.value, one.unit, 2)
    why = words.missing_text(row.missing) if row.missing else ""
    return Part(
        one.key, one.name, one.pk, text if _short(one, text) else f"{text} {one.unit}", why, str(row.source or "")
    )


def _short(one: Named, text: str) -> bool:
    """Whether the unit stands after the number already, or there is nothing to stand after."""
    return not any(letter.isdigit() for letter in text) or text.endswith(one.unit)
