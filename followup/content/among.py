"""Where the municipality stands among others, as every form of a report prints it. From the snapshot alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from burlov_styrning.swedish import listed, number
from followup.content.snapshot import Plain
from indicators.rules.direction import Bounds, Direction, Movement, decimals_to_show, movement

DASH = "–"
MORE_DECIMALS = 2


@dataclass(frozen=True)
class Line:
    """One indicator: our value, the group's middle, our place and which side of the median that is."""

    name: str
    unit: str
    year: str
    value: str
    median: str
    middle: str
    place: str
    side: str
    example: bool


@dataclass(frozen=True)
class Table:
    """The indicators of a goal among the municipalities of a group."""

    group: str
    lines: Sequence[Line]


def table(snapshot: Plain, goal: str) -> Table | None:
    """Those of a goal's indicators that can be compared; None where none can."""
    rows = rows_of(snapshot, goal)
    return Table(group_words(snapshot), [_line(snapshot, row) for row in rows]) if rows else None


def rows_of(snapshot: Plain, goal: str) -> list[Plain]:
    """The frozen rows of a goal's indicators, each once."""
    known = {row["indicator"]: row for row in snapshot.get("compared", {"rows": ()})["rows"]}
    keys = dict.fromkeys(line["indicator"] for line in snapshot["lines"] if line["goal"] == goal)
    return [known[key] for key in keys if key in known]


def group_words(snapshot: Plain) -> str:
    """What the group is called."""
    return str(snapshot["compared"]["group"]["title"] or _("Alla kommuner"))


def place_words(row: Plain) -> str:
    """`9 av 26`, `3–4 av 26`."""
    last = row["place"] + row["shared"] - 1
    place = f"{row['place']}–{last}" if last > row["place"] else str(row["place"])
    return _("%(place)s av %(of)s") % {"place": place, "of": row["of"]}


def side(row: Plain) -> Movement:
    """Whether our value is better than the median."""
    low, high = (None if one is None else Decimal(one) for one in row["bounds"] or (None, None))
    bounds = Bounds(low, high) if low is not None and high is not None else None
    return movement(Decimal(row["value"]), Decimal(row["median"]), Direction(row["direction"]), bounds)


def _line(snapshot: Plain, row: Plain) -> Line:
    measure = snapshot["names"]["indicators"][row["indicator"]]
    decimals = decimals_to_show(measure["decimals"], Decimal(row["value"]), Decimal(row["median"]))
    ends = [number(Decimal(row[name]), decimals) for name in ("lower", "upper") if row[name] is not None]
    words = {
        Movement.BETTER: _("bättre än medianen"), Movement.SAME: _("i nivå med medianen"),
        Movement.WORSE: _("sämre än medianen"),
    }  # fmt: skip
    unit = measure["unit"]
    return Line(
        name=measure["name"],
        unit="" if not unit or unit in measure["name"] else unit,
        year=str(row["year"]),
        value=number(Decimal(row["value"]), decimals),
        median=number(Decimal(row["median"]), decimals),
        middle="–".join(ends) or DASH,
        place=place_words(row),
        side=words[side(row)],
        example=row["example"],
    )


def source_words(snapshot: Plain, row: Plain) -> str:
    """`Egen beräkning ur Kolada`: place, median and quartiles are ours, whatever the values are."""
    titles = [snapshot["sources"][key]["title"] for key in row["sources"] if key in snapshot["sources"]]
    return _("Egen beräkning ur %(sources)s") % {"sources": listed(titles)} if titles else _("Egen beräkning")


def figures(snapshot: Plain, row: Plain) -> Iterator[tuple[str, str]]:
    """Each figure of an indicator with what it is, for the annex: as stored."""
    values = {
        "value": _("Kommunens värde i jämförelsen"), "median": _("Median"), "lower": _("Undre kvartil"),
        "upper": _("Övre kvartil"),
    }  # fmt: skip
    for name, words in values.items():
        if row[name] is not None:
            yield words, _whole(snapshot, row, row[name])
    yield _("Plats"), place_words(row)


def _whole(snapshot: Plain, row: Plain, value: str) -> str:
    """What a formula gives has digits without end, and is printed with two more than the indicator has."""
    wanted = snapshot["names"]["indicators"][row["indicator"]]["decimals"] + MORE_DECIMALS
    return number(Decimal(value), wanted if row["formula"] else None)


def reading(snapshot: Plain) -> str:
    """How it is to be read; empty where nothing is compared."""
    if "compared" not in snapshot:
        return ""
    said = snapshot["compared"]["group"]
    words = _("Under målen står var kommunen ligger bland andra på målets indikatorer: %(group)s. Plats 1 är bäst, och "
              "lika värden delar plats. Året är det senaste då kommunen och någon annan har ett slutligt värde. "
              "Medianen har lika många över som under sig, och mellan kvartilerna ligger den mittersta hälften; färre "
              "än fem värden har inga kvartiler. Egen beräkning.") % {"group": group_words(snapshot)}  # fmt: skip
    why = _("Varför just de:")
    return f"{words} {why} {said['reason']}" if said["reason"] else words
