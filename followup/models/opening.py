"""What a committee itself writes to open its chapter of a round's report."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from burlov_styrning.base.abstract import Exampled, Exposed, HouseModel
from burlov_styrning.base.models import Decision, Organ, Person
from burlov_styrning.trace import traced
from burlov_styrning.workflow import PhaseInfo
from followup.models.round import FollowUpRound


@traced()
class Opening(Exampled, Exposed, HouseModel):
    """One committee's own words in a round: decided with its judgements, and printed before them. No verdict."""

    class State(models.TextChoices):
        DRAFT = "draft", _("utkast")
        READY = "ready", _("klar för beslut")
        APPROVED = "approved", _("godkänd")

    rights_kind = "opening"
    rights_lookups = {"organ": "organ", "exposure": "exposure"}
    opens_to_invited = True
    held_by_steps = ("state",)

    round = models.ForeignKey(FollowUpRound, models.PROTECT, related_name="openings", verbose_name=_("tillfälle"))
    organ = models.ForeignKey(Organ, models.PROTECT, related_name="openings", verbose_name=_("nämnd"))
    state = models.CharField(_("läge"), max_length=8, choices=State, default=State.DRAFT)
    text = models.TextField(_("inledning"), blank=True)
    decision = models.ForeignKey(Decision, models.PROTECT, null=True, blank=True, related_name="openings")
    changed_after_decision = models.BooleanField(_("ändrad efter beslutet"), default=False)
    approved = models.TextField(_("som godkänd"), blank=True)
    """The text as it was approved, kept while it is open again: what those outside the organ read until then."""
    written_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    revision = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(_("ändrad"), auto_now=True)

    class Meta(HouseModel.Meta):
        ordering = ["round_id", "organ_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "organ"],
                name="opening_once",
                violation_error_message=_("Nämnden har redan en inledning i den här uppföljningen."),
            ),
            models.CheckConstraint(
                condition=~Q(state="approved") | ~Q(text=""),
                name="opening_approved_has_text",
                violation_error_message=_("En godkänd inledning har en text."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.organ_id}"

    def phase_infos(self) -> Sequence[PhaseInfo]:
        """The round is its phase, as it is a judgement's."""
        return [self.round.as_phase()]
