"""What differs between two editions of the premises: goals that came or went, then every figure of the annex."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from followup.content.changes import NOTHING, Change
from followup.content.premises import annex, report, words
from followup.content.snapshot import Plain

type Place = tuple[str, str, str]
"""Whose, of what, which figure."""


def changes(old: Plain, new: Plain) -> list[Change]:
    """Everything that a reader can tell, in the order of the report."""
    return [*_scope(old, new), *_figures(old, new)]


def _scope(old: Plain, new: Plain) -> Iterator[Change]:
    before, after = ({goal["goal"]: goal for goal in one["premises"]["goals"]} for one in (old, new))
    for key in dict.fromkeys((*after, *before)):
        if key not in before or key not in after:
            row, there = (after if key in after else before)[key], _("med i rapporten")
            about = row["title"] or row["wording"]
            was, now = (NOTHING, there) if key in after else (there, NOTHING)
            yield Change("scope", about, _("Målet") if words.is_adopted(new) else _("Förslaget"), was, now)
    was, now = (words.scenario_words(one) if one["premises"]["scenario"] else NOTHING for one in (old, new))
    if was != now:
        yield Change("scope", _("Ekonomiskt utrymme"), _("Scenariot"), was, now, "utrymme")


def _figures(old: Plain, new: Plain) -> Iterator[Change]:
    before, after = _printed(old), _printed(new)
    known = {row.id for row in report.build_chapters(new)}
    for key in dict.fromkeys((*after, *before)):
        was, now = before.get(key, (NOTHING, "")), after.get(key, (NOTHING, ""))
        if was[0] != now[0]:
            about = ": ".join(part for part in key[:2] if part)
            place = now[1] if now[1] in known else ""
            yield Change("figure", about, key[2], was[0], now[0], place)


def _printed(snapshot: Plain) -> dict[Place, tuple[str, str]]:
    """Each figure of the annex with its place: proposals change their numbers, so they are known by their titles."""
    found: dict[Place, list[str]] = {}
    places: dict[Place, str] = {}
    titles = {words.label(snapshot, goal): goal["title"] or goal["wording"] for goal in snapshot["premises"]["goals"]}
    for group in annex.groups(snapshot):
        whose = titles.get(group.goal, group.goal)
        for row in group.rows:
            key = (whose, group.name, row.name)
            found.setdefault(key, []).append(row.values)
            places[key] = group.id
    return {key: ("; ".join(values), places[key]) for key, values in found.items()}
