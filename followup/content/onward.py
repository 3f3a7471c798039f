"""What goes on into the next term, as the term's last annual report prints it: from the snapshot alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from burlov_styrning.swedish import listed, sentence
from followup.content.goals import GoalView
from followup.content.snapshot import Plain
from followup.models import Onward


@dataclass(frozen=True)
class Row:
    """A goal with its final judgement, and what becomes of it."""

    goal: GoalView
    course: str
    reason: str
    indicators: str
    activities: Sequence[str]
    example: bool


@dataclass(frozen=True)
class OnwardView:
    """The chapter: how many goals go on, in a sentence, and a row for each; no rows where nothing is decided."""

    sentence: str
    rows: Sequence[Row]


def chapter(snapshot: Plain, views: Sequence[GoalView]) -> OnwardView | None:
    """None in every report but the term's last annual one, and in editions that were frozen before it was told."""
    told = snapshot.get("onward")
    if told is None:
        return None
    said = {row["goal"]: row for row in told}
    rows = [_row(view, said.get(view.key)) for view in views] if said else []
    return OnwardView(_sentence(said, len(views)), rows)


def _row(view: GoalView, said: Plain | None) -> Row:
    if said is None:
        return Row(view, _("Inte bestämt"), "", "", (), False)
    return Row(
        view, sentence(str(Onward.Course(said["course"]).label)), said["reason"],
        listed(one["name"] for one in said["indicators"]), said["activities"], said["example"],
    )  # fmt: skip


def _sentence(said: dict[str, Plain], goals: int) -> str:
    if not said:
        return _("Det är inte bestämt vad som går vidare till nästa målperiod.")
    courses = [row["course"] for row in said.values()]
    counts = {"on": courses.count("goes_on"), "ends": courses.count("ends"), "all": goals}
    text = _("Av %(all)s mål går %(on)s vidare till nästa målperiod och %(ends)s avslutas.") % counts
    left = goals - len(said)
    return f"{text} " + _("Om %(n)s är det inte bestämt.") % {"n": left} if left else text
