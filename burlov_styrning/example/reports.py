"""The closed term's annual report, issued and published by the example's own people as soon as the worker has time."""

from __future__ import annotations

from django.db.models import F
from django.tasks import task

from burlov_styrning.base.models import Organ, User
from burlov_styrning.rights import Role
from followup import editions, making
from followup.models import FollowUpRound, ReportEdition


@task
def issue_closed_terms() -> None:
    """Whoever opens the example as a resident finds a published report, made as every other report is."""
    over = (FollowUpRound.State.CLOSED, FollowUpRound.State.ADOPTED)
    rounds = FollowUpRound.objects.filter(state__in=over, year=F("term__last_year"), kind=FollowUpRound.Kind.ANNUAL)
    made = FollowUpRound.objects.filter(reports__editions__number__isnull=False)
    for round_ in rounds.exclude(pk__in=made).select_related("term", "decision"):
        _issue(round_)


def _issue(round_: FollowUpRound) -> None:
    controller, secretary = _one(Role.CONTROLLER), _one(Role.SECRETARY, Organ.Kind.COUNCIL)
    edition = editions.issue(round_, "annual", by=controller, background=False).edition
    making.make(edition.pk)
    edition = ReportEdition.objects.select_related("report__round").get(pk=edition.pk)
    if edition.state != ReportEdition.State.PROPOSED:
        return
    if round_.decision:  # when the council approved it is not published for every term
        editions.approve(edition, round_.decision, by=secretary)
    editions.publish(ReportEdition.objects.select_related("report__round").get(pk=edition.pk), by=controller)


def _one(role: Role, kind: str = "") -> User | None:
    rows = User.objects.filter(person__example=True, person__assignments__role=role)
    rows = rows.filter(person__assignments__organ__kind=kind) if kind else rows
    return rows.order_by("pk").first()
