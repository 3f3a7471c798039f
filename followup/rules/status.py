"""The one door to status, suggestion and judgement: `figures` computes one indicator, `suggestion` weighs a goal's."""

from followup.rules.figures import (
    Figure,
    Reason,
    Status,
    Statuses,
    TargetValues,
    figure,
    held_against,
    own_or_municipal,
    read,
    target_level,
    year_level,
)
from followup.rules.suggestion import (
    Counts,
    Suggestion,
    Verdict,
    departs,
    is_brighter,
    suggestion,
    weigh,
    worst,
    worst_of,
)

__all__ = [
    "Counts",
    "Figure",
    "Reason",
    "Status",
    "Statuses",
    "Suggestion",
    "TargetValues",
    "Verdict",
    "departs",
    "figure",
    "held_against",
    "is_brighter",
    "own_or_municipal",
    "read",
    "suggestion",
    "target_level",
    "weigh",
    "worst",
    "worst_of",
    "year_level",
]
