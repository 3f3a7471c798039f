"""Meetings, decisions and sources."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from burlov_styrning.base.abstract import Exampled, Exposed, HouseModel
from burlov_styrning.base.models.organs import Organ
from burlov_styrning.fields import KeyField, PartialDateField
from burlov_styrning.trace import traced, untraced


@traced()
class Source(Exampled, HouseModel):
    """Where a fact is printed: title, address, when it was fetched."""

    key = KeyField(unique=True)
    title = models.CharField(_("titel"), max_length=300)
    url = models.URLField(_("adress"), max_length=1000, blank=True)
    fetched = PartialDateField(_("hämtad"), null=True, blank=True)

    class Meta(HouseModel.Meta):
        ordering = ["id"]

    def __str__(self) -> str:
        return self.title


@traced()
class Meeting(Exampled, HouseModel):
    """An organ's meeting, with the deadline for its papers."""

    rights_kind = "meeting"
    rights_lookups = {"organ": "organ"}

    organ = models.ForeignKey(Organ, models.PROTECT, related_name="meetings", verbose_name=_("organ"))
    date = models.DateField(_("datum"))
    papers = models.DateField(_("handlingsstopp"), null=True, blank=True)
    title = models.CharField(_("benämning"), max_length=200, blank=True)

    class Meta(HouseModel.Meta):
        ordering = ["date", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organ", "date"],
                name="meeting_once_a_day",
                violation_error_message=_("Organet har redan ett sammanträde den dagen."),
            ),
            models.CheckConstraint(
                condition=Q(papers__isnull=True) | Q(papers__lte=F("date")),
                name="meeting_papers_before",
                violation_error_message=_("Handlingsstoppet kan inte ligga efter sammanträdet."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organ} {self.date.isoformat()}"


@traced()
class Decision(Exampled, Exposed, HouseModel):
    """What an organ decided: meeting or date, §, registry number, reservations and notes as in the minutes."""

    class Kind(models.TextChoices):
        SUBMIT = "submit", _("målförslag lämnas in")
        WITHDRAW = "withdraw", _("målförslag dras tillbaka")
        PROPOSE = "propose", _("förslag till fullmäktige")
        SELECT = "select", _("mål antas")
        VISION = "vision", _("vision och värdegrund")
        PROLONG = "prolong", _("målperiod förlängs")
        CHANGE = "change", _("mål ändras")
        PATH = "path", _("progression fastställs")
        APPROVE = "approve", _("bedömning godkänns")
        ROUND = "round", _("rapport godkänns")
        CORRECTION = "correction", _("rättelse")
        END = "end", _("mål avslutas")

    rights_kind = "decision"
    rights_lookups = {"organ": "organ", "exposure": "exposure"}

    key = KeyField(unique=True)
    organ = models.ForeignKey(Organ, models.PROTECT, related_name="decisions", verbose_name=_("organ"))
    kind = models.CharField(_("slag"), max_length=12, choices=Kind)
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="decisions", verbose_name=_("sammanträde")
    )
    date = PartialDateField(_("datum"), null=True, blank=True)
    paragraph = models.CharField(_("paragraf"), max_length=40, blank=True, default="")
    registry = models.CharField(_("diarienummer"), max_length=60, blank=True, default="")
    text = models.TextField(_("beslutets ordalydelse"), blank=True, default="")
    adjusted = models.DateField(_("justerat"), null=True, blank=True)
    reservations = models.JSONField(_("reservationer"), default=list, blank=True)
    notes = models.TextField(_("protokollsanteckningar"), blank=True, default="")
    motions = models.TextField(_("yrkanden"), blank=True, default="")
    votes = models.TextField(_("omröstning"), blank=True, default="")
    absent_for_bias = models.TextField(_("deltog inte på grund av jäv"), blank=True, default="")
    source = models.ForeignKey(
        Source, models.PROTECT, null=True, blank=True, related_name="decisions", verbose_name=_("källa")
    )
    recorded_by = models.ForeignKey(
        "base.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("antecknat av")
    )
    recorded_at = models.DateTimeField(_("antecknat"), auto_now_add=True)
    published_at = models.DateTimeField(_("publicerat"), null=True, blank=True)

    class Meta(HouseModel.Meta):
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.organ} {self.date or ''} {self.reference}".strip()

    @property
    def reference(self) -> str:
        """The paragraph with its sign, as people cite it."""
        return f"§\u00a0{self.paragraph}" if self.paragraph else ""


@untraced("is history itself: inserted by the step, never changed")
class Correction(HouseModel):
    """A clerical error in a recorded decision (skrivfel) put right: what stood there, what stands there now, why."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="corrections")
    at = models.DateTimeField(_("tid"), auto_now_add=True)
    person = models.ForeignKey("base.Person", models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.TextField(_("skäl"))
    before = models.JSONField(_("stod tidigare"))
    after = models.JSONField(_("står nu"))

    class Meta(HouseModel.Meta):
        ordering = ["decision_id", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="correction_with_reason",
                violation_error_message=_("Skriv vad som var fel."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision_id}: {', '.join(self.after)}"
