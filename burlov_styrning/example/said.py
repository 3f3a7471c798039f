"""What the example's committees have written to open their chapters, and notes: a goal book has no place for either."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType

from burlov_styrning.base.models import Comment, Decision, Organ, Person
from burlov_styrning.workflow import writing
from followup.models import FollowUpRound, Opening
from followup.moves import OPENINGS
from goals.models import Goal
from indicators.models import Outcome

type Insert = Callable[[Iterable[Any]], None]


def fill(told: Mapping[str, Any], insert: Insert) -> None:
    """The openings of rounds that have begun when the example is loaded; the notes."""
    with writing():
        insert(_openings(told["openings"]))
    insert(_notes(told["notes"]))


def _openings(told: Sequence[Mapping[str, Any]]) -> Iterator[Opening]:
    begun = FollowUpRound.objects.exclude(state=FollowUpRound.State.PLANNED).select_related("term")
    rounds = {(row.term.key, row.key): row for row in begun}
    organs = {row.key: row for row in Organ.objects.all()}
    people = {row.key: row for row in Person.objects.all()}
    for one in told:
        round_ = rounds.get((one["term"], one["round"]))
        if round_ is None:
            continue
        decision = Decision.objects.filter(key=one["decision"], organ=organs[one["organ"]]).first()
        yield Opening(
            round=round_, organ=organs[one["organ"]], text=one["text"], state=one["state"], decision=decision,
            exposure=OPENINGS.exposure[one["state"]], written_by=people.get(one["by"]), example=True,
        )  # fmt: skip


def _notes(told: Sequence[Mapping[str, Any]]) -> Iterator[Comment]:
    people = {row.key: row for row in Person.objects.all()}
    kinds = ContentType.objects.get_for_models(Goal, Outcome)
    for one in told:
        if one["by"] not in people:
            continue  # an installation without the example's people
        row = _noted(one)
        yield Comment(person=people[one["by"]], content_type=kinds[type(row)], object_id=row.pk, text=one["text"])


def _noted(one: Mapping[str, str]) -> Goal | Outcome:
    """The goal of a term, or the municipality's outcome of a period as it stands."""
    if "goal" in one:
        goal: Goal = Goal.objects.get(term__last_year=one["term"][-4:], key=one["goal"])
        return goal
    rows = Outcome.objects.filter(indicator__key=one["indicator"], period=one["period"], sex="T")
    found: Outcome = rows.filter(municipality__own=True, organ=None, unit=None).order_by("-pk")[0]
    return found
