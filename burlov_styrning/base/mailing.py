"""E-mail as steps: each person's choice, what is put up to be sent, and the sending. A mail never says what is written.

A notice is put up in the transaction of the step that it tells of, so that what is taken back is never told; it is
sent by the background worker when the step has been committed.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.db import connection, transaction
from django.tasks import task
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from burlov_styrning import rights
from burlov_styrning.base.models import Assignment, MailChoice, Notice, Person
from burlov_styrning.base.people import in_force
from burlov_styrning.clock import today
from burlov_styrning.rights import Actor, Post, Role, Who
from burlov_styrning.swedish import long_date, when

log = logging.getLogger(__name__)
KINDS = ("handed_in", "returned", "decided", "fetched", "deadlines")
KEPT = timedelta(days=30)


def choose(person: Person, **wanted: bool) -> MailChoice:
    """Of what this person wants a mail; one's own choice, which nobody else makes."""
    row, _made = MailChoice.objects.update_or_create(person=person, defaults={name: wanted[name] for name in KINDS})
    return row


def kinds_for(actor: Actor) -> list[str]:
    """Of what this person can choose to be told: what is fetched concerns controllers."""
    return [kind for kind in KINDS if kind != "fetched" or actor.has(Role.CONTROLLER)]


# Putting up


def tell(kind: str, row: Any, address: str, whos: Iterable[Who], *, but: int | None) -> None:
    """Put up that something happened to the row, for those who want it, stand in that relation and may read it."""
    people = [person for person, actor in _wanting(kind) if person != but and _concerns(actor, row, whos)]
    waiting = set(
        Notice.objects.filter(person__in=people, kind=kind, address=address, sent=None).values_list("person", flat=True)
    )
    fresh = [Notice(person_id=pk, kind=kind, address=address) for pk in people if pk not in waiting]
    if fresh:
        Notice.objects.bulk_create(fresh, ignore_conflicts=True)  # not content
        if not any(entry[1] is _send_soon for entry in connection.run_on_commit):
            transaction.on_commit(_send_soon)


def _wanting(kind: str) -> list[tuple[int, Actor]]:
    """Those who want such mails and can sign in, with what they are today."""
    chosen = {f"person__mail_choice__{kind}": True, "person__user__is_active": True}
    held = Assignment.objects.filter(in_force(today()), **chosen).select_related("organ").order_by("person_id")
    return [(person, _actor(person, list(rows))) for person, rows in groupby(held, key=lambda row: row.person_id)]


def _actor(person: int, rows: Sequence[Assignment]) -> Actor:
    return Actor(person, tuple(Post(Role(a.role), a.organ_id, a.organ.kind, a.unit_id, a.party) for a in rows))


def _concerns(actor: Actor, row: Any, whos: Iterable[Who]) -> bool:
    return any(rights.holds(who, actor, row) for who in whos) and rights.may_read(row.rights_kind, actor, row)


def _send_soon() -> None:
    send_waiting_later.enqueue()


# Sending


@task
def send_waiting_later() -> None:
    """The background task."""
    send_waiting()


def send_waiting() -> int:
    """Send what waits, one mail to each person; how many mails went. What cannot be sent waits for the next time."""
    waiting = Notice.objects.filter(sent=None).select_related("person__user").order_by("person_id", "id")
    groups = [(person, list(rows)) for person, rows in groupby(waiting, key=lambda row: row.person)]
    Notice.objects.filter(sent__lt=timezone.now() - KEPT).delete()
    return sum(_send_to(person, rows) for person, rows in groups)


def _send_to(person: Person, rows: Sequence[Notice]) -> bool:
    mine = Notice.objects.filter(pk__in=[row.pk for row in rows], sent=None)
    if not mine.update(sent=timezone.now()):  # not content: another worker took them
        return False
    with translation.override(settings.LANGUAGE_CODE):
        lines = [(row.get_kind_display(), address_of(row.address)) for row in rows]
        if _mail(person, _("Något har hänt i %(product)s"), "mail/happened.txt", lines=lines):
            return True
    Notice.objects.filter(pk__in=[row.pk for row in rows]).update(sent=None)  # not content
    return False


def remind(person: Person, days: Iterable[date]) -> bool:
    """One reminder a day at most: how much has its last day soon, and how much has had it; whether it was sent."""
    free = MailChoice.objects.filter(person=person, deadlines=True).exclude(reminded=today())
    if not free.update(reminded=today()):  # not content: a mark that today's has gone
        return False
    dates = sorted(days)
    with translation.override(settings.LANGUAGE_CODE):
        late, soon = (
            _counted(found) for found in ([d for d in dates if d < today()], [d for d in dates if d >= today()])
        )
        subject = _("Sista dag närmar sig i %(product)s") if soon else _("Sista dag har passerat i %(product)s")
        if _mail(person, subject, "mail/deadlines.txt", late=late, soon=soon, link=address_of("/mitt-arbete/")):
            return True
    MailChoice.objects.filter(person=person).update(reminded=None)  # not content: it is tried again
    return False


def _counted(days: Sequence[date]) -> dict[str, Any] | None:
    """How many, and the first of them in words."""
    if not days:
        return None
    return {"count": len(days), "day": long_date(days[0]), "when": when(days[0], today())}


def _mail(person: Person, subject: str, template: str, **values: Any) -> bool:
    if person.user is None or not person.user.is_active:
        return True
    values |= {"product": settings.PRODUCT_NAME, "choices": address_of("/konto/e-post/")}
    try:
        send_mail(subject % values, render_to_string(template, values), None, [person.user.email])
    except Exception:
        log.exception("A mail could not be sent")
        return False
    return True


def address_of(path: str) -> str:
    """The whole address of a page of ours."""
    return f"{settings.SITE_URL.rstrip('/')}{path}"
