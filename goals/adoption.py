"""What a goal said when it was first decided, what each later decision changed, and how it differs from the proposals.

A goal and its targets hold what applies now; what applied before lies beside them, newest first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from burlov_styrning.base.models import Organ
from burlov_styrning.papers import named
from burlov_styrning.swedish import listed, number
from goals.models import EarlierGoal, EarlierTarget, Goal, GoalOwner, Target
from goals.papers import DASH, aim, shown, start_of
from goals.rules.content import IndicatorContent, ProposalContent


@dataclass(frozen=True)
class Changed:
    """One thing that the council decided otherwise than a committee had proposed."""

    label: str
    proposed: str
    adopted: str


# As it was first decided


def as_adopted(goal: Goal, earlier: Iterable[EarlierGoal] | None = None) -> dict[str, Any]:
    """The goal's words as they were first decided: every later change undone, the newest first."""
    said: dict[str, Any] = {"title": goal.title, "wording": goal.wording}
    for row in goal.earlier.all() if earlier is None else earlier:
        said |= row.fields
    return said


def stated(goal: Goal, said: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The goal's area and owners as they were first decided."""
    owners = [one for one in goal.owners.all() if one.role == GoalOwner.Role.OWNER]
    names = listed(owner.organ.name for owner in owners)
    if "owners" in said:  # they have changed since: the rows of today are another decision's
        names = organs_named(said["owners"])
    return [(_("Målområde"), goal.area.name if goal.area and "area" not in said else ""), (_("Ansvarig"), names)]


def organs_named(keys: Sequence[str]) -> str:
    """Organs by their keys, in words."""
    return listed(Organ.objects.filter(key__in=keys).values_list("name", flat=True))


def first_decision(target: Target) -> str:
    """The key of the decision that first set the target: those that changed it are kept with what they changed."""
    keys = [earlier.fields["decision"] for earlier in target.earlier.all() if "decision" in earlier.fields]
    return str(keys[-1]) if keys else target.decision.key if target.decision else ""


def target_row(target: Target, earlier: Iterable[EarlierTarget] | None = None) -> list[str]:
    """The target as it was first decided: its name, where it starts, what is to be reached."""
    said: dict[str, Any] = {}
    for row in target.earlier.all() if earlier is None else earlier:
        said |= row.fields
    start, value = start_of(target), aim(target)
    if said.get("baseline"):
        start = f"{number(Decimal(said['baseline']['value']))} ({said['baseline']['year']})"
    if said.get("target") is not None:
        value = number(Decimal(said["target"]))
    if said.get("bounds"):
        value = DASH.join(number(Decimal(bound)) for bound in said["bounds"])
    return [named(target.version.name, target.version.unit), start, value]


# Against what was proposed


def changes(
    content: ProposalContent,
    said: Mapping[str, Any],
    words: Sequence[tuple[str, str]],
    targets: Mapping[str, list[str]],
) -> list[Changed]:
    """How the goal as adopted (`said`, `words` by label, `targets` by the indicator's key) differs from a proposal."""
    proposed = {_("Målområde"): content.area, _("Ansvarig"): content.organ_name}
    found = [Changed(_("Lydelse"), content.wording, str(said["wording"]))]
    found += [Changed(label, proposed[label], value) for label, value in words if value]
    return [one for one in (*found, *_targets(content, targets)) if one.proposed != one.adopted]


def nearest(proposals: Sequence[tuple[ProposalContent, list[Changed]]]) -> tuple[ProposalContent, list[Changed]] | None:
    """Of the proposals that were brought together, the one that the goal was worded after: it differs least."""
    return min(proposals, key=lambda pair: (len(pair[1]), pair[0].key), default=None)


def _targets(content: ProposalContent, targets: Mapping[str, list[str]]) -> Iterator[Changed]:
    lines = {line.key: line for line in content.indicators}
    for key in dict.fromkeys((*lines, *targets)):
        line = lines.get(key)
        name = targets[key][0] if key in targets else named(lines[key].name, lines[key].unit)
        yield Changed(_("Målvärde, %(name)s") % {"name": name}, _aim(line) if line else DASH,
                      targets[key][-1] if key in targets else DASH)  # fmt: skip


def _aim(line: IndicatorContent) -> str:
    if line.target is None and line.bounds:
        return f"{shown(line.bounds.low)}{DASH}{shown(line.bounds.high)}"
    return shown(line.target)


# What each later decision changed


def became[R: (EarlierGoal, EarlierTarget)](row: R, rows: Iterable[R], name: str, now: Any) -> Any:
    """What a field became by the decision that `row` is kept for: what the next change found there, else what stands.

    `rows`: all that is kept of the same goal or target.
    """
    later = [one for one in rows if (one.until or "", one.pk) > (row.until or "", row.pk) and name in one.fields]
    following = min(later, key=lambda one: (one.until or "", one.pk), default=None)
    return now if following is None else following.fields[name]
