"""Drafts that are opened to one person: a controller who is invited, an auditor who asks. The same of every kind."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from burlov_styrning.base.models import Access, Person
from burlov_styrning.base.people import controllers
from burlov_styrning.workflow import Workflow, acting


def invite(flow: Workflow, row: Any, *, by: Any, person: Person) -> None:
    """Let a controller read the draft; it has then become a public record, and the log says since when."""
    with acting(flow, "invite", row, by=by, comment=person.name) as act:
        known = controllers().filter(pk=person.pk).exists()
        act.rule([] if known else [("person", _("Bara en controller kan bjudas in att läsa ett utkast."))])
        Access.objects.get_or_create(person=person, kind=act.row.rights_kind, row=act.row.pk)


def ask_access(flow: Workflow, row: Any, *, by: Any, comment: str) -> None:
    """An auditor opens a draft on own request, with the reason logged (KL 12:9)."""
    with acting(flow, "ask_access", row, by=by, comment=comment) as act:
        Access.objects.get_or_create(
            person_id=act.actor.person, kind=act.row.rights_kind, row=act.row.pk, defaults={"reason": act.comment}
        )
