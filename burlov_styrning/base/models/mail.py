"""What somebody wants to be told of by e-mail, and what waits to be told."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from burlov_styrning.base.abstract import HouseModel
from burlov_styrning.base.models.people import Person
from burlov_styrning.trace import traced, untraced


@traced(leave_out=["reminded"])
class MailChoice(HouseModel):
    """A person's own choice: of what a mail is sent. Who has not chosen gets none."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="mail_choice", verbose_name=_("person"))
    handed_in = models.BooleanField(_("något har lämnats in"), default=False)
    returned = models.BooleanField(_("något har skickats tillbaka"), default=False)
    decided = models.BooleanField(_("ett beslut har antecknats"), default=False)
    fetched = models.BooleanField(_("nya uppgifter har hämtats"), default=False)
    deadlines = models.BooleanField(_("en sista dag närmar sig"), default=False)
    reminded = models.DateField(null=True, blank=True)
    """The day of the last reminder: there is one a day at most."""

    class Meta(HouseModel.Meta):
        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.person)


@untraced("a list of what is to be mailed: an address and no content, taken away when it has been sent")
class Notice(HouseModel):
    """That something happened, for one person: of which kind, and where to read it. Never what it says."""

    class Kind(models.TextChoices):
        HANDED_IN = "handed_in", _("Ett målförslag har lämnats in.")
        RETURNED = "returned", _("Något har skickats tillbaka för att göras om.")
        DECIDED = "decided", _("Ett beslut har antecknats.")
        FETCHED = "fetched", _("Nya uppgifter från Kolada eller SCB väntar på dig.")

    person = models.ForeignKey(Person, models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=12, choices=Kind)
    address = models.CharField(max_length=300)
    at = models.DateTimeField(auto_now_add=True)
    sent = models.DateTimeField(null=True, blank=True)

    class Meta(HouseModel.Meta):
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "address"], condition=Q(sent=None), name="notice_waits_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.kind} {self.address}"
