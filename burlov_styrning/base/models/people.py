"""People and their assignments. A person is not an account: the account signs in, the assignment gives the right."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Left, Length
from django.utils.translation import gettext_lazy as _

from burlov_styrning.base.abstract import Exampled, HouseModel
from burlov_styrning.base.models.organs import Organ, Unit
from burlov_styrning.fields import KeyField, PartialDateField
from burlov_styrning.rights import Role
from burlov_styrning.trace import traced

ROLE_LABELS = {
    Role.EMPLOYEE: _("medarbetare"),
    Role.STAFF: _("handläggare"),
    Role.MANAGER: _("chef"),
    Role.MEMBER: _("ledamot"),
    Role.DEPUTY: _("ersättare"),
    Role.CHAIR: _("ordförande"),
    Role.COUNCILLOR: _("ledamot i fullmäktige"),
    Role.SECRETARY: _("sekreterare"),
    Role.CONTROLLER: _("controller"),
    Role.AUDITOR: _("revisor"),
    Role.ADMINISTRATOR: _("administratör"),
}


@traced()
class Person(Exampled, HouseModel):
    """Somebody with assignments; has an account or not."""

    rights_kind = "person"
    rights_lookups = {}

    key = KeyField(unique=True)
    name = models.CharField(_("namn"), max_length=120)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="person",
        verbose_name=_("konto"),
    )

    class Meta(HouseModel.Meta):
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


@traced()
class Assignment(Exampled, HouseModel):
    """Person × organ × unit × role × from–to; the party where elected."""

    rights_kind = "person"
    rights_lookups = {}

    person = models.ForeignKey(Person, models.PROTECT, related_name="assignments", verbose_name=_("person"))
    organ = models.ForeignKey(Organ, models.PROTECT, related_name="assignments", verbose_name=_("organ"))
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="assignments", verbose_name=_("enhet")
    )
    role = models.CharField(_("roll"), max_length=20, choices=[(r.value, label) for r, label in ROLE_LABELS.items()])
    starts = PartialDateField(_("från"))
    ends = PartialDateField(_("till och med"), null=True, blank=True)
    party = models.CharField(_("parti"), max_length=80, blank=True)

    class Meta(HouseModel.Meta):
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=Left("starts", Length("ends"))),
                name="assignment_ends_after_start",
                violation_error_message=_("Uppdraget kan inte sluta innan det börjar."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.get_role_display()}, {self.unit or self.organ}"
