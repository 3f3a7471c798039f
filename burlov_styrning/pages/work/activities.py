"""Activities of the person's own unit or organ whose day has been: their state and effect are to be told."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from burlov_styrning.pages.kinds import address
from burlov_styrning.pages.work.facts import Facts
from burlov_styrning.partial_dates import last_day
from burlov_styrning.parts import Task
from burlov_styrning.rights import ANY_ROW, WRITERS, Who, any_of
from burlov_styrning.swedish import listed
from followup.activities import overdue
from followup.models import Activity
from followup.moves import ACTIVITIES

NAMED = 3


def late(facts: Facts) -> Iterator[Task]:
    """One query, and only for those who write; a term's activities together."""
    if not facts.actor.has(*WRITERS):
        return
    mine = any_of((Who.STAFF,), facts.actor, {**ANY_ROW, "unit": "unit"})
    assert isinstance(mine, Q)
    rows = overdue(Activity.objects.visible_to(facts.user).filter(mine, goal__term__in=facts.live))
    found: dict[int, list[Activity]] = {}
    for row in rows.select_related("goal").order_by("due", "pk"):
        row.goal.term = facts.terms[row.goal.term_id]
        if ACTIVITIES.offers("edit", row, facts.user):
            found.setdefault(row.goal.term_id, []).append(row)
    for term, some in found.items():
        title = ngettext("Uppdatera en försenad aktivitet", "Uppdatera %(n)s försenade aktiviteter", len(some))
        rest = [_("%(n)s till") % {"n": len(some) - NAMED}] if len(some) > NAMED else []
        url = f"{address('followup:activity-list', term=facts.terms[term].key)}?sena=ja"
        days = [last_day(row.due) for row in some if row.due]
        yield Task(
            title % {"n": len(some)},
            url,
            _("Uppdatera"),
            listed([*map(str, some[:NAMED]), *rest]),
            min(days),
            all(row.is_example() for row in some),
        )
