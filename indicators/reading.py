"""A source's row read as people write: which indicator, period, sex and subject, what value; or why it cannot be.

Pure reading: nothing is written here. `Desk` holds what is looked up, so that a thousand rows ask no more than one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext as _

from burlov_styrning import rights
from burlov_styrning.base.models import Municipality, Organ, Unit
from burlov_styrning.forms import PartialDateField
from burlov_styrning.swedish import NotANumber, parse_number
from indicators import words
from indicators.entries import Entry
from indicators.models import Indicator, Outcome, Sex
from indicators.moves import OUTCOMES
from indicators.outcomes import place_of
from indicators.rules.periods import is_period
from indicators.series import in_order
from indicators.sources.row import Row

LONGEST_WORDS = 300
SEXES: Mapping[str, str] = {
    "": Sex.TOTAL, "t": Sex.TOTAL, "alla": Sex.TOTAL, "totalt": Sex.TOTAL, "total": Sex.TOTAL, "all": Sex.TOTAL,
    "k": Sex.WOMEN, "kvinnor": Sex.WOMEN, "kvinna": Sex.WOMEN, "flickor": Sex.WOMEN, "women": Sex.WOMEN,
    "female": Sex.WOMEN, "m": Sex.MEN, "män": Sex.MEN, "man": Sex.MEN, "pojkar": Sex.MEN, "men": Sex.MEN,
    "male": Sex.MEN,
}  # fmt: skip
STATUSES: Mapping[str, str] = {
    "preliminärt": Outcome.Status.PRELIMINARY, "preliminär": Outcome.Status.PRELIMINARY,
    "preliminary": Outcome.Status.PRELIMINARY, "slutligt": Outcome.Status.FINAL, "slutlig": Outcome.Status.FINAL,
    "final": Outcome.Status.FINAL, "reviderat": Outcome.Status.REVISED, "reviderad": Outcome.Status.REVISED,
    "revised": Outcome.Status.REVISED,
}  # fmt: skip
PARTS = re.compile(r"(?:(tertial|kvartal|quarter|t|q|k|kv)\s*([1-4])[\s,-]*([0-9]{4}))|([0-9]{4})[\s-]*([tqk])([1-4])")
THOUSANDS = re.compile(r"-?[0-9]{1,3}(,[0-9]{3})+\.[0-9]+|-?[0-9]{1,3}(\.[0-9]{3})+,[0-9]+")


class Desk:
    """What rows are looked up in: indicators, subjects, and the outcomes that stand."""

    def __init__(self, rows: Iterable[Row], by: Any) -> None:
        self.by = by
        self.actor = rights.actor_of(by)
        known = Indicator.objects.filter(formula="").select_related("current").prefetch_related("versions")
        self.indicators: dict[str, list[Indicator]] = {}
        for one in known:
            for name in {one.key.casefold(), _bare(one.name), one.origin_id.casefold()} - {""}:
                self.indicators.setdefault(name, []).append(one)
        self.subjects = _subjects()
        self.standing = self._standing(rows)
        self._may: dict[int, bool] = {}

    def _found(self, row: Row) -> list[Indicator]:
        return self.indicators.get(_bare(row.key or row.indicator), [])

    def _standing(self, rows: Iterable[Row]) -> dict[tuple[Any, ...], Outcome]:
        """The latest outcome of every cell that the rows can be about: their indicators, their municipalities."""
        said = list(rows)
        named = {one.pk for row in said for one in self._found(row)}
        whose = {self.subjects.get(_bare(row.subject)) for row in said}
        ours = self.subjects.get("")
        places = {_pk(one if isinstance(one, Municipality) else ours) for one in whose}
        found = Outcome.objects.filter(indicator__in=named, municipality__in=places - {None})
        related = ("source", "hidden", "municipality", "indicator__current")
        return {place_of(row): row for row in sorted(found.select_related(*related), key=in_order)}

    def indicator(self, row: Row) -> Indicator:
        """The indicator that the row names."""
        return self.named(row.key or row.indicator)

    def named(self, words: str) -> Indicator:
        """The indicator by its key, its name or its id in the source."""
        found, said = self.indicators.get(_bare(words), []), words[:80]
        if not said:
            raise ValidationError(_("Raden säger inte vilken indikator den gäller."))
        if not found:
            raise ValidationError(_("Det finns ingen indikator som heter ”%(said)s”.") % {"said": said})
        if len(found) > 1:
            sentence = _("Flera indikatorer heter ”%(said)s”. Skriv nyckeln i stället; den står i mallen.")
            raise ValidationError(sentence % {"said": said})
        if not self._may_enter(found[0]):
            owner = found[0].organ or _("controllern")
            raise ValidationError(
                _("Indikatorn är inte din att lämna utfall för, utan hör till %(who)s.") % {"who": owner}
            )
        return found[0]

    def _may_enter(self, indicator: Indicator) -> bool:
        if indicator.pk not in self._may:
            self._may[indicator.pk] = OUTCOMES.may_create("enter", Outcome(indicator=indicator), self.by)
        return self._may[indicator.pk]

    def subject(self, said: str) -> Any:
        """Whom the words mean: a municipality, an organ or a unit; nothing said is our own municipality."""
        found = self.subjects.get(_bare(said))
        if found is None and said:
            raise ValidationError(_("Ingen kommun, nämnd eller enhet heter ”%(said)s”.") % {"said": said[:80]})
        return found

    def place_of(self, entry: Entry) -> tuple[Any, ...]:
        """The entry's cell, as the outcomes name theirs."""
        whose = entry.municipality or self.subjects.get("")
        return (entry.indicator.pk, _pk(whose), _pk(entry.organ), _pk(entry.unit), entry.period, entry.sex)


def _pk(row: Any) -> int | None:
    return row.pk if row else None


def _subjects() -> dict[str, Any]:
    """Names and codes of whom a value can be about; the empty name is our own municipality."""
    rows: list[Any] = [*Municipality.objects.all(), *Unit.objects.all(), *Organ.objects.all()]
    found = {_bare(row.name): row for row in rows}
    for row in rows:
        found[row.code if isinstance(row, Municipality) else row.key] = row
        if getattr(row, "own", False):
            found |= dict.fromkeys(("", "hela kommunen", "kommunen"), row)
    return found


class Reader:
    """One row in the act of being read: what was understood, and every reason why the rest was not."""

    def __init__(self, row: Row, desk: Desk) -> None:
        self.row, self.desk, self.reasons = row, desk, [row.problem] if row.problem else []
        self.indicator: Indicator | None = self._try(desk.indicator, row)

    def _try(self, read: Callable[..., Any], *args: Any, default: Any = None) -> Any:
        try:
            return read(*args)
        except ValidationError as error:
            self.reasons += error.messages
            return default

    def entry(self) -> Entry | None:
        """What the row says, as the steps take it; None where something was not understood."""
        row = self.row
        value, missing = self._try(value_of, row.value, default=(None, ""))
        said = {
            "period": self._try(period_of, row.period, default=""),
            "sex": self._try(sex_of, row.sex, default=Sex.TOTAL),
            "count": self._try(count_of, row.count), "response_rate": self._try(_number, row.response_rate),
            "margin": self._try(_number, row.margin), "status": self._try(status_of, row.status, default=""),
            "published": self._try(day_of, row.published, default=""),
            "fetched": self._try(day_of, row.fetched, default=""), **self._try(self._subject, default={}),
        }  # fmt: skip
        if self.reasons or self.indicator is None:
            return None
        return Entry(
            self.indicator, value=value, missing=missing, section=row.section[:60],
            source=row.source[:LONGEST_WORDS], comment=row.comment, **said,
        )  # fmt: skip

    def _subject(self) -> dict[str, Any]:
        found = self.desk.subject(self.row.subject)
        if found is None or getattr(found, "own", False):
            return {}
        return {type(found).__name__.casefold(): found}


def period_of(text: str) -> str:
    """`2025`, `2025-T1`, `tertial 1 2025`, `Q3 2025`, `2025-08-01`, `augusti 2025`."""
    said = " ".join(text.casefold().split())
    if is_period(said.upper()):
        return said.upper()
    if match := PARTS.fullmatch(said):
        word, part, year, year_, word_, part_ = match.groups()
        return f"{year or year_}-{'T' if (word or word_).startswith('t') else 'Q'}{part or part_}"
    try:
        return day_of(said)[:7]
    except ValidationError:
        raise ValidationError(
            _("”%(said)s” är ingen period. Skriv till exempel 2025 eller 2025-T1.") % {"said": text[:40]}
        ) from None


def value_of(text: str) -> tuple[Decimal | None, str]:
    """(value, missing code); `1 234,5`, `1,234.5` and `1.234,5` are one number, `1.234` could be two."""
    return words.typed(_plain(text))


def _plain(text: str) -> str:
    bare = text.strip().removesuffix("%").strip()
    if not THOUSANDS.fullmatch(bare):
        return bare
    mark = max(".,", key=bare.rfind)
    return bare.replace("," if mark == "." else ".", "").replace(mark, ",")


def _number(text: str) -> Decimal | None:
    if not text:
        return None
    if len(text) > words.LONGEST:
        raise ValidationError(_("Det är för långt för att vara ett tal."))
    try:
        return parse_number(_plain(text))
    except NotANumber as error:
        raise ValidationError(str(error)) from error


def count_of(text: str) -> int | None:
    """A whole number of people or cases; nothing said is none."""
    number = _number(text)
    if number is None:
        return None
    if number != number.to_integral_value() or not 0 <= number <= 2_000_000_000:
        raise ValidationError(_("Skriv antalet som ett helt tal, till exempel 120."))
    return int(number)


def sex_of(text: str) -> str:
    """`K`, `Kvinnor`, `women`; nothing said is all."""
    return str(_chosen(text, SEXES, _("kön")))


def status_of(text: str) -> str:
    """`slutligt`, `final`; nothing said is left open."""
    return str(_chosen(text, {**STATUSES, "": ""}, _("status")))


def _chosen(text: str, known: Mapping[str, str], what: str) -> str:
    found = known.get(_bare(text))
    if found is None:
        raise ValidationError(_("”%(said)s” är inget vi känner som %(what)s.") % {"said": text[:40], "what": what})
    return str(found)


def day_of(text: str) -> str:
    """A date as written in Swedish or English; `11/23/2026` is neither."""
    try:
        return str(PartialDateField(required=False).clean(text))
    except ValidationError:
        with translation.override("en"):
            return str(PartialDateField(required=False).to_python(text))


def _bare(text: str) -> str:
    return " ".join(text.casefold().split())
