"""How a report is laid out: its chapters in their order, its goals, its depth, its own texts. Plain values only."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

ALL, WEIGHT, AREA, ORGAN = "all", "weight", "area:", "organ:"
FULL, SHORT = "full", "short"
PREFACE, JUDGING, WHOLE, VISION, SUMMARY, ONWARD, ANNEX, CHANGES = (
    "forord", "bedoms", "hushallning", "vision", "sammandrag", "gar-vidare", "bilaga", "andrat"
)  # fmt: skip
BY_LAW = ("annual", "interim")
"""Kinds of which the law demands how god ekonomisk hushållning went, and the goals of weight for it (LKBR 11:8)."""


@dataclass(frozen=True)
class Chapter:
    """What was decided of one chapter; its id is its place in the document."""

    id: str
    left_out: bool = False
    comment: str = ""


@dataclass(frozen=True)
class Layout:
    """What the controller chose and wrote. The chapters stand in their order; the others as usual."""

    preface: str = ""
    chapters: Sequence[Chapter] = ()
    goals: str = ALL
    depth: str = FULL
    compared: str = ""
    """The key of the group of municipalities that the indicators are held against; empty: none."""

    def left_out(self) -> set[str]:
        """Chapters that are not to be printed, where nothing demands them."""
        return {chapter.id for chapter in self.chapters if chapter.left_out}

    def comment(self, chapter: str) -> str:
        """What was written to the chapter."""
        return next((one.comment for one in self.chapters if one.id == chapter), "")


PLAIN = Layout()


def area_id(key: str) -> str:
    """The chapter of an area; goals without an area have one of their own."""
    return f"omrade-{key}" if key else "utan-omrade"


def is_area(chapter: str) -> bool:
    """Whether it is a chapter of goals: it is there when it has goals to print."""
    return chapter == area_id("") or chapter.startswith("omrade-")


def usual(kind: str, areas: Iterable[str], *, vision: bool, last: bool = False) -> list[str]:
    """The chapters of such a report in their usual order; `areas`: the keys of those that it has; `last`: it is the
    term's last annual one, which tells what goes on."""
    first = [JUDGING, *([WHOLE] if kind in BY_LAW else []), *([VISION] if vision else []), SUMMARY]
    return [*first, *map(area_id, areas), *([ONWARD] if last else []), ANNEX]


def in_order(usual: Sequence[str], placed: Iterable[str]) -> list[str]:
    """The chapters as they were placed; one that nobody placed follows the one that it usually follows."""
    found = [chapter for chapter in dict.fromkeys(placed) if chapter in usual]
    for at, chapter in enumerate(usual):
        if chapter not in found:
            found.insert(found.index(usual[at - 1]) + 1 if at else 0, chapter)
    return found


def moved(chapters: Sequence[str], one: str, up: bool) -> list[str]:
    """The chapter changes places with the one before or after it."""
    found = list(chapters)
    at = found.index(one)
    to = at + (-1 if up else 1)
    if 0 <= to < len(found):
        found[at], found[to] = found[to], found[at]
    return found


def is_demanded(kind: str, chapter: str, of_weight: Collection[str] = ()) -> bool:
    """Whether the chapter cannot be left out: the law demands it, or each figure's source; `of_weight`: chapters with
    goals of weight for god ekonomisk hushållning.
    """
    return chapter == ANNEX or (kind in BY_LAW and (chapter == WHOLE or chapter in of_weight))


def takes(layout: Layout, kind: str, *, area: str, owners: Collection[str], of_weight: bool) -> bool:
    """Whether the report takes up such a goal; `area` is empty for one without."""
    if of_weight and kind in BY_LAW:
        return True
    if area_id(area) in layout.left_out():
        return False
    if layout.goals == WEIGHT:
        return of_weight
    if layout.goals.startswith(AREA):
        return layout.goals == AREA + area
    if layout.goals.startswith(ORGAN):
        return layout.goals.removeprefix(ORGAN) in owners
    return True


# In a snapshot


def apply(snapshot: dict[str, Any], layout: Layout, *, of: int) -> dict[str, Any]:
    """The snapshot with what was chosen; untouched by a layout that chooses nothing, so that its hash stays.

    Its goals are chosen already; `of`: how many there are in all.
    """
    if layout.depth == SHORT:
        snapshot = snapshot | _shortened(snapshot)
    ids, kind = chapters_of(snapshot), snapshot["kind"]
    gone = {one for one in layout.left_out() if not is_area(one) and not is_demanded(kind, one)}
    mine = [one for one in in_order(ids, (chapter.id for chapter in layout.chapters)) if one not in gone]
    written = {one: layout.comment(one) for one in mine if layout.comment(one).strip()}
    chosen = layout.goals != ALL or layout.depth != FULL or len(snapshot["goals"]) != of
    if mine == ids and not written and not layout.preface.strip() and not chosen:
        return snapshot
    return snapshot | {
        "layout": {
            "preface": layout.preface, "chapters": mine, "comments": written, "goals": layout.goals,
            "depth": layout.depth, "of": of,
        }
    }  # fmt: skip


def _shortened(snapshot: dict[str, Any]) -> dict[str, Any]:
    """Judgements with their reasons and figures stay; analyses, grounds and activities go."""
    said = {"analysis": "", "grounds": []}
    goals = [
        goal | {
            "by_owner": [owner | said if owner.get("assessment") else owner for owner in goal["by_owner"]],
            "weighed": goal["weighed"] | said if goal["weighed"] else None,
        }
        for goal in snapshot["goals"]
    ]  # fmt: skip
    return {"goals": goals, "activities": []}


def chapters_of(snapshot: dict[str, Any]) -> list[str]:
    """The chapters that this snapshot has something for, in their usual order."""
    head, judged = snapshot["head"], {row["area"] for row in snapshot["areas"]}
    used = {goal["area"] for goal in snapshot["goals"]}
    areas = [key for key in snapshot["names"]["order"]["areas"] if key in judged or key in used]
    loose = [""] if None in used else []
    return usual(snapshot["kind"], [*areas, *loose], vision=bool(head["vision"] or head["core_values"]),
                 last="onward" in snapshot)  # fmt: skip


def printed(snapshot: dict[str, Any]) -> list[str]:
    """The chapters that are printed, in their order."""
    chosen = snapshot.get("layout")
    return list(chosen["chapters"]) if chosen else chapters_of(snapshot)


def comment(snapshot: dict[str, Any], chapter: str) -> str:
    """What was written to the chapter."""
    return str(snapshot.get("layout", {}).get("comments", {}).get(chapter, ""))


def preface(snapshot: dict[str, Any]) -> str:
    """What was written before all chapters."""
    return str(snapshot.get("layout", {}).get("preface", ""))


def is_short(snapshot: dict[str, Any]) -> bool:
    """Whether charts, analyses, grounds and activities are left out."""
    return bool(snapshot.get("layout", {}).get("depth") == SHORT)
