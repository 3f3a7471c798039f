"""What differs between two editions of the catalogue: proposals that came or went, their words, every figure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext as _

from burlov_styrning.swedish import sentence
from followup.content import layout
from followup.content.catalogue import annex
from followup.content.changes import NOTHING, Change, chapters_changed, text_changed, written_changed
from followup.content.snapshot import Plain
from goals import words
from goals.models import GoalProposal
from goals.rules.content import ProposalContent, from_json


def changes(old: Plain, new: Plain) -> list[Change]:
    """Everything that a reader can tell, in the order: what is taken up, states, words, figures."""
    places = {*layout.printed(new), *(annex.spread_id(row) for row in new["proposals"])}
    places |= {layout.PREFACE} if layout.preface(new).strip() else set()
    rows = [*_scope(old, new), *chapters_changed(old, new), *written_changed(old, new), *_words(old, new),
            *_figures(old, new)]  # fmt: skip
    return [row if row.place in places else replace(row, place="") for row in rows]


def _proposals(snapshot: Plain) -> dict[str, Plain]:
    return {row["proposal"]: row for row in snapshot["proposals"]}


def _name(row: Plain) -> str:
    return f"{row['number']}. {row['content']['title']}"


def _scope(old: Plain, new: Plain) -> Iterator[Change]:
    before, after = _proposals(old), _proposals(new)
    for key in dict.fromkeys((*after, *before)):
        row, there = (after if key in after else before)[key], _("med i katalogen")
        if key not in before or key not in after:
            said = (NOTHING, there) if key in after else (there, NOTHING)
            yield Change("scope", _name(row), _("Förslaget"), *said, annex.spread_id(row) if key in after else "")
        elif before[key]["state"] != after[key]["state"]:
            was, now = (sentence(str(GoalProposal.State(one[key]["state"]).label)) for one in (before, after))
            yield Change("scope", _name(row), _("Läget"), was, now, annex.spread_id(row))
    if layout.is_short(old) != layout.is_short(new):
        depths = [_("i korthet") if layout.is_short(one) else _("i sin helhet") for one in (old, new)]
        yield Change("scope", _("Katalogen"), _("Förslagen"), *depths)
    meetings = [one["head"]["meeting"] or NOTHING for one in (old, new)]
    if meetings[0] != meetings[1]:
        yield Change("scope", _("Katalogen"), _("Sammanträdet"), *meetings)


def _words(old: Plain, new: Plain) -> Iterator[Change]:
    before, after = _proposals(old), _proposals(new)
    short = layout.is_short(old) or layout.is_short(new)
    for key in (key for key in after if key in before):
        was, now = (dict(_texts(from_json(one[key]["content"]), short)) for one in (before, after))
        for what in dict.fromkeys((*now, *was)):
            if was.get(what, "") != now.get(what, ""):
                place = annex.spread_id(after[key])
                yield text_changed(_name(after[key]), what, was.get(what, ""), now.get(what, ""), place)


def _texts(content: ProposalContent, short: bool) -> Iterator[tuple[str, str]]:
    """Its words, of which a short catalogue does not have them all."""
    yield _("Rubriken"), content.title
    yield _("Lydelsen"), content.wording
    yield _("Målgruppen"), content.target_group
    yield _("Ansvarig funktion"), content.function
    if short:
        return
    yield _("Behoven"), "\n".join(f"{need.unit}: {need.text}" for need in content.needs)
    for name, text in vars(content.statements).items():
        yield words.criterion_name(name), text


def _figures(old: Plain, new: Plain) -> Iterator[Change]:
    """Every figure of the annex of proposals that both have: by key, for numbers can change."""
    before, after = _printed(old), _printed(new)
    both = _proposals(old).keys() & _proposals(new).keys()
    rows = _proposals(new)
    for key in dict.fromkeys((*after, *before)):
        was, now = before.get(key, NOTHING), after.get(key, NOTHING)
        if key[0] in both and was != now:
            row = rows[key[0]]
            yield Change("figure", f"{_name(row)}: {key[1]}", key[2], was, now, annex.spread_id(row))


def _printed(snapshot: Plain) -> dict[tuple[str, str, str], str]:
    found: dict[tuple[str, str, str], list[str]] = {}
    keys = {annex.spread_id(row): row["proposal"] for row in snapshot["proposals"]}
    for group in annex.groups(snapshot):
        for row in group.rows:
            found.setdefault((keys[group.id], group.name, row.name), []).append(row.values)
    return {key: "; ".join(values) for key, values in found.items()}
