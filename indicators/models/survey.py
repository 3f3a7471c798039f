"""Surveys: how a provider's spreadsheet is read, kept from year to year."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from burlov_styrning.base.abstract import HouseModel
from burlov_styrning.base.models import Organ
from burlov_styrning.exposure import Exposure
from burlov_styrning.trace import traced


@traced(leave_out={"texts"})
class Survey(HouseModel):
    """Which column says what, which question is which indicator, which group is which sex, organ or unit."""

    class Margin(models.TextChoices):
        COLUMN = "column", _("den står i filen, annars är den okänd")
        SHARE = "share", _("räknas ut av andelen och antalet svar")
        MEAN = "mean", _("räknas ut av standardavvikelsen och antalet svar")

    rights_kind = "survey"
    exposure = Exposure.RECORD

    name = models.CharField(
        _("namn"), max_length=120, unique=True,
        error_messages={"unique": _("Det finns redan en undersökning med det namnet.")},
    )  # fmt: skip
    organ = models.ForeignKey(
        Organ, models.PROTECT, null=True, blank=True, related_name="surveys", verbose_name=_("ansvarigt organ")
    )
    columns = models.JSONField(_("kolumner"), default=dict, blank=True)
    """What is read → the heading that it stands under."""
    questions = models.JSONField(_("frågor"), default=dict, blank=True)
    """Question → the indicator's key; empty: it is not read."""
    groups = models.JSONField(_("grupper"), default=dict, blank=True)
    """Group → `T`, `K`, `M`, `organ key`, `unit key`; empty: it is not read."""
    margin = models.CharField(_("felmarginal"), max_length=6, choices=Margin, default=Margin.COLUMN)
    texts = models.JSONField(default=dict, blank=True)
    """Heading → what stood under it in the file that was shown, where it was words: to choose among."""

    class Meta(HouseModel.Meta):
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def organ_ids(self) -> tuple[int, ...]:
        """The organ that keeps it."""
        return (self.organ_id,) if self.organ_id else ()

    def unit_id_of(self) -> None:
        """A survey is the organ's as a whole."""
