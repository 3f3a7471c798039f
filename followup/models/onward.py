"""What becomes of a goal when its term ends: whether it goes on, with which indicators and open activities."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from burlov_styrning.base.abstract import Exampled, Exposed, HouseModel
from burlov_styrning.trace import traced
from burlov_styrning.workflow import PhaseInfo
from followup.models.round import Activity
from goals.models import Goal, Target


@traced(m2m={"targets", "activities"})
class Onward(Exampled, Exposed, HouseModel):
    """What was decided of one goal for the next term, and why. It hands over, and adopts nothing."""

    class Course(models.TextChoices):
        GOES_ON = "goes_on", _("går vidare")
        ENDS = "ends", _("avslutas")

    rights_kind = "onward"
    rights_lookups = {"exposure": "exposure"}

    goal = models.OneToOneField(Goal, models.PROTECT, related_name="onward", verbose_name=_("mål"))
    course = models.CharField(_("vad som händer med målet"), max_length=7, choices=Course)
    reason = models.TextField(_("skäl"))
    targets = models.ManyToManyField(
        Target, blank=True, related_name="onwards", verbose_name=_("indikatorer som går vidare")
    )
    activities = models.ManyToManyField(
        Activity, blank=True, related_name="onwards", verbose_name=_("aktiviteter som går vidare")
    )
    revision = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(_("ändrad"), auto_now=True)

    class Meta(HouseModel.Meta):
        ordering = ["goal_id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="onward_has_reason",
                violation_error_message=_("Skriv varför, så att den som läser förstår."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.goal}: {self.get_course_display()}"

    def organ_ids(self) -> Collection[int]:
        """The organs that answer for the goal."""
        return self.goal.organ_ids()

    def phase_infos(self) -> Sequence[PhaseInfo]:
        """The phases of its goal's term."""
        return self.goal.term.phase_infos()
