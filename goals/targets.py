"""The targets of a goal, as a decision of the council states them; what applied before is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from burlov_styrning.base.models import Decision
from burlov_styrning.constraints import check
from burlov_styrning.refusals import Reason, Refusal
from goals.models import EarlierTarget, Goal, Path, Target
from goals.paths import as_rule, set_by_council
from goals.rules import progression
from indicators.models import Indicator


@dataclass(frozen=True)
class TargetWords:
    """A target as a decision states it; `values` by year only where the council itself sets them."""

    indicator: Indicator
    baseline_year: int | None = None
    baseline_value: Decimal | None = None
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    lag: int = 0
    window: tuple[int, int] | None = None
    values: Mapping[int, Decimal | None] = field(default_factory=dict)


def save(goal: Goal, words: TargetWords, decision: Decision, *, by: Any) -> list[str]:
    """Add or change one target, with the council's own yearly values; the remarks on the way."""
    target = goal.targets.select_related("version").filter(indicator=words.indicator).first()
    if target is None:
        target = Target(goal=goal, indicator=words.indicator, version=words.indicator.current)
        _write(target, words, decision)
    elif (before := _differing(target, words)) or target.ended:
        if before:
            EarlierTarget.objects.create(target=target, until=decision.date, decision=decision, fields=before)
        target.ended = None  # decided anew, it applies again
        _write(target, words, decision)
    remarks = _set_values(target, words, decision, by)
    return remarks + _mark_stale(target)


def end(goal: Goal, indicator: Indicator, decision: Decision) -> None:
    """The goal is no longer measured by the indicator; what the target was stays, with the decision that ended it."""
    target = goal.targets.select_related("version").filter(indicator=indicator, ended=None).first()
    if target is None:
        return
    stood = _differing(target, TargetWords(indicator))
    EarlierTarget.objects.create(target=target, until=decision.date, decision=decision, fields=stood)
    target.ended = decision.date
    target.save()
    for path in target.paths.filter(stale=True):
        path.stale = False
        path.save()


def _write(target: Target, words: TargetWords, decision: Decision) -> None:
    """What is decided now is decided in the indicator's present meaning."""
    if words.indicator.current is None:
        without = _("%(indicator)s saknar definition. Lägg in den först.") % {"indicator": words.indicator}
        raise Refusal(Reason.RULE, fields=[("indicator", without)])
    target.version, target.decision = words.indicator.current, decision
    target.baseline_year, target.baseline_value = words.baseline_year, words.baseline_value
    target.value, target.low, target.high, target.lag = words.value, words.low, words.high, words.lag
    target.window_first, target.window_last = words.window or (None, None)
    check(target)
    target.save()


def _differing(target: Target, words: TargetWords) -> dict[str, Any]:
    """What the decision changes, as it stood; nothing where it changes nothing."""
    window = (target.window_first, target.window_last) if target.window_first else None
    pairs: dict[str, tuple[Any, Any, Callable[[Any], Any]]] = {
        "baseline": (
            (target.baseline_year, target.baseline_value),
            (words.baseline_year, words.baseline_value),
            _dated,
        ),
        "target": (target.value, words.value, _text),
        "bounds": ((target.low, target.high), (words.low, words.high), _bounds),
        "lag": (target.lag, words.lag, int),
        "window": (window, words.window, lambda years: list(years) if years else None),
    }
    changed = {name: written(old) for name, (old, new, written) in pairs.items() if old != new}
    if changed and target.version_id != words.indicator.current_id:
        changed["version"] = target.version.until
    if changed and target.decision:
        changed["decision"] = target.decision.key
    return changed


def _text(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")


def _dated(baseline: tuple[int | None, Decimal | None]) -> dict[str, Any] | None:
    year, value = baseline
    return None if year is None and value is None else {"year": year, "value": _text(value)}


def _bounds(bounds: tuple[Decimal | None, Decimal | None]) -> list[str | None] | None:
    return None if bounds == (None, None) else [_text(value) for value in bounds]


def _set_values(target: Target, words: TargetWords, decision: Decision, by: Any) -> list[str]:
    """The council's own yearly values, where they differ from those that stand."""
    if not any(value is not None for value in words.values.values()):
        return []
    standing = target.paths.filter(organ=decision.organ, state=Path.State.DECIDED, replaced=False).first()
    if standing and {v.year: v.value for v in standing.values.all()} == dict(words.values):
        return []
    return list(set_by_council(target, decision.organ, words.values, decision, by=by).remarks)


def _mark_stale(target: Target) -> list[str]:
    """A decided path that no longer leads to the target waits for a new one."""
    marked = []
    for path in target.paths.filter(state=Path.State.DECIDED, stale=False, replaced=False).select_related("organ"):
        if progression.problems(as_rule(path)):
            path.stale = True
            path.save()
            marked.append(path.organ.name)
    return [_("%(organ)s behöver besluta en ny progression.") % {"organ": name} for name in marked]
