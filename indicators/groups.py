"""Comparison groups as steps: made with a reason, changed, ended. What compares with a group reads its members."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from burlov_styrning.base.abstract import key_from
from burlov_styrning.base.models import COUNTRY_CODE, Municipality
from burlov_styrning.clock import today
from burlov_styrning.refusals import Conflict
from burlov_styrning.workflow import Act, acting
from indicators.models import ComparisonGroup
from indicators.moves import GROUPS

FEWEST = 2
"""With fewer municipalities there is nobody to stand among."""

type Values = Mapping[str, Any]
type Problem = tuple[str, str]


def make(*, by: Any, facts: Values, members: Collection[Municipality]) -> ComparisonGroup:
    """A new group, under a name that no other group has or has had."""
    group = ComparisonGroup()
    with acting(GROUPS, "make", group, by=by) as act:
        act.row.title = " ".join(str(facts["title"]).split())
        act.rule([*_taken(act.row), *_wrong(facts, members)])
        act.row.key = key_from(act.row.title, ComparisonGroup.objects.all())
        _store(act, facts, members)
    return group


def edit(group: ComparisonGroup, *, by: Any, facts: Values, members: Collection[Municipality], stamp: str = "") -> None:
    """Change why and who; the name stays, for proposals name the group that they were held against."""
    with acting(GROUPS, "edit", group, by=by) as act:
        if stamp and stamp != stamp_of(act.row):
            raise Conflict(_("Någon annan ändrade gruppen nyss. Läs den igen innan du ändrar."))
        act.rule(_wrong(facts, members))
        _store(act, facts, members)


def end(group: ComparisonGroup, *, by: Any) -> None:
    """It can no longer be chosen; what was held against it is still read beside it."""
    with acting(GROUPS, "end", group, by=by) as act:
        act.row.until = today().isoformat()
        act.row.preferred = False


def stamp_of(group: ComparisonGroup) -> str:
    """What a form carries of the group that it shows, to notice when somebody saves in between."""
    codes = sorted(group.members.values_list("code", flat=True))
    return "|".join([group.reason, str(group.preferred), *codes])


def _store(act: Act, facts: Values, members: Collection[Municipality]) -> None:
    act.row.reason = facts["reason"]
    if facts["preferred"]:
        for other in ComparisonGroup.objects.filter(preferred=True).exclude(pk=act.row.pk):
            other.preferred = False
            other.save()
    act.row.preferred = facts["preferred"]
    act.row.save()
    act.row.members.set(members)


def _taken(group: ComparisonGroup) -> Iterator[Problem]:
    if ComparisonGroup.objects.filter(title__iexact=group.title).exists():
        yield "title", _("Det finns eller har funnits en grupp med det namnet. Ge den nya ett annat.")


def _wrong(facts: Values, members: Collection[Municipality]) -> Iterator[Problem]:
    if not str(facts["reason"]).strip():
        yield "reason", _("Skriv varför just de här kommunerna är bra att jämföra med.")
    if any(row.code == COUNTRY_CODE for row in members):
        yield "members", _("Riket är ingen kommun. Det visas alltid bredvid gruppen.")
    elif sum(not row.own for row in members) < FEWEST:
        yield "members", _("Ange minst två andra kommuner.")
