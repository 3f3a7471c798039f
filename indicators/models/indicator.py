"""Indicators and their versions."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from burlov_styrning.base.abstract import Exampled, HouseModel
from burlov_styrning.base.models import Municipality, Organ, Source
from burlov_styrning.fields import ExactDecimalField, KeyField, PartialDateField
from burlov_styrning.trace import traced


@traced()
class Indicator(Exampled, HouseModel):
    """A measure: who answers for it, how often, where from. What it means stands in its versions."""

    class Kind(models.TextChoices):
        QUALITY = "quality", _("kvalitet")
        COST = "cost", _("kostnad")
        FINANCE = "finance", _("ekonomi")
        VOLUME = "volume", _("volym")

    class Frequency(models.TextChoices):
        YEAR = "year", _("varje år")
        TWO_YEARS = "two_years", _("vartannat år")
        TERTIAL = "tertial", _("varje tertial")
        QUARTER = "quarter", _("varje kvartal")
        MONTH = "month", _("varje månad")

    rights_kind = "indicator"

    key = KeyField(unique=True)
    kind = models.CharField(_("slag"), max_length=10, choices=Kind, default=Kind.QUALITY)
    frequency = models.CharField(_("mäts"), max_length=10, choices=Frequency, default=Frequency.YEAR)
    cumulative = models.BooleanField(_("räknas samman under året"), default=False)
    ratio_scale = models.BooleanField(_("kvotskala"), default=False)
    by_sex = models.BooleanField(_("könsuppdelas"), default=False)
    minimum_count = models.PositiveIntegerField(_("minsta antal svar eller fall"), null=True, blank=True)
    organ = models.ForeignKey(
        Organ, models.PROTECT, null=True, blank=True, related_name="indicators", verbose_name=_("ansvarigt organ")
    )
    function = models.CharField(_("ansvarig funktion"), max_length=200, blank=True)
    origin_system = models.CharField(_("källsystem"), max_length=40, blank=True)
    origin_id = models.CharField(_("id i källan"), max_length=80, blank=True)
    continues = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="continued_by", verbose_name=_("fortsätter")
    )
    formula = models.TextField(_("formel"), blank=True)
    """What its current version is computed by; empty where outcomes are entered or fetched."""
    months = models.PositiveSmallIntegerField(_("kommer efter så många månader"), default=0)
    """How long after the end of a period its value is normally there: until then nobody waits for it."""
    current = models.OneToOneField(
        "IndicatorVersion", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("gällande version")
    )

    class Meta(HouseModel.Meta):
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in its current version."""
        return self.current.name if self.current else self.key

    @property
    def unit(self) -> str:
        """The unit in its current version."""
        return self.current.unit if self.current else ""


@traced()
class IndicatorVersion(HouseModel):
    """What an indicator means: name, definition, unit, direction. A change makes a new version, with a series break."""

    class Direction(models.TextChoices):
        HIGHER = "higher", _("högre är bättre")
        LOWER = "lower", _("lägre är bättre")
        WITHIN = "within", _("inom gränser är bäst")

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="versions", verbose_name=_("indikator"))
    until = PartialDateField(_("gällde till"), null=True, blank=True)
    name = models.CharField(_("namn"), max_length=300)
    definition = models.TextField(_("definition"), blank=True)
    unit = models.CharField(_("enhet"), max_length=60)
    decimals = models.PositiveSmallIntegerField(_("decimaler"), default=0)
    direction = models.CharField(_("riktning"), max_length=6, choices=Direction, default=Direction.HIGHER)
    low = ExactDecimalField(_("undre gräns"), null=True, blank=True)
    high = ExactDecimalField(_("övre gräns"), null=True, blank=True)
    tolerance = ExactDecimalField(_("tolerans"), null=True, blank=True)
    formula = models.TextField(_("formel"), blank=True)
    said = models.JSONField(default=list, blank=True)
    """For an earlier version from a goal book: which fields the book named."""

    class Meta(HouseModel.Meta):
        ordering = ["indicator_id", F("until").desc(nulls_first=True), "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator"],
                condition=Q(until__isnull=True),
                name="version_one_current",
                violation_error_message=_("Indikatorn har redan en gällande version."),
            ),
            models.UniqueConstraint(fields=["indicator", "until"], name="version_until_once"),
            models.CheckConstraint(
                condition=~Q(direction="within") | Q(low__isnull=False, high__isnull=False),
                name="version_within_has_bounds",
                violation_error_message=_("Ange båda gränserna när indikatorn ska hålla sig inom gränser."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


@traced(m2m={"members"})
class ComparisonGroup(HouseModel):
    """Municipalities to compare with, such as Kolada's *liknande kommuner*, and why just these.

    Its title never changes: handed-in proposals are read beside the group of that name.
    """

    class State(models.TextChoices):
        USED = "used", _("används")
        ENDED = "ended", _("avslutad")

    rights_kind = "comparison_group"

    key = KeyField(unique=True)
    title = models.CharField(_("namn"), max_length=200)
    members = models.ManyToManyField(Municipality, related_name="groups", verbose_name=_("kommuner"))
    source = models.ForeignKey(Source, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("källa"))
    reason = models.TextField(_("varför just dessa"), blank=True)
    preferred = models.BooleanField(_("visas först"), default=False)
    until = PartialDateField(_("gällde till"), null=True, blank=True)

    class Meta(HouseModel.Meta):
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["preferred"],
                condition=Q(preferred=True),
                name="one_group_preferred",
                violation_error_message=_("Bara en grupp kan visas först."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def state(self) -> str:
        """Whether it can still be chosen."""
        return self.State.ENDED if self.until else self.State.USED
