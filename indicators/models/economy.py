"""Economy: figures as printed, scenarios."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from burlov_styrning.base.abstract import Exampled, HouseModel
from burlov_styrning.base.models import Organ, Source
from burlov_styrning.exposure import Exposure
from burlov_styrning.fields import ExactDecimalField
from burlov_styrning.swedish import NotANumber, number, parse_number
from burlov_styrning.trace import traced
from indicators.rules.frames import ENTERED, Frame, frame
from indicators.rules.room import Premises, economic_room
from indicators.rules.sensitivity import BASES, Effect, effects


def as_printed(text: str) -> str:
    """A number as its report prints it, digit for digit, with a real minus and thousands that do not break."""
    try:
        return number(parse_number(text))
    except NotANumber:
        return text


@traced()
class AccountFigure(Exampled, HouseModel):
    """A figure of accounts or budgets as a report prints it, with unit and source; net cost positive in `value`."""

    class Entity(models.TextChoices):
        MUNICIPALITY = "municipality", _("kommunen")
        GROUP = "group", _("koncernen")
        ORGAN = "organ", _("ett organ")

    class Version(models.TextChoices):
        ACTUAL = "actual", _("utfall")
        FORECAST = "forecast", _("prognos")
        BUDGET = "budget", _("budget")
        PLAN = "plan", _("plan")

    entity = models.CharField(_("avser"), max_length=12, choices=Entity, default=Entity.MUNICIPALITY)
    organ = models.ForeignKey(
        Organ, models.PROTECT, null=True, blank=True, related_name="account_figures", verbose_name=_("organ")
    )
    figure = models.CharField(_("post"), max_length=200)
    year = models.PositiveSmallIntegerField(_("år"))
    version = models.CharField(_("version"), max_length=8, choices=Version, default=Version.ACTUAL)
    unit = models.CharField(_("enhet"), max_length=40)
    printed = models.CharField(_("som tryckt"), max_length=60)
    value = ExactDecimalField(_("värde"), null=True, blank=True)
    report = models.CharField(_("rapport"), max_length=120, blank=True)
    source = models.ForeignKey(Source, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("källa"))

    class Meta(HouseModel.Meta):
        ordering = ["id"]
        indexes = [
            models.Index(fields=["entity", "organ", "figure", "year", "version"], name="account_of_whom"),
            models.Index(fields=["year"], name="account_year"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(entity="organ", organ__isnull=False) | (~Q(entity="organ") & Q(organ__isnull=True)),
                name="account_organ_where_organ",
                violation_error_message=_("Ange organ när posten avser ett organ, annars inte."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.figure} {self.year}"

    @property
    def shown(self) -> str:
        """As printed, digit for digit, with a real minus and thousands that do not break."""
        return as_printed(self.printed)


@traced()
class EconomicScenario(Exampled, HouseModel):
    """What is assumed of the coming years' economy: by name, in a version, of a day, from a source."""

    rights_kind = "scenario"
    exposure = Exposure.RECORD

    name = models.CharField(_("namn"), max_length=120)
    version = models.CharField(_("version"), max_length=60)
    date = models.DateField(_("datum"))
    source = models.ForeignKey(Source, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("källa"))
    assumptions = models.TextField(_("antaganden"), blank=True)
    in_use = models.BooleanField(_("står bredvid förslagen"), default=False)
    base_year = models.PositiveSmallIntegerField(_("räknat på år"), null=True, blank=True)
    """The year whose amounts the sensitivity is taken of; the amounts are in tkr."""
    wage_cost = ExactDecimalField(_("personalkostnad"), null=True, blank=True)
    price_base = ExactDecimalField(_("övriga kostnader som följer priserna"), null=True, blank=True)
    income_per_inhabitant = ExactDecimalField(_("skatt och utjämning per invånare"), null=True, blank=True)
    tax_base = ExactDecimalField(_("skatteunderlag"), null=True, blank=True)
    floating_debt = ExactDecimalField(_("lån med rörlig ränta"), null=True, blank=True)

    class Meta(HouseModel.Meta):
        ordering = ["-date", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["name", "version"],
                name="scenario_once",
                violation_error_message=_("Det finns redan ett scenario med det namnet och den versionen."),
            ),
            models.UniqueConstraint(
                fields=["in_use"],
                condition=Q(in_use=True),
                name="one_scenario_in_use",
                violation_error_message=_("Bara ett scenario i taget kan stå bredvid förslagen."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.version}"

    @property
    def sensitivity(self) -> list[Effect]:
        """What small changes mean, as far as what they are taken of is stated; none where nothing is."""
        bases = {name: getattr(self, name) for name in BASES}
        return effects(bases) if any(value is not None for value in bases.values()) else []


@traced()
class OrganFrame(Exampled, HouseModel):
    """What an organ's frame of a scenario's year is made of, in tkr; the index in per cent."""

    scenario = models.ForeignKey(EconomicScenario, models.CASCADE, related_name="frames")
    organ = models.ForeignKey(Organ, models.PROTECT, related_name="frames", verbose_name=_("organ"))
    year = models.PositiveSmallIntegerField(_("år"))
    last = ExactDecimalField(_("förra årets ram"), null=True, blank=True)
    index = ExactDecimalField(_("uppräkning, procent"), null=True, blank=True)
    demography = ExactDecimalField(_("demografiskt behov"), null=True, blank=True)
    changes = ExactDecimalField(_("beslutade förändringar"), null=True, blank=True)
    efficiency = ExactDecimalField(_("effektiviseringskrav"), null=True, blank=True)
    remaining = ExactDecimalField(_("övrigt"), null=True, blank=True)

    class Meta(HouseModel.Meta):
        ordering = ["scenario_id", "year", "organ_id"]
        constraints = [models.UniqueConstraint(fields=["scenario", "organ", "year"], name="organ_frame_once")]

    def __str__(self) -> str:
        return f"{self.scenario_id} {self.organ_id} {self.year}"

    @property
    def made(self) -> Frame:
        """The frame with its parts."""
        return frame({name: getattr(self, name) for name in ENTERED})


@traced()
class ScenarioYear(Exampled, HouseModel):
    """A year of a scenario, in tkr; the decided net cost is positive and at the year's own prices."""

    scenario = models.ForeignKey(EconomicScenario, models.CASCADE, related_name="years")
    year = models.PositiveSmallIntegerField(_("år"))
    taxes = ExactDecimalField(_("skatteintäkter"))
    grants = ExactDecimalField(_("generella statsbidrag och utjämning"))
    financial_net = ExactDecimalField(_("finansnetto"))
    net_cost = ExactDecimalField(_("beslutad nettokostnad"))
    result_target = ExactDecimalField(_("fullmäktiges resultatmål"))

    class Meta(HouseModel.Meta):
        ordering = ["scenario_id", "year"]
        constraints = [models.UniqueConstraint(fields=["scenario", "year"], name="scenario_year_once")]

    def __str__(self) -> str:
        return f"{self.scenario_id} {self.year}"

    @property
    def room(self) -> Decimal:
        """The economic room of the year."""
        premises = Premises(self.taxes, self.grants, self.financial_net, self.net_cost)
        return economic_room(premises, self.result_target)
