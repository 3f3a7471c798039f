"""Each thing once, and nothing without what it cannot be without."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from burlov_styrning.pages.book.checks.context import Context, parts
from burlov_styrning.pages.book.faults import Fault
from burlov_styrning.pages.book.schema import Ballot, Goal, Outcome, Proposal
from burlov_styrning.pages.book.schema.row import Part


def unique(context: Context) -> Iterator[Fault]:
    """No thing stands twice in its list; the same outcome may, if it says the same."""
    for part in parts(context.book):
        for name in part.model_fields_set:
            value = getattr(part, name)
            if isinstance(value, list) and len(value) > 1:
                yield from _rows_once(value) if isinstance(value[0], Part) else _words_once(part, name, value)


def _rows_once(rows: Sequence[Part]) -> Iterator[Fault]:
    first: dict[tuple[object, ...], Part] = {}
    for row in rows:
        before = first.setdefault(row.identity(), row)
        if before is not row and not (isinstance(row, Outcome) and _says_same(before, row)):
            yield Fault(_place_of_key(row), _twice(before, row))


def _says_same(first: Part, second: Part) -> bool:
    return first.model_dump() == second.model_dump()


def _place_of_key(row: Part) -> str:
    return row.at(row.IDENTITY[0]) if len(row.IDENTITY) == 1 else row.place


def _twice(before: Part, row: Part) -> str:
    if isinstance(row, Outcome) and isinstance(before, Outcome):
        values = {"place": before.place, "value": row.value or row.missing, "before": before.value or before.missing}
        return _("Samma uppgift står redan i %(place)s, där med %(before)s, här med %(value)s.") % values
    return _("Samma sak står redan i %(place)s: allt om den skrivs på ett ställe.") % {"place": before.place}


WORDS_ONCE = {"owners", "contributors", "proposals", "needs", "indicators", "tabled", "core_values"}


def _words_once(part: Part, name: str, words: Sequence[str]) -> Iterator[Fault]:
    if name not in WORDS_ONCE:
        return
    for index, word in enumerate(words):
        if word in words[:index]:
            yield Fault(part.at(name, index), _("”%(word)s” står två gånger i listan.") % {"word": word})


def required(context: Context) -> Iterator[Fault]:
    """A thing that is new must be told of whole; a row that adds to a known thing need not."""
    for part in parts(context.book):
        said = set(part.said()) if part.REQUIRED else set()
        for name in part.REQUIRED:
            if name not in said:
                yield Fault(part.at(name), _("Fältet saknas, och ingen tidigare bok har sagt det."))
        if isinstance(part, Goal | Proposal) and not (part.wording or part.title):
            yield Fault(part.at("wording"), _("Lydelsen saknas: skriv den, eller åtminstone en kort titel."))
        if isinstance(part, Ballot) and not part.proposals:
            yield Fault(part.at("proposals"), _("Listan är tom."))
