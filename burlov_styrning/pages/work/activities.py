"""Activities of the person's own unit or organ whose day has been: their state and effect are to be told.

Told with the terms, in the same query, for the page has many to ask.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from burlov_styrning.pages.kinds import address
from burlov_styrning.partial_dates import last_day
from burlov_styrning.parts import Task
from burlov_styrning.rights import ANY_ROW, Actor, Who, any_of
from burlov_styrning.swedish import listed
from followup.activities import overdue
from followup.models import Activity
from goals.models import Phase, Term

if TYPE_CHECKING:
    from burlov_styrning.pages.work.facts import Facts

OPEN = (Phase.Name.BREAKDOWN, Phase.Name.FOLLOW_UP)
"""In these phases an activity is changed."""


def with_late(terms: QuerySet[Term], user: Any, actor: Actor) -> QuerySet[Term]:
    """The terms with how many late activities each has for those who write, and the first of them."""
    mine = any_of((Who.STAFF,), actor, {**ANY_ROW, "unit": "unit"})
    if not isinstance(mine, Q):
        return terms
    late = overdue(Activity.objects.visible_to(user).filter(mine, goal__term=OuterRef("pk")))
    first = late.order_by("due", "pk")
    count = late.order_by().values("goal__term").annotate(n=Count("pk")).values("n")
    return terms.annotate(
        late=Subquery(count),
        **{f"late_{name}": Subquery(first.values(name)[:1]) for name in ("text", "due", "example")},
    )


def late(facts: Facts) -> Iterator[Task]:
    """A term's late activities together."""
    for term in facts.live:
        count: int = getattr(term, "late", None) or 0
        if not count or not facts.is_open(term, *OPEN):
            continue
        said: Any = term
        title = ngettext("Uppdatera en försenad aktivitet", "Uppdatera %(n)s försenade aktiviteter", count)
        rest = [_("%(n)s till") % {"n": count - 1}] if count > 1 else []
        url = f"{address('followup:activity-list', term=term.key)}?sena=ja"
        yield Task(title % {"n": count}, url, _("Uppdatera"), listed([said.late_text, *rest]), last_day(said.late_due),
                   said.late_example)  # fmt: skip
