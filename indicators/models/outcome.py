"""Outcomes and forecasts: facts are added, never overwritten."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from burlov_styrning.base.abstract import Exampled, Exposed, HouseModel, once
from burlov_styrning.base.models import Municipality, Organ, Person, Source, Unit
from burlov_styrning.fields import ExactDecimalField, PartialDateField
from burlov_styrning.trace import traced
from indicators.models.indicator import Indicator, IndicatorVersion

APART = ("value", "count", "margin")
"""What of a hidden row stands apart, for each of them may give the value away.

The log never tells them: a line of it is never changed, and any value may have to be hidden later. A row's own value
never changes either, so the row tells what was entered.
"""


class Sex(models.TextChoices):
    """The municipality's statistics by sex: total, women, men."""

    TOTAL = "T", _("totalt")
    WOMEN = "K", _("kvinnor")
    MEN = "M", _("män")


class Missing(models.TextChoices):
    """Why there is no value."""

    LAPSE = "lapse", _("bortfall")
    NOT_APPLICABLE = "not_applicable", _("ej tillämplig")
    SUPPRESSED = "suppressed", _("visas inte, litet underlag")
    SECRET = "secret", _("sekretess")
    NOT_PUBLISHED = "not_published", _("ej publicerat")
    NOT_MEASURED = "not_measured", _("ej mätt")


@traced(mask=APART)
class Outcome(Exampled, Exposed, HouseModel):
    """One value, or why it is missing, for an indicator, a subject, a period and a sex. A revision is a new row."""

    class Status(models.TextChoices):
        PRELIMINARY = "preliminary", _("preliminärt")
        FINAL = "final", _("slutligt")
        REVISED = "revised", _("reviderat")

    rights_kind = "outcome"
    rights_lookups = {"organ": "indicator__organ", "exposure": "exposure"}

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="outcomes", verbose_name=_("indikator"))
    version = models.ForeignKey(
        IndicatorVersion, models.PROTECT, related_name="outcomes", verbose_name=_("version av indikatorn")
    )
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="outcomes", verbose_name=_("kommun eller riket"), db_index=False
    )
    organ = models.ForeignKey(
        Organ, models.PROTECT, null=True, blank=True, related_name="outcomes", verbose_name=_("organ"), db_index=False
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="outcomes", verbose_name=_("enhet"), db_index=False
    )
    period = models.CharField(_("period"), max_length=7)
    year = models.PositiveSmallIntegerField(_("år"), db_index=True)
    sex = models.CharField(_("kön"), max_length=1, choices=Sex, default=Sex.TOTAL)
    value = ExactDecimalField(_("värde"), null=True, blank=True)
    missing = models.CharField(_("saknas därför att"), max_length=14, choices=Missing, blank=True)
    section = models.CharField(_("paragraf i OSL"), max_length=60, blank=True)
    count = models.PositiveIntegerField(_("antal svarande eller fall"), null=True, blank=True)
    response_rate = ExactDecimalField(_("svarsfrekvens, procent"), null=True, blank=True)
    margin = ExactDecimalField(_("felmarginal"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=11, choices=Status, default=Status.FINAL)
    source = models.ForeignKey(
        Source, models.PROTECT, null=True, blank=True, related_name="outcomes", verbose_name=_("källa")
    )
    published = PartialDateField(_("publicerat"), null=True, blank=True)
    fetched = PartialDateField(_("hämtat"), null=True, blank=True)
    entered_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("inlagt av")
    )
    entered_at = models.DateTimeField(_("inlagt"), auto_now_add=True)
    comment = models.TextField(_("kommentar"), blank=True)

    class Meta(HouseModel.Meta):
        ordering = ["id"]
        indexes = [
            models.Index(fields=["indicator", "year"]),
            # Other municipalities' outcomes may be many; most pages read our own alone.
            models.Index(fields=["indicator", "municipality"]),
            # Nearly every outcome is of our own municipality as a whole: an index that said so would lead SQLite
            # through them all.
            models.Index(fields=["organ"], condition=Q(organ__isnull=False), name="outcome_of_organ"),
            models.Index(fields=["unit"], condition=Q(unit__isnull=False), name="outcome_of_unit"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(value__isnull=False, missing="") | (Q(value__isnull=True) & ~Q(missing="")),
                name="outcome_value_or_missing",
                violation_error_message=_("Ange ett värde eller varför det saknas, inte båda."),
            ),
            once(
                "outcome_same_fact_once",
                "indicator", "municipality", "organ", "unit", "period", "sex", "source", "published", "fetched",
                "status", "value", "missing",
                empty=["period", "sex", "published", "fetched", "status", "value", "missing"],
                condition=~Q(missing="suppressed"),  # two different values of one cell may both be hidden
                violation_error_message=_("Samma uppgift finns redan."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.period} {self.sex}"

    def organ_ids(self) -> tuple[int, ...]:
        """The organ that answers for the indicator."""
        return (self.indicator.organ_id,) if self.indicator.organ_id else ()

    def unit_id_of(self) -> None:
        """An outcome is the responsible organ's, also when it is about a unit."""


@traced(mask=APART)
class HiddenValue(HouseModel):
    """What a suppressed outcome would tell, kept apart: for those who may enter it and, logged, for auditors."""

    rights_kind = "hidden_value"
    rights_lookups = {"organ": "outcome__indicator__organ"}
    opens_to_invited = True

    outcome = models.OneToOneField(Outcome, models.PROTECT, related_name="hidden", verbose_name=_("utfall"))
    value = ExactDecimalField(_("värde"))
    count = models.PositiveIntegerField(_("antal svarande eller fall"), null=True, blank=True)
    margin = ExactDecimalField(_("felmarginal"), null=True, blank=True)

    class Meta(HouseModel.Meta):
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.outcome_id}"


@traced()
class Forecast(Exampled, Exposed, HouseModel):
    """A full-year forecast, made in a round by an owner: never joined to outcomes as if it were observed."""

    rights_kind = "assessment"
    rights_lookups = {"organ": "organ", "exposure": "exposure"}

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="forecasts", verbose_name=_("indikator"))
    organ = models.ForeignKey(
        Organ, models.PROTECT, null=True, blank=True, related_name="forecasts", verbose_name=_("ansvarig")
    )
    round_key = models.CharField(_("uppföljningstillfälle"), max_length=80, blank=True, db_index=True)
    period = models.CharField(_("period"), max_length=7)
    year = models.PositiveSmallIntegerField(_("år"))
    value = ExactDecimalField(_("prognos"))
    comment = models.TextField(_("kommentar"), blank=True)
    entered_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("inlagt av")
    )
    entered_at = models.DateTimeField(_("inlagt"), auto_now=True)

    class Meta(HouseModel.Meta):
        ordering = ["id"]
        constraints = [
            once("forecast_once", "indicator", "organ", "round_key", "period", empty=["round_key", "period"])
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.period}"
