"""What happened to a row: moves made, comments written, drafts opened to somebody outside."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

from burlov_styrning.base.abstract import HouseModel
from burlov_styrning.base.models.decisions import Decision
from burlov_styrning.base.models.people import Person
from burlov_styrning.trace import traced, untraced

if TYPE_CHECKING:
    from burlov_styrning.workflow import Act


@untraced("is a log itself: inserted by the steps, never changed")
class Event(HouseModel):
    """A move that somebody made on a row, in which workflow, with comment and decision."""

    at = models.DateTimeField(_("tid"), auto_now_add=True)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="events")
    content_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    object_id = models.BigIntegerField()
    row = GenericForeignKey()
    flow = models.CharField(max_length=40)
    move = models.CharField(_("steg"), max_length=40)
    before = models.CharField(max_length=20, blank=True)
    after = models.CharField(max_length=20, blank=True)
    comment = models.TextField(_("kommentar"), blank=True)
    decision = models.ForeignKey(Decision, models.PROTECT, null=True, blank=True, related_name="events")
    remarks = models.JSONField(_("anmärkningar"), default=list, blank=True)

    class Meta(HouseModel.Meta):
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["content_type", "object_id", "at"])]

    def __str__(self) -> str:
        return f"{self.flow}.{self.move} {self.at:%Y-%m-%d %H:%M}"

    @classmethod
    def record(cls, act: Act, before: str, after: str) -> Event:
        """The line that each step writes last."""
        event: Event = cls.objects.create(
            person_id=act.actor.person,
            content_type=ContentType.objects.get_for_model(type(act.row)),
            object_id=act.row.pk,
            flow=act.flow.name,
            move=act.move.name,
            before=before,
            after=after,
            comment=act.comment,
            decision=act.decision,
            remarks=[str(remark) for remark in act.remarks],
        )
        return event

    @classmethod
    def of(cls, row: models.Model) -> models.QuerySet[Event]:
        """What happened to one row, oldest first."""
        kind = ContentType.objects.get_for_model(type(row))
        rows: models.QuerySet[Event] = cls.objects.filter(content_type=kind, object_id=row.pk)
        return rows.select_related("person", "decision", "decision__organ")

    @property
    def label(self) -> Any:
        """What was done, in the words of the move's table."""
        from burlov_styrning.workflow import WORKFLOWS

        return WORKFLOWS[self.flow].telling(self.move)


@traced()
class Comment(HouseModel):
    """A dated word on a row (or one section of it) from somebody who reads it; open or resolved."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="comments", verbose_name=_("person"))
    written = models.DateTimeField(_("skriven"), auto_now_add=True)
    content_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    object_id = models.BigIntegerField()
    row = GenericForeignKey()
    section = models.CharField(_("avsnitt"), max_length=40, blank=True)
    text = models.TextField(_("kommentar"))
    resolved_at = models.DateTimeField(_("avklarad"), null=True, blank=True)

    class Meta(HouseModel.Meta):
        ordering = ["written", "id"]
        indexes = [models.Index(fields=["content_type", "object_id"])]

    def __str__(self) -> str:
        return self.text[:60]

    def organ_ids(self) -> Collection[int]:
        """The organs of the row it is about: those inside comment."""
        row: Any = self.row
        ids: Collection[int] = row.organ_ids() if row else ()
        return ids


@traced()
class Access(HouseModel):
    """A draft opened to one person outside its organ: an invited controller, an auditor on own request."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="accesses", verbose_name=_("person"))
    kind = models.CharField(_("slag"), max_length=20)
    row = models.BigIntegerField()
    at = models.DateTimeField(_("tid"), auto_now_add=True)
    reason = models.TextField(_("skäl"), blank=True)

    class Meta(HouseModel.Meta):
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["person", "kind", "row"], name="access_once")]

    def __str__(self) -> str:
        return f"{self.person} · {self.kind} {self.row}"


@traced()
class Text(HouseModel):
    """A text of the municipality's own, such as the one of *Om styrningen*."""

    key = models.CharField(_("nyckel"), max_length=60, unique=True)
    body = models.TextField(_("text"), blank=True)

    class Meta(HouseModel.Meta):
        ordering = ["key"]

    def __str__(self) -> str:
        return self.key
