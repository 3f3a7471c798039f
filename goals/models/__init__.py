"""The models of the second floor: what the municipality wants."""

from goals.models.ballot import Ballot, Note, Priority, Reading
from goals.models.goal import (
    EarlierGoal,
    EarlierPath,
    EarlierTarget,
    Goal,
    GoalOwner,
    Path,
    PathValue,
    Target,
)
from goals.models.need import Need
from goals.models.proposal import (
    Consultation,
    GoalProposal,
    ProposalCost,
    ProposalIndicator,
    ProposalValue,
    ProposalVersion,
    Recommendation,
    Tabling,
)
from goals.models.term import CoreValue, GoalArea, Phase, Term, TermDecision, TermUnit, Vision

__all__ = [
    "Ballot",
    "Consultation",
    "CoreValue",
    "EarlierGoal",
    "EarlierPath",
    "EarlierTarget",
    "Goal",
    "GoalArea",
    "GoalOwner",
    "GoalProposal",
    "Need",
    "Note",
    "Path",
    "PathValue",
    "Phase",
    "Priority",
    "ProposalCost",
    "ProposalIndicator",
    "ProposalValue",
    "ProposalVersion",
    "Reading",
    "Recommendation",
    "Tabling",
    "Target",
    "Term",
    "TermDecision",
    "TermUnit",
    "Vision",
]
