"""The charts of the premises: the room, the frames, what drives the need, and the way of each goal's indicators.

Made from the snapshot alone. Each stands under the table that has the same values.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from django.utils.translation import gettext as _

from burlov_styrning.charts import Chart, Point, Table
from burlov_styrning.ranked import Bar, bars
from burlov_styrning.swedish import number, signed
from followup.content.charts import LOW, Drawn, exact, own_ids
from followup.content.premises import words
from followup.content.snapshot import Plain
from goals.charts import Aim, progress_chart
from goals.proposed_charts import proposed_finding
from indicators.charts import Measure
from indicators.demography import UNIT, driving_chart

type Key = tuple[str | None, ...]
type Pictures = Mapping[Key, Drawn]

ROOM, FRAMES, NEED = ("utrymme",), ("ramar",), ("demografi",)


def draw(snapshot: Plain, told: Callable[[int], None] = lambda done: None) -> dict[Key, Drawn]:
    """What it shows → picture; `told` hears after each how many are done."""
    drawn: dict[Key, Drawn] = {}
    for key, chart in made(snapshot):
        svg = chart.svg
        drawn[key] = Drawn(chart.name, chart.finding, own_ids(svg, len(drawn)), chart.example, svg)
        told(len(drawn))
    return drawn


def number_of(snapshot: Plain) -> int:
    """How many there will be."""
    return sum(1 for _one in made(snapshot))


def made(snapshot: Plain) -> Iterator[tuple[Key, Chart]]:
    """Each chart that there are values for."""
    found = [(ROOM, _room(snapshot)), (FRAMES, _frames(snapshot)), (NEED, _need(snapshot))]
    yield from ((key, chart) for key, chart in found if chart)
    for goal in snapshot["premises"]["goals"]:
        for line in goal["lines"]:
            if chart := _way(snapshot, goal, line):
                yield key_of(goal, line), chart


def key_of(goal: Plain, line: Plain) -> Key:
    """An indicator on one owner's way."""
    return (goal["goal"], line["owner"], line["indicator"])


def amount(value: Decimal) -> str:
    """A sum as it stands in a sentence and at a bar."""
    return number(value, 0, UNIT)


# The economy


def _room(snapshot: Plain) -> Chart | None:
    """The room of each year in ink, under it what the goals or proposals cost."""
    rows = [row for row in snapshot["premises"]["room"] if row["room"] is not None]
    if not rows:
        return None
    cost = _("Målen %(year)s") if words.is_adopted(snapshot) else _("Förslagen %(year)s")
    shown: list[Bar] = []
    for row in rows:
        room, asked = Decimal(row["room"]), exact(row["cost"])
        shown.append(Bar(_("Utrymme %(year)s") % row, room, amount(room), True))
        if asked is not None:
            shown.append(Bar(cost % row, asked, amount(asked)))
    name = _("Ekonomiskt utrymme")
    return Chart(bars(shown), _room_finding(snapshot, rows), _table(name, shown), UNIT,
                 any(row["example"] for row in rows), name)  # fmt: skip


def _room_finding(snapshot: Plain, rows: list[Plain]) -> str:
    first, last = rows[0], rows[-1]
    values = {"room": amount(Decimal(first["room"])), "year": first["year"],
              "then": amount(Decimal(last["room"])), "last": last["year"]}  # fmt: skip
    words_ = {
        0: _("Utrymmet är %(room)s %(year)s och lika stort %(last)s."),
        1: _("Utrymmet växer från %(room)s %(year)s till %(then)s %(last)s."),
        -1: _("Utrymmet minskar från %(room)s %(year)s till %(then)s %(last)s."),
    }[int(Decimal(last["room"]).compare(Decimal(first["room"])))]
    said = (_("Utrymmet är %(room)s %(year)s.") if len(rows) == 1 else words_) % values
    if first["cost"] is None:
        return said
    cost = (
        _("Målen kostar %(cost)s %(year)s.") if words.is_adopted(snapshot) else _("Förslagen kostar %(cost)s %(year)s.")
    )
    return f"{said} " + cost % {"cost": amount(Decimal(first["cost"])), "year": first["year"]}


def _frames(snapshot: Plain) -> Chart | None:
    """How much each committee's frame differs from last year's, the one that grows most first."""
    premises, organs = snapshot["premises"], snapshot["names"]["organs"]
    year = premises["years"][0]
    rows = [row for row in premises["frames"] if row["year"] == year and row.get("growth") is not None]
    if not rows:
        return None
    grown = sorted(((organs[row["organ"]], Decimal(row["growth"])) for row in rows), key=lambda one: -one[1])
    shown = [Bar(name, value, signed(value, 0, UNIT), True) for name, value in grown]
    name = _("Ramarnas ändring %(year)s") % {"year": year}
    return Chart(bars(shown), _frames_finding(grown, year), _table(name, shown), UNIT,
                 any(row["example"] for row in rows), name)  # fmt: skip


def _frames_finding(grown: list[tuple[str, Decimal]], year: int) -> str:
    total = sum((value for _name, value in grown), Decimal(0))
    more = _("Nämndernas ramar är tillsammans %(amount)s större %(year)s än förra året.")
    less = _("Nämndernas ramar är tillsammans %(amount)s mindre %(year)s än förra året.")
    said = (more if total >= 0 else less) % {"amount": amount(abs(total)), "year": year}
    name, most = grown[0]
    if len(grown) == 1 or most <= 0:
        return said
    return f"{said} " + _("Mest växer ramen för %(organ)s (%(amount)s).") % {
        "organ": name[:1].lower() + name[1:], "amount": signed(most, 0, UNIT),
    }  # fmt: skip


def _need(snapshot: Plain) -> Chart | None:
    """Which classes drive the need of the last year."""
    said = snapshot["premises"]["demography"]
    if not said:
        return None
    year = said["years"][-1]
    asked = [(row["age_class"], Decimal(row["need"])) for row in said["by_class"] if row["year"] == year]
    line = sorted(((code, value) for code, value in asked if value), key=lambda one: -abs(one[1]))
    return driving_chart(line, year, example=said["example"]) if line else None


def _table(name: str, shown: list[Bar]) -> Table:
    return Table((name, UNIT), tuple((bar.name, bar.text) for bar in shown))


# The goals


def _way(snapshot: Plain, goal: Plain, line: Plain) -> Chart | None:
    """The latest outcomes, the level of each year, the aim."""
    said = snapshot["names"]["indicators"][line["indicator"]]
    outcomes = [Point(int(row["period"]), exact(row["outcome"]), preliminary=row["preliminary"])
                for row in words.outcomes(snapshot, goal, line)]  # fmt: skip
    levels = [Point(int(year), exact(value)) for year, value in line["levels"].items()]
    if not outcomes and not any(point.value is not None for point in levels):
        return None
    within = said["direction"] == "within" and line["low"] is not None and line["high"] is not None
    aim = Aim(
        line["window"][1] if line["window"] else goal["year"],
        said["direction"],
        exact(line["target"]),
        (Decimal(line["low"]), Decimal(line["high"])) if within else None,
        "" if words.is_adopted(snapshot) else _("Föreslaget mål"),
    )
    start = None if line["baseline_year"] is None else Point(line["baseline_year"], exact(line["baseline"]))
    measure = Measure(said["unit"], said["decimals"])
    chart = progress_chart(
        outcomes, levels, aim, measure, baseline=start, breaks=line.get("breaks", ()), name=said["name"],
        example=goal["example"], height=LOW,
    )  # fmt: skip
    if words.is_adopted(snapshot):
        return chart
    return replace(chart, finding=proposed_finding(start or Point(aim.year, None), aim, None, measure))
