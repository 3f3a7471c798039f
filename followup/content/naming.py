"""What a report is called: its title, whose it is, its edition, its files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from burlov_styrning.base.models import Decision
from burlov_styrning.swedish import example_note, genitive, partial_date, sentence
from followup.content import layout
from followup.content.lines import cited
from followup.content.rows import decision_words
from followup.content.snapshot import Plain

TITLES = {
    layout.JUDGING: gettext_lazy("Så bedöms målen"), layout.WHOLE: gettext_lazy("God ekonomisk hushållning"),
    layout.VISION: gettext_lazy("Vision och värdegrund"), layout.SUMMARY: gettext_lazy("Sammandrag"),
    layout.ONWARD: gettext_lazy("Vad som går vidare"), layout.EXAMINED: gettext_lazy("Att granska"),
    layout.READING: gettext_lazy("Så läser du katalogen"), layout.OVERVIEW: gettext_lazy("Översikt"),
    layout.AREAS: gettext_lazy("Målområdena"), layout.SEVERAL: gettext_lazy("Mål med flera ansvariga"),
    layout.NOBODY: gettext_lazy("Mål utan angiven ansvarig"),
    layout.ISSUED: gettext_lazy("Utgivna rapporter"),
    layout.ANNEX: gettext_lazy("Bilaga: varje siffra och dess källa"),
}  # fmt: skip


@dataclass(frozen=True)
class Since:
    """What changed since the edition of that number (`changes.Change`)."""

    number: int
    rows: Sequence[Any]

    @property
    def title(self) -> str:
        """The chapter's heading."""
        return _("Ändrat sedan utgåva %(number)s") % {"number": self.number}


@dataclass(frozen=True)
class Edition:
    """What the printed edition says of itself; all else it prints is in its snapshot."""

    number: int
    issued: str
    sha256: str
    approval: str = ""
    """The council's approval; empty in the files of the board's proposal."""
    since: Since | None = None


@dataclass(frozen=True)
class Cover:
    """What every report says of itself, whatever kind it is."""

    title: str
    subtitle: str
    full_title: str
    owner: str
    edition: str
    issued: str
    standing: str
    note: str
    hash: str


def cover(snapshot: Plain, edition: Edition) -> Cover:
    """The cover of an edition."""
    return Cover(
        title=title(snapshot),
        subtitle=subtitle(snapshot),
        full_title=full_title(snapshot),
        owner=snapshot["head"]["municipality"],
        edition=edition_line(edition),
        issued=edition.issued,
        standing=edition.approval or standing(snapshot),
        note=note(snapshot),
        hash=edition.sha256,
    )


def title(snapshot: Plain) -> str:
    """`Årsredovisning 2022`."""
    head = snapshot["head"]
    if snapshot["kind"] == "catalogue":
        return _("Förslagskatalog %(first)s–%(last)s") % {"first": head["first_year"], "last": head["last_year"]}
    if snapshot["kind"] == "premises":
        return _("Budgetförutsättningar %(year)s") % {"year": head["year"]}
    if snapshot["kind"] == "audit":
        return _("Granskningsunderlag %(year)s") % {"year": head["year"]}
    if snapshot["kind"] == "annual":
        return _("Årsredovisning %(year)s") % {"year": head["year"]}
    if snapshot["kind"] == "interim":
        return _("Delårsrapport %(year)s") % {"year": head["year"]}
    if snapshot["kind"] == "committee":
        return str(snapshot["names"]["organs"][snapshot["organ"]])
    return sentence(head["round_name"])


def title_of(snapshot: Plain, chapter: str) -> str:
    """What a chapter of a report is called."""
    names = snapshot["names"]
    areas = {layout.area_id(key): str(name["name"]) for key, name in names["areas"].items()}
    areas |= {layout.organ_id(key): str(name) for key, name in names["organs"].items()}
    if snapshot["kind"] == "catalogue":
        said = {layout.area_id(layout.area_of(snapshot, row)): row["content"]["area"] for row in snapshot["proposals"]}
        areas |= {one: str(name or _("Utan målområde")) for one, name in said.items() if one not in areas}
    elif chapter == layout.area_id(""):
        loose = [goal["kind"] for goal in snapshot["goals"] if goal["area"] is None]
        return _("Finansiella mål") if all(kind == "financial" for kind in loose) else _("Mål utan område")
    return areas.get(chapter) or str(TITLES[chapter])


def subtitle(snapshot: Plain) -> str:
    """What it is about, under the title."""
    head = snapshot["head"]
    if snapshot["kind"] == "catalogue":
        return _("Nämndernas förslag till fullmäktiges mål") + _scope(snapshot)
    if snapshot["kind"] == "premises":
        plan = snapshot["premises"]["years"][1:]
        return _("Med plan %(first)s–%(last)s: mål, utrymme och ramar") % {"first": plan[0], "last": plan[-1]}
    if snapshot["kind"] == "committee":
        return _("Uppföljning av målen, %(round)s") % {"round": head["round_name"].lower()} + _scope(snapshot)
    if snapshot["kind"] == "audit":
        whose = snapshot["names"]["organs"][snapshot["organ"]] if snapshot["organ"] else _("alla beslutade mål")
        return f"{sentence(head['round_name'])}: {whose}"
    if head["part_year"]:
        return _("Målen till och med %(day)s") % {"day": head["period_end"]} + _scope(snapshot)
    return _("Mål och måluppfyllelse") + _scope(snapshot)


def _scope(snapshot: Plain) -> str:
    """`, 4 av 10 mål, i korthet`: where the report does not take up all there is."""
    chosen, catalogue = snapshot.get("layout"), snapshot["kind"] == "catalogue"
    if not chosen:
        return ""
    count = len(snapshot["proposals"] if catalogue else snapshot["goals"])
    words = _("%(count)s av %(of)s förslag") if catalogue else _("%(count)s av %(of)s mål")
    some = words % {"count": count, "of": chosen["of"]} if count != chosen["of"] else ""
    return "".join(f", {part}" for part in (some, _("i korthet") if layout.is_short(snapshot) else "") if part)


def full_title(snapshot: Plain) -> str:
    """Title, subtitle and municipality, for a window and a library."""
    return f"{title(snapshot)}. {subtitle(snapshot)}. {snapshot['head']['municipality']}".strip(". ")


def in_order(snapshot: Plain, of: str) -> list[tuple[str, Any]]:
    """The names of areas or organs in their own order: the snapshot itself stands in the alphabet's."""
    names = snapshot["names"]
    return [(key, names[of][key]) for key in names["order"][of]]


def approval(decision: Decision) -> str:
    """`Godkänd: Kommunfullmäktige, 12 juni 2023, § 44.`"""
    organs = {decision.organ.key: decision.organ.name}
    return _("Godkänd: %(decision)s.") % {"decision": cited(decision_words(decision), organs)}


def standing(snapshot: Plain) -> str:
    """Whose it is before the council has approved it."""
    if snapshot["kind"] == "catalogue":
        return _catalogue_standing(snapshot["head"])
    if snapshot["kind"] == "premises":
        return _("Underlag för budgetberedningen, sammanställt av kommunens controller. Inget beslut.")
    if snapshot["kind"] == "audit":
        return _("Underlag för revisorernas granskning enligt 12 kap. kommunallagen. Bara revisorerna läser det.")
    if snapshot["kind"] == "committee":
        return _("%(organ)s rapport.") % {"organ": genitive(title(snapshot))}
    return _("Kommunstyrelsens förslag till kommunfullmäktige.")


def _catalogue_standing(head: Plain) -> str:
    """For which meeting, by whom; nothing in it is decided."""
    said = {"council": head["council"] or _("kommunfullmäktige"), "municipality": head["municipality"]}
    whom = _("Handling till %(council)s.") % {"council": said["council"].lower()}
    if head["meeting"]:
        whom = _("Handling till %(council)s sammanträde %(day)s.") % {
            "council": genitive(said["council"].lower()), "day": partial_date(head["meeting"]),
        }  # fmt: skip
    return f"{whom} " + _(
        "Sammanställd av kommunens controller ur nämndernas förslag. Rådgivande underlag, inget beslut."
    )


def note(snapshot: Plain) -> str:
    """The running head of an example."""
    head = snapshot["head"]
    if not head["example"]:
        return ""
    return example_note(head["municipality"] or _("någon kommun"))


def edition_line(edition: Edition) -> str:
    """`Utgåva 1, 2023-04-03`."""
    return _("Utgåva %(number)s, %(day)s") % {"number": edition.number, "day": edition.issued}


def file_name(snapshot: Plain, number: int, extension: str, *, approved: bool = False) -> str:
    """`burlovs-kommun-arsredovisning-2022-mal-utgava-1.pdf`; `…-utgava-1-godkand.pdf`."""
    words = [snapshot["head"]["municipality"], title(snapshot)]
    if snapshot["kind"] in ("catalogue", "premises"):
        return f"{slugify(' '.join(words).replace('–', '-'))}-utgava-{number}.{extension}"
    if snapshot["kind"] == "audit":
        words.append(" ".join(filter(None, (snapshot["round"], snapshot["organ"]))))
    else:
        words.append(snapshot["round"] if snapshot["kind"] == "committee" else "mal")
    return f"{slugify(' '.join(words))}-utgava-{number}{'-godkand' if approved else ''}.{extension}"
