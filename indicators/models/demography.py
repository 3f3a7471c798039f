"""The population by age at each year's end, as it was read in, and what an inhabitant costs."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from burlov_styrning.base.abstract import Exampled, HouseModel
from burlov_styrning.base.models import Organ, Source
from burlov_styrning.fields import ExactDecimalField
from burlov_styrning.trace import traced
from indicators.models.sources import ScbMapping
from indicators.rules.demography import CODES


@traced()
class PopulationReading(Exampled, HouseModel):
    """Inhabitants by one-year class at the ends of years: counted up to a year, forecast after it.

    The numbers never change: another forecast is another reading, and one of them is the one that is counted with.
    """

    title = models.CharField(_("namn och version"), max_length=120)
    date = models.DateField(_("datum"), null=True, blank=True)
    counted_to = models.PositiveSmallIntegerField(_("räknat till och med"))
    source = models.ForeignKey(Source, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("källa"))
    ends = models.JSONField(_("invånare vid årets slut"), default=dict)
    """Year → age → number as it was written; the highest age is open upwards."""
    mapping = models.ForeignKey(
        ScbMapping, models.PROTECT, null=True, blank=True, related_name="readings", verbose_name=_("urval hos SCB")
    )
    forecast = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("prognosen är från")
    )
    """The reading whose later years were added to what was counted."""
    in_use = models.BooleanField(_("behovet räknas med den"), default=False)
    read_at = models.DateTimeField(_("inläst"), auto_now_add=True)

    class Meta(HouseModel.Meta):
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["in_use"],
                condition=Q(in_use=True),
                name="one_population_in_use",
                violation_error_message=_("Behovet räknas med en befolkning i taget."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def by_year(self) -> dict[int, dict[int, Decimal]]:
        """The numbers as the rules want them."""
        return {int(year): {int(age): Decimal(n) for age, n in ages.items()} for year, ages in self.ends.items()}


@traced()
class CostPerInhabitant(Exampled, HouseModel):
    """An organ's cost per inhabitant of an age class, in tkr at a year's prices."""

    organ = models.ForeignKey(Organ, models.PROTECT, related_name="costs_per_inhabitant", verbose_name=_("organ"))
    age_class = models.CharField(_("åldersklass"), max_length=8)
    price_year = models.PositiveSmallIntegerField(_("prisnivå"))
    value = ExactDecimalField(_("tkr per invånare"))
    source = models.ForeignKey(Source, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("källa"))

    class Meta(HouseModel.Meta):
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organ", "age_class", "price_year"],
                name="cost_per_inhabitant_once",
                violation_error_message=_("Organet har redan en kostnad för klassen i den prisnivån."),
            ),
            models.CheckConstraint(
                condition=Q(age_class__in=CODES),
                name="cost_of_a_known_class",
                violation_error_message=_("Välj en av åldersklasserna."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organ_id} {self.age_class}"
