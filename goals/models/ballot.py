"""Priority lists: advisory, private until they close."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from burlov_styrning import rights
from burlov_styrning.base.abstract import Exampled, HouseModel
from burlov_styrning.base.models import Person
from burlov_styrning.clock import today
from burlov_styrning.exposure import Exposure
from burlov_styrning.trace import traced, untraced
from burlov_styrning.workflow import PhaseInfo
from goals.models.proposal import GoalProposal
from goals.models.term import Phase, Term


def party_of(actor: rights.Actor) -> str:
    """The party that the person is elected for in the council; empty where there is none."""
    seats = [p for p in actor.posts if p.role is rights.Role.COUNCILLOR]
    seats += [p for p in actor.posts if p.role in rights.ELECTED and p.kind == rights.COUNCIL]
    return next((post.party for post in seats if post.party), "")


def _own(actor: rights.Actor) -> Q:
    mine = Q(person__isnull=False, person=actor.person)
    party = party_of(actor)
    return mine | Q(person__isnull=True, party=party) if party else mine


def _closed() -> Q:
    selection = Phase.objects.filter(phase=Phase.Name.SELECTION)
    day = today().isoformat()
    passed = Q(state=Phase.State.OPEN, closes__lt=day) & ~Q(closes__in=[day[:4], day[:7]])
    return Q(term__in=selection.filter(Q(state=Phase.State.CLOSED) | passed).values("term"))


@traced()
class Ballot(Exampled, HouseModel):
    """A councillor's or a party group's list of proposals in a term."""

    rights_kind = "ballot"
    rights_lookups = {"person": "person"}

    term = models.ForeignKey(Term, models.PROTECT, related_name="ballots", verbose_name=_("målperiod"))
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="ballots", verbose_name=_("ledamot")
    )
    party = models.CharField(_("partigrupp"), max_length=80, blank=True)
    laid_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    """The councillor who laid the group's list: a goal book names it by a person."""
    changed_at = models.DateTimeField(_("ändrad"), auto_now=True)

    class Meta(HouseModel.Meta):
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["term", "person"],
                name="ballot_once",
                violation_error_message=_("Varje ledamot har en lista."),
            ),
            models.UniqueConstraint(
                fields=["term", "party"], condition=Q(person__isnull=True) & ~Q(party=""), name="ballot_once_a_party"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.term_id} {self.person_id or self.party}"

    @classmethod
    def readable_by(cls, actor: rights.Actor) -> Q:
        """Until the lists close nobody but its owner sees a list; then it is a public record (DOMAIN §4)."""
        grant = rights.any_of(rights.READ["ballot"][Exposure.RECORD], actor, cls.rights_lookups)
        return _own(actor) | _closed() if grant is True else _own(actor)

    def phase_infos(self) -> Sequence[PhaseInfo]:
        """The phases of its term."""
        return self.term.phase_infos()


@traced(mask={"proposal", "place"})
class Priority(Exampled, HouseModel):
    """A proposal's place on a list, 1 first."""

    ballot = models.ForeignKey(Ballot, models.CASCADE, related_name="priorities")
    proposal = models.ForeignKey(GoalProposal, models.PROTECT, related_name="priorities")
    place = models.PositiveSmallIntegerField(_("plats"))

    class Meta(HouseModel.Meta):
        ordering = ["ballot_id", "place"]
        constraints = [
            models.UniqueConstraint(
                fields=["ballot", "proposal"],
                name="priority_once",
                violation_error_message=_("Förslaget står redan på listan."),
            ),
            models.UniqueConstraint(fields=["ballot", "place"], name="priority_place_once"),
            models.CheckConstraint(condition=Q(place__gte=1), name="priority_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.ballot_id}"


@traced(mask={"text", "proposal"})
class Note(HouseModel):
    """A councillor's private note on a proposal. Nobody else's, ever."""

    rights_kind = "note"
    rights_lookups = {"person": "person"}

    person = models.ForeignKey(Person, models.PROTECT, related_name="notes")
    proposal = models.ForeignKey(GoalProposal, models.CASCADE, related_name="notes")
    text = models.TextField(_("min anteckning"), blank=True)

    class Meta(HouseModel.Meta):
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["person", "proposal"], name="note_once")]

    def __str__(self) -> str:
        return f"{self.person_id}"


@untraced("where somebody is in their reading: nothing was written, and a log of it would tell what they read when")
class Reading(HouseModel):
    """That a councillor has opened a proposal. Nobody else's, ever."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="readings")
    proposal = models.ForeignKey(GoalProposal, models.CASCADE, related_name="readings")

    class Meta(HouseModel.Meta):
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["person", "proposal"], name="reading_once")]

    def __str__(self) -> str:
        return f"{self.person_id}"
