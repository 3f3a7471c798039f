"""Municipalities, organs and units: what everything hangs on."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from burlov_styrning.base.abstract import Exampled, HouseModel
from burlov_styrning.fields import KeyField, PartialDateField
from burlov_styrning.trace import traced

COUNTRY_CODE = "0000"


@traced()
class Municipality(HouseModel):
    """A municipality by its code; one is our own, `0000` is the country, the others are compared with."""

    code = models.CharField(_("kommunkod"), max_length=4, unique=True)
    name = models.CharField(_("namn"), max_length=120)
    own = models.BooleanField(_("den egna kommunen"), default=False)

    class Meta(HouseModel.Meta):
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(
                fields=["own"],
                condition=Q(own=True),
                name="municipality_one_own",
                violation_error_message=_("Bara en kommun kan vara den egna."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def ours(cls) -> Municipality | None:
        """The municipality that steers here; none in an empty installation."""
        own: Municipality | None = cls.objects.filter(own=True).first()
        return own


@traced()
class Organ(Exampled, HouseModel):
    """Council, executive board, committee, company or auditors; from–to and successor."""

    class Kind(models.TextChoices):
        COUNCIL = "council", _("fullmäktige")
        EXECUTIVE_BOARD = "executive_board", _("styrelse")
        COMMITTEE = "committee", _("nämnd")
        COMPANY = "company", _("kommunalt bolag")
        AUDITORS = "auditors", _("revisorer")

    key = KeyField(unique=True)
    name = models.CharField(_("namn"), max_length=200)
    kind = models.CharField(_("slag"), max_length=20, choices=Kind)
    starts = PartialDateField(_("från"), null=True, blank=True)
    ends = PartialDateField(_("till"), null=True, blank=True)
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors", verbose_name=_("efterträdare")
    )

    class Meta(HouseModel.Meta):
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


@traced()
class Unit(Exampled, HouseModel):
    """An activity or department; its organ today (what organ it had in a term is told by the term)."""

    key = KeyField(unique=True)
    name = models.CharField(_("namn"), max_length=200)
    organ = models.ForeignKey(Organ, models.PROTECT, related_name="units", verbose_name=_("organ"))

    class Meta(HouseModel.Meta):
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name
