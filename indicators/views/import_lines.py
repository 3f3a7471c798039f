"""Rows of an import as people read them: of our own one by one, and facts about others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from burlov_styrning.base.models import Municipality
from indicators import facts, words
from indicators.account_words import YEAR_WORDS
from indicators.economy.importing import place_in_file
from indicators.models import Import, ImportRow, Outcome
from indicators.reading import value_of

V, S = ImportRow.Verdict, Import.State
WITH = (
    "figure__organ", "indicator__current", "before__indicator__current", "before__municipality",
    "outcome__indicator__current", "outcome__organ", "outcome__unit", "outcome__municipality",
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """A row as people read it: what stood, what it would become, or why not."""

    number: int | None
    """Its row in the source; none for what stands among the outcomes already."""
    indicator: str
    period: str
    sex: str
    subject: str
    before: str
    after: str
    reason: str
    pk: int | None


def lines(import_: Import, verdict: str, most: int) -> list[Line]:
    """The first of this verdict: our own, then facts about others."""
    rows = list(_rows(import_).filter(verdict=verdict)[:most])
    names = _names(rows)
    found = [_line(row, names) for row in rows]
    return found + _others(import_, verdict, 0, most - len(found)) if most > len(found) else found


class Lines(Sequence[Line]):
    """All of one verdict, of which only what is shown is fetched: there may be millions."""

    def __init__(self, import_: Import, verdict: str, count: int) -> None:
        self.import_, self.verdict = import_, verdict
        others = import_.counts.get(verdict, 0)
        self.ours = count - others
        forgotten = import_.state == S.APPLIED and verdict == V.UNCHANGED  # they are only counted
        self.kept = self.ours if forgotten else count

    def __len__(self) -> int:
        return self.kept

    def __getitem__(self, place: Any) -> Any:
        first, last, _step = place.indices(len(self))
        rows = list(_rows(self.import_).filter(verdict=self.verdict)[first:last]) if first < self.ours else []
        names = _names(rows)
        more = (max(first - self.ours, 0), max(last - self.ours, 0))
        return [_line(row, names) for row in rows] + _others(self.import_, self.verdict, *more)


def _others(import_: Import, verdict: str, first: int, last: int) -> list[Line]:
    """Of what is applied the new ones are outcomes; the others are told as they came."""
    if not import_.counts.get(verdict) or last <= first:
        return []
    if import_.state == S.APPLIED and verdict == V.NEW:
        made = facts.new_outcomes(import_).filter(~Q(municipality__own=True))
        return [
            _of_outcome(row)
            for row in made.order_by("pk").select_related("indicator__current", "municipality")[first:last]
        ]
    told = import_.facts.filter(verdict=verdict).order_by("pk")
    related = ("indicator__current", "municipality", "before__indicator__current", "before__municipality")
    return [_of_fact(row) for row in told.select_related(*related)[first:last]]


def _of_outcome(row: Outcome) -> Line:
    sex, whom = str(words.SEX_WORDS[row.sex]), words.subject_words(row)
    name, period = row.indicator.name, words.period_words(row.period)
    return Line(None, name, period, sex, whom, "", _value(row), "", row.indicator_id)


def _of_fact(row: Any) -> Line:
    if row.said is not None:  # it could not be read
        said = row.said
        return Line(row.number, row.indicator.name if row.indicator else said.get("key", ""), said.get("period", ""),
                    said.get("sex", ""), said.get("subject", ""), "", said.get("value", ""), row.reason,
                    row.indicator_id)  # fmt: skip
    return Line(
        row.number, row.indicator.name, words.period_words(row.period), str(words.SEX_WORDS[row.sex]),
        row.municipality.name, _value(row.before) if row.before else "", _value(row), row.reason, row.indicator_id,
    )  # fmt: skip


def _rows(import_: Import) -> QuerySet[ImportRow]:
    rows: QuerySet[ImportRow] = import_.rows.select_related(*WITH)
    return rows


def _names(rows: Iterable[ImportRow]) -> dict[str, str]:
    """The names of the municipalities that a source calls by their codes."""
    codes = {row.said.get("subject", "") for row in rows}
    return dict(Municipality.objects.filter(code__in=codes).values_list("code", "name"))


def _line(row: ImportRow, names: Mapping[str, str]) -> Line:
    """From the outcome once there is one: it knows what must not be shown; before that as the source said it."""
    if "unit" in row.said or row.figure_id:
        return _of_amount(row)
    said, made = row.said, row.outcome or (row.before if row.verdict == V.UNCHANGED else None)
    return Line(
        row.number,
        row.indicator.name if row.indicator else said.get("indicator") or said.get("key", ""),
        words.period_words(made.period) if made else said.get("period", ""),
        str(words.SEX_WORDS[made.sex]) if made else _sex(said.get("sex", "")),
        _subject(made) if made else names.get(said.get("subject", ""), said.get("subject", "")),
        _value(row.before) if row.before else "",
        _value(made) if made else _said(row),
        row.reason,
        row.indicator_id,
    )


def _of_amount(row: ImportRow) -> Line:
    """An amount of accounts: as it was read, and once it is written as it stands."""
    said, figure = row.said, row.figure
    version = YEAR_WORDS.get(figure.version if figure else said.get("version", ""), "")
    unit = said.get("unit") or (figure.unit if figure else "")
    whom = said.get("subject") or (str(figure.organ or "") if figure else "")
    return Line(place_in_file(row.number), said.get("indicator", ""), f"{said.get('period', '')} {version}".strip(), "",
                whom, said.get("before", "") if row.verdict in (V.CHANGED, V.REJECTED) else "",
                f"{said.get('value', '')} {unit}".strip(), row.reason, None)  # fmt: skip


def _sex(text: str) -> str:
    """A source's letter as a word; anything else as it stood."""
    return str(words.SEX_WORDS.get(text, text))


def _subject(made: Outcome) -> str:
    """Whom it is about, where that is not our own municipality as a whole."""
    return "" if made.municipality.own and not (made.organ_id or made.unit_id) else words.subject_words(made)


def _said(row: ImportRow) -> str:
    """What the source says, as it will read once it is stored; what cannot be is shown as it stood."""
    text = row.said.get("value", "")
    if row.verdict == V.REJECTED or row.indicator is None or row.indicator.current is None:
        return text
    value, missing = value_of(text)
    if value is None:
        return words.missing_sign(missing) if missing else ""
    return words.value_words(value, row.indicator.unit, row.indicator.current.decimals)


def _value(row: Any) -> str:
    version = row.indicator.current
    return words.outcome_words(row, row.indicator.unit, version.decimals if version else 0)
