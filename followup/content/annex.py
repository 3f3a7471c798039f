"""The annex: each printed figure with its source and the day it was fetched. Values stand as stored, unrounded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext as _

from burlov_styrning.swedish import NBSP, listed, number
from followup.content import among
from followup.content.goals import goal_id
from followup.content.lines import cited, target_year
from followup.content.snapshot import Plain
from indicators.models import Sex
from indicators.rules.direction import rounded
from indicators.words import missing_words

MORE_DECIMALS = 2


@dataclass(frozen=True)
class Figure:
    """One printed figure, or several of one kind from one source: `2019: 67,5; 2020: ej mätt`."""

    name: str
    values: str
    source: str
    url: str
    fetched: str
    example: bool = False


@dataclass(frozen=True)
class Group:
    """The figures of one indicator of a goal."""

    id: str
    goal: str
    name: str
    rows: Sequence[Figure]


def groups(snapshot: Plain) -> list[Group]:
    """Every indicator's figures, in the order of the report."""
    found = [_group(snapshot, line) for line in snapshot["lines"]]
    return [group for group in found if group.rows]


def _group(snapshot: Plain, line: Plain) -> Group:
    names = ("goal", "owner", "indicator")
    rows = [row for row in snapshot["figures"] if all(row[name] == line[name] for name in names)]
    goal = next(goal for goal in snapshot["goals"] if goal["goal"] == line["goal"])
    owner = snapshot["names"]["organs"].get(line["owner"], "") if len(goal["owners"]) > 1 else ""
    unit = line["measure"]["unit"]
    name = line["measure"]["name"] + (f" ({unit})" if unit and unit not in line["measure"]["name"] else "")
    label = _("Mål %(number)s") % {"number": goal["number"]} + (f", {owner}" if owner else "")
    figures = [*_decided(snapshot, goal, line, rows[-1]), *_measured(snapshot, rows), *_compared(snapshot, line)]
    return Group(goal_id(line["goal"]), label, name, together(figures))


def together(figures: Sequence[Figure]) -> list[Figure]:
    """Figures of one kind from one source stand in one row."""
    merged: dict[tuple[str, str, str, bool], Figure] = {}
    for one in figures:
        key = (one.name, one.source, one.fetched, one.example)
        before = merged.get(key)
        merged[key] = replace(one, values=f"{before.values}; {one.values}") if before else one
    return list(merged.values())


def _decided(snapshot: Plain, goal: Plain, line: Plain, now: Plain) -> Iterable[Figure]:
    """What was decided: the baseline and target by the council, the way there by the owner."""
    organs, made_up = snapshot["names"]["organs"], now["examples"]
    council = cited(goal["decision"], organs) or _("beslutet är inte angivet")
    if now["baseline"] is not None:
        yield Figure(
            _("Utgångsvärde"),
            dated(now["baseline_year"], plain(now["baseline"])),
            council,
            "",
            "",
            "baseline" in made_up,
        )
    path = cited(now["path_decision"], organs) or council
    for year, value in line["path"].items():
        shown = plain(value) if value is not None else _("ej mätt")
        yield Figure(_("Målnivå"), dated(year, shown), path, "", "", "progression" in made_up)
    period = "–".join(map(str, now["window"])) if now["window"] else str(target_year(snapshot))
    if line["measure"]["direction"] == "within" and line["low"] is not None:
        bounds = f"{plain(line['low'])}–{plain(line['high'])}"
        yield Figure(_("KF-mål"), dated(period, bounds), council, "", "", "target" in made_up)
    elif now["target"] is not None:
        yield Figure(_("KF-mål"), dated(period, plain(now["target"])), council, "", "", "target" in made_up)


def _measured(snapshot: Plain, rows: Sequence[Plain]) -> Iterable[Figure]:
    """The outcomes, each once: a year that is read with a lag has its own row already."""
    for row in rows:
        carried = row["read"] is not None and row["read"] != row["period"]
        if carried and any(other["period"] == row["read"] and other["sex"] == row["sex"] for other in rows):
            continue
        if row["outcome"] is not None or row["missing"]:
            yield measured_figure(snapshot, row)
        if row["forecast"] is not None:
            forecast = dated(row["period"], plain(row["forecast"]))
            yield Figure(_("Prognos"), forecast, _("den ansvariga"), "", "", "forecast" in row["examples"])


def _compared(snapshot: Plain, line: Plain) -> Iterable[Figure]:
    """Where the municipality stands among others."""
    for row in among.rows_of(snapshot, line["goal"]):
        if row["indicator"] == line["indicator"]:
            source = among.source_words(snapshot, row)
            for name, value in among.figures(snapshot, row):
                words = _("%(figure)s, %(group)s") % {"figure": name, "group": among.group_words(snapshot)}
                yield Figure(words, dated(row["year"], value), source, "", "", row["example"])


def measured_figure(snapshot: Plain, row: Plain) -> Figure:
    """An outcome with its source."""
    source = snapshot["sources"].get(row["source"] or "", {})
    name = _("Utfall") if row["sex"] == Sex.TOTAL else _("Utfall, %(sex)s") % {"sex": str(Sex(row["sex"]).label)}
    name += _(", preliminärt") if row["preliminary"] else _(", reviderat") if row["revised"] else ""
    why = missing_words(row["missing"] or "", row.get("section", ""))
    value = _measured_value(snapshot, row) if row["outcome"] is not None else why
    title = calculation_words(snapshot, row) or source.get("title", "") or _("inlagt utan källa")
    values = dated(row["read"] or row["period"], value)
    return Figure(name, values, title, source.get("url", ""), row["fetched"] or "", "outcome" in row["examples"])


def _measured_value(snapshot: Plain, row: Plain) -> str:
    """As stored; what is computed has digits without end, and is printed with two more than the indicator has."""
    if "calculation" not in row:
        return plain(row["outcome"])
    wanted = snapshot["names"]["indicators"][row["indicator"]]["decimals"]
    return number(rounded(Decimal(row["outcome"]), wanted + MORE_DECIMALS))


def calculation_words(snapshot: Plain, row: Plain) -> str:
    """`egen beräkning: kostnad / folk (Kolada och SCB)`; empty for what was entered or fetched."""
    found = row.get("calculation")
    if not found:
        return ""
    words = _("egen beräkning: %(formula)s") % {"formula": found["formula"]}
    titles = [snapshot["sources"][key]["title"] for key in found["sources"] if key in snapshot["sources"]]
    return f"{words} ({listed(titles)})" if titles else words


def dated(period: object, value: str) -> str:
    """A value with its year or years."""
    return f"{period}:{NBSP}{value}" if period else value


def plain(value: str) -> str:
    """All the digits it has."""
    return number(Decimal(value))
