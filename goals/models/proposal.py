"""Goal proposals: the text being worked on as rows, every saved version as a frozen value."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from burlov_styrning.base.abstract import Exampled, Exposed, HouseModel
from burlov_styrning.base.models import Decision, Organ, Person, Unit
from burlov_styrning.fields import ExactDecimalField, KeyField, PartialDateField
from burlov_styrning.trace import traced, untraced
from burlov_styrning.workflow import PhaseInfo
from goals.models.need import Need
from goals.models.term import GoalArea, Term
from indicators.models import ComparisonGroup, Indicator


@traced(m2m={"needs"})
class GoalProposal(Exampled, Exposed, HouseModel):
    """A committee's proposal of a goal to the council; answers needs, stands in one area.

    The rows hold the text as its committee works on it. Who reads from outside reads the version handed in.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("utkast")
        READY = "ready", _("klart för nämnden")
        SUBMITTED = "submitted", _("inlämnat")
        SUPPLEMENT = "supplement", _("komplettering begärd")
        REFERRED_BACK = "referred_back", _("återremitterat")
        ADOPTED = "adopted", _("antaget")
        DECLINED = "declined", _("antogs inte")
        WITHDRAWN = "withdrawn", _("tillbakadraget")
        LAPSED = "lapsed", _("förfallet")

    class Union(models.TextChoices):
        UNSAID = "", _("inte angivet")
        NOT_NEEDED = "not_needed", _("behövs inte")
        DONE = "done", _("genomförd")
        PLANNED = "planned", _("planerad")

    rights_kind = "proposal"
    rights_lookups = {"organ": "organ", "exposure": "exposure"}
    opens_to_invited = True
    held_by_steps = ("state",)

    term = models.ForeignKey(Term, models.PROTECT, related_name="proposals", verbose_name=_("målperiod"))
    key = KeyField()
    organ = models.ForeignKey(Organ, models.PROTECT, related_name="proposals", verbose_name=_("nämnd"))
    area = models.ForeignKey(
        GoalArea, models.PROTECT, null=True, blank=True, related_name="proposals", verbose_name=_("målområde")
    )
    needs = models.ManyToManyField(Need, blank=True, related_name="proposals", verbose_name=_("behov"))
    state = models.CharField(_("läge"), max_length=13, choices=State, default=State.DRAFT)
    title = models.CharField(_("kort titel"), max_length=200)
    wording = models.TextField(_("målets lydelse"), blank=True)
    target_group = models.CharField(_("målgrupp"), max_length=300, blank=True)
    target_year = models.PositiveSmallIntegerField(_("målår"), null=True, blank=True)
    function = models.CharField(_("ansvarig funktion"), max_length=200, blank=True)
    specific = models.TextField(_("specifikt"), blank=True)
    measurable = models.TextField(_("mätbart"), blank=True)
    accepted = models.TextField(_("accepterat"), blank=True)
    realistic = models.TextField(_("realistiskt"), blank=True)
    time_bound = models.TextField(_("tidsatt"), blank=True)
    responsibility = models.TextField(_("ansvar"), blank=True)
    union = models.CharField(_("facklig samverkan"), max_length=10, choices=Union, blank=True, default=Union.UNSAID)
    union_date = PartialDateField(_("samverkan ägde rum"), null=True, blank=True)
    within_frame = models.BooleanField(_("ryms i ramen"), null=True, blank=True)
    comparison_group = models.ForeignKey(
        ComparisonGroup, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("jämförelsegrupp")
    )
    continues = models.ForeignKey(
        "goals.Goal", models.PROTECT, null=True, blank=True, related_name="continued_by", verbose_name=_("fortsätter")
    )
    continues_key = KeyField(verbose_name=_("fortsätter målet"), blank=True)
    """The key that a goal book names where the earlier goal is not here."""
    committee_decision = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="submitted_proposals"
    )
    council_decision = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="decided_proposals"
    )
    reason = models.TextField(_("skäl till beslutet"), blank=True)
    handed_in = models.ForeignKey(
        "ProposalVersion", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("inlämnad version")
    )
    due = models.DateField(_("svar senast"), null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(_("ändrat"), auto_now=True)

    class Meta(HouseModel.Meta):
        ordering = ["term_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["term", "key"], name="proposal_key_once"),
        ]

    def __str__(self) -> str:
        return self.title

    def phase_infos(self) -> Sequence[PhaseInfo]:
        """The phases of its term."""
        return self.term.phase_infos()


@traced()
class ProposalIndicator(Exampled, HouseModel):
    """An indicator of a proposal: baseline and proposed target."""

    proposal = models.ForeignKey(GoalProposal, models.CASCADE, related_name="indicators", verbose_name=_("förslag"))
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="proposals", verbose_name=_("indikator"))
    baseline_year = models.PositiveSmallIntegerField(_("utgångsår"), null=True, blank=True)
    baseline_value = ExactDecimalField(_("utgångsvärde"), null=True, blank=True)
    target = ExactDecimalField(_("föreslaget målvärde"), null=True, blank=True)
    low = ExactDecimalField(_("undre gräns"), null=True, blank=True)
    high = ExactDecimalField(_("övre gräns"), null=True, blank=True)

    class Meta(HouseModel.Meta):
        ordering = ["proposal_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "indicator"],
                name="proposal_indicator_once",
                violation_error_message=_("Indikatorn finns redan i förslaget."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.indicator_id}"


@traced()
class ProposalValue(Exampled, HouseModel):
    """The value proposed for one year."""

    proposal_indicator = models.ForeignKey(ProposalIndicator, models.CASCADE, related_name="values")
    year = models.PositiveSmallIntegerField(_("år"))
    value = ExactDecimalField(_("värde"), null=True, blank=True)

    class Meta(HouseModel.Meta):
        ordering = ["proposal_indicator_id", "year"]
        constraints = [models.UniqueConstraint(fields=["proposal_indicator", "year"], name="proposal_value_once")]

    def __str__(self) -> str:
        return f"{self.year}: {self.value}"


@traced()
class Consultation(Exampled, HouseModel):
    """A unit that was consulted about a proposal, and when."""

    proposal = models.ForeignKey(GoalProposal, models.CASCADE, related_name="consultations")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="consultations", verbose_name=_("enhet"))
    date = PartialDateField(_("datum"), null=True, blank=True)

    class Meta(HouseModel.Meta):
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["proposal", "unit", "date"], name="consultation_once")]

    def __str__(self) -> str:
        return f"{self.unit} {self.date or ''}"


@traced()
class ProposalCost(Exampled, HouseModel):
    """What a proposal costs in a year, in tkr."""

    proposal = models.ForeignKey(GoalProposal, models.CASCADE, related_name="costs")
    year = models.PositiveSmallIntegerField(_("år"))
    operating = ExactDecimalField(_("drift, tkr"), null=True, blank=True)
    investment = ExactDecimalField(_("investering, tkr"), null=True, blank=True)

    class Meta(HouseModel.Meta):
        ordering = ["proposal_id", "year"]
        constraints = [models.UniqueConstraint(fields=["proposal", "year"], name="proposal_cost_once")]

    def __str__(self) -> str:
        return f"{self.year}: {self.operating}"


@untraced("is history itself: inserted at each save, never changed")
class ProposalVersion(HouseModel):
    """A saved version, whole, as plain values (`goals.rules.content`)."""

    proposal = models.ForeignKey(GoalProposal, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    content = models.JSONField(_("innehåll"), encoder=DjangoJSONEncoder)
    state = models.CharField(_("läge"), max_length=13)
    saved_at = models.DateTimeField(_("sparad"), auto_now_add=True)
    saved_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    is_handed_in = models.BooleanField(_("inlämnad"), default=False)
    decision = models.ForeignKey(Decision, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta(HouseModel.Meta):
        ordering = ["proposal_id", "number"]
        constraints = [models.UniqueConstraint(fields=["proposal", "number"], name="proposal_version_once")]

    def __str__(self) -> str:
        return f"{self.proposal_id} v{self.number}"

    @property
    def state_label(self) -> str:
        """The state that the proposal was in when it was saved."""
        return str(GoalProposal.State(self.state).label) if self.state else ""


@traced()
class Tabling(Exampled, HouseModel):
    """A proposal that the council tabled (bordlade) at a decision: it does not lapse."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="tablings")
    proposal = models.ForeignKey(GoalProposal, models.PROTECT, related_name="tablings")

    class Meta(HouseModel.Meta):
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["decision", "proposal"], name="tabling_once")]

    def __str__(self) -> str:
        return f"{self.decision} {self.proposal_id}"


@traced()
class Recommendation(Exampled, HouseModel):
    """What the executive board proposes the council to do with a proposal (KL 5:26–28)."""

    class Outcome(models.TextChoices):
        ADOPT = "adopt", _("anta")
        DECLINE = "decline", _("inte anta")
        REFER_BACK = "refer_back", _("återremittera")

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="recommendations")
    proposal = models.ForeignKey(GoalProposal, models.PROTECT, related_name="recommendations")
    outcome = models.CharField(_("förslag till beslut"), max_length=10, choices=Outcome)
    text = models.TextField(_("motivering"), blank=True)

    class Meta(HouseModel.Meta):
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["decision", "proposal"], name="recommendation_once")]

    def __str__(self) -> str:
        return f"{self.proposal_id}: {self.outcome}"
