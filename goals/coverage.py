"""How a term is covered: what each area has of needs, proposals and goals, and what each committee answers for.

Counted over the rows that a person may see. The holes are to be visible before the council decides.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from burlov_styrning.base.models import Organ
from burlov_styrning.swedish import listed
from goals.breakdown import Rows
from goals.models import Goal, GoalOwner, GoalProposal, Need, Path, Term
from goals.titles import titled

S = GoalProposal.State
GONE = (S.WITHDRAWN, S.DECLINED, S.LAPSED)
MAY_OWN = (Organ.Kind.COMMITTEE, Organ.Kind.EXECUTIVE_BOARD, Organ.Kind.COMPANY)


@dataclass(frozen=True)
class AreaLine:
    """What an area has; the needs are those that its proposals answer."""

    name: str
    needs: int
    proposals: int
    goals: int

    @property
    def hole(self) -> str:
        """What is missing, in words; empty where nothing is."""
        missing = [word for count, word in ((self.proposals, _("förslag")), (self.goals, _("mål"))) if not count]
        if len(missing) > 1:
            return _("varken förslag eller mål")
        return _("inget %(what)s") % {"what": missing[0]} if missing else ""


@dataclass(frozen=True)
class MatrixLine:
    """A goal (or a proposal, before there are goals) and what each committee is to it."""

    row: Any
    title: str
    area: str
    cells: Sequence[tuple[Organ, str]]


@dataclass(frozen=True)
class OrganLine:
    """What a committee answers for, and how many of its paths it has decided."""

    organ: Organ
    owns: int
    contributes: int
    proposals: int
    paths: int
    decided: int


@dataclass(frozen=True)
class Coverage:
    """The whole of it; `of_goals` says whether the matrix is of goals or still of proposals, against `columns`."""

    areas: Sequence[AreaLine]
    organs: Sequence[OrganLine]
    columns: Sequence[Organ]
    matrix: Sequence[MatrixLine]
    of_goals: bool
    unanswered: int

    @property
    def finding(self) -> str:
        """What there is to see, in a sentence or two."""
        empty = [line.name for line in self.areas if not (line.goals if self.of_goals else line.proposals)]
        without = [line.organ.name for line in self.organs if not (line.owns if self.of_goals else line.proposals)]
        what = _("mål") if self.of_goals else _("förslag")
        said = []
        if empty:
            said.append(_("Inget %(what)s i %(areas)s.") % {"what": what, "areas": listed(empty)})
        if without:
            said.append(_("Inget %(what)s från %(organs)s.") % {"what": what, "organs": listed(without)})
        if self.unanswered:
            many = ngettext("%(n)s behov är obesvarat.", "%(n)s behov är obesvarade.", self.unanswered)
            said.append(many % {"n": self.unanswered})
        return " ".join(said) or _("Varje område och varje nämnd har %(what)s.") % {"what": what}


def coverage(term: Term, user: Any) -> Coverage:
    """What this person may see of it, in a fixed number of queries."""
    proposals = list(titled(GoalProposal.objects.visible_to(user).filter(term=term).exclude(state__in=GONE), user))
    goals = list(Goal.objects.visible_to(user).filter(term=term, ended__isnull=True).select_related("area"))
    roles = _roles(goals)
    organs = list(Organ.objects.filter(kind__in=MAY_OWN).order_by("name"))
    organs = [organ for organ in organs if not organ.ends or organ.pk in {key[1] for key in roles}]
    needs = Need.objects.visible_to(user).filter(term=term)
    concerned = {key[1] for key in roles} if goals else {row.organ_id for row in proposals}
    columns = [organ for organ in organs if organ.pk in concerned]
    return Coverage(
        _areas(term, proposals, goals, needs),
        _organs(organs, term, user, proposals, roles),
        columns,
        _matrix(columns, proposals, goals, roles),
        bool(goals),
        needs.filter(state=Need.State.OPEN).count(),
    )


def _roles(goals: Sequence[Goal]) -> Mapping[tuple[int, int], str]:
    """(goal, organ) → its role; an owner that also contributes is an owner."""
    rows = GoalOwner.objects.filter(goal__in=goals).order_by("role").values_list("goal", "organ", "role")
    found: dict[tuple[int, int], str] = {}
    for goal, organ, role in rows:
        if found.get((goal, organ)) != GoalOwner.Role.OWNER:
            found[goal, organ] = role
    return found


def _areas(term: Term, proposals: Sequence[Any], goals: Sequence[Goal], needs: Any) -> list[AreaLine]:
    by_area = Counter(row.shown_area for row in proposals)
    area_of = {row.pk: row.shown_area for row in proposals}
    answered: dict[str, set[int]] = {}
    for need, proposal in needs.filter(proposals__in=area_of).values_list("pk", "proposals"):
        if proposal in area_of:
            answered.setdefault(area_of[proposal], set()).add(need)
    of_goals = Counter(goal.area.name for goal in goals if goal.area)
    names = term.areas.values_list("name", flat=True)
    return [AreaLine(name, len(answered.get(name, ())), by_area[name], of_goals[name]) for name in names]


def _organs(
    organs: Sequence[Organ], term: Term, user: Any, proposals: Sequence[Any], roles: Mapping[tuple[int, int], str]
) -> list[OrganLine]:
    mine = Counter((organ, role) for (_goal, organ), role in roles.items())
    proposed = Counter(row.organ_id for row in proposals)
    paths = Counter(organ for _target, organ in Rows.of(term, user).keys)
    standing = Path.objects.visible_to(user).filter(Q(target__goal__term=term), state=Path.State.DECIDED)
    standing = standing.filter(target__goal__ended__isnull=True, stale=False)
    decided = Counter(standing.values_list("organ", flat=True))
    role = GoalOwner.Role
    return [
        OrganLine(organ, mine[organ.pk, role.OWNER], mine[organ.pk, role.CONTRIBUTOR], proposed[organ.pk],
                  paths[organ.pk], decided[organ.pk])
        for organ in organs
    ]  # fmt: skip


def _matrix(
    organs: Sequence[Organ], proposals: Sequence[Any], goals: Sequence[Goal], roles: Mapping[tuple[int, int], str]
) -> list[MatrixLine]:
    words = {GoalOwner.Role.OWNER.value: _("ansvarig"), GoalOwner.Role.CONTRIBUTOR.value: _("medverkar")}
    if goals:
        return [
            MatrixLine(goal, str(goal), goal.area.name if goal.area else "",
                       [(organ, words.get(roles.get((goal.pk, organ.pk), ""), "")) for organ in organs])
            for goal in goals
        ]  # fmt: skip
    return [
        MatrixLine(row, row.shown_title, row.shown_area or "",
                   [(organ, _("föreslår") if row.organ_id == organ.pk else "") for organ in organs])
        for row in proposals
    ]  # fmt: skip
