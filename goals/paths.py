"""Paths as steps: the committee breaks the council's target down into one value a year, and decides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from burlov_styrning.base import asking
from burlov_styrning.base.models import Decision, Organ
from burlov_styrning.constraints import check
from burlov_styrning.exposure import Exposure
from burlov_styrning.refusals import Conflict
from burlov_styrning.workflow import Act, acting
from goals.models import EarlierPath, Goal, Path, PathValue, Target
from goals.moves import PATHS
from goals.rules import progression
from goals.words import sentence
from indicators.rules.direction import Bounds, Direction

type Values = Mapping[int, Decimal | None]


def as_rule(path: Path, values: Values | None = None, motivation: str | None = None) -> progression.Path:
    """The path as the rule sees it; with typed values in place of the stored ones where given."""
    target, term = path.target, path.target.goal.term
    version = target.version
    low, high = (target.low, target.high) if target.low is not None else (version.low, version.high)
    stored = {value.year: value.value for value in path.values.all()} if path.pk and values is None else {}
    return progression.Path(
        first_year=term.first_year,
        last_year=term.last_year,
        prolonged_to=term.prolonged_to,
        direction=Direction(version.direction),
        values=stored if values is None else values,
        baseline_year=target.baseline_year,
        baseline=target.baseline_value,
        target=target.value,
        bounds=None if low is None or high is None else Bounds(low, high),
        decimals=version.decimals,
        motivation=path.motivation if motivation is None else motivation,
        window=target.window_first is not None,
    )


def problems_of(path: Path, values: Values | None = None, motivation: str | None = None) -> list[tuple[str, str]]:
    """(form field, sentence) for everything that hinders the path from being decided, as stored or as typed."""
    found = progression.problems(as_rule(path, values, motivation))
    return [(problem.field, sentence(problem)) for problem in found]


def lay(target: Target, organ: Organ, *, by: Any, values: Values, motivation: str = "") -> Path:
    """Begin a path for one owner of a target, beside a decided one where there is one.

    Refused with both where somebody else has begun one meanwhile.
    """
    path = Path(target=target, organ=organ, motivation=motivation.strip())
    with acting(PATHS, "lay", path, by=by) as act:
        act.rule(not_laid(target, organ))
        Target.objects.select_for_update().get(pk=target.pk)  # two who begin at once: the second sees the first
        other = in_work(target, organ)
        if other is not None:
            raise Conflict(_("Någon annan har börjat på progressionen."), mine=values, theirs=other)
        check(path)
        path.save()
        _write_values(path, values)
    return path


def in_work(target: Target, organ: Organ) -> Path | None:
    """The path that an owner works on, beside a decided one or before there is one."""
    path: Path | None = Path.objects.filter(target=target, organ=organ).exclude(state=Path.State.DECIDED).first()
    return path


def applying(target: Target, organ: Organ) -> Path | None:
    """The decided path of an owner, which a new one begins from."""
    path: Path | None = Path.objects.filter(
        target=target, organ=organ, state=Path.State.DECIDED, replaced=False
    ).first()
    return path


def edit(path: Path, *, by: Any, revision: int, values: Values, motivation: str = "") -> Path:
    """Change a draft; refused with both where somebody saved after `revision`."""
    with acting(PATHS, "edit", path, by=by) as act:
        if act.row.revision != revision:
            raise Conflict(_("Någon annan sparade progressionen medan du skrev."), mine=values, theirs=act.row)
        act.row.motivation = motivation.strip()
        act.row.revision += 1
        _write_values(act.row, values)
    return path


def mark_ready(path: Path, *, by: Any) -> Path:
    """The manager says it can be decided: every rule of a path must hold."""
    with acting(PATHS, "mark_ready", path, by=by) as act:
        act.rule(problems_of(act.row))
    return path


def back_to_draft(path: Path, *, by: Any, comment: str) -> Path:
    """Back to work, with a comment."""
    with acting(PATHS, "back_to_draft", path, by=by, comment=comment):
        pass
    return path


def decide(path: Path, decision: Decision, *, by: Any) -> Act:
    """The committee's decision: the path is locked, and takes the place of the one decided before."""
    with acting(PATHS, "decide", path, by=by, decision=decision) as act:
        act.rule(_about(act.row, problems_of(act.row)))
        _replace_decided(act.row, decision)
        act.row.decision, act.row.stale = decision, False
    return act


def ask_access(path: Path, *, by: Any, comment: str) -> Path:
    """An auditor opens a draft on own request, with the reason logged (KL 12:9)."""
    asking.ask_access(PATHS, path, by=by, comment=comment)
    return path


@transaction.atomic
def decide_many(paths: Iterable[Path], decision: Decision, *, by: Any) -> list[str]:
    """One decision over many paths; the remarks on the way."""
    remarks: list[str] = []
    for path in paths:
        remarks += decide(path, decision, by=by).remarks
    return remarks


def set_by_council(
    target: Target, council: Organ, values: Values, decision: Decision, *, by: Any, motivation: str = ""
) -> Act:
    """For a financial goal the council itself sets each year's value, in the budget decision."""
    path = Path(target=target, organ=council, decision=decision, motivation=motivation.strip())
    with acting(PATHS, "set_by_council", path, by=by, decision=decision) as act:
        act.rule([*_not_the_councils(target), *_about(path, problems_of(path, values, path.motivation))])
        Target.objects.select_for_update().get(pk=target.pk)
        _replace_decided(path, decision)
        path.state = Path.State.DECIDED
        path.save()
        _write_values(path, values)
    return act


def _about(path: Path, problems: Iterable[tuple[str, str]]) -> list[str]:
    """One decision may cover many paths: each remark says which it is about."""
    name = path.target.version.name
    return [f"{name}: {text}" for _field, text in problems]


def not_laid(target: Target, organ: Organ) -> list[str]:
    """Why this organ lays no path for the target; an empty list where it can."""
    if target.goal.kind == Goal.Kind.FINANCIAL:
        return [_("Fullmäktige sätter själv årsvärdena för ett finansiellt mål, i budgetbeslutet.")]
    if organ.pk not in target.goal.organ_ids():
        return [_("Bara den som är ansvarig för målet lägger dess progression.")]
    if target.ended:
        return [_("Målvärdet har upphört genom ett beslut av fullmäktige. Det har ingen progression att ändra.")]
    if target.window_first is not None:
        return [_("Ett mål för flera år tillsammans har ingen årlig progression.")]
    return []


def _not_the_councils(target: Target) -> list[str]:
    if target.goal.kind == Goal.Kind.FINANCIAL:
        return []
    return [_("Årsvärdena för ett verksamhetsmål lägger den ansvariga nämnden.")]


def _write_values(path: Path, values: Values) -> None:
    stored = {value.year: value for value in path.values.all()}
    for year, value in values.items():
        row = stored.pop(year, None) or PathValue(path=path, year=year)
        if row.pk is None or row.value != value:
            row.value = value
            row.save()
    for row in stored.values():
        row.delete()


def _replace_decided(path: Path, decision: Decision) -> None:
    """Keep the values that applied until now as history of the new path; what is published stays until that is."""
    same = Path.objects.filter(target=path.target, organ=path.organ, state=Path.State.DECIDED)
    old = same.filter(replaced=False).first()
    if old is None:
        return
    before = [*old.earlier.all(), _as_earlier(old, decision)]
    if old.exposure == Exposure.PUBLISHED:
        drop_replaced(path)
        old.replaced = True
        old.save()
    else:
        old.delete()
    path.save()
    for row in before:
        row.pk = None
        row.path = path
        row.save()


def drop_replaced(path: Path) -> None:
    """The path is published: the one before it is no longer what those outside read."""
    for old in Path.objects.filter(target=path.target_id, organ=path.organ_id, replaced=True):
        old.delete()


def _as_earlier(old: Path, decision: Decision) -> EarlierPath:
    values = {str(v.year): None if v.value is None else format(v.value, "f") for v in old.values.all()}
    fields: dict[str, Any] = {"values": values}
    if old.motivation:
        fields["motivation"] = old.motivation
    if old.decision:
        fields["decision"] = old.decision.key
    return EarlierPath(until=decision.date, decision=decision, fields=fields)
