"""What is wrong with a book (faults) and what is odd but true in it (remarks), each with its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from pydantic_core import ErrorDetails


@dataclass(frozen=True, order=True)
class Note:
    """A sentence about one place of a book, such as `goals[3].indicators[0].target`."""

    place: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.place}: {self.sentence}" if self.place else self.sentence


class Fault(Note):
    """The book contradicts itself, the format or what is there already: nothing of it is taken in."""


class Remark(Note):
    """History that a person could not enter today: it is taken in, and listed."""


def place_of(location: Iterable[str | int]) -> str:
    """`("goals", 3, "target")` as `goals[3].target`."""
    place = ""
    for part in location:
        if isinstance(part, int):
            place += f"[{part}]"
        elif part != "[key]":  # pydantic's mark for the key of a mapping; the key stands before it
            word = part if PLAIN_NAME.fullmatch(part) else f"”{shown(part)}”"
            place += f".{word}" if place else word
    return place


PLAIN_NAME = re.compile(r"[a-zA-Z0-9_-]{1,60}")
"""Any other name of a field is quoted in its place, cut where it is long."""


def is_within(place: str, outer: str) -> bool:
    """Whether a place is the other one or lies inside it."""
    return place == outer or (place.startswith(outer) and (not outer or place[len(outer)] in ".["))


def new_beside(known: Sequence[Fault], found: Iterable[Fault]) -> list[Fault]:
    """The faults that do not merely follow from one already named at the same place."""
    return [fault for fault in found if not any(is_within(fault.place, old.place) for old in known)]


def fault_of(error: ErrorDetails) -> Fault:
    """One of pydantic's errors as a fault in Swedish."""
    sentence = SENTENCES.get(error["type"])
    if sentence is None:
        return Fault(place_of(error["loc"]), _("Värdet stämmer inte med formatet."))
    return Fault(place_of(error["loc"]), sentence(error["input"], error.get("ctx", {})))


def shown(value: Any) -> str:
    """A value as it is quoted in a sentence: short, and never a whole row."""
    if isinstance(value, dict | list):
        return "{…}" if isinstance(value, dict) else "[…]"
    text = "".join(letter if letter.isprintable() else "\ufffd" for letter in str(value)[:61])
    return text if len(text) <= 60 else text[:59] + "…"


def listed(words: Sequence[str]) -> str:
    """Words as people list them: `a, b eller c`."""
    if len(words) < 2:
        return "".join(words)
    return _("%(first)s eller %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}


def _choices(value: Any, context: dict[str, Any]) -> str:
    words = re.findall(r"'([^']*)'", str(context.get("expected", "")))
    return _("”%(value)s” är inte ett av orden %(words)s.") % {"value": shown(value), "words": listed(words)}


def _pattern(value: Any, context: dict[str, Any]) -> str:
    return PATTERNS.get(context.get("pattern", ""), _plain(_("Texten har fel form.")))(value, context)


def _plain(sentence: str) -> Callable[[Any, dict[str, Any]], str]:
    return lambda value, context: sentence


def _lazy(sentence: Callable[[], str], *names: str) -> Callable[[Any, dict[str, Any]], str]:
    """A sentence that is translated when it is read and may quote the value and the error's figures."""

    def speak(value: Any, context: dict[str, Any]) -> str:
        return sentence() % ({"value": shown(value)} | {name: shown(context.get(name, "")) for name in names})

    return speak


_key = _lazy(lambda: _("En nyckel har bara a–z, 0–9, - och _; ”%(value)s” har något annat."))
_text_wanted = _lazy(lambda: _("Här ska stå en text inom citattecken, inte %(value)s."))
_row_wanted = _lazy(lambda: _("Här ska stå en rad med fält: { … }."))
_list_wanted = _lazy(lambda: _("Här ska stå en lista: [ … ]."))
_whole_wanted = _lazy(lambda: _("Här ska stå ett heltal utan citattecken, inte %(value)s."))
_truth_wanted = _lazy(lambda: _("Här ska stå true eller false, inte %(value)s."))

PATTERNS: dict[str, Callable[[Any, dict[str, Any]], str]] = {
    r"^[a-z0-9_-]+$": _key,
    r"^[0-9]{4}$": _lazy(lambda: _("”%(value)s” är inte fyra siffror.")),
    r"^https?://[^\s]+$": _lazy(lambda: _("En adress börjar med http:// eller https://; ”%(value)s” gör inte det.")),
    r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$": _lazy(lambda: _("Texten innehåller styrtecken som inte kan sparas.")),
}

SENTENCES: dict[str, Callable[[Any, dict[str, Any]], str]] = {
    "missing": _lazy(lambda: _("Fältet saknas.")),
    "extra_forbidden": _lazy(lambda: _("Fältet finns inte i formatet.")),
    "literal_error": _choices,
    "string_pattern_mismatch": _pattern,
    "string_type": _text_wanted,
    "string_unicode": _lazy(lambda: _("Texten innehåller tecken som inte är giltig Unicode.")),
    "string_too_long": _lazy(lambda: _("Texten är längre än %(max_length)s tecken."), "max_length"),
    "string_too_short": _lazy(lambda: _("Texten är tom.")),
    "int_type": _whole_wanted,
    "int_from_float": _whole_wanted,
    "int_parsing": _whole_wanted,
    "int_parsing_size": _whole_wanted,
    "bool_type": _truth_wanted,
    "list_type": _list_wanted,
    "dict_type": _row_wanted,
    "model_type": _row_wanted,
    "model_attributes_type": _row_wanted,
    "too_short": _lazy(lambda: _("Listan ska ha minst %(min_length)s värden."), "min_length"),
    "too_long": _lazy(lambda: _("Listan ska ha högst %(max_length)s värden."), "max_length"),
    "greater_than_equal": _lazy(lambda: _("%(value)s är mindre än %(ge)s, som är det minsta möjliga."), "ge"),
    "less_than_equal": _lazy(lambda: _("%(value)s är större än %(le)s, som är det största möjliga."), "le"),
    "book_amount": _lazy(
        lambda: _("”%(value)s” är inte ett tal: skriv det med decimalpunkt och utan mellanrum, till exempel ”95.2”.")
    ),
    "book_amount_number": _lazy(
        lambda: _(
            "Talet %(value)s ska stå som text inom citattecken, till exempel ”95.2”: det är ett exakt decimaltal."
        )
    ),
    "book_date": _lazy(lambda: _("”%(value)s” är inte ett datum som finns: skriv 2018, 2018-05 eller 2018-05-21.")),
    "book_period": _lazy(
        lambda: _("”%(value)s” är inte en period: skriv 2022, 2022-T1 till T3, 2022-Q1 till Q4 eller 2022-08.")
    ),
    "book_example": _lazy(lambda: _("example ska vara true eller en lista med namn på radens fält.")),
    "book_example_field": _lazy(lambda: _("Raden har inget fält som heter ”%(field)s”."), "field"),
}
