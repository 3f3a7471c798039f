"""The committees' chapters: each made of its own words and judgements, fetched from where it wrote them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from burlov_styrning.swedish import listed
from followup.content import layout
from followup.content.lines import cited
from followup.content.snapshot import Plain


@dataclass(frozen=True)
class CommitteeView:
    """A committee's chapter: its own opening, its decisions, its goals, and those that it answers for with others."""

    id: str
    title: str
    opening: str
    opened_from: str
    decisions: str
    goals: Sequence[Any]
    shared: Sequence[Any]
    tally: Any


def chapters(snapshot: Plain, views: Sequence[Any], tally: Any) -> list[CommitteeView]:
    """The chapters that are made by who answers for the goals; none where they are the areas'."""
    if layout.by(snapshot) != layout.BY_ORGAN:
        return []
    names = snapshot["names"]["organs"]
    found: dict[str, list[Any]] = {}
    for view in views:
        found.setdefault(layout.chapter_of(layout.BY_ORGAN, "", view.owner_keys), []).append(view)
    opened = {layout.organ_id(one["organ"]): one for one in snapshot.get("openings", ())}
    titles = {layout.organ_id(key): str(name) for key, name in names.items()}
    return [
        _chapter(snapshot, id_, titles.get(id_, ""), mine, opened.get(id_), views, tally(mine))
        for id_, mine in found.items()
    ]


def _chapter(
    snapshot: Plain, id_: str, title: str, goals: Sequence[Any], opened: Mapping[str, Any] | None,
    views: Sequence[Any], tally: Any,
) -> CommitteeView:  # fmt: skip
    organ = id_.removeprefix(layout.organ_id(""))
    said = {"number": opened["edition"], "day": opened["issued"]} if opened else {}
    return CommitteeView(
        id_, title, opened["text"] if opened else "",
        _("Ur nämndens egen rapport, utgåva %(number)s, %(day)s.") % said if opened else "",
        listed(dict.fromkeys(_decisions(snapshot, organ))), goals,
        [view for view in views if organ in view.owner_keys and len(view.owner_keys) > 1], tally,
    )  # fmt: skip


def _decisions(snapshot: Plain, organ: str) -> Iterator[str]:
    """The decisions by which it approved its judgements."""
    for goal in snapshot["goals"]:
        for owner in goal["by_owner"]:
            if owner["owner"] == organ and owner.get("decision"):
                yield cited(owner["decision"], snapshot["names"]["organs"])
