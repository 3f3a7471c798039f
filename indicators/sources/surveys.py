"""Survey files: one row for each question and group of respondents, read as a saved survey says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from burlov_styrning.swedish import NotANumber, listed, parse_number, typed_number
from indicators.rules import margins
from indicators.sources.row import Found, Row, Unreadable, in_parts
from indicators.sources.tables import Cells, Formula, Table, tables_of

COLUMNS: dict[str, tuple[str, ...]] = {
    "question": ("fråga", "frågetext", "frågor", "question", "item", "indikator", "mått"),
    "value": ("värde", "resultat", "andel", "andel positiva", "andel (%)", "medelvärde", "medel", "index", "result",
              "value", "mean", "share"),
    "count": ("antal svar", "antal svarande", "svarande", "antal", "n", "respondents", "answers"),
    "group": ("grupp", "enhet", "svarsgrupp", "bakgrund", "verksamhet", "organ", "group", "unit"),
    "sex": ("kön", "sex", "gender"),
    "asked": ("urval", "utskickade", "antal utskickade", "antal i urvalet", "tillfrågade", "population", "sample"),
    "response_rate": ("svarsfrekvens", "svarsfrekvens (%)", "response rate"),
    "margin": ("felmarginal", "konfidensintervall", "margin of error", "margin"),
    "deviation": ("standardavvikelse", "std", "sd", "standard deviation"),
    "period": ("period", "år", "year"),
}  # fmt: skip
"""What is read of a survey's file → the headings that providers write over it."""
NEEDED = ("question", "value")
SHOWN = 300
"""So many different texts of a column are kept to choose among; a column of numbers is none of words."""
LONGEST = 300
LOOKED_AT = 15


def folded(text: str) -> str:
    """A heading, question or group without what differs from year to year by accident."""
    return " ".join(text.casefold().split()).strip(" :*")


def texts_of(body: bytes, name: str) -> dict[str, list[str]]:
    """Heading → the different texts under it; none for a column of numbers. Raises where there is no table."""
    for table in tables_of(body, name):
        for place, (_number, cells) in enumerate(table[:LOOKED_AT]):
            heads = [text for text in cells if text]
            if len(heads) >= 2 and len(set(map(folded, heads))) == len(heads) and table[place + 1 :]:
                return {text[:LONGEST]: _texts(table[place + 1 :], n) for n, text in enumerate(cells) if text}
    raise Unreadable(_("Filen har ingen tabell med rubriker. Överst ska det stå vad varje kolumn är."))


def _texts(table: Table, place: int) -> list[str]:
    said = Counter(cells[place][:LONGEST] for _number, cells in table if place < len(cells) and cells[place])
    numbers = sum(n for text, n in said.items() if _number(text) is not None)
    return [] if 2 * numbers >= sum(said.values()) or len(said) > SHOWN else list(said)


def guessed(headings: Sequence[str]) -> dict[str, str]:
    """What each heading probably says."""
    known = {folded(text): text for text in headings}
    found: dict[str, str] = {}
    for name, words in COLUMNS.items():
        if text := next((known[word] for word in words if word in known and known[word] not in found.values()), ""):
            found[name] = text
    return found


@dataclass
class Reading:
    """How a file is read: columns, questions, groups; and what was passed over on the way."""

    columns: Mapping[str, str]
    questions: Mapping[str, str]
    groups: Mapping[str, str]
    margin: str
    period: str
    source: str
    passed: Counter[str] = field(default_factory=Counter)

    def rows_of(self, body: bytes, name: str) -> Found:
        """The rows of the first table that has the columns; raises `Unreadable` where none has."""
        for table in tables_of(body, name):
            for place, (_number, cells) in enumerate(table[:LOOKED_AT]):
                if not self._lacking(cells):
                    return self._found(table[place + 1 :], self._places(cells))
        raise Unreadable(self._what_lacks(body, name))

    def _places(self, cells: Cells) -> dict[str, int]:
        at = {folded(text): n for n, text in reversed(list(enumerate(cells))) if text}
        return {name: at[folded(text)] for name, text in self.columns.items() if folded(text) in at}

    def _lacking(self, cells: Cells) -> list[str]:
        at = self._places(cells)
        return [text for name, text in self.columns.items() if name not in at]

    def _what_lacks(self, body: bytes, name: str) -> str:
        """Named from the row that comes nearest to the headings."""
        rows = [cells for table in tables_of(body, name) for _n, cells in table[:LOOKED_AT]]
        fewest = min((self._lacking(cells) for cells in rows), key=len, default=list(self.columns.values()))
        sentence = _("Filen saknar %(columns)s. Välj årets fil från samma undersökning, eller ändra vad som läses.")
        return sentence % {"columns": listed(f"”{text[:60]}”" for text in fewest[:5])}

    def _found(self, table: Table, places: Mapping[str, int]) -> Found:
        rows = list(self._rows(table, places))
        if not rows:
            raise Unreadable(_("Ingen rad i filen är en fråga som läses. Ange vilka frågor som är indikatorer."))
        passed = [f"”{text[:60]}”" for text in self.passed]
        remarks = (
            [_("Läses inte i den här undersökningen: %(names)s.") % {"names": listed(passed[:10])}] if passed else []
        )
        return Found(in_parts(rows), len(rows), remarks)

    def _rows(self, table: Table, places: Mapping[str, int]) -> Iterator[Row]:
        questions = {folded(text): key for text, key in self.questions.items()}
        groups = {folded(text): said for text, said in self.groups.items()}
        for number, cells in table:
            said = {name: cells[place] for name, place in places.items() if place < len(cells)}
            if not said.get("question") or not (said.get("value") or said.get("count")):
                continue
            key, about = questions.get(folded(said["question"])), groups.get(folded(said.get("group", "")))
            if key == "" or (said.get("group") and about == ""):
                self.passed[said["question"] if key == "" else said["group"]] += 1
            else:
                yield self._row(number, said, key, about)

    def _row(self, number: int, said: Mapping[str, str], key: str | None, about: str | None) -> Row:
        told = {name: "" if isinstance(text, Formula) else text for name, text in said.items()}
        problems = list(_problems(said, key, about))
        numbers = Numbers.of(told)
        margin, computed = self._margin(told, numbers)
        rate = told.get("response_rate") or _written(numbers.rate())
        comment = _("Felmarginalen är beräknad ur antalet svar, på 95 procents nivå.") if computed else ""
        return Row(
            number, key=key or "", indicator="" if key else told["question"], period=told.get("period") or self.period,
            sex=told.get("sex") or (about if about in ("K", "M") else ""),
            subject=about.partition(" ")[2] if about else "", value=told.get("value", ""),
            count=told.get("count", ""), response_rate=rate, margin=margin, source=self.source, comment=comment,
            problem=" ".join(problems),
        )  # fmt: skip

    def _margin(self, told: Mapping[str, str], numbers: Numbers) -> tuple[str, bool]:
        """(margin, whether it is computed): what the file says goes first, without sign."""
        if text := told.get("margin", "").strip().lstrip("±+ "):
            return text, False
        found = {"share": numbers.margin_of_share, "mean": numbers.margin_of_mean}.get(self.margin, lambda: None)()
        return _written(found), found is not None


def _problems(said: Mapping[str, str], key: str | None, about: str | None) -> Iterator[str]:
    if any(isinstance(text, Formula) for text in said.values()):
        yield _("Formler räknas inte här. Klistra in kolumnerna som värden.")
    if key is None:
        yield _("Frågan är ny i undersökningen. Ange vilken indikator den är, eller att den inte läses.")
    if said.get("group") and about is None:
        yield _("Gruppen ”%(group)s” är ny i undersökningen. Ange vad den är.") % {"group": said["group"][:60]}


@dataclass(frozen=True)
class Numbers:
    """The numbers of a row from which others are computed; None where there is none to be had."""

    value: Decimal | None
    count: int | None
    asked: int | None
    deviation: Decimal | None

    @classmethod
    def of(cls, told: Mapping[str, str]) -> Numbers:
        """As the row says them."""
        value, count, asked, deviation = (_number(told.get(n, "")) for n in ("value", "count", "asked", "deviation"))
        return cls(value, _whole(count), _whole(asked), deviation)

    def margin_of_share(self) -> Decimal | None:
        """The margin of a share."""
        if self.value is None or self.count is None:
            return None
        return margins.of_share(self.value, self.count, self.asked)

    def margin_of_mean(self) -> Decimal | None:
        """The margin of a mean."""
        if self.deviation is None or self.count is None:
            return None
        return margins.of_mean(self.deviation, self.count, self.asked)

    def rate(self) -> Decimal | None:
        """The response rate."""
        return None if self.count is None or self.asked is None else margins.response_rate(self.count, self.asked)


def _number(text: str) -> Decimal | None:
    try:
        found = parse_number(text.strip().removesuffix("%")[:40])
    except NotANumber:
        return None
    return found if abs(found) < 10**12 else None


def _whole(number: Decimal | None) -> int | None:
    return int(number) if number is not None and number == number.to_integral_value() else None


def _written(number: Any) -> str:
    return "" if number is None else typed_number(number)
