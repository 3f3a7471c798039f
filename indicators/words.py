"""The words of this floor: why a value is missing, with its sign in tables, and values as they are typed and shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from burlov_styrning.quantities import quantity
from burlov_styrning.swedish import NotANumber, listed, parse_number, partial_date, typed_number
from indicators.models import Missing, Outcome, Sex
from indicators.rules.direction import rounded

type Text = str | Promise

LONGEST = 40
MOST_SOURCES = 3

MISSING_SIGNS: Mapping[str, Text] = {
    Missing.LAPSE: gettext_lazy("bortf."),
    Missing.NOT_APPLICABLE: gettext_lazy("e.t."),
    Missing.SUPPRESSED: gettext_lazy(".."),
    Missing.SECRET: gettext_lazy("sekr."),
    Missing.NOT_PUBLISHED: gettext_lazy("e.p."),
    Missing.NOT_MEASURED: gettext_lazy("e.m."),
}
"""What stands in a cell of a table; `missing_text` says it in words."""

NO_OUTCOME = "–"
"""What stands where nobody has entered anything."""

SEX_WORDS: Mapping[str, Text] = {
    Sex.TOTAL: gettext_lazy("Alla"),
    Sex.WOMEN: gettext_lazy("Kvinnor"),
    Sex.MEN: gettext_lazy("Män"),
}


def missing_sign(code: str) -> str:
    """`e.m.`; nothing for what is not missing."""
    return str(MISSING_SIGNS[code]) if code else ""


def missing_text(code: str) -> str:
    """`ej mätt`"""
    return str(Missing(code).label)


def missing_words(code: str, section: str = "") -> str:
    """`sekretess (26 kap. 1 §)`, `ej mätt`; nothing for what is not missing."""
    if not code:
        return ""
    return f"{missing_text(code)} ({section})" if section and code == Missing.SECRET else missing_text(code)


def signs(codes: Iterable[str]) -> list[tuple[str, str]]:
    """The signs of these codes with their words, each once, for the line under a table."""
    found = set(codes)
    return [(missing_sign(code), missing_text(code)) for code in Missing if code in found]


def missing_key() -> list[tuple[str, str]]:
    """Every sign with its text, for the line under a table or a form."""
    return signs(Missing)


def typed(text: str) -> tuple[Decimal | None, str]:
    """(value, missing code) of what was typed in one box; both empty for nothing. Raises with a sentence."""
    bare = text.strip()
    if not bare:
        return None, ""
    if len(bare) > LONGEST:
        raise ValidationError(_("Det är för långt. Skriv ett tal, eller ett tecken som e.m. när det saknas."))
    if code := _code_of(bare):
        return None, code
    try:
        return parse_number(bare), ""
    except NotANumber as error:
        raise ValidationError(_instead(bare, str(error))) from error


def _code_of(text: str) -> str:
    known = {_folded(code): code.value for code in Missing}
    known |= {_folded(missing_text(code)): code.value for code in Missing}
    known |= {_folded(missing_sign(code)): code.value for code in Missing if code is not Missing.SUPPRESSED}
    return Missing.SUPPRESSED.value if text in ("..", "…") else known.get(_folded(text), "")


def _folded(text: str) -> str:
    return text.casefold().replace(".", "").replace(" ", "")


def _instead(text: str, sentence: str) -> str:
    if any(letter.isdigit() for letter in text):
        return sentence
    signs = ", ".join(f"{sign} ({words})" for sign, words in missing_key() if sign != missing_sign(Missing.SECRET))
    return _("Skriv ett tal, eller varför det saknas: %(signs)s.") % {"signs": signs}


def in_box(value: Decimal | None, code: str) -> str:
    """A value or a missing code as it stands in the box that `typed` reads."""
    if value is not None:
        return typed_number(value)
    return missing_sign(code) if code else ""


def digits(value: Decimal, decimals: int) -> int:
    """As many decimals as the value has, at least the indicator's own: nothing that was entered is rounded off."""
    exponent = value.as_tuple().exponent
    return max(decimals, -exponent if isinstance(exponent, int) else 0)


def value_words(value: Decimal, unit: str, decimals: int) -> str:
    """The value with every digit that it has, and its unit where that is short."""
    return quantity(value, unit, digits(value, decimals))


def outcome_words(row: Outcome, unit: str, decimals: int) -> str:
    """The outcome as a cell of a table says it: its value, or the sign for why there is none."""
    value = to_print(row, decimals)
    return missing_sign(row.missing) if value is None else value_words(value, unit, decimals)


def to_print(row: Any, decimals: int) -> Decimal | None:
    """The value as it is printed and typed on: what is computed has digits without end, and is rounded here."""
    if row.value is None or not getattr(row, "computed", False):
        return row.value  # type: ignore[no-any-return]
    return rounded(row.value, decimals)


def subject_words(row: Any) -> str:
    """Whom the value is about: the unit, the organ, the municipality or the country."""
    return str(row.unit or row.organ or row.municipality)


def period_words(period: str) -> str:
    """`2025`, `tertial 1 2025`, `kvartal 3 2025`, `augusti 2025`."""
    year, part = period[:4], period[5:]
    if part.startswith("T"):
        return _("tertial %(n)s %(year)s") % {"n": part[1:], "year": year}
    if part.startswith("Q"):
        return _("kvartal %(n)s %(year)s") % {"n": part[1:], "year": year}
    return partial_date(period)


def direction_words(version: Any) -> str:
    """`högre är bättre`; `inom gränser är bäst: 3 till 5`"""
    if version.low is None or version.high is None:
        return str(version.get_direction_display())
    low, high = (value_words(bound, "", 0) for bound in (version.low, version.high))
    return _("%(way)s: %(low)s till %(high)s") % {"way": version.get_direction_display(), "low": low, "high": high}


def source_words(titles: Iterable[str], own: str = "") -> str:
    """`Källa: Kolada.` under a chart; `own` says what in it we have computed: that is not the source's."""
    known = sorted({title for title in titles if title})
    if not known:
        return own
    shown = listed(known) if len(known) <= MOST_SOURCES else _("%(first)s och %(n)s till") % {
        "first": ", ".join(known[: MOST_SOURCES - 1]), "n": len(known) - MOST_SOURCES + 1,
    }  # fmt: skip
    return f"{_('Källa')}: {shown}. {own}".strip()


def origin_words(indicator: Any) -> str:
    """`egen mätning`, `undersökning`, `Kolada N15419`"""
    if indicator.formula:
        return _("egen beräkning")
    name = {"kolada": "Kolada", "scb": "SCB"}.get(indicator.origin_system, indicator.origin_system)
    origin = f"{name} {indicator.origin_id}".strip()
    return {"own": _("egen mätning"), "survey": _("undersökning")}.get(origin, origin)
