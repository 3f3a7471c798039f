"""What is kept of the sources over the net: Kolada's catalogue, what changed in it, and mappings of SCB's tables."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from burlov_styrning.base.abstract import HouseModel
from burlov_styrning.base.models import Person
from burlov_styrning.exposure import Exposure
from burlov_styrning.trace import traced, untraced
from indicators.models.indicator import Indicator, IndicatorVersion


@untraced("Kolada's own list, fetched as it is; what is taken over from it is logged where it is taken")
class KoladaItem(HouseModel):
    """A line of Kolada's catalogue: an indicator, a group of indicators, a municipality or a group of those."""

    class Kind(models.TextChoices):
        KPI = "kpi", _("nyckeltal")
        KPI_GROUP = "kpi_groups", _("grupp av nyckeltal")
        MUNICIPALITY = "municipality", _("kommun")
        MUNICIPALITY_GROUP = "municipality_groups", _("grupp av kommuner")

    kind = models.CharField(_("slag"), max_length=20, choices=Kind)
    code = models.CharField(_("id"), max_length=40)
    title = models.CharField(_("titel"), max_length=500)
    text = models.TextField(_("beskrivning"), blank=True)
    area = models.CharField(_("område"), max_length=300, blank=True)
    by_sex = models.BooleanField(_("könsuppdelas"), default=False)
    published = models.CharField(_("publiceras"), max_length=40, blank=True)
    members = models.JSONField(_("ingår"), default=list, blank=True)

    class Meta(HouseModel.Meta):
        ordering = ["kind", "code"]
        constraints = [models.UniqueConstraint(fields=["kind", "code"], name="kolada_item_once")]

    def __str__(self) -> str:
        return self.title


@untraced("how far the fetching of a list has come")
class Catalogue(HouseModel):
    """When Kolada's catalogue was fetched, how far that has come, and what went wrong."""

    source = models.CharField(max_length=10, unique=True, default="kolada")
    fetched_at = models.DateTimeField(null=True, blank=True)
    touched_at = models.DateTimeField(null=True, blank=True)
    """Set while it is being fetched."""
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    problem = models.TextField(blank=True)
    answered = models.JSONField(default=dict, blank=True)

    class Meta(HouseModel.Meta):
        ordering = ["id"]

    def __str__(self) -> str:
        return self.source


@traced()
class Drift(HouseModel):
    """Kolada says something else of an indicator than what was adopted here: for a person to decide."""

    class State(models.TextChoices):
        OPEN = "open", _("väntar på beslut")
        TAKEN = "taken", _("övertagen med ny version")
        REWORDED = "reworded", _("övertagen som ny ordalydelse")
        KEPT = "kept", _("vår behålls")
        OUTDATED = "outdated", _("gäller inte längre")

    rights_kind = "drift"
    held_by_steps = ("state",)
    exposure: ClassVar[str] = Exposure.RECORD

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="drifts", verbose_name=_("indikator"))
    version = models.ForeignKey(IndicatorVersion, models.PROTECT, related_name="+", verbose_name=_("antagen version"))
    state = models.CharField(_("läge"), max_length=10, choices=State, default=State.OPEN)
    name = models.CharField(_("titel i Kolada"), max_length=500, blank=True)
    definition = models.TextField(_("beskrivning i Kolada"), blank=True)
    gone = models.BooleanField(_("finns inte längre i Kolada"), default=False)
    fingerprint = models.CharField(max_length=64)
    """Of what Kolada says: the same is not reported twice."""
    found = models.DateField(_("upptäckt"))
    decided_at = models.DateTimeField(_("avgjord"), null=True, blank=True)
    decided_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("avgjord av")
    )

    class Meta(HouseModel.Meta):
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "fingerprint"], condition=Q(state__in=["open", "kept"]), name="drift_told_once"
            )
        ]

    def __str__(self) -> str:
        return self.name or str(self.indicator)


@traced()
class ScbMapping(HouseModel):
    """How a table of SCB is read: which values are chosen and what each dimension tells.

    It becomes outcomes of an indicator; without one it is the population by one-year classes.
    """

    class State(models.TextChoices):
        USED = "used", _("används")
        ENDED = "ended", _("avslutad")

    rights_kind = "scb_mapping"
    held_by_steps = ("state",)
    exposure: ClassVar[str] = Exposure.RECORD

    name = models.CharField(_("namn"), max_length=120, unique=True)
    table = models.CharField(_("tabell"), max_length=40)
    table_title = models.CharField(_("tabellens titel"), max_length=500, blank=True)
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, null=True, blank=True, related_name="scb_mappings", verbose_name=_("indikator")
    )
    selection = models.JSONField(_("urval"), default=dict)
    """Dimension → the codes that are chosen, or one expression such as `from(2018)`."""
    mapping = models.JSONField(_("översättning"), default=dict)
    """`region`, `time` and `sex` name the dimensions that tell so; `sexes` their codes; `subject` whom it is about.
    Of a population `age` names the dimension, `ages` each code's age."""
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("vem"))
    made = models.DateTimeField(_("sparad"), auto_now_add=True)
    state = models.CharField(_("läge"), max_length=10, choices=State, default=State.USED)

    class Meta(HouseModel.Meta):
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def person_id_of(self) -> int | None:
        """Nobody's own: every controller's."""
        return None
