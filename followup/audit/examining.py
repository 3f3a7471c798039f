"""What auditors do, as steps: draw a sample of goals, take out the evidence of it. Seen by auditors alone."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from burlov_styrning.workflow import acting
from followup.models import Examination
from followup.moves import EXAMINATIONS
from followup.rules.sampling import drawn
from goals.models import Goal, Term

MOST = 25
"""Goals of a sample: the evidence of so many is one archive that is read."""
K = Examination.Kind


def decided(term: Term, user: Any) -> Sequence[Goal]:
    """The goals that a sample is drawn among: what is decided in the term, and there for the auditor."""
    rows = Goal.objects.visible_to(user).filter(term=term, decision__isnull=False) | Goal.objects.visible_to(
        user
    ).filter(term=term, exposure="published")
    return list(rows.distinct())


def draw(term: Term, size: int, *, by: Any, day: date, seed: str = "") -> Examination:
    """So many goals by a seed, which is printed: anybody who has seed and goals draws the same."""
    keys = sorted(goal.key for goal in decided(term, by))
    row: Any = Examination(kind=K.SAMPLE, term=term, seed=seed.strip() or secrets.token_hex(4), among=keys, day=day)
    with acting(EXAMINATIONS, "draw", row, by=by) as act:
        act.rule([] if keys else [("term", _("Inga mål är beslutade för %(term)s.") % {"term": term})])
        act.rule([] if 1 <= size <= MOST else [("size", _("Dra mellan 1 och %(most)s mål.") % {"most": MOST})])
        row.person_id, row.drawn = act.actor.person, drawn(row.seed, keys, size)
        row.save()
    made: Examination = row
    return made


def take_out(sample: Examination, *, by: Any) -> Examination:
    """That the evidence of a sample is taken out now; `evidence.archive` makes it."""
    row: Any = Examination(
        kind=K.EVIDENCE, term=sample.term, seed=sample.seed, among=sample.among, drawn=sample.drawn, day=sample.day,
        sample=sample,
    )  # fmt: skip
    with acting(EXAMINATIONS, "take_out", row, by=by) as act:
        row.person_id = act.actor.person
        row.save()
    made: Examination = row
    return made


def finish(row: Examination, sha256: str) -> None:
    """The archive came to its end: the hash of its list of files."""
    with acting(EXAMINATIONS, "finish", row, by=None) as act:
        act.row.sha256 = sha256


def goals_of(row: Examination, user: Any) -> list[Goal]:
    """The goals that were drawn, in the order of the draw, as far as they are there for the reader now."""
    rows = Goal.objects.visible_to(user).filter(term=row.term_id, key__in=row.drawn)
    found = {
        goal.key: goal
        for goal in rows.select_related(
            "term", "area", "decision__organ", "decision__recorded_by", "end_decision__organ"
        ).prefetch_related("owners__organ")
    }
    return [found[key] for key in row.drawn if key in found]
