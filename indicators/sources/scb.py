"""SCB's PxWebAPI, version 2: find a table, read what it consists of, and its cells (json-stat2) as rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import count, product
from math import prod
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from burlov_styrning.base.models import COUNTRY_CODE
from burlov_styrning.swedish import typed_number
from indicators import words
from indicators.models import Missing, Sex
from indicators.rules.demography import age_in, fault
from indicators.sources.net import Net
from indicators.sources.row import Part, Row, Unreadable

NAME = "SCB"
MOST_CELLS = 150_000
"""So many the service gives at a time."""
FOUND = 50
STATUSES: Mapping[str, str] = {"..": Missing.LAPSE, ".": Missing.NOT_APPLICABLE, "...": Missing.NOT_PUBLISHED}
SEX_WORDS = {"män": Sex.MEN, "kvinnor": Sex.WOMEN, "men": Sex.MEN, "women": Sex.WOMEN,
             "pojkar": Sex.MEN, "flickor": Sex.WOMEN}  # fmt: skip
TIME = re.compile(r"([0-9]{4})(?:(M)(0[1-9]|1[0-2])|(K)([1-4]))?")


@dataclass(frozen=True)
class Dimension:
    """What a table is divided by: its values in order, and whether it can be left out."""

    code: str
    label: str
    values: Mapping[str, str]
    may_be_left_out: bool = False

    @property
    def is_sex(self) -> bool:
        """Whether it tells women from men."""
        return self.code.casefold() in ("kon", "kön", "sex") or self.label.casefold() in ("kön", "sex")

    def ages(self) -> dict[str, int]:
        """Code → age, where these are one-year classes; an open class is the last one. Empty where they are not."""
        read = [(code, *found) for code, label in self.values.items() if (found := age_in(label) or age_in(code))]
        exact = {code: age for code, age, is_open in read if not is_open}
        highest = max(exact.values(), default=-1)
        every = exact | {code: age for code, age, is_open in read if is_open and age > highest}
        whole = len(set(every.values())) == len(every) and fault(dict.fromkeys(every.values(), Decimal(0))) is None
        return every if whole else {}

    def sexes(self) -> dict[str, str]:
        """Code → sex; what is neither women nor men is the total."""
        return {code: SEX_WORDS.get(label.casefold(), Sex.TOTAL) for code, label in self.values.items()}


@dataclass(frozen=True)
class Table:
    """A table: its title and dimensions, and which of them tell when and where."""

    code: str
    title: str
    dimensions: Sequence[Dimension]
    time: str
    region: str = ""
    metric: str = ""

    @property
    def age(self) -> str:
        """The dimension of one-year classes, of a table that tells the population at the ends of years; else empty."""
        if not self.region or not all(TIME.fullmatch(code) and len(code) == 4 for code in self._codes(self.time)):
            return ""
        return next((one.code for one in self.dimensions if one.ages()), "")

    def _codes(self, code: str) -> Sequence[str]:
        return list(self.dimension(code).values)

    @property
    def sex(self) -> str:
        """The dimension that tells women from men; empty where none does."""
        return next((one.code for one in self.dimensions if one.is_sex), "")

    def dimension(self, code: str) -> Dimension:
        """The dimension of that code."""
        return next(one for one in self.dimensions if one.code == code)


@dataclass(frozen=True)
class Cell:
    """One value of a table, by the codes of its dimensions."""

    codes: Mapping[str, str]
    value: Decimal | int | None
    status: str


@dataclass(frozen=True)
class Hits:
    """(id, title) of some tables, and how many there are of them in all."""

    tables: Sequence[tuple[str, str]]
    total: int


@dataclass
class Scb:
    """The service at the address of the setting."""

    net: Net = field(default_factory=lambda: Net(NAME, settings.SCB_URL))
    skipped: set[str] = field(default_factory=set)

    def find(self, text: str, page: int = 1) -> Hits:
        """The tables that the words fit, a page at a time."""
        asked = {"lang": "sv", "query": text, "pageSize": str(FOUND), "pageNumber": str(page)}
        body = self.net.get("tables", asked).body
        try:
            tables = [(str(one["id"]), str(one["label"])) for one in body["tables"]]
            return Hits(tables, int(body["page"]["totalElements"]))
        except (KeyError, TypeError, ValueError) as error:
            raise Unreadable(self.net.odd) from error

    def table(self, code: str) -> Table:
        """What a table consists of."""
        body = self.net.get(f"tables/{code}/metadata", {"lang": "sv"}).body
        try:
            dimensions = [_dimension(name, body["dimension"][name]) for name in body["id"]]
            role = body.get("role", {})
            geo, metric = (next(iter(role.get(name, [])), "") for name in ("geo", "metric"))
            return Table(code, str(body["label"]), dimensions, role["time"][0], geo, metric)
        except (KeyError, TypeError, AttributeError, IndexError) as error:
            raise Unreadable(self.net.odd) from error

    def cells(self, table: str, selection: Mapping[str, Sequence[str]]) -> Iterator[Cell]:
        """The chosen cells."""
        params = {"lang": "sv", "outputFormat": "json-stat2"}
        params |= {f"valueCodes[{name}]": ",".join(codes) for name, codes in selection.items()}
        body = self.net.get(f"tables/{table}/data", params).body
        try:
            names = list(body["id"])
            codes = [_in_order(body["dimension"][name]["category"]["index"]) for name in names]
            values, status = body["value"], body.get("status") or {}
        except (KeyError, TypeError) as error:
            raise Unreadable(self.net.odd) from error
        if isinstance(values, list) and len(values) != prod(map(len, codes)):
            raise Unreadable(self.net.half)
        for place, combined in enumerate(product(*codes)):
            value = _at(values, place)
            if value is not None and (isinstance(value, bool) or not isinstance(value, int | Decimal)):
                raise Unreadable(self.net.odd)
            yield Cell(dict(zip(names, combined, strict=True)), value, str(_at(status, place) or ""))

    def ends(self, wanted: Wanted) -> dict[int, dict[int, Decimal]]:
        """Year → age → inhabitants: the chosen cells, summed over what they are divided by besides."""
        found: dict[int, dict[int, Decimal]] = {}
        for cell in self.cells(wanted.table, wanted.selection):
            time, code = cell.codes[wanted.time], cell.codes[wanted.age]
            if len(time) != 4 or not TIME.fullmatch(time) or code not in wanted.ages:
                raise Unreadable(self.net.odd)
            if cell.value is None:
                sentence = _("SCB har inget värde för åldern %(age)s år %(year)s. Inget är läst.")
                raise Unreadable(sentence % {"age": wanted.ages[code], "year": time})
            at, age = found.setdefault(int(time), {}), wanted.ages[code]
            at[age] = at.get(age, Decimal(0)) + Decimal(cell.value)
        return found

    # Outcomes

    def parts(self, wanted: Wanted, *, fetched: str) -> Iterator[Part]:
        """The rows: the total, and women and men where they are asked for."""
        number = count(1)
        for place, selection in enumerate(wanted.selections(), start=1):
            found: dict[tuple[str, str, str], list[Cell]] = {}
            for cell in self.cells(wanted.table, selection):
                where = wanted.place_of(cell)
                if where[0]:
                    found.setdefault(where, []).append(cell)
                else:
                    self.skipped.add(cell.codes[wanted.region])
            rows = [self._row(next(number), where, cells, wanted, fetched) for where, cells in found.items()]
            yield Part(rows, place)

    def _row(
        self, number: int, where: tuple[str, str, str], cells: Sequence[Cell], wanted: Wanted, fetched: str
    ) -> Row:
        whom, time, sex = where
        summed = len(cells) > 1
        source = _("Egen beräkning av uppgifter från SCB") if summed else NAME
        comment = _("Summan av %(n)s värden i tabellen %(table)s.") % {"n": len(cells), "table": wanted.table}
        said = {"key": wanted.key, "subject": whom, "period": period_of(time), "sex": sex, "source": source,
                "fetched": fetched, "comment": comment if summed else ""}  # fmt: skip
        missing = next((cell for cell in cells if cell.value is None), None)
        if missing:
            code = STATUSES.get(missing.status, Missing.NOT_PUBLISHED)
            return Row(number, value=words.missing_sign(code), **said)
        return Row(number, value=typed_number(sum((Decimal(cell.value or 0) for cell in cells), Decimal(0))), **said)


@dataclass(frozen=True)
class Wanted:
    """A saved mapping: which cells, and what each of their dimensions tells."""

    key: str
    table: str
    selection: Mapping[str, Sequence[str]]
    time: str
    region: str = ""
    subject: str = ""
    sex: str = ""
    sexes: Mapping[str, str] = field(default_factory=dict)
    age: str = ""
    ages: Mapping[str, int] = field(default_factory=dict)

    def selections(self) -> list[Mapping[str, Sequence[str]]]:
        """The requests: with the dimension of sex left out where no code of it is the total."""
        if not self.sexes:
            return [self.selection]
        divided = dict(self.selection) | {self.sex: list(self.sexes)}
        return [divided] if Sex.TOTAL in self.sexes.values() else [self.selection, divided]

    def place_of(self, cell: Cell) -> tuple[str, str, str]:
        """Whom, when and which sex a cell is about; whom is empty for a region that is no municipality."""
        whom = municipality_of(cell.codes[self.region]) if self.region else self.subject
        return whom, cell.codes[self.time], self.sexes.get(cell.codes.get(self.sex, ""), Sex.TOTAL)


def municipality_of(region: str) -> str:
    """`1231` is a municipality, `00` the country; counties and smaller parts are not read."""
    if region == "00":
        return COUNTRY_CODE
    return region if len(region) == 4 and region.isdecimal() else ""


def region_of(municipality: str) -> str:
    """The other way round."""
    return "00" if municipality == COUNTRY_CODE else municipality


def period_of(time: str) -> str:
    """`2024`, `2024M05` and `2024K1` as periods are written here; what is none stays as it is, to be rejected."""
    match = TIME.fullmatch(time)
    if not match:
        return time
    year, _m, month, _k, quarter = match.groups()
    return f"{year}-{month}" if month else f"{year}-Q{quarter}" if quarter else year


def _dimension(code: str, said: Mapping[str, Any]) -> Dimension:
    labels = said["category"].get("label", {})
    values = {one: str(labels.get(one, one)) for one in _in_order(said["category"]["index"])}
    return Dimension(code, str(said.get("label", code)), values, bool(said.get("extension", {}).get("elimination")))


def _in_order(index: Any) -> list[str]:
    """A list of codes, or code → place."""
    return sorted(index, key=lambda code: index[code]) if isinstance(index, Mapping) else list(index)


def _at(values: Any, place: int) -> Any:
    """Cells and their statuses come as a list, by place, or as one for all."""
    if isinstance(values, Mapping):
        return values.get(str(place))
    return values[place] if isinstance(values, list) else values
