"""What the sources over the net have brought for the controller: previews to look through, changes to decide."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from burlov_styrning.pages.kinds import address
from burlov_styrning.pages.work.facts import Facts
from burlov_styrning.parts import Task
from burlov_styrning.rights import Role
from burlov_styrning.swedish import listed
from indicators.models import Drift, Import

NAMED = 3


def fetched(facts: Facts) -> Iterator[Task]:
    """Two queries, and only for a controller."""
    if not facts.actor.has(Role.CONTROLLER):
        return
    waiting = Import.objects.visible_to(facts.user).filter(state=Import.State.PREVIEWED)
    for row in waiting.exclude(origin=Import.Origin.SHEET):
        title = _("Gå igenom vad som hämtats från %(source)s") % {"source": row.get_origin_display()}
        yield Task(title, address("indicators:import-show", pk=row.pk), _("Gå igenom"), row.title)
    rows = Drift.objects.visible_to(facts.user).filter(state=Drift.State.OPEN).order_by("pk")
    names = list(rows.values_list("indicator__current__name", flat=True))
    if names:
        n = len(names)
        title = ngettext("Avgör %(n)s ändring i Kolada", "Avgör %(n)s ändringar i Kolada", n) % {"n": n}
        rest = [_("%(n)s till") % {"n": n - NAMED}] if n > NAMED else []
        yield Task(title, address("indicators:drifts"), _("Avgör"), listed([*names[:NAMED], *rest]))
