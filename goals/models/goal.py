"""Goals, their owners, targets and paths."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from burlov_styrning.base.abstract import Exampled, Exposed, HouseModel
from burlov_styrning.base.models import Decision, Organ
from burlov_styrning.fields import ExactDecimalField, KeyField, PartialDateField
from burlov_styrning.trace import traced
from burlov_styrning.workflow import PhaseInfo
from goals.models.proposal import GoalProposal
from goals.models.term import GoalArea, Term
from indicators.models import Indicator, IndicatorVersion


@traced(m2m={"proposals"})
class Goal(Exampled, Exposed, HouseModel):
    """A goal that the council (or a committee) adopted. Changes and ends only by a new decision."""

    class Level(models.TextChoices):
        COUNCIL = "council", _("fullmäktigemål")
        COMMITTEE = "committee", _("nämndmål")

    class Kind(models.TextChoices):
        OPERATIONAL = "operational", _("verksamhetsmål")
        FINANCIAL = "financial", _("finansiellt mål")

    rights_kind = "goal"
    rights_lookups = {"organ": "owners__organ", "exposure": "exposure"}
    rights_many = True

    term = models.ForeignKey(Term, models.PROTECT, related_name="goals", verbose_name=_("målperiod"))
    key = KeyField()
    area = models.ForeignKey(
        GoalArea, models.PROTECT, null=True, blank=True, related_name="goals", verbose_name=_("målområde")
    )
    level = models.CharField(_("nivå"), max_length=9, choices=Level, default=Level.COUNCIL)
    kind = models.CharField(_("slag"), max_length=11, choices=Kind, default=Kind.OPERATIONAL)
    title = models.CharField(_("kort titel"), max_length=200, blank=True)
    wording = models.TextField(_("lydelse"))
    proposals = models.ManyToManyField(GoalProposal, blank=True, related_name="goals", verbose_name=_("förslag"))
    decision = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="goals", verbose_name=_("beslut")
    )
    stewardship = models.BooleanField(_("av vikt för god ekonomisk hushållning"), default=False)
    private_providers = models.BooleanField(_("gäller även privata utförare"), default=False)
    owner_directive = models.CharField(_("ägardirektiv"), max_length=300, blank=True)
    ended = PartialDateField(_("upphörde"), null=True, blank=True)
    end_decision = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="ended_goals", verbose_name=_("beslut om slut")
    )

    class Meta(HouseModel.Meta):
        ordering = ["term_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["term", "key"], name="goal_key_once"),
            models.CheckConstraint(
                condition=Q(area__isnull=False) | Q(kind="financial"),
                name="goal_has_area",
                violation_error_message=_("Ett verksamhetsmål står i ett målområde."),
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.wording

    decides: int | None = None
    """While it is being adopted: the organ that decides, since the goal has no owners yet."""

    def organ_ids(self) -> set[int]:
        """The owners' organs."""
        if self.pk is None:
            return {self.decides} if self.decides else set()
        return {owner.organ_id for owner in self.owners.all() if owner.role == GoalOwner.Role.OWNER}

    def phase_infos(self) -> Sequence[PhaseInfo]:
        """The phases of its term."""
        return self.term.phase_infos()


@traced()
class GoalOwner(Exampled, HouseModel):
    """An organ that owns a goal (lays paths and judges) or contributes to it."""

    class Role(models.TextChoices):
        OWNER = "owner", _("ansvarig")
        CONTRIBUTOR = "contributor", _("medverkande")

    goal = models.ForeignKey(Goal, models.CASCADE, related_name="owners", verbose_name=_("mål"))
    organ = models.ForeignKey(Organ, models.PROTECT, related_name="goal_owners", verbose_name=_("organ"))
    role = models.CharField(_("roll"), max_length=11, choices=Role, default=Role.OWNER)

    class Meta(HouseModel.Meta):
        ordering = ["goal_id", "id"]
        constraints = [models.UniqueConstraint(fields=["goal", "organ", "role"], name="goal_owner_once")]

    def __str__(self) -> str:
        return f"{self.organ} ({self.get_role_display()})"


class Earlier(Exampled, HouseModel):
    """What applied before: the fields that a decision changed, as they stood until then."""

    until = PartialDateField(_("gällde till"), null=True, blank=True)
    decision = models.ForeignKey(Decision, models.PROTECT, null=True, blank=True, related_name="+")
    fields = models.JSONField(_("fält"), default=dict)
    """Names and values as the goal book writes them."""

    class Meta(HouseModel.Meta):
        abstract = True
        ordering = [F("until").desc(nulls_last=True), "id"]

    def __str__(self) -> str:
        return f"{self.until}: {', '.join(self.fields)}"


@traced()
class EarlierGoal(Earlier):
    """A goal's wording, title, area or owners before a decision."""

    goal = models.ForeignKey(Goal, models.CASCADE, related_name="earlier")


@traced()
class Target(Exampled, HouseModel):
    """What the council wants an indicator of a goal to be in the term's last year. Belongs to the council."""

    goal = models.ForeignKey(Goal, models.CASCADE, related_name="targets", verbose_name=_("mål"))
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="targets", verbose_name=_("indikator"))
    version = models.ForeignKey(
        IndicatorVersion, models.PROTECT, related_name="targets", verbose_name=_("version av indikatorn")
    )
    baseline_year = models.PositiveSmallIntegerField(_("utgångsår"), null=True, blank=True)
    baseline_value = ExactDecimalField(_("utgångsvärde"), null=True, blank=True)
    value = ExactDecimalField(_("målvärde"), null=True, blank=True)
    window_first = models.PositiveSmallIntegerField(_("fönstrets första år"), null=True, blank=True)
    window_last = models.PositiveSmallIntegerField(_("fönstrets sista år"), null=True, blank=True)
    low = ExactDecimalField(_("undre gräns"), null=True, blank=True)
    high = ExactDecimalField(_("övre gräns"), null=True, blank=True)
    lag = models.PositiveSmallIntegerField(_("eftersläpning, år"), default=0)
    decision = models.ForeignKey(Decision, models.PROTECT, null=True, blank=True, related_name="targets")
    ended = PartialDateField(_("upphörde"), null=True, blank=True)
    """From then on it is not read; its numbers, paths and what was judged by it stay."""

    class Meta(HouseModel.Meta):
        ordering = ["goal_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["goal", "indicator"],
                name="target_once",
                violation_error_message=_("Indikatorn hör redan till målet."),
            ),
            models.CheckConstraint(
                condition=Q(lag__lte=2),
                name="target_lag_two_years",
                violation_error_message=_("Eftersläpningen är högst två år."),
            ),
            models.CheckConstraint(
                condition=Q(window_first__isnull=True, window_last__isnull=True)
                | Q(window_last__gte=F("window_first")),
                name="target_window_in_order",
                violation_error_message=_("Fönstrets sista år kan inte ligga före det första."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.goal_id} {self.indicator_id}"


@traced()
class EarlierTarget(Earlier):
    """A target's baseline, value, bounds or lag before a decision."""

    target = models.ForeignKey(Target, models.CASCADE, related_name="earlier")

    @property
    def is_end(self) -> bool:
        """Whether the decision ended the target, rather than changed it."""
        return self.target.ended is not None and self.until == self.target.ended


@traced()
class Path(Exampled, Exposed, HouseModel):
    """One value a year for a target and an owner. Belongs to the committee (a financial goal's: to the council).

    While a new one is worked on, the decided one stands; deciding moves its values to `earlier`. One that was
    published stays, `replaced`, until its successor is published: those outside always read the last published one.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("utkast")
        READY = "ready", _("klar för beslut")
        DECIDED = "decided", _("fastställd")

    rights_kind = "path"
    rights_lookups = {"organ": "organ", "exposure": "exposure"}
    opens_to_invited = True
    held_by_steps = ("state",)

    target = models.ForeignKey(Target, models.CASCADE, related_name="paths", verbose_name=_("målvärde"))
    organ = models.ForeignKey(Organ, models.PROTECT, related_name="paths", verbose_name=_("ansvarig"))
    state = models.CharField(_("läge"), max_length=8, choices=State, default=State.DRAFT)
    decision = models.ForeignKey(Decision, models.PROTECT, null=True, blank=True, related_name="paths")
    motivation = models.TextField(_("motivering till steg bakåt"), blank=True)
    stale = models.BooleanField(_("ny progression behövs"), default=False)
    replaced = models.BooleanField(_("ersatt"), default=False)
    revision = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(_("ändrad"), auto_now=True)

    class Meta(HouseModel.Meta):
        ordering = ["target_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["target", "organ"],
                condition=Q(state="decided", replaced=False),
                name="path_one_decided",
                violation_error_message=_("Ansvarig har redan en fastställd progression för målvärdet."),
            ),
            models.UniqueConstraint(
                fields=["target", "organ"],
                condition=Q(replaced=True),
                name="path_one_replaced",
                violation_error_message=_("En ersatt progression är redan publicerad för målvärdet."),
            ),
            models.UniqueConstraint(
                fields=["target", "organ"],
                condition=~Q(state="decided"),
                name="path_one_in_work",
                violation_error_message=_("Ansvarig arbetar redan på en progression för målvärdet."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.target_id} {self.organ_id}"

    def phase_infos(self) -> Sequence[PhaseInfo]:
        """The phases of its term."""
        return self.target.goal.term.phase_infos()


@traced()
class EarlierPath(Earlier):
    """A path's values before a decision."""

    path = models.ForeignKey(Path, models.CASCADE, related_name="earlier")


@traced()
class PathValue(Exampled, HouseModel):
    """The level of one year; no value means: not measured that year."""

    path = models.ForeignKey(Path, models.CASCADE, related_name="values")
    year = models.PositiveSmallIntegerField(_("år"))
    value = ExactDecimalField(_("nivå"), null=True, blank=True)

    class Meta(HouseModel.Meta):
        ordering = ["path_id", "year"]
        constraints = [models.UniqueConstraint(fields=["path", "year"], name="path_value_once")]

    def __str__(self) -> str:
        return f"{self.year}: {self.value}"
