"""Follow-up rounds and the activities that units plan for goals."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import models
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from burlov_styrning.base.abstract import Exampled, Exposed, HouseModel
from burlov_styrning.base.models import Decision, Organ, Unit
from burlov_styrning.fields import KeyField, PartialDateField
from burlov_styrning.partial_dates import last_day
from burlov_styrning.swedish import month
from burlov_styrning.trace import traced
from burlov_styrning.workflow import PhaseInfo
from goals.models import Goal, Term

OPEN_ROUND = "round"
"""What guards the moves of an assessment, as a phase guards those of other rows."""
named = lazy(str, str)
"""A round's name, read where it is shown (`lazystr` makes a class each time)."""


@traced()
class FollowUpRound(Exampled, HouseModel):
    """An occasion of follow-up: tertial, interim or annual."""

    class Kind(models.TextChoices):
        TERTIAL = "tertial", _("tertialrapport")
        INTERIM = "interim", _("delårsrapport")
        ANNUAL = "annual", _("årsredovisning")

    class State(models.TextChoices):
        PLANNED = "planned", _("planerad")
        OPEN = "open", _("öppen")
        CLOSED = "closed", _("stängd")
        ADOPTED = "adopted", _("godkänd av fullmäktige")

    held_by_steps = ("state",)

    term = models.ForeignKey(Term, models.PROTECT, related_name="rounds", verbose_name=_("målperiod"))
    key = KeyField()
    name = models.CharField(_("benämning"), max_length=120, blank=True)
    year = models.PositiveSmallIntegerField(_("år"))
    kind = models.CharField(_("slag"), max_length=7, choices=Kind)
    period_end = PartialDateField(_("avser tiden till och med"))
    state = models.CharField(_("läge"), max_length=7, choices=State, default=State.PLANNED)
    due = models.DateField(_("bedömningar klara senast"), null=True, blank=True)
    hand_over = models.DateField(_("överlämnas senast"), null=True, blank=True)
    decision = models.ForeignKey(Decision, models.PROTECT, null=True, blank=True, related_name="rounds")

    class Meta(HouseModel.Meta):
        ordering = ["term_id", "year", "period_end", "id"]
        constraints = [models.UniqueConstraint(fields=["term", "key"], name="round_key_once")]

    def __str__(self) -> str:
        return self.name or f"{self.get_kind_display()} {self._part} {self.year}".replace("  ", " ")

    @property
    def _part(self) -> str:
        """Which of the year's tertials, or the month that it ends with; there are several in a year."""
        if self.kind != self.Kind.TERTIAL:
            return ""
        number, rest = divmod(self.ends_on.month, 4)
        return month(self.ends_on.month) if rest else str(number)

    def phase_infos(self) -> Sequence[PhaseInfo]:
        """The phases of its term."""
        return self.term.phase_infos()

    def as_phase(self) -> PhaseInfo:
        """The round as what guards its assessments: they are written while it is open."""
        name, states = named(self), {self.State.PLANNED: "planned", self.State.OPEN: "open"}
        sentence = ""
        if self.state != self.State.OPEN:
            values = {"round": name, "state": self.get_state_display()}
            sentence = gettext("%(round)s är %(state)s. Bedömningar skrivs medan den är öppen.") % values
        return PhaseInfo(OPEN_ROUND, name, states.get(self.State(self.state), "closed"), "", "", sentence)

    @property
    def ends_on(self) -> date:
        """The last day of the period."""
        return last_day(self.period_end)

    @property
    def is_part_year(self) -> bool:
        """Whether the round ends before its year does."""
        return self.kind != self.Kind.ANNUAL

    @property
    def in_last_year(self) -> bool:
        """Whether the year is judged like a term's last year (also one added by prolonging)."""
        return self.year >= self.term.last_year


@traced()
class RoundDeadline(HouseModel):
    """When one organ's assessments are due in a round."""

    round = models.ForeignKey(FollowUpRound, models.CASCADE, related_name="deadlines")
    organ = models.ForeignKey(Organ, models.PROTECT, related_name="+")
    due = models.DateField(_("klara senast"))

    class Meta(HouseModel.Meta):
        ordering = ["due", "id"]
        constraints = [models.UniqueConstraint(fields=["round", "organ"], name="deadline_once")]

    def __str__(self) -> str:
        return f"{self.round} {self.organ} {self.due}"


@traced()
class Activity(Exampled, Exposed, HouseModel):
    """What a unit does for a goal: what, which function, due, state, effect."""

    class State(models.TextChoices):
        PLANNED = "planned", _("planerad")
        ONGOING = "ongoing", _("pågår")
        DONE = "done", _("klar")
        STOPPED = "stopped", _("avbruten")

    rights_kind = "activity"
    rights_lookups = {"organ": "organ", "unit": "unit", "exposure": "exposure"}

    goal = models.ForeignKey(Goal, models.PROTECT, related_name="activities", verbose_name=_("mål"))
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="activities", verbose_name=_("enhet")
    )
    organ = models.ForeignKey(
        Organ, models.PROTECT, null=True, blank=True, related_name="activities", verbose_name=_("organ")
    )
    text = models.TextField(_("aktivitet"))
    function = models.CharField(_("ansvarig funktion"), max_length=200, blank=True)
    due = PartialDateField(_("klar"), null=True, blank=True)
    state = models.CharField(_("läge"), max_length=8, choices=State, default=State.PLANNED)
    effect = models.TextField(_("effekt"), blank=True)
    continues = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="continued_by", verbose_name=_("fortsätter")
    )
    """The activity of an earlier term that it was carried over from."""
    changed_at = models.DateTimeField(_("ändrad"), auto_now=True)

    class Meta(HouseModel.Meta):
        ordering = ["goal_id", "id"]
        verbose_name_plural = "activities"
        constraints = [
            models.UniqueConstraint(
                fields=["continues"],
                name="activity_carried_once",
                violation_error_message=_("Aktiviteten är redan överförd."),
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]

    def phase_infos(self) -> Sequence[PhaseInfo]:
        """The phases of its goal's term."""
        return self.goal.term.phase_infos()
