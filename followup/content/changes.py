"""What differs between two editions of a report: figures, judgements, texts, what is taken up. Snapshots in, words out.

Where a value has to be hidden in one of the two, neither is told: the other edition would tell what
this one hides.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from burlov_styrning import rich
from burlov_styrning.swedish import number
from followup.content import among, layout
from followup.content.goals import goal_id
from followup.content.naming import title_of
from followup.content.snapshot import Plain
from followup.models import Activity, Onward
from followup.words import assessment_word, whole_word
from indicators.models import Sex
from indicators.words import missing_words

HIDDEN = ("suppressed", "secret")
VALUES = ("outcome", "progression", "target", "baseline", "forecast")
NOTHING = "–"

type Place = tuple[str, str, str]
"""About what, which text, where it stands."""


@dataclass(frozen=True)
class Change:
    """One thing: of what kind, about what (and its place in the document), what it was, what it is.

    Of a text `before` and `after` say only that it changed; `old` and `new` are its wordings.
    """

    kind: str
    about: str
    what: str
    before: str
    after: str
    place: str = ""
    old: str = ""
    new: str = ""


def changes(old: Plain, new: Plain) -> list[Change]:
    """Everything that a reader can tell, in the order: what is taken up, judgements, figures, texts, activities."""
    places = {*layout.printed(new), *(goal_id(key) for key in _goals(new))}
    places |= {layout.PREFACE} if layout.preface(new).strip() else set()
    places |= {layout.OPENING} if new["kind"] == "committee" and new.get("openings") else set()
    found = [_scope, _judgements, _figures, _places, _texts, _activities, _onwards]
    rows = [row for some in found for row in some(old, new)]
    return [row if row.place in places else replace(row, place="") for row in rows]


def _differing[K, V](old: Mapping[K, V], new: Mapping[K, V]) -> Iterator[tuple[K, V | None, V | None]]:
    """The keys whose values differ, those of the new one first."""
    for key in dict.fromkeys((*new, *old)):
        if old.get(key) != new.get(key):
            yield key, old.get(key), new.get(key)


def _both[K, V](old: Mapping[K, V], new: Mapping[K, V]) -> Iterator[tuple[K, V, V]]:
    """The keys that both have and whose values differ."""
    return ((key, was, now) for key, was, now in _differing(old, new) if was is not None and now is not None)


# What is taken up


def _scope(old: Plain, new: Plain) -> Iterator[Change]:
    for key, was, now in _differing(_goals(old), _goals(new)):
        row: Plain = now or was or {}
        if was is None or now is None:
            words = (NOTHING, _("med i rapporten")) if was is None else (_("med i rapporten"), NOTHING)
            yield Change("scope", _goal(row), _("Målet"), *words, goal_id(key) if now else "")
        elif was["wording"] != now["wording"]:
            yield text_changed(_goal(row), _("Lydelsen"), was["wording"], now["wording"], goal_id(key))
    yield from chapters_changed(old, new)
    if _group(old) != _group(new):
        yield Change("scope", _("Rapporten"), _("Jämförs med"), *(_group(one) or NOTHING for one in (old, new)))
    depths = [_("i korthet") if layout.is_short(one) else _("i sin helhet") for one in (old, new)]
    if depths[0] != depths[1]:
        yield Change("scope", _("Rapporten"), _("Målen"), *depths)


def chapters_changed(old: Plain, new: Plain) -> Iterator[Change]:
    """Other chapters, or in another order."""
    if layout.printed(old) != layout.printed(new):
        titles = [", ".join(title_of(one, chapter) for chapter in layout.printed(one)) for one in (old, new)]
        yield Change("scope", _("Rapporten"), _("Kapitlen"), *titles)


def _goals(snapshot: Plain) -> dict[str, Plain]:
    return {goal["goal"]: goal for goal in snapshot["goals"]}


def _goal(goal: Plain) -> str:
    return f"{goal['number']}. {goal['title'] or goal['wording']}"


# Judgements


def _judgements(old: Plain, new: Plain) -> Iterator[Change]:
    goals = _goals(new)
    for key, was, now in _both(*(({k: (g["assessment"],) for k, g in _goals(one).items()}) for one in (old, new))):
        yield Change("judgement", _goal(goals[key]), _("Bedömningen"), _word(old, *was), _word(new, *now), goal_id(key))
    for (key, owner), was, now in _both(_by_owner(old), _by_owner(new)):
        whose = _("Bedömningen av %(organ)s") % {"organ": new["names"]["organs"].get(owner, owner).lower()}
        yield Change("judgement", _goal(goals[key]), whose, _word(old, *was), _word(new, *now), goal_id(key))
    for key, was, now in _both(*({a["area"]: (a["assessment"],) for a in one["areas"]} for one in (old, new))):
        about, place = new["names"]["areas"][key]["name"], layout.area_id(key)
        yield Change("judgement", about, _("Målområdets bedömning"), _word(old, *was), _word(new, *now), place)
    whole = [(one["whole"] or {}).get("assessment") for one in (old, new)]
    if whole[0] != whole[1]:
        was_, now_ = map(whole_word, whole)
        yield Change("judgement", _("God ekonomisk hushållning"), _("Bedömningen"), was_, now_, layout.WHOLE)


def _onwards(old: Plain, new: Plain) -> Iterator[Change]:
    """What becomes of the goals, in editions that both tell it."""
    if "onward" not in old or "onward" not in new:
        return
    goals = _goals(old) | _goals(new)
    words = {str(code): str(label) for code, label in Onward.Course.choices}
    for key, was, now in _differing(*({row["goal"]: row for row in one["onward"]} for one in (old, new))):
        before, after = (words[row["course"]] if row else NOTHING for row in (was, now))
        if before != after:
            yield Change("judgement", _goal(goals[key]), _("Nästa period"), before, after, layout.ONWARD)
        elif was and now and was["reason"] != now["reason"]:
            yield text_changed(_goal(goals[key]), _("Varför det går vidare eller inte"), was["reason"], now["reason"],
                        layout.ONWARD)  # fmt: skip


def _by_owner(snapshot: Plain) -> dict[tuple[str, str], tuple[Any]]:
    """Where a goal has several owners, each judges."""
    return {(goal["goal"], owner["owner"] or ""): (owner["assessment"],)
            for goal in snapshot["goals"] if len(goal["by_owner"]) > 1 for owner in goal["by_owner"]}  # fmt: skip


def _word(snapshot: Plain, code: str | None) -> str:
    return assessment_word(code, last_annual=snapshot["head"]["last_annual"])


# Figures


def _figures(old: Plain, new: Plain) -> Iterator[Change]:
    goals = _goals(new)
    for key, was, now in _both(_rows(old), _rows(new)):
        goal, _owner, indicator, period, sex = key
        about = f"{_goal(goals[goal])}: {new['names']['indicators'][indicator]['name']}"
        for name in VALUES:
            before, after = _value(was, name), _value(now, name)
            if before != after:
                hidden = name == "outcome" and (was["missing"] in HIDDEN or now["missing"] in HIDDEN)
                shown = (_("visas inte"), _("visas inte")) if hidden else (before, after)
                who = "" if sex == Sex.TOTAL else f", {str(Sex(sex).label).lower()}"
                yield Change("figure", about, f"{_named(name)} {period}{who}", *shown, goal_id(goal))


def _places(old: Plain, new: Plain) -> Iterator[Change]:
    """Where the municipality stands among others, in editions that both tell it of the same year and group."""
    if _group(old) != _group(new):
        return
    for (goal, indicator, year), was, now in _both(_among(old), _among(new)):
        about = f"{_goal(_goals(new)[goal])}: {new['names']['indicators'][indicator]['name']}"
        for name, what in (("place", _("Plats")), ("median", _("Median"))):
            before, after = ((among.place_words(row) if name == "place" else number(Decimal(row[name])))
                             for row in (was, now))  # fmt: skip
            if before != after:
                yield Change("figure", about, f"{what} {year}", before, after, goal_id(goal))


def _group(snapshot: Plain) -> str:
    return among.group_words(snapshot) if "compared" in snapshot else ""


def _among(snapshot: Plain) -> dict[tuple[str, str, str], Plain]:
    return {(key, row["indicator"], str(row["year"])): row
            for key in _goals(snapshot) for row in among.rows_of(snapshot, key)}  # fmt: skip


def _rows(snapshot: Plain) -> dict[tuple[str, str, str, str, str], Plain]:
    names = ("goal", "owner", "indicator", "period", "sex")
    rows = {tuple(str(row[name] or "") for name in names): row for row in snapshot["figures"]}
    return rows  # type: ignore[return-value]


def _value(row: Plain, name: str) -> str:
    if row[name] is not None:
        return number(Decimal(row[name]))
    return missing_words(row["missing"] or "") or NOTHING if name == "outcome" else NOTHING


def _named(name: str) -> str:
    names = {"outcome": _("Utfall"), "progression": _("Målnivå"), "target": _("KF-mål"),
             "baseline": _("Utgångsvärde"), "forecast": _("Prognos")}  # fmt: skip
    return names[name]


# Texts


def _texts(old: Plain, new: Plain) -> Iterator[Change]:
    both = _goals(old).keys() & _goals(new).keys()
    yield from written_changed(old, new)
    yield from _differing_texts(*(dict(_there(_judged(one, both))) for one in (old, new)))


def written_changed(old: Plain, new: Plain) -> Iterator[Change]:
    """What the controller wrote to the report."""
    yield from _differing_texts(*(dict(_there(_of_the_report(one))) for one in (old, new)))


def _differing_texts(before: Mapping[Place, str], after: Mapping[Place, str]) -> Iterator[Change]:
    for (about, what, place), was, now in _differing(before, after):
        yield text_changed(about, what, was or "", now or "", place)


def text_changed(about: str, what: str, was: str, now: str, place: str) -> Change:
    """That a text changed, with both wordings."""
    words = _("tillagd") if not was else _("borttagen") if not now else _("ny lydelse")
    return Change("text", about, what, NOTHING, words, place, rich.as_text(was), rich.as_text(now))


def _there(written: Iterable[tuple[Place, str]]) -> Iterator[tuple[Place, str]]:
    """What people wrote: about what, which text, where it stands, its words; empty ones are not there."""
    return ((place, text) for place, text in written if text.strip())


def _of_the_report(snapshot: Plain) -> Iterator[tuple[Place, str]]:
    yield (_("Rapporten"), _("Förordet"), layout.PREFACE), layout.preface(snapshot)
    for chapter in layout.printed(snapshot):
        yield (title_of(snapshot, chapter), _("Kommentaren"), chapter), layout.comment(snapshot, chapter)


def _judged(snapshot: Plain, goals: Collection[str]) -> Iterator[tuple[Place, str]]:
    whole = snapshot["whole"] or {}
    said = {"analysis": _("Analysen"), "balance_text": _("Om balanskravsresultatet"), "group_text": _("Om koncernen")}
    for name, what in said.items():
        yield (_("God ekonomisk hushållning"), what, layout.WHOLE), whole.get(name, "")
    for one in snapshot.get("openings", ()):
        about = snapshot["names"]["organs"][one["organ"]]
        place = layout.OPENING if snapshot["kind"] == "committee" else layout.organ_id(one["organ"])
        yield (about, _("Inledningen"), place), one["text"]
    for area in snapshot["areas"]:
        about = snapshot["names"]["areas"][area["area"]]["name"]
        yield (about, _("Analysen"), layout.area_id(area["area"])), area["analysis"]
    for goal in snapshot["goals"]:
        if goal["goal"] in goals:
            yield from _of_goal(snapshot, goal)


def _of_goal(snapshot: Plain, goal: Plain) -> Iterator[tuple[Place, str]]:
    several = len(goal["by_owner"]) > 1
    rows = [(owner["owner"], owner) for owner in goal["by_owner"]]
    rows += [("weighed", goal["weighed"])] if goal["weighed"] else []
    for key, said in rows:
        whose = snapshot["names"]["organs"].get(key, _("kommunstyrelsen")).lower() if several else ""
        for name, what in (("analysis", _("Analysen")), ("motivation", _("Skälet till avvikelsen"))):
            yield (_goal(goal), f"{what}, {whose}" if whose else what, goal_id(goal["goal"])), said.get(name, "")


# Activities


def _activities(old: Plain, new: Plain) -> Iterator[Change]:
    goals = _goals(old) | _goals(new)
    states = {str(code): str(label) for code, label in Activity.State.choices}
    for (goal, text), was, now in _differing(*map(_planned, (old, new))):
        if goal in _goals(old) and goal in _goals(new):
            before, after = (states.get(code, NOTHING) if code else NOTHING for code in (was, now))
            what = _("Aktivitet: %(text)s") % {"text": text}
            yield Change("activity", _goal(goals[goal]), what, before, after, goal_id(goal))


def _planned(snapshot: Plain) -> dict[tuple[str, str], str]:
    if layout.is_short(snapshot):
        return {}
    return {(row["goal"], row["text"]): row["state"] for row in snapshot["activities"]}
