"""Activities whose quality is set against their cost, and the indicators that the municipality uses for one thing."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from burlov_styrning.base.abstract import Exampled, HouseModel
from burlov_styrning.base.models import Organ
from burlov_styrning.fields import KeyField, PartialDateField
from burlov_styrning.trace import traced
from indicators.models.indicator import Indicator


@traced()
class ServiceArea(Exampled, HouseModel):
    """An activity whose quality is set against its cost: förskola, grundskola, äldreomsorg …"""

    class State(models.TextChoices):
        USED = "used", _("följs")
        ENDED = "ended", _("avslutat")

    key = KeyField(unique=True)
    name = models.CharField(
        _("namn"), max_length=120, unique=True, error_messages={"unique": _("Det finns redan ett område med namnet.")}
    )
    text = models.TextField(_("vad som räknas hit"), blank=True)
    organ = models.ForeignKey(
        Organ, models.PROTECT, null=True, blank=True, related_name="service_areas", verbose_name=_("ansvarigt organ")
    )
    until = PartialDateField(_("följdes till"), null=True, blank=True)

    class Meta(HouseModel.Meta):
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name

    @property
    def state(self) -> str:
        """Whether it is still followed."""
        return self.State.ENDED if self.until else self.State.USED


@traced()
class ServiceAreaIndicator(Exampled, HouseModel):
    """An indicator on one side of a service area; its own calculation or a source's, as its outcomes say."""

    class Side(models.TextChoices):
        QUALITY = "quality", _("kvalitet")
        COST = "cost", _("kostnad")
        REVENUE = "revenue", _("intäktsandel")
        DEVIATION = "deviation", _("nettokostnadsavvikelse")

    area = models.ForeignKey(ServiceArea, models.PROTECT, related_name="pairs", verbose_name=_("område"))
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="service_areas", verbose_name=_("indikator"))
    side = models.CharField(_("sida"), max_length=9, choices=Side)

    class Meta(HouseModel.Meta):
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["area", "indicator"],
                name="service_area_once",
                violation_error_message=_("Indikatorn står redan i området."),
            ),
            models.UniqueConstraint(
                fields=["area", "side"],
                condition=~Q(side="quality"),
                name="service_area_one_of_a_side",
                violation_error_message=_("Området har redan en sådan indikator."),
            ),
            models.CheckConstraint(
                condition=Q(side__in=["quality", "cost", "revenue", "deviation"]),
                name="service_area_known_side",
                violation_error_message=_("Välj vad indikatorn visar."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area_id} {self.indicator_id}"


@traced()
class IndicatorUse(Exampled, HouseModel):
    """The indicator that is used for one thing: a price index, a figure of the staff, the municipalities' tax rates."""

    class Use(models.TextChoices):
        PKV = "pkv", _("PKV, prisindex för kommunal verksamhet")
        KPIF = "kpif", _("KPIF, konsumentprisindex med fast ränta")
        KPI = "kpi", _("KPI, konsumentprisindex")
        FTE = "fte", _("årsarbetare")
        SICK_LEAVE = "sick_leave", _("sjukfrånvaro")
        TURNOVER = "turnover", _("personalomsättning")
        ENGAGEMENT = "engagement", _("medarbetarengagemang (HME)")
        TAX_RATE = "tax_rate", _("skattesats till kommunen")

    PRICES = (Use.PKV, Use.KPIF, Use.KPI)
    """Price indices, the one that is chosen first before the others."""
    STAFF = (Use.FTE, Use.SICK_LEAVE, Use.TURNOVER, Use.ENGAGEMENT)

    use = models.CharField(_("används som"), max_length=12, choices=Use, unique=True)
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, null=True, blank=True, related_name="uses", verbose_name=_("indikator")
    )

    class Meta(HouseModel.Meta):
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator"],
                name="indicator_used_once",
                violation_error_message=_("Indikatorn används redan till något annat."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.use} {self.indicator_id}"
