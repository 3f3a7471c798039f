"""The six criteria of a proposal: SMART and responsibility, each checked by what the form holds.

Readings chosen where DOMAIN is silent:
- The committee's own words are asked for nowhere but where the pace is *beyond*: the table's machine check is the
  whole check.
- *measurable* is done when one indicator is complete; only when none is are the gaps of each listed.
- A value proposed for the target year that is worse than the target contradicts it, so it is a gap too.
- *accepted* needs one consulted unit, each with its date; whether union consultation applies has to be said.
- *realistic* waits for a complete indicator; *not comparable* and *ambitious* need no motivation.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from goals.rules.content import IndicatorContent, ProposalContent
from goals.rules.pace import PaceVerdict
from goals.rules.problem import Parameter, Problem
from indicators.rules.direction import Direction, as_good

COMMITTEE_DECISION = "committee_decision_missing"


@dataclass(frozen=True)
class Criterion:
    """One of the six, and what it lacks."""

    name: str
    missing: tuple[Problem, ...] = ()

    @property
    def done(self) -> bool:
        """Nothing is missing."""
        return not self.missing


type Verdicts = Mapping[str, PaceVerdict]
"""The pace verdict of each indicator, by its key."""


def check(content: ProposalContent, verdicts: Verdicts, committee_decision: bool) -> list[Criterion]:
    """The six criteria in their order, each with everything it lacks."""
    found: dict[str, Iterator[Problem]] = {
        "specific": _specific(content),
        "measurable": _measurable(content),
        "accepted": _accepted(content, committee_decision),
        "realistic": _realistic(content, verdicts),
        "time_bound": _time_bound(content),
        "responsibility": _responsibility(content),
    }
    return [Criterion(name, tuple(missing)) for name, missing in found.items()]


def hinders_ready(criteria: Sequence[Criterion]) -> list[Problem]:
    """What must be mended before it can be marked ready: all but the committee's decision."""
    return [p for criterion in criteria for p in criterion.missing if p.code != COMMITTEE_DECISION]


def hinders_submission(criteria: Sequence[Criterion]) -> list[Problem]:
    """What must be mended before it can be handed in: all of it."""
    return [problem for criterion in criteria for problem in criterion.missing]


def _specific(content: ProposalContent) -> Iterator[Problem]:
    """Wording and target group are filled; the wording names the target year."""
    if not content.wording.strip():
        yield Problem("wording", "wording_missing")
    elif not names_year(content.wording, content.year):
        yield Problem("wording", "year_not_in_wording", {"year": content.year})
    if not content.target_group.strip():
        yield Problem("target_group", "target_group_missing")


def names_year(wording: str, year: int) -> bool:
    """Whether the year stands in the text as a number of its own."""
    return re.search(rf"(?<!\d){year}(?!\d)", wording) is not None


def _measurable(content: ProposalContent) -> Iterator[Problem]:
    """At least one indicator with unit, direction, baseline (value, year) and proposed target (`within`: bounds)."""
    if not content.indicators:
        yield Problem("indicators", "indicator_missing")
    elif not any(is_complete(indicator) for indicator in content.indicators):
        for indicator in content.indicators:
            yield from _gaps(indicator)
    for indicator in content.indicators:
        yield from _end(indicator, content.year)


def _end(indicator: IndicatorContent, year: int) -> Iterator[Problem]:
    """The value proposed for the target year says the same as the target, or better."""
    value, target, way = indicator.values.get(year), indicator.target, indicator.direction
    if value is None or target is None or way in (None, Direction.WITHIN) or as_good(value, target, way):
        return
    params: dict[str, Parameter] = {
        "indicator": indicator.name or indicator.key, "year": year, "value": value, "target": target,
    }  # fmt: skip
    yield Problem(f"indicators.{indicator.key}.value_{year}", "indicator_end_worse_than_target", params)


def is_complete(indicator: IndicatorContent) -> bool:
    """Whether nothing that makes it measurable is missing."""
    return not any(_gaps(indicator))


_NEEDED: dict[str, Callable[[IndicatorContent], bool]] = {
    "unit": lambda i: bool(i.unit.strip()),
    "direction": lambda i: i.direction is not None,
    "baseline_year": lambda i: i.baseline_year is not None,
    "baseline": lambda i: i.baseline is not None,
    "target": lambda i: i.direction is Direction.WITHIN or i.target is not None,
    "bounds": lambda i: i.direction is not Direction.WITHIN or i.bounds is not None,
}


def _gaps(indicator: IndicatorContent) -> Iterator[Problem]:
    for name, there in _NEEDED.items():
        if not there(indicator):
            params = {"indicator": indicator.name or indicator.key}
            yield Problem(f"indicators.{indicator.key}.{name}", f"indicator_{name}_missing", params)


def _accepted(content: ProposalContent, committee_decision: bool) -> Iterator[Problem]:
    """Consulted units with dates, union consultation where it applies; the committee's decision completes it."""
    if not content.consulted:
        yield Problem("consulted", "consultation_missing")
    for unit in content.consulted:
        if not unit.date:
            yield Problem("consulted", "consultation_date_missing", {"unit": unit.name or unit.unit})
    if content.union_applies is None:
        yield Problem("union", "union_not_said")
    elif content.union_applies and not content.union_date:
        yield Problem("union_date", "union_date_missing")
    if not committee_decision:
        yield Problem("committee_decision", COMMITTEE_DECISION)


def _realistic(content: ProposalContent, verdicts: Verdicts) -> Iterator[Problem]:
    """There is a pace to judge, and a motivation where it is faster than that of every peer."""
    if not any(is_complete(indicator) for indicator in content.indicators):
        yield Problem("indicators", "pace_missing")
    for indicator in content.indicators:
        if verdicts.get(indicator.key) is PaceVerdict.BEYOND and not content.motivation.strip():
            yield Problem("realistic", "motivation_missing", {"indicator": indicator.name or indicator.key})


def _time_bound(content: ProposalContent) -> Iterator[Problem]:
    """The target year lies inside the term."""
    if not content.term_first <= content.year <= content.term_last:
        params = {"year": content.year, "first": content.term_first, "last": content.term_last}
        yield Problem("target_year", "year_outside_term", params)


def _responsibility(content: ProposalContent) -> Iterator[Problem]:
    """A responsible function and the owning committee."""
    if not content.function.strip():
        yield Problem("function", "function_missing")
    if not content.organ_key:
        yield Problem("organ", "organ_missing")
