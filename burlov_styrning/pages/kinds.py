"""The kinds of rows of all floors: what one is called, its title for its reader, its page.

Also the rows that decisions are about: a decision's page lists them, *Mitt arbete* tells what happened to them.
"""

from __future__ import annotations

from typing import Any

from django.db.models import CharField
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from burlov_styrning.kinds import Fetch, Kind
from followup.models import Assessment, FollowUpRound, Opening, ReportEdition
from goals.models import Goal, GoalProposal, Path, Term
from goals.titles import titled


def address(name: str, **kwargs: Any) -> str:
    """A named address: a name that is not there is a fault, never a row without a link."""
    return reverse(name, kwargs=kwargs)


def joined(*related: str) -> Fetch:
    """Fetch these with the rows, in the same query."""
    return lambda rows, user, own: rows.select_related(*related)


def of_goal(name: str, goal: Goal) -> str:
    """An address of a goal; its term must have been fetched."""
    return address(name, term=goal.term.key, pk=goal.pk)


NAMED = Coalesce("target__indicator__current__name", "target__indicator__key", output_field=CharField())
"""What a path's indicator is called: of the indicator no more is told."""


def path_title(path: Any) -> str:
    """A path by its goal and indicator."""
    return f"{path.target.goal}, {path.indicator_name}"


def assessment_title(row: Assessment) -> str:
    """A judgement by what it judges."""
    return str(row.goal or row.area or _("god ekonomisk hushållning"))


PROPOSAL = Kind(
    GoalProposal,
    _("målförslag"),
    lambda row: address("goals:proposal-show", term=row.term.key, pk=row.pk),
    lambda row: row.shown_title,
    lambda rows, user, own: titled(rows, user, ["title"], own=own).select_related("term"),
    ("committee_decision", "council_decision"),
)
GOAL = Kind(
    Goal,
    _("mål"),
    lambda row: of_goal("pages:goal", row),
    prepare=joined("term"),
    decided_by=("decision", "end_decision"),
)
PATH = Kind(
    Path,
    _("progression"),
    lambda row: address("goals:path-show", term=row.target.goal.term.key, pk=row.pk),
    path_title,
    lambda rows, user, own: rows.select_related("target__goal__term").annotate(indicator_name=NAMED),
    ("decision",),
)
ASSESSMENT = Kind(
    Assessment,
    _("bedömning"),
    lambda row: address("followup:assessment-show", pk=row.pk),
    assessment_title,
    joined("goal__term", "area", "round"),
    ("decision",),
)
OPENING = Kind(
    Opening,
    _("inledning"),
    lambda row: address("followup:opening", pk=row.round_id, organ=row.organ_id),
    lambda row: str(_("Inledning till nämndens kapitel")),
    joined("round__term", "organ"),
    ("decision",),
)
ROUND = Kind(
    FollowUpRound,
    _("uppföljning"),
    lambda row: address("followup:round-show", pk=row.pk),
    decided_by=("decision",),
)
EDITION = Kind(
    ReportEdition,
    _("rapport"),
    lambda row: address("followup:edition", pk=row.pk),
    prepare=joined("report__term", "report__round"),
    decided_by=("decision",),
)
TERM = Kind(
    Term,
    _("målperiod"),
    lambda row: address("goals:term", term=row.key),
    decided_by=("decision",),
)

ALL = (PROPOSAL, GOAL, PATH, ASSESSMENT, OPENING, ROUND, EDITION, TERM)
