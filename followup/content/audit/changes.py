"""What differs between two editions of the auditors' report: as in every other, and what has been decided or done."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from followup.content.audit.behind import act
from followup.content.changes import NOTHING, Change
from followup.content.changes import changes as of_report
from followup.content.goals import goal_id
from followup.content.layout import ISSUED
from followup.content.snapshot import Plain


def changes(old: Plain, new: Plain) -> list[Change]:
    """Everything that a reader can tell."""
    return [*of_report(old, new), *_acts(old, new), *_editions(old, new)]


def _acts(old: Plain, new: Plain) -> Iterator[Change]:
    before = {one["goal"]: one["acts"] for one in old["audit"]["goals"]}
    names = {goal["goal"]: f"{goal['number']}. {goal['title'] or goal['wording']}" for goal in new["goals"]}
    for one in new["audit"]["goals"]:
        for done in one["acts"]:
            if one["goal"] in before and done not in before[one["goal"]]:
                told = act(new, done)
                yield Change("scope", names[one["goal"]], told.what, NOTHING, told.day, goal_id(one["goal"]))


def _editions(old: Plain, new: Plain) -> Iterator[Change]:
    known = {row["sha256"] for row in old["audit"]["editions"]}
    for row in new["audit"]["editions"]:
        if row["sha256"] not in known:
            what = _("Utgåva %(number)s, %(day)s") % {"number": row["number"], "day": row["issued"]}
            yield Change("scope", _("Utgivna rapporter"), what, NOTHING, _("utgiven"), ISSUED)
