"""The kinds of rows that the change log tells of: their words, whose rights they share, which goal they are about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

type Text = str | Promise


@dataclass(frozen=True)
class Logged:
    """One model. `owner`: the path to the row whose rights it shares; `goal`: the path to the goal it is about."""

    label: str
    word: Text
    closed: bool = False
    """Its lines tell that it changed, never what: it is read where it stands, by those it is for."""
    owner: str = ""
    owner_label: str = ""
    goal: str = ""
    named: bool = True
    """Whether the log's own name of a row is one that people know it by."""

    @property
    def model(self) -> type[Model]:
        """The model itself."""
        return apps.get_model(self.label)

    @property
    def rights_model(self) -> type[Model]:
        """The model whose rights count."""
        return apps.get_model(self.owner_label or self.label)

    @property
    def hangs(self) -> bool:
        """Whether it is asked of the database where a row belongs."""
        return bool(self.owner or self.goal or getattr(self.model, "rights_kind", ""))


def _part(label: str, word: Text, owner_label: str, owner: str, goal: str = "", *, named: bool = False) -> Logged:
    return Logged(label, word, owner=owner, owner_label=owner_label, goal=goal, named=named)


def _closed(label: str, word: Text) -> Logged:
    return Logged(label, word, closed=True)


ALL = (
    # The ground
    Logged("base.Municipality", _("kommun")),
    Logged("base.Organ", _("organ")),
    Logged("base.Unit", _("enhet")),
    Logged("base.Person", _("person")),
    Logged("base.Assignment", _("uppdrag")),
    Logged("base.Source", _("källa")),
    Logged("base.Meeting", _("sammanträde")),
    Logged("base.Decision", _("beslut")),
    Logged("base.Text", _("kommunens egen text")),
    _closed("base.DecisionDraft", _("utkast till beslut")),
    _closed("base.Comment", _("kommentar")),
    _closed("base.MailChoice", _("val av e-post")),
    _closed("base.CalendarAddress", _("egen adress till kalendern")),
    Logged("base.Access", _("begäran att få läsa"), named=False),
    # Indicators
    Logged("indicators.Indicator", _("indikator")),
    Logged("indicators.IndicatorVersion", _("indikatorns definition")),
    Logged("indicators.ComparisonGroup", _("jämförelsegrupp")),
    Logged("indicators.Outcome", _("utfall"), named=False),
    Logged("indicators.HiddenValue", _("dolt värde"), named=False),
    Logged("indicators.Forecast", _("prognos"), named=False),
    Logged("indicators.Import", _("import")),
    Logged("indicators.Drift", _("ändring i källan"), named=False),
    Logged("indicators.ScbMapping", _("tabell hos SCB")),
    Logged("indicators.Survey", _("enkät")),
    Logged("indicators.AccountFigure", _("ekonomisk uppgift"), named=False),
    Logged("indicators.ServiceArea", _("verksamhetsområde")),
    Logged("indicators.ServiceAreaIndicator", _("verksamhetsområdets indikator"), named=False),
    Logged("indicators.IndicatorUse", _("indikator för priser och personal"), named=False),
    Logged("indicators.PopulationReading", _("inläst befolkning")),
    Logged("indicators.CostPerInhabitant", _("kostnad per invånare"), named=False),
    Logged("indicators.EconomicScenario", _("ekonomiskt scenario")),
    Logged("indicators.ScenarioYear", _("år i ekonomiskt scenario"), named=False),
    Logged("indicators.OrganFrame", _("nämnds ram i ekonomiskt scenario"), named=False),
    # Goals
    Logged("goals.Vision", _("vision")),
    Logged("goals.CoreValue", _("värdeord")),
    Logged("goals.Term", _("målperiod")),
    Logged("goals.Phase", _("fas"), named=False),
    Logged("goals.GoalArea", _("målområde")),
    Logged("goals.TermDecision", _("beslut om perioden"), named=False),
    Logged("goals.TermUnit", _("periodens enhet"), named=False),
    Logged("goals.Need", _("behov")),
    Logged("goals.GoalProposal", _("målförslag")),
    _part("goals.ProposalIndicator", _("målförslagets indikator"), "goals.GoalProposal", "proposal"),
    _part("goals.ProposalValue", _("målförslagets årsvärde"), "goals.GoalProposal", "proposal_indicator__proposal"),
    _part("goals.ProposalCost", _("målförslagets kostnad"), "goals.GoalProposal", "proposal"),
    _part("goals.Consultation", _("samråd"), "goals.GoalProposal", "proposal"),
    _part("goals.Tabling", _("bordläggning"), "base.Decision", "decision"),
    _part("goals.Recommendation", _("styrelsens förslag"), "base.Decision", "decision"),
    _closed("goals.Ballot", _("prioriteringslista")),
    _closed("goals.Priority", _("plats på en prioriteringslista")),
    _closed("goals.Note", _("privat anteckning")),
    Logged("goals.Goal", _("mål"), goal="pk"),
    _part("goals.GoalOwner", _("målets ansvariga"), "goals.Goal", "goal", "goal", named=True),
    _part("goals.EarlierGoal", _("målets tidigare lydelse"), "goals.Goal", "goal", "goal"),
    _part("goals.Target", _("målvärde"), "goals.Goal", "goal", "goal"),
    _part("goals.EarlierTarget", _("tidigare målvärde"), "goals.Goal", "target__goal", "target__goal"),
    Logged("goals.Path", _("progression"), goal="target__goal", named=False),
    _part("goals.PathValue", _("progressionens årsvärde"), "goals.Path", "path", "path__target__goal"),
    _part("goals.EarlierPath", _("tidigare progression"), "goals.Path", "path", "path__target__goal"),
    # Follow-up
    Logged("followup.FollowUpRound", _("uppföljning")),
    Logged("followup.RoundDeadline", _("sista dag i en uppföljning")),
    Logged("followup.Activity", _("aktivitet"), goal="goal"),
    Logged("followup.Onward", _("vad som går vidare"), goal="goal"),
    Logged("followup.Assessment", _("bedömning"), goal="goal", named=False),
    _part("followup.Ground", _("bedömningens underlag"), "followup.Assessment", "assessment", "assessment__goal",
          named=True),
    Logged("followup.Opening", _("nämndens inledning"), named=False),
    Logged("followup.Examination", _("revisorernas granskning")),
    Logged("followup.Report", _("rapport")),
    _part("followup.ReportChapter", _("rapportens kapitel"), "followup.Report", "report"),
    Logged("followup.ReportEdition", _("utgåva")),
    _part("followup.EditionFile", _("utgåvans fil"), "followup.ReportEdition", "edition", named=True),
    _part("followup.AuditorsOpinion", _("revisorernas bedömning"), "followup.ReportEdition", "edition", named=True),
)  # fmt: skip

AUDITORS_ALONE = ("base.Access", "followup.Examination")
"""What auditors ask for, sample and take out is theirs: nobody else is told of these lines, not even that there are."""
THEIR_EDITIONS = {
    "followup.Report": "kind", "followup.ReportEdition": "report__kind", "followup.EditionFile": "edition__report__kind"
}  # fmt: skip
"""Rows of which some are the auditors' own too: those of a report of their kind."""


@cache
def by_label() -> Mapping[str, Logged]:
    """Model label → what the log tells of it."""
    return {kind.label: kind for kind in ALL}


def by_type() -> dict[int, Logged]:
    """The number of a content type → what the log tells of it (content types are kept in memory)."""
    kinds = ContentType.objects.get_for_models(*(kind.model for kind in ALL))
    return {found.pk: by_label()[model._meta.label] for model, found in kinds.items()}


def of_goal(goal: int, proposals: list[int]) -> Q:
    """The lines about a goal: itself, what hangs on it, and what hung on it until it was taken away."""
    found = Q(pk__in=[])
    for number, kind in by_type().items():
        if kind.goal:
            rows = kind.model._base_manager.filter(**{kind.goal: goal})
            found |= Q(content_type=number, object_id__in=rows.values("pk"))
        elif kind.label == "goals.GoalProposal":
            found |= Q(content_type=number, object_id__in=proposals)
        elif kind.owner_label == "goals.GoalProposal":
            rows = kind.model._base_manager.filter(**{f"{kind.owner}__in": proposals})
            found |= Q(content_type=number, object_id__in=rows.values("pk"))
        if kind.goal == "goal" and kind.owner:
            found |= Q(content_type=number, action=2, changes__goal__0=str(goal))
    return found
