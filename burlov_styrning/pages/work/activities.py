"""Activities of the person's own unit or organ whose day has been: their state and effect are to be told."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from burlov_styrning.pages.kinds import address
from burlov_styrning.partial_dates import last_day
from burlov_styrning.parts import Task
from burlov_styrning.rights import WRITERS, Actor
from burlov_styrning.swedish import listed
from followup.activities import overdue
from followup.models import Activity
from goals.models import Term

if TYPE_CHECKING:
    from burlov_styrning.pages.work.facts import Facts


@dataclass(frozen=True)
class Late:
    """The late activities of one term that are the person's own: how many, and the first of them."""

    count: int
    text: str
    due: str
    example: bool


def late_of(terms: Collection[Term], actor: Actor) -> dict[int, Late]:
    """By term; only for those who write."""
    if not terms or not actor.has(*WRITERS):
        return {}
    rows = overdue(Activity.objects.own_of(actor).filter(goal__term__in=terms))
    found: dict[int, Late] = {}
    told = rows.order_by().values_list("due", "pk", "goal__term", "text", "example")
    for due, _pk, term, text, example in sorted(told, reverse=True):
        found[term] = Late(found[term].count + 1 if term in found else 1, text, str(due), example)
    return found


def late(facts: Facts) -> Iterator[Task]:
    """A term's late activities together."""
    for term in facts.live:
        first = facts.late.get(term.pk)
        if first is None:
            continue
        count = first.count
        title = ngettext("Uppdatera en försenad aktivitet", "Uppdatera %(n)s försenade aktiviteter", count)
        rest = [_("%(n)s till") % {"n": count - 1}] if count > 1 else []
        url = f"{address('followup:activity-list', term=term.key)}?sena=ja"
        yield Task(title % {"n": count}, url, _("Uppdatera"), listed([first.text, *rest]), last_day(first.due),
                   first.example)  # fmt: skip
