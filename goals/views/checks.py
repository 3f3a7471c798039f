"""The six criteria and the pace of each indicator, as the components show them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from burlov_styrning.charts import Chart
from burlov_styrning.parts import Check
from burlov_styrning.swedish import number
from goals import realistic, words
from goals.criteria import Examined
from goals.history import outcome_points
from goals.rules.content import IndicatorContent, ProposalContent
from goals.rules.pace import Pace
from goals.rules.smart import COMMITTEE_DECISION, Criterion
from indicators.series import new_definitions
from indicators.words import to_print

type Place = Callable[[str], str]
"""Problem field → the address of the field to go to."""


def checks_of(examined: Examined, place: Place | None = None) -> list[Check]:
    """The criteria, each with what is there or is missing; `place`, for those who write: advice and links."""
    return [_check(examined, criterion, place) for criterion in examined.criteria]


def _check(examined: Examined, criterion: Criterion, place: Place | None) -> Check:
    label = words.criterion_name(criterion.name)
    if criterion.done:
        return Check(label, True, _done(examined, criterion.name))
    first = next((p for p in criterion.missing if p.code != COMMITTEE_DECISION), criterion.missing[0])
    url = place(first.field) if place and first.code != COMMITTEE_DECISION else ""
    say = words.sentence if place else words.fact
    return Check(label, False, " ".join(say(problem) for problem in criterion.missing), url)


def _done(examined: Examined, name: str) -> str:
    content = examined.content
    return {
        "specific": lambda: content.target_group,
        "measurable": lambda: _measured(content),
        "accepted": lambda: ", ".join(unit.name for unit in content.consulted),
        "realistic": lambda: ", ".join(dict.fromkeys(words.verdict_phrase(p.verdict) for p in examined.paces.values())),
        "time_bound": lambda: str(content.year),
        "responsibility": lambda: content.function,
    }[name]()


def _measured(content: ProposalContent) -> str:
    count = len(content.indicators)
    return ngettext("%(n)s indikator med utgångsvärde och mål", "%(n)s indikatorer", count) % {"n": count}


@dataclass(frozen=True)
class PaceShown:
    """The realistic check of one indicator: in sentences, with the latest outcome, and as two charts."""

    line: IndicatorContent
    sentences: Sequence[str] = ()
    verdict: str = ""
    latest: str = ""
    chart: Chart | None = None
    """What is demanded beside what the indicator and its peers have done."""
    curve: Chart | None = None
    """The proposed values beside the history."""
    beside: Sequence[str] = ()
    """The sentences that the charts' own findings do not say."""


def paces_of(examined: Examined) -> list[PaceShown]:
    """The realistic check of each indicator."""
    return [_shown(examined, line) for line in examined.content.indicators]


def _shown(examined: Examined, line: IndicatorContent) -> PaceShown:
    found = examined.paces.get(line.key)
    if found is None:
        return PaceShown(line, latest=latest(examined, line))
    sentences = words.pace_sentences(found, line.unit, line.decimals)
    if found.demanded is None:
        return PaceShown(line, sentences, latest=latest(examined, line), beside=sentences)
    example = any(cell.outcome.is_example("value") for cell in examined.series.get(line.key, {}).values())
    return PaceShown(
        line,
        sentences,
        words.verdict_phrase(found.verdict),
        latest(examined, line),
        realistic.paces(line, found, example=example),
        _curve(examined, line, found, example),
        words.pace_history(found, line.unit, line.decimals),
    )


def latest(examined: Examined, line: IndicatorContent) -> str:
    """The latest outcome in words; empty where there is none."""
    years = [year for year, cell in examined.series.get(line.key, {}).items() if cell.value is not None]
    if not years:
        return ""
    value = to_print(examined.series[line.key][max(years)].outcome, line.decimals)
    assert value is not None
    shown = {"value": number(value, None, line.unit), "year": max(years)}
    return _("Senaste utfall: %(value)s (%(year)s).") % shown


def _curve(examined: Examined, line: IndicatorContent, pace: Pace, example: bool) -> Chart:
    cells = examined.series.get(line.key, {})
    points = outcome_points(cells)
    return realistic.curve(examined.content, line, pace, points, new_definitions(cells), example=example)
