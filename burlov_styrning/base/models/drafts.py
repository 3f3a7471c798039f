"""A decision that is prepared before the meeting: working material of its organ's secretaries, nobody's decision."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from burlov_styrning.base.abstract import HouseModel
from burlov_styrning.base.models.decisions import Decision
from burlov_styrning.base.models.organs import Organ
from burlov_styrning.base.models.people import Person
from burlov_styrning.trace import traced, untraced


@traced(leave_out=["revision"])
class DecisionDraft(HouseModel):
    """The page where the decision is to be recorded, as far as it is filled in; each save is kept as a text."""

    class State(models.TextChoices):
        OPEN = "open", _("utkast")
        RECORDED = "recorded", _("antecknat")
        DISCARDED = "discarded", _("kastat")

    rights_kind = "decision_draft"
    rights_lookups = {"organ": "organ"}
    held_by_steps = ("state",)

    organ = models.ForeignKey(Organ, models.PROTECT, related_name="decision_drafts", verbose_name=_("organ"))
    address = models.CharField(_("sida"), max_length=200)
    title = models.CharField(_("rubrik"), max_length=200)
    state = models.CharField(_("läge"), max_length=10, choices=State, default=State.OPEN)
    revision = models.PositiveIntegerField(default=1)
    decision = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="drafts", verbose_name=_("beslut")
    )

    class Meta(HouseModel.Meta):
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organ", "address"],
                condition=Q(state="open"),
                name="one_open_draft_of_a_decision",
                violation_error_message=_("Det finns redan ett utkast till det beslutet."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


@untraced("is history itself: inserted by the step, never changed")
class DraftText(HouseModel):
    """What stood in the draft after one save: by it two who write at once are joined, and nothing goes lost."""

    draft = models.ForeignKey(DecisionDraft, models.CASCADE, related_name="texts")
    revision = models.PositiveIntegerField()
    typed = models.JSONField()
    at = models.DateTimeField(_("tid"), auto_now_add=True)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta(HouseModel.Meta):
        ordering = ["draft_id", "revision"]
        constraints = [models.UniqueConstraint(fields=["draft", "revision"], name="draft_text_once")]

    def __str__(self) -> str:
        return f"{self.draft_id}: {self.revision}"
