"""What is worked on about a goal: that it is there is known to controller and auditors; read on own logged request."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from burlov_styrning.base import comments
from burlov_styrning.base.models import Comment
from burlov_styrning.refusals import Reason, Refusal
from burlov_styrning.rights import Role, actor_of
from burlov_styrning.swedish import sentence
from followup import assessments, noted
from followup.models import Assessment
from goals import paths
from goals.models import Goal, Path
from indicators.models import Outcome


@dataclass(frozen=True)
class Draft:
    """A draft: what it is of, its state, and its page where it may be read."""

    title: str
    state: str
    url: str


def of(goal: Goal, user: Any) -> list[Draft]:
    """The drafts about a goal, and how many notes; four queries, for auditors seven."""
    return [*_judgements(goal, user), *_paths(goal, user), *_notes(goal, user)]


def _notes(goal: Goal, user: Any) -> Iterator[Draft]:
    """The notes that an auditor has not asked to read."""
    actor = actor_of(user)
    if not actor.has(Role.AUDITOR):
        return
    opened = comments.opened(actor)
    if left := [one for one in _noted(goal) if one.pk not in opened]:
        title = _("Anteckningar om målet och utfallen: %(n)s") % {"n": len(left)}
        yield Draft(title, _("arbetsmaterial"), "")


def _noted(goal: Goal) -> list[Comment]:
    """Every note on the goal and on the outcomes of its indicators, and of what their formulas read."""
    known = noted.about(list(goal.targets.select_related("version", "indicator")))
    outcomes = Outcome.objects.filter(indicator__in=known, municipality__own=True).order_by().values("pk")
    said = comments.of_kinds({Goal: [goal.pk], Outcome: outcomes})
    return [*said[Goal], *said[Outcome]]


def _judgements(goal: Goal, user: Any) -> Iterator[Draft]:
    rows = _worked_on(goal, Assessment.objects.select_related("round__term", "organ"))
    seen = set(_worked_on(goal, Assessment.objects.visible_to(user)).values_list("pk", flat=True))
    for row in rows:
        url = reverse("followup:assessment-show", args=[row.pk]) if row.pk in seen else ""
        title = _("Omdöme, %(round)s, %(organ)s") % {"round": row.round, "organ": row.organ or ""}
        yield Draft(sentence(title), str(row.get_state_display()), url)


def _worked_on(goal: Goal, rows: Any) -> QuerySet[Assessment]:
    found: QuerySet[Assessment] = rows.filter(~Q(state=Assessment.State.APPROVED), goal=goal)
    return found


def _paths(goal: Goal, user: Any) -> Iterator[Draft]:
    rows = Path.objects.filter(~Q(state=Path.State.DECIDED), target__goal=goal)
    seen = set(Path.objects.visible_to(user).filter(pk__in=rows.values("pk")).values_list("pk", flat=True))
    for row in rows.select_related("organ", "target__version"):
        url = reverse("goals:path-show", args=[goal.term, row.pk]) if row.pk in seen else ""
        title = _("Progression, %(indicator)s, %(organ)s") % {
            "indicator": row.target.version.name, "organ": row.organ
        }  # fmt: skip
        yield Draft(title, str(row.get_state_display()), url)


@transaction.atomic
def ask(goal: Goal, *, by: Any, comment: str) -> None:
    """Open every draft and note about the goal that there is now, each logged with the reason (KL 12:9)."""
    judged = list(_worked_on(goal, Assessment.objects))
    laid = list(Path.objects.filter(~Q(state=Path.State.DECIDED), target__goal=goal))
    notes = _noted(goal)
    if not judged and not laid and not notes:
        raise Refusal(Reason.RULE, fields=[("comment", _("Inget utkast om målet finns just nu."))])
    for row in judged:
        assessments.ask_access(row, by=by, comment=comment)
    for path in laid:
        paths.ask_access(path, by=by, comment=comment)
    for one in notes:
        comments.ask_access(one, by=by, reason=comment)
