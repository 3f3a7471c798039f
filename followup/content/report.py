"""A report on a follow-up round as templates draw it: built from the frozen snapshot, and from nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from followup.content import annex, committees, goals, judging, layout, naming, onward, summary
from followup.content.audit import report as audit
from followup.content.charts import Drawn, Key
from followup.content.goals import GoalView, GroundView
from followup.content.judging import Rule, WholeView
from followup.content.lines import Shown
from followup.content.naming import Cover, Edition
from followup.content.snapshot import Plain
from followup.content.summary import Tally
from followup.words import assessment_word

ROWS_A_PAGE = 30
FRAME_PAGES = 6
FOLLOWS = {layout.VISION: (layout.WHOLE, layout.JUDGING), layout.SUMMARY: (layout.VISION,)}
"""What goes on where one of these ends: so short a chapter has no page to itself."""
TEMPLATES = {
    layout.JUDGING: "judging", layout.WHOLE: "whole", layout.VISION: "vision", layout.SUMMARY: "summary",
    layout.AREAS: "areas", layout.ONWARD: "onward", layout.EXAMINED: "examined", layout.ISSUED: "issued",
    layout.ANNEX: "annex",
}  # fmt: skip


@dataclass(frozen=True)
class Part:
    """An entry of the contents."""

    id: str
    title: str
    parts: Sequence[Part] = ()


@dataclass(frozen=True)
class AreaView:
    """A chapter: a goal area with its own judgement and its goals, or the goals that stand in no area."""

    id: str
    title: str
    text: str
    judged: Shown | None
    by: str
    analysis: str
    grounds: Sequence[GroundView]
    goals: Sequence[GoalView]
    tally: Tally


@dataclass(frozen=True)
class Chapter:
    """A chapter in its place: what draws it, what the controller wrote to it, its area where it is one's."""

    id: str
    title: str
    template: str
    comment: str
    area: AreaView | None = None
    organ: committees.CommitteeView | None = None
    follows: bool = False
    """It stands on the page of the one before."""

    @property
    def goals(self) -> Sequence[GoalView]:
        """Those that are printed in it."""
        part = self.area or self.organ
        return part.goals if part else ()


@dataclass(frozen=True)
class Report(Cover):
    """All that is printed."""

    year: str
    council: bool
    rules: Sequence[Rule]
    signs: Sequence[tuple[Shown, str, str, str]]
    whole: WholeView | None
    vision: str
    core_values: Sequence[str]
    summary: summary.Summary
    areas: Sequence[AreaView]
    onward: onward.OnwardView | None
    audit: audit.AuditView | None
    annex: Sequence[annex.Group]
    contents: Sequence[Part]
    preface: str
    opening: committees.OpeningView | None
    chapters: Sequence[Chapter]
    since: naming.Since | None
    summarized: bool
    """Whether the chapter that all goals are listed in is printed."""
    body: str = "reports/annual/body.html"


def build(snapshot: Plain, edition: Edition, drawn: Mapping[Key, Drawn]) -> Report:
    """The whole report; `drawn` are its charts."""
    views = [goals.goal(snapshot, row, drawn) for row in snapshot["goals"]]
    areas = _areas(snapshot, views)
    whole = judging.whole(snapshot, views)
    head = snapshot["head"]
    by_organ = committees.chapters(snapshot, views, lambda mine: summary.tally(mine, final=head["last_annual"]))
    chapters = list(_chapters(snapshot, areas, by_organ))
    return Report(
        **vars(naming.cover(snapshot, edition)),
        year=str(head["year"]),
        council=snapshot["organ"] is None,
        rules=judging.rules(snapshot),
        signs=judging.signs(snapshot),
        whole=whole,
        vision=head["vision"],
        core_values=head["core_values"],
        summary=summary.summary(snapshot, views),
        areas=areas if by_organ else [chapter.area for chapter in chapters if chapter.area],
        onward=onward.chapter(snapshot, views),
        audit=audit.chapter(snapshot, views),
        annex=annex.groups(snapshot),
        contents=_contents(snapshot, chapters, edition.since),
        preface=layout.preface(snapshot),
        opening=committees.own_opening(snapshot),
        chapters=chapters,
        since=edition.since,
        summarized=layout.SUMMARY in layout.printed(snapshot),
    )


def _chapters(
    snapshot: Plain, areas: Sequence[AreaView], by_organ: Sequence[committees.CommitteeView]
) -> Iterator[Chapter]:
    by_id, before = {area.id: area for area in areas}, ""
    organs = {one.id: one for one in by_organ}
    for id_ in layout.printed(snapshot):
        area, organ = by_id.get(id_), organs.get(id_)
        title = naming.title_of(snapshot, id_)
        follows = before in FOLLOWS.get(id_, ())
        template = "area" if area else "committee" if organ else TEMPLATES[id_]
        place = f"reports/annual/{template}.html"
        yield Chapter(id_, title, place, layout.comment(snapshot, id_), area, organ, follows)
        before = id_


def _areas(snapshot: Plain, views: Sequence[GoalView]) -> list[AreaView]:
    judged = {row["area"]: row for row in snapshot["areas"]}
    found = []
    for key, name in naming.in_order(snapshot, "areas"):
        mine = [view for view in views if view.area == key]
        if mine or key in judged:
            found.append(_area(snapshot, key, name, judged.get(key), mine))
    loose = [view for view in views if view.area is None]
    if loose:
        nameless = {"name": summary.without_area(loose), "text": ""}
        found.append(_area(snapshot, "", nameless, None, loose))
    return found


def _area(snapshot: Plain, key: str, name: Plain, judged: Plain | None, mine: Sequence[GoalView]) -> AreaView:
    status = judged["assessment"] if judged else None
    final = snapshot["head"]["last_annual"]
    word = assessment_word(status, last_annual=final)
    return AreaView(
        id=layout.area_id(key),
        title=name["name"],
        text=name["text"],
        judged=Shown(status or "unknown", word) if judged else None,
        by=snapshot["names"]["organs"].get((judged or {}).get("by"), ""),
        analysis=judged["analysis"] if judged else "",
        grounds=goals.grounds(judged or {}),
        goals=mine,
        tally=summary.tally(mine, final=final),
    )


def of_chapter(snapshot: Plain, chapter: Chapter | None) -> Plain:
    """The snapshot with the charts of that chapter alone."""
    keys = {goal.key for goal in chapter.goals} if chapter else set()
    return snapshot | {"lines": [line for line in snapshot["lines"] if line["goal"] in keys]}


def _contents(snapshot: Plain, chapters: Sequence[Chapter], since: naming.Since | None) -> list[Part]:
    parts = [Part(layout.PREFACE, _("Förord"))] if layout.preface(snapshot).strip() else []
    parts += [Part(layout.OPENING, _("Inledning"))] if committees.own_opening(snapshot) else []
    for one in chapters:
        parts.append(Part(one.id, one.title, [Part(goal.id, goal.heading) for goal in one.goals]))
    return [*parts, Part(layout.CHANGES, since.title)] if since else parts


def pages_about(snapshot: Plain) -> int:
    """How many pages it will have, nearly; for the bar of progress."""
    return FRAME_PAGES + 2 * len(snapshot["goals"]) + len(snapshot["figures"]) // ROWS_A_PAGE
