"""Assessments: the human, weighed judgement of a goal by an owner, of an area, of the whole."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from burlov_styrning.base.abstract import Exampled, Exposed, HouseModel, once
from burlov_styrning.base.models import Decision, Organ, Person, Source
from burlov_styrning.fields import ExactDecimalField, PartialDateField
from burlov_styrning.trace import traced
from burlov_styrning.workflow import PhaseInfo
from followup.models.round import Activity, FollowUpRound
from goals.models import Goal, GoalArea


@traced()
class Assessment(Exampled, Exposed, HouseModel):
    """One judgement in a round. Not started means: no row yet."""

    class State(models.TextChoices):
        DRAFT = "draft", _("utkast")
        READY = "ready", _("klar för beslut")
        APPROVED = "approved", _("godkänd")

    class Status(models.TextChoices):
        MET = "met", _("uppfyllt")
        ON_COURSE = "on_course", _("på väg att uppfyllas")
        NOT_MET = "not_met", _("bedöms inte bli uppfyllt")
        NOT_ASSESSABLE = "not_assessable", _("kan inte bedömas")

    rights_kind = "assessment"
    rights_lookups = {"organ": "organ", "exposure": "exposure"}
    opens_to_invited = True
    held_by_steps = ("state",)

    round = models.ForeignKey(FollowUpRound, models.PROTECT, related_name="assessments", verbose_name=_("tillfälle"))
    goal = models.ForeignKey(
        Goal, models.PROTECT, null=True, blank=True, related_name="assessments", verbose_name=_("mål")
    )
    area = models.ForeignKey(
        GoalArea, models.PROTECT, null=True, blank=True, related_name="assessments", verbose_name=_("målområde")
    )
    whole = models.BooleanField(_("god ekonomisk hushållning"), default=False)
    weighed = models.BooleanField(_("styrelsens sammanvägning"), default=False)
    organ = models.ForeignKey(
        Organ, models.PROTECT, null=True, blank=True, related_name="assessments", verbose_name=_("bedöms av")
    )
    state = models.CharField(_("läge"), max_length=8, choices=State, default=State.DRAFT)
    status = models.CharField(_("bedömning"), max_length=14, choices=Status, blank=True)
    analysis = models.TextField(_("analys"), blank=True)
    motivation = models.TextField(_("varför bedömningen avviker"), blank=True)
    balance = ExactDecimalField(_("balanskravsresultat, mnkr"), null=True, blank=True)
    balance_text = models.TextField(_("om balanskravsresultatet"), blank=True)
    group_text = models.TextField(_("om kommunkoncernen"), blank=True)
    decision = models.ForeignKey(Decision, models.PROTECT, null=True, blank=True, related_name="assessments")
    source = models.ForeignKey(Source, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("källa"))
    changed_after_decision = models.BooleanField(_("ändrad efter beslutet"), default=False)
    approved = models.JSONField(_("som godkänd"), default=dict, blank=True)
    """The text as it was approved, kept while it is open again: what those outside the organ read until then."""
    written_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    revision = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(_("ändrad"), auto_now=True)

    class Meta(HouseModel.Meta):
        ordering = ["round_id", "id"]
        constraints = [
            once(
                "assessment_goal_once",
                "round",
                "goal",
                "organ",
                condition=Q(goal__isnull=False, weighed=False),
                violation_error_message=_("Målet är redan bedömt i den här uppföljningen."),
            ),
            models.UniqueConstraint(
                fields=["round", "goal"], condition=Q(weighed=True), name="assessment_weighed_once"
            ),
            models.UniqueConstraint(
                fields=["round", "area"], condition=Q(area__isnull=False), name="assessment_area_once"
            ),
            models.UniqueConstraint(fields=["round"], condition=Q(whole=True), name="assessment_whole_once"),
            models.CheckConstraint(
                condition=Q(goal__isnull=False, area__isnull=True, whole=False)
                | Q(goal__isnull=True, area__isnull=False, whole=False)
                | Q(goal__isnull=True, area__isnull=True, whole=True),
                name="assessment_of_one_thing",
                violation_error_message=_("En bedömning gäller ett mål, ett målområde eller helheten."),
            ),
            models.CheckConstraint(
                condition=Q(whole=True) | Q(balance__isnull=True, balance_text="", group_text=""),
                name="assessment_balance_of_whole",
                violation_error_message=_("Balanskravsresultat och kommunkoncern hör till bedömningen av helheten."),
            ),
            models.CheckConstraint(
                condition=~Q(state="approved") | ~Q(status=""),
                name="assessment_approved_has_status",
                violation_error_message=_("En godkänd bedömning har ett omdöme."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.goal_id or self.area_id or 'whole'}"

    def phase_infos(self) -> Sequence[PhaseInfo]:
        """The round is its phase: it is written while that is open."""
        return [self.round.as_phase()]


@traced()
class Ground(Exampled, HouseModel):
    """What a judgement rests on besides the indicators."""

    class Kind(models.TextChoices):
        ACTIVITY = "activity", _("aktivitet")
        FIGURE = "figure", _("annan siffra")
        MEASUREMENT = "measurement", _("egen mätning")
        ATTACHMENT = "attachment", _("bilaga")

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="grounds")
    kind = models.CharField(_("slag"), max_length=11, choices=Kind)
    text = models.TextField(_("vad det visar"))
    activity = models.ForeignKey(
        Activity, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("aktivitet")
    )
    value = ExactDecimalField(_("värde"), null=True, blank=True)
    unit = models.CharField(_("enhet"), max_length=60, blank=True)
    method = models.CharField(_("metod"), max_length=300, blank=True)
    number = models.PositiveIntegerField(_("antal"), null=True, blank=True)
    date = PartialDateField(_("datum"), null=True, blank=True)
    file = models.FileField(_("fil"), upload_to="grounds/", blank=True)

    class Meta(HouseModel.Meta):
        ordering = ["assessment_id", "id"]

    def __str__(self) -> str:
        return self.text[:80]
