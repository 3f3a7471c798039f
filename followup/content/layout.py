"""How a report is laid out: its chapters in their order, its goals, its depth, its own texts. Plain values only."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.text import slugify

ALL, WEIGHT, AREA, ORGAN = "all", "weight", "area:", "organ:"
FULL, SHORT = "full", "short"
BY_AREA, BY_ORGAN = "area", "organ"
"""What chapters of goals are made by."""
PREFACE, JUDGING, WHOLE, VISION, SUMMARY, ONWARD, ANNEX, CHANGES = (
    "forord", "bedoms", "hushallning", "vision", "sammandrag", "gar-vidare", "bilaga", "andrat"
)  # fmt: skip
OPENING = "inledning"
"""What a committee wrote to open its own report; no chapter to be laid out."""
EXAMINED, ISSUED = "att-granska", "utgivet"
"""Chapters of the auditors' report alone."""
READING, OVERVIEW = "las", "oversikt"
"""Chapters of the proposal catalogue alone."""
AREAS, SEVERAL, NOBODY = "malomraden", "flera-ansvariga", "utan-ansvarig"
"""Where chapters are the committees': the areas' judgements, goals of several owners, of none."""
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
    by: str = BY_AREA

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


def organ_id(key: str) -> str:
    """The chapter of a committee."""
    return f"namnd-{key}"


def chapter_of(by: str, area: str, owners: Collection[str]) -> str:
    """The chapter that such a goal stands in; `area` is empty for one without."""
    if by != BY_ORGAN:
        return area_id(area)
    return SEVERAL if len(owners) > 1 else organ_id(next(iter(owners))) if owners else NOBODY


def is_of_goals(chapter: str) -> bool:
    """Whether it is a chapter of goals or proposals: it is there when it has some to print."""
    return chapter in (area_id(""), SEVERAL, NOBODY) or chapter.startswith(("omrade-", "namnd-"))


def usual(kind: str, goals: Iterable[str], *, vision: bool, last: bool = False) -> list[str]:
    """The chapters of such a report in their usual order; `goals`: those of goals that it has; `last`: it is the
    term's last annual one, which tells what goes on."""
    first = [JUDGING, *([WHOLE] if kind in BY_LAW else []), *([VISION] if vision else []), SUMMARY]
    return [*first, *goals, *([ONWARD] if last else []), ANNEX]


def by_organ(organs: Iterable[str], used: Collection[str]) -> list[str]:
    """The chapters where they are the committees': `organs` in their order, `used`: the chapters that have goals."""
    mine = [chapter for chapter in map(organ_id, organs) if chapter in used]
    return [AREAS, *mine, *(chapter for chapter in (SEVERAL, NOBODY) if chapter in used)]


def of_catalogue(areas: Iterable[str]) -> list[str]:
    """The chapters of a proposal catalogue in their usual order."""
    return [READING, OVERVIEW, *map(area_id, areas), ANNEX]


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
    return chapter in (ANNEX, AREAS) or (kind in BY_LAW and (chapter == WHOLE or chapter in of_weight))


def takes(layout: Layout, kind: str, *, area: str, owners: Collection[str], of_weight: bool, chapter: str = "") -> bool:
    """Whether the report takes up such a goal or proposal; `area` is empty for one without, `chapter` is where it
    stands, if that is not its area's.
    """
    if of_weight and kind in BY_LAW:
        return True
    if (chapter or area_id(area)) in layout.left_out():
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
    ids, kind = chapters_of(snapshot, layout.by), snapshot["kind"]
    gone = {one for one in layout.left_out() if not is_of_goals(one) and not is_demanded(kind, one)}
    mine = [one for one in in_order(ids, (chapter.id for chapter in layout.chapters)) if one not in gone]
    written = {one: layout.comment(one) for one in mine if layout.comment(one).strip()}
    taken = snapshot["proposals"] if kind == "catalogue" else snapshot["goals"]
    chosen = layout.goals != ALL or layout.depth != FULL or layout.by != BY_AREA or len(taken) != of
    if mine == ids and not written and not layout.preface.strip() and not chosen:
        return snapshot
    return snapshot | {
        "layout": {
            "preface": layout.preface, "chapters": mine, "comments": written, "goals": layout.goals,
            "depth": layout.depth, "of": of, **({"by": layout.by} if layout.by != BY_AREA else {}),
        }
    }  # fmt: skip


def _shortened(snapshot: dict[str, Any]) -> dict[str, Any]:
    """Judgements with their reasons and figures stay; analyses, grounds and activities go."""
    if snapshot["kind"] == "catalogue":
        return {"proposals": [_without_words(row) for row in snapshot["proposals"]]}
    said = {"analysis": "", "grounds": []}
    goals = [
        goal | {
            "by_owner": [owner | said if owner.get("assessment") else owner for owner in goal["by_owner"]],
            "weighed": goal["weighed"] | said if goal["weighed"] else None,
        }
        for goal in snapshot["goals"]
    ]  # fmt: skip
    return {"goals": goals, "activities": []}


def area_of(snapshot: dict[str, Any], proposal: dict[str, Any]) -> str:
    """The key of the area that a proposal was handed in for; of one that the term does not have, its name as a word."""
    name = proposal["content"]["area"]
    return next((key for key, said in snapshot["names"]["areas"].items() if said["name"] == name), slugify(name))


def _without_words(proposal: dict[str, Any]) -> dict[str, Any]:
    """A proposal with its wording and figures, without needs and statements."""
    said = proposal["content"]
    return proposal | {"content": said | {"needs": [], "statements": dict.fromkeys(said["statements"], "")}}


def chapters_of(snapshot: dict[str, Any], by: str = BY_AREA) -> list[str]:
    """The chapters that this snapshot has something for, in their usual order."""
    if snapshot["kind"] == "catalogue":
        return of_catalogue(dict.fromkeys(area_of(snapshot, row) for row in snapshot["proposals"]))
    head = snapshot["head"]
    found = usual(as_kind(snapshot), _of_goals(snapshot, by), vision=bool(head["vision"] or head["core_values"]),
                  last="onward" in snapshot)  # fmt: skip
    return _examined(found) if snapshot["kind"] == "audit" else found


def _of_goals(snapshot: dict[str, Any], by: str) -> list[str]:
    used = {chapter_of(by, goal["area"] or "", goal["owners"]) for goal in snapshot["goals"]}
    if by == BY_ORGAN:
        return by_organ(snapshot["names"]["order"]["organs"], used)
    used |= {area_id(row["area"]) for row in snapshot["areas"]}
    return [chapter for chapter in map(area_id, [*snapshot["names"]["order"]["areas"], ""]) if chapter in used]


def as_kind(snapshot: dict[str, Any]) -> str:
    """The kind whose chapters it has: the auditors' report those of the report that it examines."""
    if snapshot["kind"] != "audit":
        return str(snapshot["kind"])
    return "committee" if snapshot["organ"] else str(snapshot["head"]["round_kind"])


def _examined(chapters: Sequence[str]) -> list[str]:
    """What to examine comes first, and what was issued before the annex."""
    rest = [one for one in chapters if one not in (VISION, ANNEX)]
    return [EXAMINED, *rest, ISSUED, ANNEX]


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


def by(snapshot: dict[str, Any]) -> str:
    """What its chapters of goals are made by."""
    return str(snapshot.get("layout", {}).get("by", BY_AREA))


def is_short(snapshot: dict[str, Any]) -> bool:
    """Whether charts, analyses, grounds and activities are left out."""
    return bool(snapshot.get("layout", {}).get("depth") == SHORT)
