"""The charts of what the lists said: each proposal's points, and each party group's part of them."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from burlov_styrning.charts import Chart, Figure, Table, plain
from burlov_styrning.drawing import INK, INK_2, LINE, SMALL, house_layout, scale
from burlov_styrning.swedish import counted, listed, number

PROPOSALS_SHOWN = 25


@dataclass(frozen=True)
class Tallied:
    """One proposal in the tally: its place in words (a shared one says so), title and points."""

    place: str
    title: str
    points: int
    lists: int
    groups: Sequence[tuple[str, int]] = ()
    """The points of each party group that is large enough to be shown; the same groups in every row."""

    @property
    def parts(self) -> list[tuple[str, int]]:
        """All its points: by group, and those of smaller groups together."""
        return [*self.groups, (_("Övriga"), self.points - sum(points for _party, points in self.groups))]


def tally_chart(tallied: Sequence[Tallied], *, example: bool = False) -> Chart:
    """Points as bars from zero, most first, as many as can be read; the table has them all."""
    shown = list(tallied)[:PROPOSALS_SHOWN]
    table = Table(
        (_("Förslag"), _("Plats"), _("Poäng"), _("Listor")),
        tuple((row.title, row.place, number(row.points), str(row.lists)) for row in tallied),
    )
    return Chart(_bars(shown), tally_finding(tallied), table, _("poäng"), example)


def _bars(rows: Sequence[Tallied]) -> Figure:
    """Each title stands over its bar, so that a phone has room for both."""
    points = [row.points for row in rows]
    height = _row_height(rows)
    bar = {
        "type": "bar", "orientation": "h", "x": points, "y": list(range(len(rows))), "width": 14 / height,
        "text": [number(value) for value in points], "textposition": "outside", "cliponaxis": False,
        "hoverinfo": "skip", "name": _("Poäng"), "constraintext": "none", "textfont": {"color": INK},
        "marker": {"color": INK, "line": {"width": 0}},
    }  # fmt: skip
    return {"data": [bar], "layout": _titled_rows(rows, height)}


def _row_height(rows: Sequence[Tallied]) -> int:
    return 42 if all(len(_two_lines(row.title)) == 1 for row in rows) else 58


def _titled_rows(rows: Sequence[Tallied], height: int) -> dict[str, Any]:
    """Room for a title and a bar from zero in each row."""
    top = scale([Decimal(row.points) for row in rows], zero=True).high
    return house_layout(12 + height * max(1, len(rows))) | {
        "margin": {"l": 4, "r": 48, "t": 6, "b": 6},
        "xaxis": {"range": [0, float(top)], "visible": False, "fixedrange": True},
        "yaxis": {"range": [len(rows) - 0.7, -0.75], "visible": False, "fixedrange": True},
        "annotations": [_title(place, _two_lines(row.title)) for place, row in enumerate(rows)],
    }


def _title(place: int, lines: Sequence[str]) -> dict[str, Any]:
    return {
        "x": 0, "xref": "paper", "xanchor": "left", "align": "left", "xshift": -2, "y": place, "yanchor": "bottom",
        "yshift": 6, "text": "<br>".join(map(plain, lines)), "showarrow": False, "font": {"color": INK},
    }  # fmt: skip


def _two_lines(title: str) -> list[str]:
    """A title as it fits beside its bar, cut between words; the table has the whole."""
    return textwrap.wrap(title, 46, max_lines=2, placeholder=" …")


def tally_finding(tallied: Sequence[Tallied]) -> str:
    """Who came first, or who share the first place; that it is advice."""
    if not tallied or not tallied[0].points:
        return _("Inga listor har lämnats.")
    best = [row for row in tallied if row.points == tallied[0].points]
    points = number(best[0].points)
    if len(best) == 1:
        return _("”%(title)s” fick flest poäng, %(points)s. Listorna är rådgivande.") % {
            "title": best[0].title, "points": points,
        }  # fmt: skip
    who = counted(len(best), _("förslag"), pgettext("flera", "förslag"), neuter=True)
    return _("%(who)s delar första platsen med %(points)s poäng. Listorna är rådgivande.") % {
        "who": who, "points": points,
    }  # fmt: skip


# -- what each party group said --------------------------------------------------------------------------------------


def spread_chart(tallied: Sequence[Tallied], *, example: bool = False) -> Chart:
    """Each proposal's points cut by party group, in one order; the table has every group of every proposal."""
    names = [name for name, _points in tallied[0].parts] if tallied else []
    table = Table(
        (_("Förslag"), *names),
        tuple((row.title, *(number(points) for _name, points in row.parts)) for row in tallied),
    )
    shown = list(tallied)[:PROPOSALS_SHOWN]
    return Chart(_cut_bars(shown, names), spread_finding(tallied), table, _("poäng"), example)


def _cut_bars(rows: Sequence[Tallied], names: Sequence[str]) -> Figure:
    """The parts are told apart by words and by lines between them; a part too narrow for its words keeps them to the
    pointer and the table."""
    height, most = _row_height(rows), max((row.points for row in rows), default=0)
    places, parts = list(range(len(rows))), [row.parts for row in rows]
    traces = [
        {
            "type": "bar", "orientation": "h", "name": plain(name), "y": places, "width": 16 / height,
            "x": [part[place][1] for part in parts], "text": [_in_part(*part[place], most) for part in parts],
            "textposition": "inside", "insidetextanchor": "middle", "textangle": 0, "constraintext": "none",
            "customdata": [f"{plain(name)} {number(part[place][1])}" for part in parts],
            "hovertemplate": "%{customdata}<extra></extra>", "textfont": {"color": INK, "size": SMALL},
            "marker": {"color": LINE, "line": {"color": INK_2, "width": 1}},
        }
        for place, name in enumerate(names)
    ]  # fmt: skip
    return {"data": traces, "layout": _titled_rows(rows, height) | {"barmode": "stack"}}


def _in_part(name: str, points: int, most: int) -> str:
    """The group and its points, or the points alone, or nothing: what has room in the part on a phone."""
    room = 290 * points // max(most, 1)
    texts = (f"{name} {number(points)}", number(points))
    return next((plain(text) for text in texts if 7 * len(text) <= room), "") if points else ""


def spread_finding(tallied: Sequence[Tallied]) -> str:
    """What each party group put first, ties as ties."""
    groups = [party for party, _points in tallied[0].groups] if tallied else []
    firsts = [_("%(party)s: %(titles)s") % {"party": party, "titles": _first(tallied, place)}
              for place, party in enumerate(groups)]  # fmt: skip
    return _("Flest poäng i varje partigrupp. %(firsts)s. Listorna är rådgivande.") % {"firsts": "; ".join(firsts)}


def _first(tallied: Sequence[Tallied], place: int) -> str:
    most = max(row.groups[place][1] for row in tallied)
    if not most:
        return _("inget förslag")
    return listed(f"”{row.title}”" for row in tallied if row.groups[place][1] == most)
