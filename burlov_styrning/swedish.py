"""Numbers, dates and lists as people write them; pure, and right in English too (the active language decides).

Source: Svenska skrivregler: decimal comma, no-break space between thousands and before %, a real minus.
Thousands are parted by a no-break space in English as well, so that `1,234` never means two things here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, lru_cache

from django.utils.formats import get_format
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

NBSP = "\u00a0"
MINUS = "\u2212"
SPACES = re.compile("[\u0020\u00a0\u2007\u2009\u202f]")
GROUPED = re.compile(r"[0-9]{1,3}( [0-9]{3})+")
AMBIGUOUS = re.compile(r"[1-9][0-9]{0,2}(\.[0-9]{3})+")
PLAIN = re.compile(r"[0-9]+([.,][0-9]+)?|[.,][0-9]+")


class NotANumber(ValueError):
    """Carries the sentence that says what to write instead."""


def parse_number(text: str) -> Decimal:
    """The number that a person wrote, digit for digit; raises `NotANumber` with a sentence."""
    shown = text.strip()
    bare = SPACES.sub(" ", shown).replace(MINUS, "-").replace("\u2013", "-")
    sign, bare = ("-", bare[1:].strip()) if bare.startswith("-") else ("", bare.removeprefix("+").strip())
    if AMBIGUOUS.fullmatch(bare):
        raise NotANumber(_ambiguous(bare))
    whole = re.split("[.,]", bare)[0]
    if " " in whole and GROUPED.fullmatch(whole):
        bare = whole.replace(" ", "") + bare[len(whole) :]
    if not PLAIN.fullmatch(bare):
        raise NotANumber(_("Skriv ett tal med siffror, till exempel 92,5 eller 1 250."))
    return Decimal(sign + bare.replace(",", "."))


def _ambiguous(bare: str) -> str:
    together, decimal = bare.replace(".", ""), bare.replace(".", ",", 1)
    if bare.count(".") > 1:
        return _("Skriv %(number)s utan punkter.") % {"number": together}
    return _("%(typed)s kan läsas på två sätt. Skriv %(whole)s eller %(decimal)s.") % {
        "typed": bare,
        "whole": together,
        "decimal": decimal,
    }


def typed_number(value: Decimal | int) -> str:
    """The number as it stands in a field: all its digits, decimal comma, so that it is read back unchanged."""
    return f"{Decimal(value):f}".replace(".", ",")


COUNT = "antal"
"""The unit of what is only counted: nobody says fifteen number."""


def number(value: Decimal | int | float, decimals: int | None = None, unit: str = "") -> str:
    """The number in print, rounded half up; without `decimals` all that it has. The unit follows a no-break space."""
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    if decimals is not None:
        exact = exact.quantize(_step(decimals), ROUND_HALF_UP)
    whole, _point, part = f"{abs(exact):,f}".partition(".")
    text = whole.replace(",", NBSP) + (get_format("DECIMAL_SEPARATOR") + part if part else "")
    return (MINUS if exact < 0 else "") + text + (NBSP + unit if unit not in ("", COUNT) else "")


@cache
def _step(decimals: int) -> Decimal:
    return Decimal(1).scaleb(-decimals)


def signed(value: Decimal | int, decimals: int | None = None, unit: str = "") -> str:
    """The same with a plus before what is above nought: a change."""
    text = number(value, decimals, unit)
    return "+" + text if not text.startswith(MINUS) and any(digit in text for digit in "123456789") else text


def spelled(count: int) -> str:
    """A count as a word up to twelve (`fyra`), in figures above."""
    words = [
        _("noll"), _("en"), _("två"), _("tre"), _("fyra"), _("fem"), _("sex"),
        _("sju"), _("åtta"), _("nio"), _("tio"), _("elva"), _("tolv"),
    ]  # fmt: skip
    return words[count] if 0 <= count < len(words) else number(count)


def counted(count: int, one: str, many: str, *, neuter: bool = False) -> str:
    """A count with its noun, ready to begin a heading: `Fyra saker`, `En sak`, `Ett mål`, `18 mål`."""
    word = _("ett") if neuter and count == 1 else spelled(count)
    return sentence(f"{word} {one if count == 1 else many}")


def sentence(text: str) -> str:
    """The text with its first letter large."""
    return text[:1].upper() + text[1:]


def listed(items: Iterable[object]) -> str:
    """`a`, `a och b`, `a, b och c`."""
    words = [str(item) for item in items]
    if len(words) < 2:
        return "".join(words)
    return _("%(first)s och %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}


def genitive(name: str) -> str:
    """`Burlövs kommuns`, `Luleå kommuns`, `Höganäs`. In English the name itself: there the sentence says `of`."""
    if get_language() == "en":
        return name
    return name if name[-1:].lower() in ("s", "x", "z") else name + "s"


def example_note(municipality: str) -> str:
    """The running head of whatever made-up people have a part in (DOMAIN §11)."""
    name = municipality
    if "kommun" not in name.lower():
        name = _("%(name)s kommun") % {"name": genitive(name)}
    return _("Exempel, inte %(whose)s handling") % {"whose": genitive(name)}


def weekday(day: date) -> str:
    """`fredag`."""
    return [_("måndag"), _("tisdag"), _("onsdag"), _("torsdag"), _("fredag"), _("lördag"), _("söndag")][day.weekday()]


def month(number_: int) -> str:
    """`december`."""
    return [
        _("januari"), _("februari"), _("mars"), _("april"), pgettext("månad", "maj"), _("juni"),
        _("juli"), _("augusti"), _("september"), _("oktober"), _("november"), _("december"),
    ][number_ - 1]  # fmt: skip


def short_month(number_: int) -> str:
    """`dec`."""
    return [
        _("jan"), _("feb"), pgettext("kort", "mars"), _("apr"), pgettext("kort", "maj"), pgettext("kort", "juni"),
        pgettext("kort", "juli"), _("aug"), _("sep"), _("okt"), _("nov"), _("dec"),
    ][number_ - 1]  # fmt: skip


def long_date(day: date, today: date | None = None) -> str:
    """`fredag 11 december`; with the year where it is not this year's."""
    text = f"{weekday(day)} {day.day} {month(day.month)}"
    return text if today and today.year == day.year else f"{text} {day.year}"


def day_month(day: date, today: date | None = None) -> str:
    """`11 december`; with the year where it is not this year's."""
    text = f"{day.day} {month(day.month)}"
    return text if today and today.year == day.year else f"{text} {day.year}"


def short_date(day: date, today: date | None = None) -> str:
    """`11 dec`; with the year where it is not this year's."""
    text = f"{day.day} {short_month(day.month)}"
    return text if today and today.year == day.year else f"{text} {day.year}"


def partial_date(text: str) -> str:
    """A date of which perhaps only year or month is known: `2018`, `maj 2018`, `21 maj 2018`."""
    parts = text.split("-")
    if len(parts) == 1:
        return text
    named = f"{month(int(parts[1]))} {parts[0]}"
    return f"{int(parts[2])} {named}" if len(parts) == 3 else named


def when(day: date, today: date) -> str:
    """How far away a day is: `i dag`, `i går`, `om 4 dagar`, `för 3 veckor sedan`."""
    days = (day - today).days
    near = {0: _("i dag"), 1: _("i morgon"), -1: _("i går")}
    if days in near:
        return near[days]
    return _("om %(span)s") % {"span": span(days)} if days > 0 else _("för %(span)s sedan") % {"span": span(-days)}


def span(days: int) -> str:
    """A number of days as people say it: days up to two weeks, weeks up to a quarter, then months and years."""
    if days < 14:
        return ngettext("%(n)s dag", "%(n)s dagar", days) % {"n": days}
    if days < 92:
        return ngettext("%(n)s vecka", "%(n)s veckor", days // 7) % {"n": days // 7}
    if days < 730:
        return ngettext("%(n)s månad", "%(n)s månader", days // 30) % {"n": days // 30}
    return ngettext("%(n)s år", "%(n)s år", days // 365) % {"n": days // 365}


ALPHABET = str.maketrans("åäæöøéèêáàü", "\uf001\uf002\uf002\uf003\uf003eeeaay")  # private letters, after z
DIGITS = re.compile(r"(\d+)")


def sort_key(text: object) -> str:
    """Swedish order: å ä ö last, large and small alike, numbers by value (`mål 2` before `mål 10`)."""
    return _sort_key(str(text))


@lru_cache(maxsize=20_000)  # the same names are put in order again and again
def _sort_key(text: str) -> str:
    """A plain text, which is compared fastest."""
    return DIGITS.sub(_by_value, text.casefold().translate(ALPHABET))


def _by_value(digits: re.Match[str]) -> str:
    """A number stands before every letter, the shorter one first."""
    number = str(int(digits[0]))
    return f"\0{chr(len(number))}{number}"


def file_size(size: int) -> str:
    """`340 kB`, `1,2 MB`."""
    if size < 1000_000:
        return number(max(1, round(size / 1000)), unit="kB")
    return number(Decimal(size) / 1000_000, 1, "MB")
