"""A person's own address of the calendar, for programs that fetch it without signing in."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from burlov_styrning.base.abstract import HouseModel
from burlov_styrning.base.models.people import Person
from burlov_styrning.trace import traced


@traced(mask=["number"])
class CalendarAddress(HouseModel):
    """The number that one person's address is made of; another number is another address, none is no address."""

    person = models.OneToOneField(
        Person, models.CASCADE, related_name="calendar_address", verbose_name=_("person")
    )  # fmt: skip
    number = models.CharField(_("nummer"), max_length=32, unique=True)
    made = models.DateTimeField(_("skapad"), auto_now_add=True)

    class Meta(HouseModel.Meta):
        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.person)
