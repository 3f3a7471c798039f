"""Every list of the book, declared once: which model its rows are, and which column each field stands in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from burlov_styrning.base import models as base
from burlov_styrning.pages.book import schema
from burlov_styrning.pages.book.rows.columns import Fields, Group, Lister, Pair, Plain, Ref, Version, flag, text
from burlov_styrning.pages.book.rows.table import Links, Table, Years
from followup import models as followup
from goals import models as goals
from indicators import models as indicators

KEY = Plain("key")
SOURCE = Ref("source", "sources")
DECISION = Ref("decision", "decisions")
BOUNDS = Pair("bounds", "low", "high")
BASELINE = Group("baseline", (Plain("year", "baseline_year"), Plain("value", "baseline_value")), schema.Baseline)

# The municipality's

SOURCES = Table("sources", base.Source, schema.Source, (KEY, text("title"), text("url")), keyed=True)

ORGANS = Table(
    "organs",
    base.Organ,
    schema.Organ,
    (
        KEY,
        text("name"),
        Plain("kind"),
        Plain("from_", "starts"),
        Plain("to", "ends"),
        Ref("successor", "organs", later=True),
    ),
    keyed=True,
)

ASSIGNMENTS = Table(
    "assignments",
    base.Assignment,
    schema.Assignment,
    (
        Ref("organ", "organs"),
        Ref("unit", "units"),
        Plain("role"),
        Plain("from_", "starts"),
        Plain("to", "ends"),
        text("party"),
    ),
    parent="person",
)

PEOPLE = Table(
    "people", base.Person, schema.Person, (KEY, text("name")), keyed=True, inside={"assignments": ASSIGNMENTS}
)

DECISIONS = Table(
    "decisions",
    base.Decision,
    schema.Decision,
    (
        KEY,
        Ref("organ", "organs"),
        Plain("kind"),
        Plain("date"),
        text("paragraph"),
        text("registry"),
        text("text"),
        Plain("reservations"),
        SOURCE,
    ),
    keyed=True,
)

TABLINGS = Links(goals.Tabling, "decision", "proposal", "proposals")

# Indicators

INDICATORS = Table(
    "indicators",
    indicators.Indicator,
    schema.Indicator,
    (
        KEY,
        Plain("kind"),
        Plain("frequency"),
        flag("cumulative"),
        flag("ratio_scale"),
        flag("by_sex"),
        Plain("minimum_count"),
        Ref("organ", "organs"),
        text("function"),
        Ref("continues", "indicators", later=True),
        Group("origin", (text("system", "origin_system"), text("id", "origin_id")), schema.Origin),
    ),
    keyed=True,
    remembers=False,  # its current version does
)

VERSIONED = (
    text("name"),
    text("definition"),
    text("unit"),
    Plain("decimals"),
    Plain("direction"),
    BOUNDS,
    Plain("tolerance"),
)
"""What stands in an indicator's version."""

OUTCOMES = Table(
    "outcomes",
    indicators.Outcome,
    schema.Outcome,
    (
        Ref("indicator", "indicators"),
        Plain("period"),
        Ref("area", "municipalities", "municipality"),
        Ref("organ", "organs"),
        Ref("unit", "units"),
        Plain("sex"),
        Version(),
        Plain("value"),
        text("missing"),
        Plain("count"),
        Plain("response_rate"),
        Plain("margin"),
        Plain("status"),
        SOURCE,
        Plain("published"),
        Plain("fetched"),
        text("comment"),
    ),
)

FORECASTS = Table(
    "forecasts",
    indicators.Forecast,
    schema.Forecast,
    (
        Ref("indicator", "indicators"),
        Ref("owner", "organs", "organ"),
        text("round", "round_key"),
        Plain("period"),
        Plain("value"),
        text("comment"),
    ),
)

# Needs and proposals

AREAS = Table("goal_areas", goals.GoalArea, schema.GoalArea, (KEY, text("name"), text("text")), "term", keyed=True)

NEEDS = Table(
    "needs",
    goals.Need,
    schema.Need,
    (KEY, Ref("unit", "units"), text("text"), text("evidence")),
    "term",
    keyed=True,
    inside={"indicators": Links(goals.Need.indicators.through, "need", "indicator", "indicators")},
)

CONSULTED = Table(
    "consulted", goals.Consultation, schema.Consultation, (Ref("unit", "units"), Plain("date")), "proposal"
)
COSTS = Table(
    "cost",
    goals.ProposalCost,
    schema.Cost,
    (Plain("year"), Plain("operating"), Plain("investment")),
    "proposal",
)
PROPOSAL_INDICATORS = Table(
    "proposal_indicators",
    goals.ProposalIndicator,
    schema.ProposalIndicator,
    (Ref("indicator", "indicators"), BASELINE, Plain("target"), BOUNDS),
    "proposal",
    inside={"values": Years(goals.ProposalValue, "proposal_indicator")},
)

WORDS = ("specific", "measurable", "accepted", "realistic", "time_bound", "responsibility")

PROPOSALS = Table(
    "proposals",
    goals.GoalProposal,
    schema.Proposal,
    (
        KEY,
        Ref("organ", "organs"),
        Ref("area", "goal_areas"),
        text("title"),
        text("wording"),
        Plain("state"),
        text("reason"),
        text("function"),
        text("target_group"),
        Plain("target_year"),
        Group("statements", tuple(text(word) for word in WORDS), schema.Statements),
        Ref("committee_decision", "decisions"),
        Ref("council_decision", "decisions"),
        Plain("within_frame"),
    ),
    "term",
    keyed=True,
    inside={
        "needs": Links(goals.GoalProposal.needs.through, "goalproposal", "need", "needs"),
        "consulted": CONSULTED,
        "cost": COSTS,
        "indicators": PROPOSAL_INDICATORS,
    },
)

BALLOTS = Table(
    "ballots",
    goals.Ballot,
    schema.Ballot,
    (Lister(),),
    "term",
    inside={"proposals": Links(goals.Priority, "ballot", "proposal", "proposals", place="place")},
)

# Goals


def _newest_first(row: Any) -> tuple[bool, list[int], int]:
    """What applied last before stands first; the day may be unknown."""
    return (row.until is None, [-ord(letter) for letter in row.until or ""], row.pk)


def _earlier(model: Any, part: Any, parent: str) -> Table:
    columns = (Plain("until"), DECISION, Fields())
    return Table(f"earlier_{parent}s", model, part, columns, parent, order=_newest_first)


def _owned(role: str) -> Links:
    return Links(goals.GoalOwner, "goal", "organ", "organs", {"role": role})


PATHS = Table(
    "paths",
    goals.Path,
    schema.Path,
    (Ref("owner", "organs", "organ"), Plain("state"), DECISION, text("motivation")),
    "target",
    inside={
        "earlier": _earlier(goals.EarlierPath, schema.PathBefore, "path"),
        "values": Years(goals.PathValue, "path"),
    },
    without=lambda path: path.replaced,  # its values stand in its successor's `earlier`
)

TARGETS = Table(
    "targets",
    goals.Target,
    schema.Target,
    (
        Ref("indicator", "indicators"),
        BASELINE,
        Plain("target", "value"),
        Pair("window", "window_first", "window_last"),
        BOUNDS,
        Plain("lag"),
        Version(),
        Plain("ended"),
    ),
    "goal",
    inside={"earlier": _earlier(goals.EarlierTarget, schema.TargetBefore, "target"), "paths": PATHS},
)

GOALS = Table(
    "goals",
    goals.Goal,
    schema.Goal,
    (
        KEY,
        Ref("area", "goal_areas"),
        Plain("level"),
        Plain("kind"),
        text("title"),
        text("wording"),
        DECISION,
        Plain("stewardship"),
        Plain("private_providers"),
        Plain("ended"),
    ),
    "term",
    keyed=True,
    inside={
        "owners": _owned("owner"),
        "contributors": _owned("contributor"),
        "proposals": Links(goals.Goal.proposals.through, "goal", "goalproposal", "proposals"),
        "earlier": _earlier(goals.EarlierGoal, schema.GoalBefore, "goal"),
        "indicators": TARGETS,
    },
)

# Follow-up


def _period_end(get: Callable[[str], Any]) -> dict[str, Any]:
    """An annual round ends with its year."""
    return {"period_end": f"{get('year')}-12-31"} if get("kind") == "annual" else {}


ROUNDS = Table(
    "rounds",
    followup.FollowUpRound,
    schema.Round,
    (KEY, Plain("year"), Plain("kind"), Plain("period_end"), Plain("state")),
    "term",
    keyed=True,
    assumes=_period_end,
)

GROUNDS = Table(
    "grounds",
    followup.Ground,
    schema.Ground,
    (Plain("kind"), text("text"), Plain("value"), text("unit"), text("method"), Plain("number"), Plain("date")),
    "assessment",
)

ASSESSMENTS = Table(
    "assessments",
    followup.Assessment,
    schema.Assessment,
    (
        Ref("round", "rounds"),
        Ref("goal", "goals"),
        Ref("area", "goal_areas"),
        flag("whole"),
        Ref("owner", "organs", "organ"),
        text("status"),
        text("analysis"),
        text("motivation"),
        Plain("balance"),
        text("balance_text"),
        text("group_text"),
        Plain("state"),
        DECISION,
        flag("weighed"),
        SOURCE,
    ),
    inside={"grounds": GROUNDS},
)

ACTIVITIES = Table(
    "activities",
    followup.Activity,
    schema.Activity,
    (
        Ref("goal", "goals"),
        Ref("unit", "units"),
        text("text"),
        text("function"),
        Plain("due"),
        Plain("state"),
        text("effect"),
    ),
)

# The term itself

TERM = Table(
    "term",
    goals.Term,
    schema.Term,
    (Plain("first_year"), Plain("last_year"), Plain("prolonged_to"), DECISION),
)

SELECTION = Group("selection", (Plain("places"), Plain("by", "ballots_by")), schema.Selection)
"""Stands in columns of the term."""

VISION = Table("vision", goals.Vision, schema.Vision, (text("text"), Plain("adopted"), DECISION, SOURCE))

PHASES = Table(
    "phases", goals.Phase, schema.Phase, (Plain("phase"), Plain("state"), Plain("opens"), Plain("closes")), "term"
)

UNITS = Table("units", base.Unit, schema.Unit, (KEY, text("name")), keyed=True)
"""The organ is the term's to say (`TermUnit`)."""


def part_of_term(term: goals.Term) -> schema.Term:
    """The term as the book's rules see it."""
    return schema.Term(first_year=term.first_year, last_year=term.last_year, prolonged_to=term.prolonged_to)
