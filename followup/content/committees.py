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
class OpeningView:
    """What a committee wrote to open its chapter, and what it is fetched from: the committee's decision."""

    text: str
    source: str
    example: bool


@dataclass(frozen=True)
class CommitteeView:
    """A committee's chapter: its own opening, its decisions, its goals, and those that it answers for with others."""

    id: str
    title: str
    opening: OpeningView | None
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
    return CommitteeView(
        id_, title, _opening(snapshot, opened) if opened else None,
        listed(dict.fromkeys(_decisions(snapshot, organ))), goals,
        [view for view in views if organ in view.owner_keys and len(view.owner_keys) > 1], tally,
    )  # fmt: skip


def own_opening(snapshot: Plain) -> OpeningView | None:
    """What opens a committee's own report."""
    found = snapshot.get("openings") if snapshot["kind"] == "committee" else None
    return _opening(snapshot, found[0]) if found else None


def _opening(snapshot: Plain, one: Mapping[str, Any]) -> OpeningView:
    """Editions of before openings were decided fetched them from the committee's own report."""
    if "edition" in one:
        said = {"number": one["edition"], "day": one["issued"]}
        return OpeningView(one["text"], _("Ur nämndens egen rapport, utgåva %(number)s, %(day)s.") % said, False)
    decision = cited(one["decision"], snapshot["names"]["organs"])
    told = [_("Nämndens inledning: %(decision)s.") % {"decision": decision}] if decision else []
    told += [_("Texten är ändrad efter beslutet.")] if one["changed"] else []
    return OpeningView(one["text"], " ".join(told), one["example"])


def _decisions(snapshot: Plain, organ: str) -> Iterator[str]:
    """The decisions by which it approved its judgements."""
    for goal in snapshot["goals"]:
        for owner in goal["by_owner"]:
            if owner["owner"] == organ and owner.get("decision"):
                yield cited(owner["decision"], snapshot["names"]["organs"])
