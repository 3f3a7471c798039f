"""A goal proposal as plain values: what is saved as a version, checked, compared and printed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from pydantic import TypeAdapter

from indicators.rules.direction import Bounds, Direction

type Value = str | int | bool | Decimal | None


@dataclass(frozen=True)
class NeedContent:
    """A need that the proposal answers."""

    key: str
    unit: str = ""
    text: str = ""


@dataclass(frozen=True)
class Consulted:
    """A unit that was asked, and when (`2026`, `2026-11` or `2026-11-23`)."""

    unit: str
    name: str = ""
    date: str | None = None


@dataclass(frozen=True)
class Cost:
    """What the proposal costs in a year, in tkr."""

    year: int
    operating: Decimal | None = None
    investment: Decimal | None = None


@dataclass(frozen=True)
class Statements:
    """The committee's own words on each criterion."""

    specific: str = ""
    measurable: str = ""
    accepted: str = ""
    realistic: str = ""
    time_bound: str = ""
    responsibility: str = ""


@dataclass(frozen=True)
class IndicatorContent:
    """An indicator as proposed; `low` and `high` are the proposal's own bounds or else its version's."""

    key: str
    name: str = ""
    unit: str = ""
    direction: Direction | None = None
    decimals: int = 0
    baseline_year: int | None = None
    baseline: Decimal | None = None
    target: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    values: Mapping[int, Decimal | None] = field(default_factory=dict)

    @property
    def bounds(self) -> Bounds | None:
        """Both bounds, or None."""
        return None if self.low is None or self.high is None else Bounds(self.low, self.high)


@dataclass(frozen=True)
class ProposalContent:
    """Everything a committee says in a proposal."""

    key: str
    term_first: int
    term_last: int
    organ_key: str = ""
    organ_name: str = ""
    area: str = ""
    title: str = ""
    wording: str = ""
    target_group: str = ""
    target_year: int | None = None
    function: str = ""
    statements: Statements = Statements()
    needs: tuple[NeedContent, ...] = ()
    consulted: tuple[Consulted, ...] = ()
    union_applies: bool | None = None
    union_date: str | None = None
    indicators: tuple[IndicatorContent, ...] = ()
    cost: tuple[Cost, ...] = ()
    within_frame: bool | None = None
    continues: str | None = None
    comparison_group: str = ""
    """The group of municipalities that the pace is set beside, by its printed name."""

    @property
    def year(self) -> int:
        """The target year; the term's last where none is stated."""
        return self.term_last if self.target_year is None else self.target_year

    @property
    def motivation(self) -> str:
        """Why the target can be reached all the same: the words on *realistic*."""
        return self.statements.realistic


_ADAPTER = TypeAdapter(ProposalContent)


def to_json(content: ProposalContent) -> dict[str, Any]:
    """Plain JSON values, exact decimals as strings."""
    result: dict[str, Any] = _ADAPTER.dump_python(content, mode="json")
    return result


def from_json(data: Mapping[str, Any]) -> ProposalContent:
    """The content back; raises pydantic's ValidationError for what is no proposal."""
    return _ADAPTER.validate_python(dict(data))


# Two versions beside each other


@dataclass(frozen=True)
class Difference:
    """One field that differs; `prose` is compared word by word, else one value by another."""

    field: str
    before: Value = None
    after: Value = None
    prose: bool = False


PROSE = frozenset({"title", "wording", "target_group", "function"}) | {
    f"statements.{n}" for n in Statements.__annotations__
}


def differences(a: ProposalContent, b: ProposalContent) -> list[Difference]:
    """Field by field what the second version changed, in the order of the form; texts word by word."""
    before, after = dict(_fields(a)), dict(_fields(b))
    return [
        Difference(name, before.get(name), after.get(name), name in PROSE or name.startswith("needs."))
        for name in dict.fromkeys([*before, *after])
        if before.get(name) != after.get(name)
    ]


def _fields(content: ProposalContent) -> Iterator[tuple[str, Value]]:
    """Every field under a dotted name: `title`, `statements.realistic`, `indicators.hme.values.2027`."""
    for name in ("title", "wording", "area", "target_group", "target_year", "organ_name"):
        yield name, getattr(content, name)
    for need in content.needs:
        yield f"needs.{need.key}", need.text
    for indicator in content.indicators:
        yield from _indicator_fields(indicator)
    for unit in content.consulted:
        yield f"consulted.{unit.name or unit.unit}", unit.date or ""
    yield from (("union_applies", content.union_applies), ("union_date", content.union_date))
    for name in Statements.__annotations__:
        yield f"statements.{name}", getattr(content.statements, name)
    for cost in content.cost:
        yield from ((f"cost.{cost.year}.{name}", getattr(cost, name)) for name in ("operating", "investment"))
    for name in ("within_frame", "function", "continues", "comparison_group"):
        yield name, getattr(content, name)


def _indicator_fields(indicator: IndicatorContent) -> Iterator[tuple[str, Value]]:
    start = f"indicators.{indicator.key}"
    for name in ("name", "unit", "direction", "baseline_year", "baseline", "target", "low", "high"):
        yield f"{start}.{name}", getattr(indicator, name)
    for year, value in sorted(indicator.values.items()):
        yield f"{start}.values.{year}", value
